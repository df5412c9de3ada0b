import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { PropensityScore } from "../../../../workers/terms/propensity.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { entryText, outOfHundred } from "./field-text.ts";

/** The three strongest reasons of one person: the field, their own entry, and how many of a hundred people it makes. */
export function ReasonList({
  score,
  currency,
}: {
  readonly score: Pick<PropensityScore, "reasons">;
  readonly currency: string;
}): ReactElement {
  const { t } = useTranslation("churn");
  const format = useFormat();
  const words = useWords();
  return (
    <ul className="path-list">
      {score.reasons.map(({ field, adds, value }) => (
        <li key={field}>
          {t("reason", {
            field: words.label("churnField", field),
            value: entryText(field, value, currency, { format, words }),
            points: outOfHundred(adds, format),
          })}
        </li>
      ))}
    </ul>
  );
}
