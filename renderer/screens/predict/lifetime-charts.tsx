import { useCallback, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { forecastError } from "../../../workers/base/forecast-error.ts";
import type { LifetimeReport } from "../../../workers/terms/insight.ts";
import { barOption, ChartFigure, histogramOption, lineOption, type Palette } from "../../charts/index.ts";
import { useFormat } from "../../i18n/format.ts";
import { backtestOf, naiveLine } from "./backtest.ts";

interface ChartProps {
  readonly report: LifetimeReport;
}

/** People by their chance of still being a customer. */
export function AliveChart({ report }: ChartProps): ReactElement {
  const { t } = useTranslation("lifetime");
  const format = useFormat();
  const { aliveHistogram } = report;
  const people = aliveHistogram.reduce((sum, count) => sum + count, 0);
  const leaving = aliveHistogram.slice(0, 5).reduce((sum, count) => sum + count, 0);
  const option = useCallback(
    (palette: Palette) =>
      histogramOption(palette, {
        labels: aliveHistogram.map((_, bin) => binLabel(bin)),
        name: t("people"),
        values: aliveHistogram,
        print: (value) => format.count(value),
        printAxis: (value) => format.countShort(value),
        xName: t("aliveAxis"),
      }),
    [aliveHistogram, format, t],
  );
  return (
    <ChartFigure
      finding={t("aliveFinding", {
        people: format.count(leaving),
        share: format.percent(people === 0 ? 0 : leaving / people),
      })}
      subtitle={t("aliveSubtitle", { people: format.count(people), end: format.day(report.end) })}
      option={option}
      height={240}
      table={{
        columns: [
          { key: "chance", title: t("aliveAxis"), cell: (row) => binLabel(row.bin) },
          { key: "people", title: t("people"), number: true, cell: (row) => format.count(row.people) },
        ],
        rows: aliveHistogram.map((count, bin) => ({ bin, people: count })),
        keyOf: (row) => row.bin,
      }}
    />
  );
}

function binLabel(bin: number): string {
  return `${bin * 10}–${bin * 10 + 10}%`;
}

/** How much of the expected value each tenth of the people brings, best first. */
export function TenthsChart({ report }: ChartProps): ReactElement {
  const { t } = useTranslation("lifetime");
  const format = useFormat();
  const { valueTenths, currency } = report;
  const sum = valueTenths.reduce((total, value) => total + value, 0);
  const option = useCallback(
    (palette: Palette) =>
      barOption(palette, {
        labels: valueTenths.map((_, tenth) => t("tenth", { n: tenth + 1 })),
        series: [{ name: t("value"), values: valueTenths }],
        print: (value) => format.money(value, currency),
        printAxis: (value) => format.moneyShort(value, currency),
        xName: t("tenthsAxis"),
      }),
    [valueTenths, currency, format, t],
  );
  return (
    <ChartFigure
      finding={t("tenthsFinding", { share: format.percent(sum > 0 ? (valueTenths[0] ?? 0) / sum : 0) })}
      subtitle={t("tenthsSubtitle", {
        days: format.count(report.horizonDays),
        people: format.count(report.people),
      })}
      option={option}
      height={240}
      table={{
        columns: [
          { key: "tenth", title: t("tenthsAxis"), cell: (row) => t("tenth", { n: row.tenth + 1 }) },
          {
            key: "value",
            title: t("value"),
            number: true,
            cell: (row) => format.money(row.value, currency),
          },
          {
            key: "share",
            title: t("shareOfValue"),
            number: true,
            cell: (row) => (sum > 0 ? format.percent(row.value / sum, 1) : "–"),
          },
        ],
        rows: valueTenths.map((value, tenth) => ({ tenth, value })),
        keyOf: (row) => row.tenth,
      }}
    />
  );
}

/** Repeat purchases week by week: what happened, what the model says, and the naive rule. */
export function TrackingChart({ report }: ChartProps): ReactElement {
  const { t } = useTranslation("lifetime");
  const format = useFormat();
  const { tracking } = report;
  const backtest = backtestOf(report);
  const days = backtest?.days;
  const option = useCallback(
    (palette: Palette) =>
      lineOption(palette, {
        labels: tracking.map((point) => t("week", { n: point.week })),
        series: [
          { name: t("actual"), values: tracking.map((point) => point.actual) },
          { name: t("model"), values: tracking.map((point) => point.expected) },
          ...(days === undefined ? [] : [{ name: t("naive"), values: naiveLine(tracking, days) }]),
        ],
        print: (value) => format.count(value),
        printAxis: (value) => format.countShort(value),
      }),
    [tracking, days, format, t],
  );
  const last = tracking.at(-1);
  const line = days === undefined ? [] : naiveLine(tracking, days);
  return (
    <ChartFigure
      finding={
        last && last.actual > 0
          ? t("trackingFinding", { share: format.percent(forecastError(last.expected, last.actual) ?? 0, 1) })
          : t("trackingTitle")
      }
      subtitle={t("trackingSubtitle", { end: format.day(report.end) })}
      option={option}
      legend={[t("actual"), t("model"), ...(days === undefined ? [] : [t("naive")])]}
      table={{
        columns: [
          { key: "week", title: t("weeks"), cell: (row) => t("week", { n: row.week }) },
          { key: "actual", title: t("actual"), number: true, cell: (row) => format.count(row.actual) },
          { key: "model", title: t("model"), number: true, cell: (row) => format.count(row.expected) },
          {
            key: "naive",
            title: t("naive"),
            number: true,
            cell: (row) => (row.naive === null ? "–" : format.count(row.naive)),
          },
        ],
        rows: tracking.map((point, index) => ({ ...point, naive: line[index] ?? null })),
        keyOf: (row) => row.week,
      }}
    />
  );
}
