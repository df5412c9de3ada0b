import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { allOf, number } from "../../../../workers/terms/segment-templates.ts";
import type { ChurnOptions, ChurnReport } from "../../../../workers/terms/churn.ts";
import { Asked, Card, LinkButton, ReviewNote, VerdictBadge } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useJob } from "../../../state/use-job.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { vaultApi } from "../../../state/vault.ts";
import { builderWith } from "../../audience/definition.ts";
import { FairnessCard } from "../fairness/fairness-card.tsx";
import { QuestionScreen } from "../question-screen.tsx";
import { ChallengeCard } from "./challenge-card.tsx";
import { ChurnCard } from "./churn-card.tsx";
import { ChurnOptionsForm } from "./churn-options.tsx";
import { ChurnPeople } from "./churn-people.tsx";
import { ContactCard } from "./contact-card.tsx";
import { GainCard } from "./gain-card.tsx";
import { FieldShapes } from "./field-shapes.tsx";

/** Who is likely to leave, why, and what contacting them would bring. */
export function ChurnScreen(): ReactElement {
  const { t } = useTranslation("churn");
  const query = useVaultQuery("latestChurn", {}, ["insight"]);
  const job = useJob<ChurnReport>();
  const run = (options: ChurnOptions): void => {
    void job.start(t("jobLabel"), (ticket) => vaultApi().fitChurn({ options, job: ticket }));
  };
  return (
    <QuestionScreen
      namespace="churn"
      model="churn"
      latest={query}
      running={job}
      options={
        <Asked query={query}>
          {(latest) => (
            <ChurnOptionsForm
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

function Run({ report }: { readonly report: ChurnReport }): ReactElement {
  const { t } = useTranslation("churn");
  if (report.review.verdict === "do-not-use" || report.expected === undefined) {
    return (
      <Card title={t("notUsable")}>
        <p>{t("notUsableText")}</p>
        <ReviewNote review={report.review} />
      </Card>
    );
  }
  return (
    <>
      <Headline report={report} expected={report.expected} />
      <ContactCard report={report} />
      <GainCard report={report} />
      <ChurnPeople />
      <FieldShapes report={report} />
      <ChurnCard report={report} />
      <FairnessCard model="churn" people={report.people} />
      <ChallengeCard />
      <Card title={t("trust")}>
        <ReviewNote review={report.review} />
      </Card>
      <p className="note">{t("method")}</p>
    </>
  );
}

const likely = allOf(number("churnRisk", "atLeast", 0.7));
const likelyAndValuable = allOf(number("churnRisk", "atLeast", 0.5), number("monetaryScore", "atLeast", 4));

function Headline({
  report,
  expected,
}: {
  readonly report: ChurnReport;
  readonly expected: NonNullable<ChurnReport["expected"]>;
}): ReactElement {
  const { t } = useTranslation("churn");
  const format = useFormat();
  const { people, gone, activeDays, horizonDays, rhythm, review } = report;
  return (
    <Card
      title={t(rhythm === "own" ? "headlineOwn" : "headline", { days: format.count(horizonDays) })}
      actions={<VerdictBadge verdict={review.verdict} />}
    >
      <div>
        <p className="total-value">
          {t("about", { expected: format.count(expected.value), people: format.count(people) })}
        </p>
        <p>{t("range", { low: format.count(expected.low), high: format.count(expected.high) })}</p>
        <p className="note">
          {t("activeNote", { days: format.count(activeDays), gone: format.count(gone) })}
        </p>
      </div>
      <div className="row">
        <LinkButton kind="primary" icon="audience" href={builderWith(likely)}>
          {t("segmentLikely")}
        </LinkButton>
        <LinkButton icon="audience" href={builderWith(likelyAndValuable)}>
          {t("segmentValuable")}
        </LinkButton>
      </div>
    </Card>
  );
}
