import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ErasureCertificate } from "../../../../workers/terms/erasure.ts";
import { Card, DateText, SmallTable } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";

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

/** Model runs that had seen the erased. */
export function ToRedo({ certificate: { runs } }: Part): ReactElement {
  const { t } = useTranslation("certificates");
  const format = useFormat();
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
            { key: "model", title: t("model"), cell: (one) => `${one.model} ${String(one.run)}` },
            { key: "at", title: t("at"), cell: (one) => <DateText iso={one.at} /> },
            { key: "people", title: t("people"), number: true, cell: (one) => format.count(one.people) },
          ]}
        />
      )}
    </Card>
  );
}
