import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { SeedReport } from "../../../../workers/terms/propensity.ts";
import { Card } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";

/** Who the best are that the others are compared with, and what was kept out of the comparison. */
export function SeedCard({
  seed,
  currency,
}: {
  readonly seed: SeedReport;
  readonly currency: string;
}): ReactElement {
  const { t } = useTranslation("propensity");
  const format = useFormat();
  const words = useWords();
  const { kind, people, of, earlyDays, valueDays = 0, threshold, hidden, tooNew, leftOut } = seed;
  return (
    <Card title={t("seedTitle")}>
      <ul>
        <li>
          {kind === "best"
            ? t("seedBest", {
                people: format.count(people),
                of: format.count(of),
                days: format.count(valueDays),
                amount: threshold === undefined ? "–" : format.money(Math.round(threshold), currency),
              })
            : t("seedSegment", { people: format.count(people), of: format.count(of) })}
        </li>
        <li>{t("seedEarly", { days: format.count(earlyDays), tooNew: format.count(tooNew) })}</li>
        {leftOut.length > 0 && (
          <li>
            {t("seedLeftOut", {
              fields: leftOut.map((field) => words.label("churnField", field)).join(" / "),
            })}
          </li>
        )}
        {hidden && (
          <li>{t("seedHidden", { low: format.count(hidden.low), high: format.count(hidden.high) })}</li>
        )}
      </ul>
    </Card>
  );
}
