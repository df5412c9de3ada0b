import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { allOf, number } from "../../../../workers/terms/segment-templates.ts";
import type { PropensityReport } from "../../../../workers/terms/propensity.ts";
import { Card, LinkButton, ReviewNote, VerdictBadge, Withheld } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { builderWith } from "../../audience/definition.ts";
import { ContactCard } from "../churn/contact-card.tsx";
import { FieldShapes } from "../churn/field-shapes.tsx";
import { FairnessCard } from "../fairness/fairness-card.tsx";
import { PropensityPeople } from "./propensity-people.tsx";
import { SeedCard } from "./seed-card.tsx";
import { SendingCard } from "./sending-card.tsx";

/** What came out of the latest run of a question, the answer first and the method last. */
export function PropensityRun({ report }: { readonly report: PropensityReport }): ReactElement {
  const { t } = useTranslation("propensity");
  if (report.review.verdict === "do-not-use" || report.expected === undefined) {
    return (
      <>
        <Card title={t("notUsable")}>
          <p>{t("notUsableText")}</p>
          <ReviewNote review={report.review} />
        </Card>
        {report.sending && <SendingCard sending={report.sending} question={report.question} />}
      </>
    );
  }
  return (
    <>
      <Headline report={report} expected={report.expected} />
      {report.sending && <SendingCard sending={report.sending} question={report.question} />}
      {report.seed && <SeedCard seed={report.seed} currency={report.currency} />}
      <ContactCard report={report} namespace="propensity" />
      <PropensityPeople question={report.question} />
      <FieldShapes report={report} namespace="propensity" />
      <AboutCard report={report} />
      <FairnessCard key={report.question} model={report.question} people={report.people} />
      <Card title={t("trust")}>
        <ReviewNote review={report.review} />
      </Card>
      <p className="note">{t(`method.${report.question}`)}</p>
    </>
  );
}

/** The segment that a marketer makes of each answer. */
const segments = {
  lookalike: allOf(number("lookalikeRank", "atMost", 100)),
  firstPurchase: allOf(number("firstPurchase", "atLeast", 0.3)),
  renewal: allOf(number("renewal", "atMost", 0.5)),
  newProduct: allOf(number("newProduct", "atLeast", 0.5)),
  open: allOf(number("openChance", "atLeast", 0.3)),
  click: allOf(number("clickChance", "atLeast", 0.1)),
} as const;

function Headline({
  report,
  expected,
}: {
  readonly report: PropensityReport;
  readonly expected: NonNullable<PropensityReport["expected"]>;
}): ReactElement {
  const { t } = useTranslation("propensity");
  const format = useFormat();
  const { people, horizonDays, question, review } = report;
  return (
    <Card
      title={t(`headline.${question}`, { days: format.count(horizonDays) })}
      actions={<VerdictBadge verdict={review.verdict} />}
    >
      <div>
        <p className="total-value">
          {t("about", { expected: format.count(expected.value), people: format.count(people) })}
        </p>
        <p>{t("range", { low: format.count(expected.low), high: format.count(expected.high) })}</p>
      </div>
      <div className="row">
        <LinkButton kind="primary" icon="audience" href={builderWith(segments[question])}>
          {t(`segment.${question}`)}
        </LinkButton>
      </div>
    </Card>
  );
}

const REASONS = 3;

/** The five things every prediction says of itself. */
function AboutCard({ report }: { readonly report: PropensityReport }): ReactElement {
  const { t } = useTranslation("propensity");
  const format = useFormat();
  const words = useWords();
  const { question, horizonDays, learnt, validation, withheld } = report;
  const strongest = [...report.fields].sort((a, b) => b.importance - a.importance).slice(0, REASONS);
  const hundred = (share: number): string => format.count(100 * share);
  return (
    <Card title={t("cardTitle")}>
      <dl className="answer-card">
        <dt>{t("card.question")}</dt>
        <dd>{t(`question.${question}`, { days: format.count(horizonDays) })}</dd>
        <dt>{t("card.data")}</dt>
        <dd>
          {t("data", { rows: format.count(learnt.people), positives: format.count(learnt.positives) })}
          <Withheld people={withheld} />
        </dd>
        <dt>{t("card.right")}</dt>
        <dd>
          {validation && (
            <>
              <p>
                {t("pairs", {
                  right: hundred(validation.auc.value),
                  low: hundred(validation.auc.low),
                  high: hundred(validation.auc.high),
                  plain: hundred(validation.plainAuc),
                })}
              </p>
              <p className="note">{t(`plain.${question}`)}</p>
              <p className="note">
                {t("figures", {
                  auc: format.decimal(validation.auc.value, 3),
                  logLoss: format.decimal(validation.logLoss, 3),
                  brier: format.decimal(validation.brier, 3),
                  rateLoss: format.decimal(validation.plainRate.logLoss, 3),
                  rateBrier: format.decimal(validation.plainRate.brier, 3),
                })}
              </p>
            </>
          )}
        </dd>
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
          </ul>
        </dd>
      </dl>
    </Card>
  );
}
