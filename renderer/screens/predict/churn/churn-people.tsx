import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { Asked, Card, Money, Personal, SmallTable } from "../../../components/index.ts";
import { useFormat } from "../../../i18n/format.ts";
import { address } from "../../../state/route.ts";
import { useVaultQuery } from "../../../state/use-vault-query.ts";
import { ReasonList } from "./reason-list.tsx";

const SHOWN = 20;

/** The people most likely to leave, each with their own reasons. */
export function ChurnPeople(): ReactElement {
  const { t } = useTranslation("churn");
  const format = useFormat();
  const query = useVaultQuery("listChurn", { offset: 0, limit: SHOWN }, ["insight", "people"]);
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
                cell: (row) => (
                  <a href={address("data", "customers", row.customerId)}>
                    <Personal>{row.name}</Personal>
                  </a>
                ),
              },
              {
                key: "chance",
                title: t("ofHundred"),
                number: true,
                cell: (row) => <strong>≈ {format.count(100 * row.chance)}</strong>,
              },
              {
                key: "reasons",
                title: t("reasons"),
                cell: (row) => <ReasonList score={row} currency={currency} />,
              },
              {
                key: "revenue",
                title: t("revenue"),
                number: true,
                cell: (row) => <Money minor={row.revenue} currency={currency} />,
              },
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
