import { useCallback, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Overview } from "../../../workers/terms/insight.ts";
import { barOption, ChartFigure, type Palette } from "../../charts/index.ts";
import { Asked, Card, Kpi, Kpis, NothingImported, PageHeader, Withheld } from "../../components/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { useVaultQuery } from "../../state/use-vault-query.ts";
import { KeptNotices } from "./kept-notices.tsx";
import { NextSteps } from "./next-steps.tsx";

/** Home: the shop at a glance, and what is worth doing next. */
export function OverviewScreen(): ReactElement {
  const { t } = useTranslation("home");
  const query = useVaultQuery("overview", {}, [
    "insight",
    "people",
    "imports",
    "quarantine",
    "segments",
    "releases",
  ]);
  return (
    <>
      <PageHeader title={t("title")} />
      <KeptNotices />
      <Asked query={query}>
        {(overview) =>
          overview.imports === 0 && overview.orders === 0 ? <NothingYet /> : <Glance overview={overview} />
        }
      </Asked>
    </>
  );
}

function NothingYet(): ReactElement {
  const { t } = useTranslation("home");
  return (
    <Card>
      <NothingImported text={t("emptyText")} />
    </Card>
  );
}

function Glance({ overview }: { readonly overview: Overview }): ReactElement {
  const { t } = useTranslation("home");
  const format = useFormat();
  const period =
    overview.firstDay && overview.lastDay
      ? t("period", { from: format.day(overview.firstDay), to: format.day(overview.lastDay) })
      : undefined;
  return (
    <>
      <Kpis>
        <Kpi name={t("customers")} value={format.count(overview.customers)} note={period} />
        <Kpi
          name={t("orders")}
          value={format.count(overview.orders)}
          note={
            overview.returns === 0 ? period : t("returnsApart", { returns: format.count(overview.returns) })
          }
        />
        <Kpi
          name={t("revenue")}
          value={format.moneyShort(overview.revenue, overview.currency)}
          note={t("revenueNote")}
        />
        <Kpi
          name={t("averageOrder")}
          value={format.money(Math.round(overview.averageOrder), overview.currency)}
          note={t("averageNote")}
        />
        <Kpi name={t("repeatRate")} value={format.percent(overview.repeatRate, 1)} note={t("repeatNote")} />
      </Kpis>
      <Withheld people={overview.withheld} />
      <div className="home-columns">
        {overview.months.length > 0 && <Months overview={overview} />}
        <NextSteps overview={overview} />
      </div>
    </>
  );
}

function Months({ overview }: { readonly overview: Overview }): ReactElement {
  const { t } = useTranslation("home");
  const format = useFormat();
  const { months, currency } = overview;
  const option = useCallback(
    (palette: Palette) =>
      barOption(palette, {
        labels: months.map((one) => format.month(one.month)),
        series: [{ name: t("revenue"), values: months.map((one) => one.revenue) }],
        print: (value) => format.money(value, currency),
        printAxis: (value) => format.moneyShort(value, currency),
      }),
    [months, currency, format, t],
  );
  const best = months.reduce((top, one) => (one.revenue > top.revenue ? one : top));
  return (
    <Card>
      <ChartFigure
        finding={t("bestMonth", {
          month: format.month(best.month),
          revenue: format.moneyShort(best.revenue, currency),
        })}
        subtitle={t("monthsSubtitle", { orders: format.count(overview.orders) })}
        option={option}
        table={{
          columns: [
            { key: "month", title: t("month"), cell: (one) => format.month(one.month) },
            { key: "orders", title: t("orders"), number: true, cell: (one) => format.count(one.orders) },
            {
              key: "revenue",
              title: t("revenue"),
              number: true,
              cell: (one) => format.money(one.revenue, currency),
            },
            {
              key: "new",
              title: t("newCustomers"),
              number: true,
              cell: (one) => format.count(one.newCustomers),
            },
          ],
          rows: months,
          keyOf: (one) => one.month,
        }}
      />
    </Card>
  );
}
