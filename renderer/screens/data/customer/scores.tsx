import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { CustomerView } from "../../../../workers/terms/people.ts";
import { Card, Facts, LinkButton } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { address } from "../../../state/route.ts";

type Score = CustomerView["scores"][number];

/** What the model thinks of one customer, in words, as estimates. */
export function Scores({ view }: { readonly view: CustomerView }): ReactElement {
  const { t } = useTranslation("customer");
  return (
    <Card title={t("scores")}>
      {view.scores.length === 0 ? (
        <>
          <p className="muted">{t("noScores")}</p>
          <div>
            <LinkButton icon="predict" href={address("predict", "lifetime")}>
              {t("toLifetime")}
            </LinkButton>
          </div>
        </>
      ) : (
        <>
          <Facts
            items={view.scores.map((score) => ({
              name: t(`score.${score.name}`),
              value: <ScoreText score={score} currency={view.row.currency} />,
            }))}
          />
          <p className="note">{t("scoresNote")}</p>
        </>
      )}
    </Card>
  );
}

function ScoreText({ score, currency }: { readonly score: Score; readonly currency: string }): ReactNode {
  const { t } = useTranslation("customer");
  const format = useFormat();
  const print = (value: number): string => {
    if (score.name === "pAlive") return format.percent(value);
    if (score.name === "expectedPurchases") return format.decimal(value, 1);
    return format.money(Math.round(value), currency);
  };
  const range =
    score.low === undefined || score.high === undefined
      ? undefined
      : t("range", { low: print(score.low), high: print(score.high) });
  return (
    <>
      {score.name === "pAlive" && <strong>{t(`chance.${chanceKey(score.value)}`)} </strong>}
      <span>{t("about", { value: print(score.value) })}</span>
      {range && <span className="note"> {range}</span>}
    </>
  );
}

/** The words of a chance of still being a customer: the same bands everywhere a chance is said. */
function chanceKey(chance: number): "sure" | "likely" | "open" | "unlikely" | "gone" {
  if (chance >= 0.95) return "sure";
  if (chance >= 0.8) return "likely";
  if (chance > 0.2) return "open";
  return chance > 0.05 ? "unlikely" : "gone";
}
