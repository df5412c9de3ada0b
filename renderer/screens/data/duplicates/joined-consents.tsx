import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ConsentPreview, DuplicateGroup } from "../../../../workers/terms/identity.ts";
import type { ConsentState } from "../../../../workers/terms/purpose.ts";
import { Badge, Notice, SmallTable } from "../../../components/index.ts";
import { useWords } from "../../../i18n/words.ts";
import { useSession } from "../../../state/session.ts";

/** What each person said of every purpose and what holds once they are one, said before anything is joined. */
export function JoinedConsents({ group }: { readonly group: DuplicateGroup }): ReactElement {
  const { t } = useTranslation("duplicates");
  const words = useWords();
  const masked = useSession((session) => session.masked);
  const { consents, people } = group;
  const tightens = consents.some(({ said, joined }) =>
    said.some((state) => state !== null && state !== joined),
  );
  return (
    <section className="stack-tight" aria-label={t("consents")}>
      <h3>{t("consents")}</h3>
      <Notice tone={tightens ? "warn" : "info"}>
        <p>{t(consents.length === 0 ? "consentNone" : "consentRule")}</p>
      </Notice>
      {consents.length > 0 && (
        <SmallTable
          caption={t("consents")}
          rows={consents}
          keyOf={({ purpose, recipient }) => `${purpose} ${recipient}`}
          columns={[
            { key: "purpose", title: t("purpose"), cell: (one) => <Purpose one={one} /> },
            ...people.map((person, at) => ({
              key: String(person.id),
              title: masked ? `#${String(person.id)}` : person.name,
              cell: (one: ConsentPreview) => <State state={one.said[at] ?? null} />,
            })),
            {
              key: "joined",
              title: t("afterwards"),
              cell: (one) => (
                <Badge tone={one.joined === "granted" ? "ok" : "danger"} icon="shield">
                  {words.label("consent", one.joined)}
                </Badge>
              ),
            },
          ]}
        />
      )}
    </section>
  );
}

function Purpose({ one }: { readonly one: ConsentPreview }): ReactElement {
  const words = useWords();
  return (
    <>
      {words.label("purpose", one.purpose)}
      <div className="note">{words.label("recipient", one.recipient)}</div>
    </>
  );
}

function State({ state }: { readonly state: ConsentState | null }): ReactElement {
  const { t } = useTranslation("duplicates");
  const words = useWords();
  return state === null ? (
    <span className="muted">{t("nothingSaid")}</span>
  ) : (
    <>{words.label("consent", state)}</>
  );
}
