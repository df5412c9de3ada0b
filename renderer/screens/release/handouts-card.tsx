import { useState, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Handout, HandoutRecipient } from "../../../workers/terms/handouts.ts";
import { Asked, Badge, Button, Card, SmallTable } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import { PeopleDialog } from "./people-dialog.tsx";

/** Files that left and are no release of a segment: what, when, for whom, about how many, and where they lie. */
export function HandoutsCard(): ReactElement {
  const { t } = useTranslation("left");
  const query = useVaultQuery("listHandouts", {}, ["releases", "record"]);
  return (
    <Card title={t("besides")}>
      <p className="note">{t("besidesLead")}</p>
      <Asked query={query}>
        {(handouts) =>
          handouts.length === 0 ? (
            <p className="muted">{t("besidesEmpty")}</p>
          ) : (
            <Handouts handouts={handouts} />
          )
        }
      </Asked>
    </Card>
  );
}

/** Names of files that are shown; a pack has one a table. */
const NAMED = 2;

function Handouts({ handouts }: { readonly handouts: readonly Handout[] }): ReactElement {
  const { t } = useTranslation("left");
  const words = useWords();
  const format = useFormat();
  const [people, setPeople] = useState<number>();
  const toWhom = (one: HandoutRecipient): string =>
    one === "person" ? t("person") : one === "self" ? t("ownUse") : words.label("recipient", one);
  return (
    <>
      <SmallTable<Handout>
        caption={t("besides")}
        rows={handouts}
        keyOf={({ id }) => id}
        columns={[
          { key: "at", title: t("at"), cell: ({ at }) => format.moment(at) },
          {
            key: "what",
            title: t("what"),
            cell: ({ kind, state }) => (
              <>
                {words.label("action", kind)}
                {state === "failed" && (
                  <div>
                    <Badge tone="danger" icon="danger">
                      {t("stateFailed")}
                    </Badge>
                  </div>
                )}
              </>
            ),
          },
          {
            key: "whom",
            title: t("forWhom"),
            cell: ({ recipients }) => recipients.map((one) => <div key={one}>{toWhom(one)}</div>),
          },
          { key: "people", title: t("people"), number: true, cell: (one) => format.count(one.people) },
          { key: "files", title: t("files"), cell: (one) => <Files handout={one} /> },
          {
            key: "act",
            title: t("actions"),
            cell: (one) =>
              one.people > 0 && one.files.length > 0 && one.state === "released" ? (
                <Button
                  kind="quiet"
                  icon="person"
                  aria-label={t("whoOf", { at: format.moment(one.at) })}
                  onPress={() => setPeople(one.id)}
                >
                  {t("who")}
                </Button>
              ) : null,
          },
        ]}
      />
      {people !== undefined && (
        <PeopleDialog kind="handout" id={people} onClose={() => setPeople(undefined)} />
      )}
    </>
  );
}

function Files({ handout: { files, folder } }: { readonly handout: Handout }): ReactElement {
  const { t } = useTranslation("left");
  const format = useFormat();
  if (files.length === 0) return <span className="muted">{t("filesUnknown")}</span>;
  return (
    <>
      {files.slice(0, NAMED).map((file) => (
        <div key={file} className="mono">
          {file}
        </div>
      ))}
      {files.length > NAMED && (
        <div className="note">{t("fileCount", { count: format.count(files.length) })}</div>
      )}
      <div className="note">{folder}</div>
    </>
  );
}
