import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { LifetimeReport } from "../../../workers/terms/insight.ts";
import { Card, Withheld } from "../../components/index.ts";
import { minorDigits, useFormat } from "../../i18n/format.ts";
import { ModelCardButton } from "./model-cards/model-card-button.tsx";
import { backtestOf, type Backtest } from "./backtest.ts";

/** The five things every prediction says of itself, in the same order for every model. */
export function ModelCard({ report }: { readonly report: LifetimeReport }): ReactElement {
  const { t } = useTranslation("lifetime");
  const format = useFormat();
  const backtest = backtestOf(report);
  return (
    <Card title={t("cardTitle")} actions={<ModelCardButton runId={report.runId} />}>
      <dl className="answer-card">
        <dt>{t("card.question")}</dt>
        <dd>{t("question", { days: format.count(report.horizonDays) })}</dd>
        <dt>{t("card.data")}</dt>
        <dd>
          {t("data", { people: format.count(report.people), end: format.day(report.end) })}
          <Withheld people={report.withheld} />
        </dd>
        <dt>{t("card.right")}</dt>
        <dd>{backtest ? <HowRight backtest={backtest} /> : t("noBacktest")}</dd>
        <dt>{t("card.reasons")}</dt>
        <dd>
          <Reasons report={report} />
        </dd>
        <dt>{t("card.not")}</dt>
        <dd>
          <ul>
            <li>{t("not.person")}</li>
            <li>{t("not.subscription")}</li>
            <li>{t("not.season")}</li>
          </ul>
        </dd>
      </dl>
      <p className="note">{t("method")}</p>
    </Card>
  );
}

function HowRight({ backtest }: { readonly backtest: Backtest }): ReactElement {
  const { t } = useTranslation("lifetime");
  const format = useFormat();
  const { fromDay, days, actual, expected, naive } = backtest;
  const off = (value: number): string => format.difference(Math.round(value) - Math.round(actual));
  return (
    <div className="stack-tight">
      <p>{t("backtest", { days: format.count(days), from: format.day(fromDay) })}</p>
      <table className="small-table">
        <caption className="unseen">{t("card.right")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("forecast")}</th>
            <th scope="col" className="number">
              {t("repeatOrders")}
            </th>
            <th scope="col" className="number">
              {t("error")}
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t("actual")}</th>
            <td className="number">{format.count(actual)}</td>
            <td className="number">–</td>
          </tr>
          <tr>
            <th scope="row">{t("model")}</th>
            <td className="number">≈ {format.count(expected)}</td>
            <td className="number">{off(expected)}</td>
          </tr>
          {naive !== undefined && (
            <tr>
              <th scope="row">{t("naive")}</th>
              <td className="number">≈ {format.count(naive)}</td>
              <td className="number">{off(naive)}</td>
            </tr>
          )}
        </tbody>
      </table>
      {naive !== undefined && (
        <p>{Math.abs(expected - actual) < Math.abs(naive - actual) ? t("better") : t("notBetter")}</p>
      )}
    </div>
  );
}

const DAYS_A_WEEK = 7;

/** What drives the numbers, read from the parameters: the pace of buying, the loss at each purchase, the amount. */
function Reasons({ report }: { readonly report: LifetimeReport }): ReactElement {
  const { t } = useTranslation("lifetime");
  const format = useFormat();
  const { purchases, spend, currency } = report;
  if (!purchases) return <p>{t("noSpend")}</p>;
  const { r, alpha, a, b } = purchases.parameters;
  const meanSpend =
    spend && spend.parameters.q > 1
      ? (spend.parameters.p * spend.parameters.v) / (spend.parameters.q - 1)
      : undefined;
  return (
    <ul>
      <li>{t("reasons.pace", { days: format.count((DAYS_A_WEEK * alpha) / r) })}</li>
      <li>{t("reasons.loss", { share: format.percent(a / (a + b), 1) })}</li>
      <li>
        {meanSpend === undefined
          ? t("reasons.noSpend")
          : t("reasons.spend", {
              amount: format.money(Math.round(meanSpend * 10 ** minorDigits(currency)), currency),
            })}
      </li>
    </ul>
  );
}
