import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { allOf, number } from "../../../workers/terms/segment-templates.ts";
import type { LifetimeReport } from "../../../workers/terms/insight.ts";
import { Asked, Card, LinkButton, ReviewNote, VerdictBadge } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useJob } from "../../state/use-job.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import { vaultApi } from "../../state/vault.ts";
import { builderWith } from "../audience/definition.ts";
import { CohortRatesCard } from "./cohort-rates-card.tsx";
import { AliveChart, TenthsChart, TrackingChart } from "./lifetime-charts.tsx";
import { FairnessCard } from "./fairness/fairness-card.tsx";
import { LifetimeOptionsForm, type Options } from "./lifetime-options.tsx";
import { ModelCard } from "./model-card.tsx";
import { ParameterTable } from "./parameter-table.tsx";
import { QuestionScreen } from "./question-screen.tsx";

/** Who is about to leave, and who matters most: the lifetime model, with what it can and cannot say. */
export function LifetimeScreen(): ReactElement {
  const { t } = useTranslation("lifetime");
  const query = useVaultQuery("latestLifetime", {}, ["insight"]);
  const job = useJob<LifetimeReport>();
  const run = (options: Options): void => {
    void job.start(t("jobLabel"), (ticket) => vaultApi().fitLifetime({ options, job: ticket }));
  };
  return (
    <QuestionScreen
      namespace="lifetime"
      model="lifetime"
      latest={query}
      running={job}
      options={
        <Asked query={query}>
          {(latest) => (
            <LifetimeOptionsForm
              key={latest?.runId ?? 0}
              latest={latest ?? undefined}
              running={job.job !== undefined}
              onRun={run}
            />
          )}
        </Asked>
      }
    >
      {(report) => <Run report={report} />}
    </QuestionScreen>
  );
}

function Run({ report }: { readonly report: LifetimeReport }): ReactElement {
  const { t } = useTranslation("lifetime");
  if (report.review.verdict === "do-not-use" || !report.purchases) {
    return (
      <>
        <Card title={t("notUsable")}>
          <p>{t("notUsableText")}</p>
          <ReviewNote review={report.review} />
        </Card>
        {report.cohortRates && <CohortRatesCard rates={report.cohortRates} />}
      </>
    );
  }
  return (
    <>
      <Total report={report} />
      <ModelCard report={report} />
      <Card>
        <AliveChart report={report} />
      </Card>
      {report.valueTenths.length > 0 && (
        <Card>
          <TenthsChart report={report} />
        </Card>
      )}
      <Card>
        <TrackingChart report={report} />
      </Card>
      <FairnessCard model="lifetime" people={report.people} />
      <Card title={t("trust")}>
        <ReviewNote review={report.review} />
      </Card>
      <ParameterTable report={report} />
    </>
  );
}

const leavingButValuable = allOf(number("pAlive", "atMost", 0.5), number("monetaryScore", "atLeast", 4));
const mostValuable = allOf(number("pAlive", "atLeast", 0.8), number("monetaryScore", "atLeast", 4));

function Total({ report }: { readonly report: LifetimeReport }): ReactElement {
  const { t } = useTranslation("lifetime");
  const format = useFormat();
  const { total, currency, horizonDays, review } = report;
  return (
    <Card
      title={t("totalTitle", { days: format.count(horizonDays) })}
      actions={<VerdictBadge verdict={review.verdict} />}
    >
      {total ? (
        <div>
          <p className="total-value">{t("about", { value: format.moneyShort(total.value, currency) })}</p>
          <p>
            {t("range", {
              low: format.moneyShort(total.low, currency),
              high: format.moneyShort(total.high, currency),
            })}
          </p>
          <p className="note">
            {t("totalNote", {
              people: format.count(report.people),
              discount: format.percent(report.annualDiscount, 1),
            })}
          </p>
        </div>
      ) : (
        <p>{t("noSpend")}</p>
      )}
      <div className="row">
        <LinkButton kind="primary" icon="audience" href={builderWith(leavingButValuable)}>
          {t("segmentLeaving")}
        </LinkButton>
        <LinkButton icon="audience" href={builderWith(mostValuable)}>
          {t("segmentValuable")}
        </LinkButton>
      </div>
    </Card>
  );
}
