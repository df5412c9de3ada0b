import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ConsentChange, ConsentChanges } from "../../../../workers/terms/consent.ts";
import { Asked, Card, Notice, SmallTable } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";

/** What changed in the ledger since the last release, and how many of its people may not be in the next one. */
export function ChangesCard(): ReactElement {
  const { t } = useTranslation("consent");
  const query = useVaultQuery("consentChanges", {}, ["consent", "people", "imports", "releases"]);
  return (
    <Card title={t("changesTitle")}>
      <Asked query={query}>{(found) => <Found found={found} />}</Asked>
    </Card>
  );
}

function Found({ found }: { readonly found: ConsentChanges }): ReactElement {
  const { t } = useTranslation("consent");
  const words = useWords();
  const format = useFormat();
  const { release, changes } = found;
  return (
    <>
      <p className="note">
        {release === undefined ? t("changesEver") : t("changesSince", { moment: format.moment(release.at) })}
      </p>
      {release !== undefined && release.noLonger > 0 && (
        <Notice tone="warn">
          {t("changesNoLonger", {
            people: format.count(release.people),
            noLonger: format.count(release.noLonger),
          })}
        </Notice>
      )}
      {changes.length === 0 ? (
        <p className="muted">{t("changesNone")}</p>
      ) : (
        <SmallTable<ConsentChange>
          caption={t("changesTitle")}
          rows={changes}
          keyOf={(line) => `${line.purpose} ${line.recipient}`}
          columns={[
            { key: "purpose", title: t("purpose"), cell: (line) => words.label("purpose", line.purpose) },
            {
              key: "recipient",
              title: t("recipient"),
              cell: (line) => words.label("recipient", line.recipient),
            },
            ...(["gained", "withdrawn", "lapsed", "refused"] as const).map((kind) => ({
              key: kind,
              title: t(kind),
              number: true,
              cell: (line: ConsentChange) => format.count(line[kind]),
            })),
          ]}
        />
      )}
    </>
  );
}
