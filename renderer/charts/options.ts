import type { EChartsCoreOption } from "echarts/core";
import type { Palette } from "./palette.ts";

/** One line or set of bars. `quiet` is a bound of a range: grey and dotted, however many there are. */
export interface Series {
  readonly name: string;
  /** `null` is a gap: missing is not zero. */
  readonly values: readonly (number | null)[];
  readonly quiet?: boolean;
}

export type Print = (value: number) => string;

interface Axes {
  readonly labels: readonly string[];
  readonly print: Print;
  readonly printAxis?: Print;
  readonly xName?: string;
  readonly yName?: string;
}

const dashes = ["solid", "dashed", "dotted", [8, 3, 2, 3], [2, 2]] as const;
const font = "Noto Sans JP";

function colourOf(palette: Palette, series: Series, place: number): string {
  return series.quiet ? palette.quiet : (palette.series[place % palette.series.length] ?? palette.accent);
}

function base(palette: Palette, axes: Axes): EChartsCoreOption {
  const words = { color: palette.muted, fontFamily: font, fontSize: 12 };
  return {
    animation: false,
    textStyle: { fontFamily: font, color: palette.text },
    aria: { enabled: true },
    grid: {
      left: 8,
      right: 16,
      top: axes.yName ? 32 : 16,
      // The bounds hold the labels and the name of the axis too.
      bottom: 4,
      outerBoundsMode: "same",
    },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      confine: true,
      backgroundColor: palette.surface,
      borderColor: palette.line,
      textStyle: { color: palette.text, fontFamily: font, fontSize: 12 },
      valueFormatter: (value: unknown) => (typeof value === "number" ? axes.print(value) : "–"),
    },
    xAxis: {
      type: "category",
      data: [...axes.labels],
      ...(axes.xName ? { name: axes.xName, nameLocation: "middle", nameGap: 26, nameTextStyle: words } : {}),
      axisLabel: { ...words, hideOverlap: true },
      axisLine: { lineStyle: { color: palette.line } },
      axisTick: { show: false },
    },
    yAxis: {
      type: "value",
      name: axes.yName ?? "",
      nameTextStyle: { ...words, align: "left" },
      splitNumber: 4,
      axisLabel: { ...words, formatter: (value: number) => (axes.printAxis ?? axes.print)(value) },
      splitLine: { lineStyle: { color: palette.line } },
    },
  };
}

/** Bars from zero. Two sets stand side by side, or on each other with `stacked`. */
export function barOption(
  palette: Palette,
  input: Axes & { readonly series: readonly Series[]; readonly stacked?: boolean },
): EChartsCoreOption {
  return {
    ...base(palette, input),
    series: input.series.map((series, place) => ({
      type: "bar",
      name: series.name,
      data: [...series.values],
      barMaxWidth: 36,
      barGap: "10%",
      ...(input.stacked ? { stack: "all" } : {}),
      itemStyle: { color: colourOf(palette, series, place) },
    })),
  };
}

/** Lines over time; each next line also differs by its dash. */
export function lineOption(
  palette: Palette,
  input: Axes & { readonly series: readonly Series[] },
): EChartsCoreOption {
  return {
    ...base(palette, input),
    series: input.series.map((series, place) => ({
      type: "line",
      name: series.name,
      data: [...series.values],
      showSymbol: series.quiet !== true && series.values.length < 20,
      symbolSize: 5,
      lineStyle: series.quiet
        ? { width: 1.5, type: "dotted" }
        : { width: 2, type: dashes[place % dashes.length] ?? "solid" },
      itemStyle: { color: colourOf(palette, series, place) },
    })),
  };
}

/** A histogram: touching bars, one a bin. */
export function histogramOption(
  palette: Palette,
  input: Axes & { readonly values: readonly number[]; readonly name: string },
): EChartsCoreOption {
  return {
    ...base(palette, input),
    series: [
      {
        type: "bar",
        name: input.name,
        data: [...input.values],
        barCategoryGap: "4%",
        itemStyle: { color: palette.series[0] ?? palette.accent },
      },
    ],
  };
}
