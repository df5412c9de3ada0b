import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ImportForecast } from "../../../workers/terms/release.ts";
import { Card, Facts, SmallTable } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useWords } from "../../i18n/words.ts";

/** What the platform's importer would do with the file; nothing where there is no importer. */
export function ForecastCard({
  forecast,
  note,
}: {
  readonly forecast: ImportForecast;
  readonly note?: string;
}): ReactElement | null {
  const { t } = useTranslation("consented");
  const format = useFormat();
  const words = useWords();
  const { accepted, refused, altered, findings } = forecast;
  if (accepted + refused + altered === 0 && findings.length === 0) return null;
  return (
    <Card title={t("forecastTitle")}>
      <p className="note">{note ?? t("forecastText")}</p>
      <Facts
        items={[
          { name: t("accepted"), value: format.count(accepted) },
          { name: t("refusedRows"), value: format.count(refused) },
          { name: t("altered"), value: format.count(altered) },
        ]}
      />
      {findings.length === 0 ? (
        <p>{t("forecastClean")}</p>
      ) : (
        <SmallTable
          caption={t("forecastTitle")}
          rows={findings}
          keyOf={(row) => row.code}
          columns={[
            { key: "finding", title: t("finding"), cell: (row) => words.release(`forecast.${row.code}`) },
            {
              key: "rows",
              title: t("findingRows"),
              number: true,
              cell: (row) => (row.rows === 0 ? "–" : format.count(row.rows)),
            },
          ]}
        />
      )}
    </Card>
  );
}
