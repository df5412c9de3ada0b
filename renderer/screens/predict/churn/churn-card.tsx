import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { ChurnReport, ChurnValidation } from "../../../../workers/terms/churn.ts";
import { Card, Withheld } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { ModelCardButton } from "../model-cards/model-card-button.tsx";

const REASONS = 3;

/** The five things every prediction says of itself, for the churn model. */
export function ChurnCard({ report }: { readonly report: ChurnReport }): ReactElement {
  const { t } = useTranslation("churn");
  const format = useFormat();
  const words = useWords();
  const { horizonDays, learnt, validation, withheld } = report;
  const strongest = [...report.fields].sort((a, b) => b.importance - a.importance).slice(0, REASONS);
  return (
    <Card title={t("cardTitle")} actions={<ModelCardButton runId={report.runId} />}>
      <dl className="answer-card">
        <dt>{t("card.question")}</dt>
        <dd>{t("question", { days: format.count(horizonDays) })}</dd>
        <dt>{t("card.data")}</dt>
        <dd>
          {t("data", {
            people: format.count(learnt.people),
            from: format.day(report.learntFrom),
            left: format.count(learnt.left),
          })}
          <Withheld people={withheld} />
        </dd>
        <dt>{t("card.right")}</dt>
        <dd>{validation && <HowRight validation={validation} from={report.judgedFrom} />}</dd>
        <dt>{t("card.reasons")}</dt>
        <dd>
          <ul>
            {strongest.map(({ field }) => (
              <li key={field}>{words.label("churnField", field)}</li>
            ))}
          </ul>
        </dd>
        <dt>{t("card.not")}</dt>
        <dd>
          <ul>
            <li>{t("not.cause")}</li>
            <li>{t("not.person")}</li>
            <li>{t("not.season")}</li>
          </ul>
        </dd>
      </dl>
    </Card>
  );
}

function HowRight({
  validation,
  from,
}: {
  readonly validation: ChurnValidation;
  readonly from: string;
}): ReactElement {
  const { t } = useTranslation("churn");
  const format = useFormat();
  const { auc, recencyAuc, people, left, logLoss, brier, plainRate } = validation;
  const ofHundred = (share: number): string => format.count(100 * share);
  return (
    <div className="stack-tight">
      <p>
        {t("backtest", { from: format.day(from), people: format.count(people), left: format.count(left) })}
      </p>
      <p>
        {t("pairs", {
          right: ofHundred(auc.value),
          low: ofHundred(auc.low),
          high: ofHundred(auc.high),
          plain: ofHundred(recencyAuc),
        })}
      </p>
      <table className="small-table">
        <caption className="unseen">{t("card.right")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("forecast")}</th>
            {(["auc", "logLoss", "brier"] as const).map((name) => (
              <th key={name} scope="col" className="number">
                {t(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t("thisModel")}</th>
            <td className="number">{format.decimal(auc.value, 3)}</td>
            <td className="number">{format.decimal(logLoss, 3)}</td>
            <td className="number">{format.decimal(brier, 3)}</td>
          </tr>
          <tr>
            <th scope="row">{t("plainRecency")}</th>
            <td className="number">{format.decimal(recencyAuc, 3)}</td>
            <td className="number">–</td>
            <td className="number">–</td>
          </tr>
          <tr>
            <th scope="row">{t("plainRate")}</th>
            <td className="number">{format.decimal(0.5, 3)}</td>
            <td className="number">{format.decimal(plainRate.logLoss, 3)}</td>
            <td className="number">{format.decimal(plainRate.brier, 3)}</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}
