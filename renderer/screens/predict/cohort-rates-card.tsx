import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { CohortRatesReport, RangedShare } from "../../../workers/terms/insight.ts";
import { Card } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";

/** What a small shop can know where no model may be used: how many come back, by the month of the first purchase. */
export function CohortRatesCard({ rates }: { readonly rates: CohortRatesReport }): ReactElement {
  const { t } = useTranslation("lifetime");
  const format = useFormat();
  const days = format.count(rates.windowDays);
  const ofHundred = (share: number): string => format.count(Math.round(100 * share));
  const range = ({ low, high }: RangedShare): string => `${format.percent(low)} – ${format.percent(high)}`;
  const { rate, low, high } = rates.overall;
  const facts = { days, rate: ofHundred(rate), low: ofHundred(low), high: ofHundred(high) };
  return (
    <Card title={t("rates.title", { days })}>
      <p>{t("rates.finding", facts)}</p>
      <table className="small-table">
        <caption className="unseen">{t("rates.title", { days })}</caption>
        <thead>
          <tr>
            <th scope="col">{t("rates.month")}</th>
            {(["people", "rates.again", "rates.rate", "rates.range"] as const).map((name) => (
              <th key={name} scope="col" className="number">
                {t(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rates.cohorts.map((cohort) => (
            <tr key={cohort.start}>
              <th scope="row">{format.month(cohort.start)}</th>
              <td className="number">{format.count(cohort.size)}</td>
              <td className="number">{format.count(cohort.repeated)}</td>
              <td className="number">{format.percent(cohort.rate)}</td>
              <td className="number">{range(cohort)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="note">{t("rates.note", { people: format.count(rates.people), days })}</p>
    </Card>
  );
}
