import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { PropensityPage, Question, ReachHabit } from "../../../../workers/terms/propensity.ts";
import { Asked, Card, Personal, SmallTable } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { useWords } from "../../../i18n/words.ts";
import { address } from "../../../state/route.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { ReasonList } from "../churn/reason-list.tsx";

const SHOWN = 20;
type Row = PropensityPage["rows"][number];

/** The people with the highest chance, each with their own reasons, and when to reach them where that is asked. */
export function PropensityPeople({ question }: { readonly question: Question }): ReactElement {
  const { t } = useTranslation("propensity");
  const format = useFormat();
  const query = useVaultQuery("listPropensity", { question, offset: 0, limit: SHOWN }, ["insight", "people"]);
  const mail = question === "open" || question === "click";
  return (
    <Asked query={query}>
      {({ rows, total, currency }) => (
        <Card title={t("peopleTitle")}>
          <SmallTable
            caption={t("peopleTitle")}
            columns={[
              {
                key: "name",
                title: t("customer"),
                cell: (row: Row) => (
                  <a href={address("data", "customers", row.customerId)}>
                    <Personal>{row.name}</Personal>
                  </a>
                ),
              },
              {
                key: "chance",
                title: t("ofHundred"),
                number: true,
                cell: (row: Row) => <strong>≈ {format.count(100 * row.chance)}</strong>,
              },
              {
                key: "reasons",
                title: t("reasons"),
                cell: (row: Row) => <ReasonList score={row} currency={currency} />,
              },
              ...(mail
                ? [{ key: "reach", title: t("reach"), cell: (row: Row) => <Reach of={row.reach} /> }]
                : []),
            ]}
            rows={rows}
            keyOf={(row) => row.customerId}
          />
          <p className="note">
            {t("peopleNote", { shown: format.count(rows.length), total: format.count(total) })}
          </p>
        </Card>
      )}
    </Asked>
  );
}

/** When and how to reach one person: their own hour, or everybody's where there is too little to tell. */
export function Reach({ of }: { readonly of: ReachHabit | undefined }): ReactElement | null {
  const { t } = useTranslation("propensity");
  const format = useFormat();
  const words = useWords();
  if (of === undefined) return null;
  const { hour, own, share, channel } = of;
  return (
    <div className="stack-tight">
      {hour !== undefined && (
        <span>{t(own ? "ownHour" : "everybodysHour", { hour: format.count(hour) })}</span>
      )}
      {hour !== undefined && own && share !== undefined && (
        <span className="note">
          {t("hourShare", {
            share: format.count(100 * share.value),
            low: format.count(100 * share.low),
            high: format.count(100 * share.high),
          })}
        </span>
      )}
      {channel !== undefined && (
        <span>{t("bestChannel", { channel: words.label("messageChannel", channel) })}</span>
      )}
    </div>
  );
}
