import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { SendingCheck } from "../../../../workers/terms/decision.ts";
import { Icon } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";

/** The two questions, and what there is to think of under each. */
export function QuestionsPart({ checks }: { readonly checks: readonly SendingCheck[] }): ReactElement {
  const { t } = useTranslation("decision");
  const words = useWords();
  const format = useFormat();
  const sentence = ({ code, details }: SendingCheck): string => {
    const { attribute, model, by, name = "", ...numbers } = details;
    return words.release(`decision.check.${code}`, {
      ...(model !== undefined && { model: words.label("mapUse", String(model)) }),
      ...(by !== undefined && { by: words.label("grouping", String(by), { name }) }),
      ...Object.fromEntries(Object.entries(numbers).map(([name, n]) => [name, format.count(Number(n))])),
      ...(attribute !== undefined && { attribute: words.release(`dimension.${String(attribute)}`) }),
    });
  };
  return (
    <section className="stack-tight" aria-label={t("questionsTitle")}>
      <h3>{t("questionsTitle")}</h3>
      {(["feel", "fair"] as const).map((question) => {
        const own = checks.filter((check) => check.question === question);
        return (
          <div key={question} className="stack-tight">
            <p>
              <strong>{words.release(`decision.question.${question}`)}</strong>
            </p>
            {own.length === 0 ? (
              <p className="note">{t("nothingFound")}</p>
            ) : (
              <ul className="stack-tight">
                {own.map((check) => (
                  <li key={`${check.code} ${Object.values(check.details).join(" ")}`}>
                    <Icon name="warn" small /> {sentence(check)}
                  </li>
                ))}
              </ul>
            )}
          </div>
        );
      })}
    </section>
  );
}
