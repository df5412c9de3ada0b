import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ErasureCertificate } from "../../../../workers/terms/erasure.ts";
import { Card, DateText, SmallTable } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";

interface Part {
  readonly certificate: ErasureCertificate;
}

/** Rows by table, and how many values each field held. */
export function Went({ certificate: { tables, quarantined } }: Part): ReactElement {
  const { t } = useTranslation("certificates");
  const words = useWords();
  const format = useFormat();
  return (
    <Card title={t("went")}>
      <SmallTable
        caption={t("went")}
        rows={tables}
        keyOf={(one) => one.table}
        columns={[
          { key: "table", title: t("table"), cell: (one) => words.label("vaultTable", one.table) },
          { key: "rows", title: t("rows"), number: true, cell: (one) => format.count(one.rows) },
          {
            key: "fields",
            title: t("fields"),
            cell: (one) =>
              Object.entries(one.fields)
                .map(([field, values]) =>
                  t("fieldCount", { field: words.label("field", field), count: format.count(values) }),
                )
                .join(t("comma")),
          },
        ]}
      />
      {quarantined > 0 && (
        <p className="note">
          {t("fieldCount", { field: t("quarantined"), count: format.count(quarantined) })}
        </p>
      )}
    </Card>
  );
}

/** Whoever received rows of the erased has to be told (GDPR art. 19). */
export function ToTell({ certificate: { releases } }: Part): ReactElement {
  const { t } = useTranslation("certificates");
  const words = useWords();
  const format = useFormat();
  return (
    <Card title={t("tell")}>
      {releases.length === 0 ? (
        <p className="muted">{t("none")}</p>
      ) : (
        <SmallTable
          caption={t("tell")}
          rows={releases}
          keyOf={(one) => one.release}
          columns={[
            { key: "release", title: t("release"), cell: (one) => format.count(one.release) },
            { key: "at", title: t("at"), cell: (one) => <DateText iso={one.at} /> },
            {
              key: "recipient",
              title: t("recipient"),
              cell: (one) => words.label("recipient", one.recipient),
            },
            { key: "purpose", title: t("purpose"), cell: (one) => words.label("purpose", one.purpose) },
            { key: "people", title: t("people"), number: true, cell: (one) => format.count(one.people) },
          ]}
        />
      )}
    </Card>
  );
}

/** Model runs that had seen the erased, and what became of them since: the certificate itself stays as it was written. */
export function ToRedo({ certificate: { number, runs } }: Part): ReactElement {
  const { t } = useTranslation("certificates");
  const words = useWords();
  const format = useFormat();
  const states = useVaultQuery("certificateRuns", { number }, ["insight", "record"]);
  const became = (run: number): string => {
    const found = states.state === "ready" ? states.value.find((one) => one.run === run) : undefined;
    if (found === undefined) return "";
    const state = words.label("runState", found.state);
    return found.by === undefined || found.at === undefined
      ? state
      : t("runBy", { state, run: format.count(found.by), at: format.moment(found.at) });
  };
  return (
    <Card title={t("runs")}>
      {runs.length === 0 ? (
        <p className="muted">{t("none")}</p>
      ) : (
        <SmallTable
          caption={t("runs")}
          rows={runs}
          keyOf={(one) => one.run}
          columns={[
            {
              key: "model",
              title: t("model"),
              cell: (one) => `${words.label("predictionModel", one.model)} ${String(one.run)}`,
            },
            { key: "at", title: t("at"), cell: (one) => <DateText iso={one.at} /> },
            { key: "people", title: t("people"), number: true, cell: (one) => format.count(one.people) },
            { key: "became", title: t("runState"), cell: (one) => became(one.run) },
          ]}
        />
      )}
    </Card>
  );
}
