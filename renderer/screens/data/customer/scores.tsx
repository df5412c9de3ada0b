import type { ReactElement, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { CustomerInsight, CustomerView } from "../../../../workers/terms/people.ts";
import type { PersonPropensity } from "../../../../workers/terms/propensity.ts";
import { Card, Facts, LinkButton, VerdictBadge } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { address } from "../../../state/route.ts";
import { othersOutOfHundred } from "../../predict/churn/field-text.ts";
import { WhatIf } from "../../predict/churn/what-if.tsx";
import { Reach } from "../../predict/propensity/propensity-people.tsx";
import { ReasonList } from "../../predict/churn/reason-list.tsx";
import { groupName } from "../../predict/groups/group-name.ts";

/** What models say of one customer, in words, as estimates, and what each stands on: its run, its reasons, its figures. */
export function Scores({ view }: { readonly view: CustomerView }): ReactElement {
  const { t } = useTranslation("customer");
  const { insight } = view;
  const { currency } = view.row;
  const any = insight.lifetime ?? insight.churn ?? insight.group ?? insight.propensities;
  return (
    <Card title={t("scores")}>
      {insight.withheld && <p className="muted">{t("scoresWithheld")}</p>}
      {!insight.withheld && any === undefined && (
        <>
          <p className="muted">{t("noScores")}</p>
          <div className="row">
            <LinkButton icon="predict" href={address("predict", "churn")}>
              {t("toChurn")}
            </LinkButton>
            <LinkButton icon="predict" href={address("predict", "lifetime")}>
              {t("toLifetime")}
            </LinkButton>
          </div>
        </>
      )}
      {insight.lifetime && <Lifetime of={insight.lifetime} currency={currency} />}
      {insight.churn && <Churn of={insight.churn} customerId={view.row.id} currency={currency} />}
      {insight.propensities?.map((one) => (
        <Propensity key={one.question} of={one} currency={currency} />
      ))}
      {insight.group && <Group of={insight.group} />}
    </Card>
  );
}

function Lifetime({
  of,
  currency,
}: {
  readonly of: NonNullable<CustomerInsight["lifetime"]>;
  readonly currency: string;
}): ReactElement {
  const { t } = useTranslation("customer");
  const format = useFormat();
  const { run, pAlive, expectedPurchases, lifetimeValue } = of;
  return (
    <Part title={t("part.lifetime")} run={run}>
      <Facts
        items={[
          {
            name: t("score.pAlive"),
            value: (
              <>
                <strong>{t(`chance.${chanceKey(pAlive)}`)} </strong>
                {t("about", { value: format.percent(pAlive) })}
              </>
            ),
          },
          {
            name: t("score.expectedPurchases"),
            value: t("aboutWithin", {
              value: format.decimal(expectedPurchases, 1),
              days: format.count(run.horizonDays),
            }),
          },
          ...(lifetimeValue === undefined
            ? []
            : [
                {
                  name: t("score.lifetimeValue"),
                  value: t("aboutWithin", {
                    value: format.money(Math.round(lifetimeValue), currency),
                    days: format.count(run.horizonDays),
                  }),
                },
              ]),
        ]}
      />
      <p>
        {t("standsOn", {
          orders: format.count(of.orders),
          recency: format.count(of.recencyDays),
          tenure: format.count(of.tenureDays),
          amount: format.money(of.averageOrder, currency),
        })}
      </p>
    </Part>
  );
}

function Churn({
  of,
  customerId,
  currency,
}: {
  readonly of: NonNullable<CustomerInsight["churn"]>;
  readonly customerId: number;
  readonly currency: string;
}): ReactElement {
  const { t } = useTranslation("customer");
  const format = useFormat();
  const { run, chance, base, ifOrdered } = of;
  const hundred = (part: number): string => format.count(100 * part);
  return (
    <Part title={t("part.churn")} run={run}>
      <p>
        {t("churnSays", {
          chance: hundred(chance),
          base: hundred(base),
          days: format.count(run.horizonDays),
        })}
      </p>
      <ReasonList score={of} currency={currency} />
      <p className="note">{t("churnOthers", { others: othersOutOfHundred(of, format) })}</p>
      {ifOrdered !== undefined && (
        <p>{t("churnWhatIf", { chance: hundred(ifOrdered), end: format.day(run.end) })}</p>
      )}
      <WhatIf customerId={customerId} currency={currency} />
    </Part>
  );
}

function Propensity({
  of,
  currency,
}: {
  readonly of: PersonPropensity;
  readonly currency: string;
}): ReactElement {
  const { t } = useTranslation("customer");
  const format = useFormat();
  const hundred = (part: number): string => format.count(100 * part);
  return (
    <Part title={t(`asked.${of.question}`)} run={of.run}>
      <p>{t("askedSays", { chance: hundred(of.chance), base: hundred(of.base) })}</p>
      <ReasonList score={of} currency={currency} />
      <p className="note">{t("churnOthers", { others: othersOutOfHundred(of, format) })}</p>
      <Reach of={of.reach} />
    </Part>
  );
}

function Group({ of }: { readonly of: NonNullable<CustomerInsight["group"]> }): ReactElement {
  const { t } = useTranslation("customer");
  const words = useWords();
  return (
    <Part title={t("part.group")} run={of.run}>
      <p>{groupName(of, words)}</p>
    </Part>
  );
}

/** What one run says, with its day and how far it may be trusted. */
function Part({
  title,
  run,
  children,
}: {
  readonly title: string;
  readonly run: NonNullable<CustomerInsight["group"]>["run"];
  readonly children: ReactNode;
}): ReactElement {
  const { t } = useTranslation("customer");
  const format = useFormat();
  return (
    <section className="stack-tight">
      <div className="row-apart">
        <h3>{title}</h3>
        <VerdictBadge verdict={run.verdict} />
      </div>
      {children}
      <p className="note">
        {t("fromRun", { run: run.runId, at: format.moment(run.at), end: format.day(run.end) })}
      </p>
    </section>
  );
}

/** The words of a chance of still being a customer: the same bands everywhere a chance is said. */
function chanceKey(chance: number): "sure" | "likely" | "open" | "unlikely" | "gone" {
  if (chance >= 0.95) return "sure";
  if (chance >= 0.8) return "likely";
  if (chance > 0.2) return "open";
  return chance > 0.05 ? "unlikely" : "gone";
}
