import type { EChartsCoreOption, EChartsType } from "echarts/core";
import { useEffect, useId, useRef, useState, type ReactElement, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../components/button.tsx";
import { SmallTable, type SmallColumn } from "../components/small-table.tsx";
import type * as Drawing from "./echarts.ts";
import { readPalette, type Palette } from "./palette.ts";

/** What the numbers of the chart are, as a real table. */
export interface ChartTable<T> {
  readonly columns: readonly SmallColumn<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T, index: number) => string | number;
}

interface ChartFigureProps<T> {
  /** The finding, as a sentence: "再購入は3か月で半減". */
  readonly finding: string;
  /** Measure, unit, period, n. */
  readonly subtitle?: string;
  /** Builds the option from the colours of the theme; memoise it, the chart is drawn again when it changes. */
  readonly option: (palette: Palette) => EChartsCoreOption;
  readonly table: ChartTable<T>;
  /** Names for the colours, when there is more than one series; in the order of the series. */
  readonly legend?: readonly string[];
  readonly height?: number;
  /** Extra actions in the head of the figure. */
  readonly actions?: ReactNode;
}

/** The only way a chart comes onto the screen: with its finding, its table, and the colours of the theme. */
export function ChartFigure<T>(props: ChartFigureProps<T>): ReactElement {
  const { finding, subtitle, option, table, legend, height = 260, actions } = props;
  const { t } = useTranslation("kit");
  const [asTable, setAsTable] = useState(false);
  const heading = useId();
  return (
    <figure className="chart" aria-labelledby={heading}>
      <div className="chart-head">
        <div>
          <figcaption id={heading}>{finding}</figcaption>
          {subtitle && <p className="note">{subtitle}</p>}
        </div>
        <div className="row">
          {actions}
          <Button kind="quiet" icon={asTable ? "chart" : "table"} onPress={() => setAsTable(!asTable)}>
            {asTable ? t("showChart") : t("showTable")}
          </Button>
        </div>
      </div>
      {legend && legend.length > 1 && !asTable && (
        <ul className="chart-legend">
          {legend.map((name, place) => (
            <li key={name}>
              <span
                className="chart-swatch"
                aria-hidden="true"
                style={{ background: `var(--series-${String(place + 1)})` }}
              />
              {name}
            </li>
          ))}
        </ul>
      )}
      {asTable ? (
        <SmallTable caption={finding} {...table} />
      ) : (
        <Canvas finding={finding} option={option} height={height} />
      )}
    </figure>
  );
}

function Canvas({
  finding,
  option,
  height,
}: {
  readonly finding: string;
  readonly option: (palette: Palette) => EChartsCoreOption;
  readonly height: number;
}): ReactElement {
  const holder = useRef<HTMLDivElement>(null);
  const themeChange = useThemeChange();
  useEffect(() => {
    const element = holder.current;
    if (!element) return undefined;
    let chart: EChartsType | undefined;
    let turn: number | undefined;
    let gone = false;
    const resizing = new ResizeObserver(() => chart && fit(chart, element));
    const draw = ({ init }: typeof Drawing): void => {
      chart = init(element, undefined, { renderer: "canvas" });
      chart.setOption(option(readPalette()));
      resizing.observe(element);
    };
    // Loaded when the first chart is drawn: the first paint of the window does not wait for it. All charts of a screen are ready at
    // one moment: each is drawn in a task of its own, so that clicks are answered between them.
    void Promise.all([import("./echarts.ts"), document.fonts.ready]).then(([echarts]) => {
      if (!gone) turn = window.setTimeout(draw, 0, echarts);
    });
    return () => {
      gone = true;
      window.clearTimeout(turn);
      resizing.disconnect();
      chart?.dispose();
    };
  }, [option, themeChange]);
  return <div ref={holder} className="chart-canvas" role="img" aria-label={finding} style={{ height }} />;
}

/** Draws a chart anew when its place has another size: not when it is observed for the first time. */
function fit(chart: EChartsType, { clientWidth, clientHeight }: HTMLElement): void {
  if (chart.getWidth() !== clientWidth || chart.getHeight() !== clientHeight) chart.resize();
}

/** Grows when the theme changes, by the user or by the system. */
function useThemeChange(): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    const grow = (): void => setCount((now) => now + 1);
    const system = window.matchMedia("(prefers-color-scheme: dark)");
    const observer = new MutationObserver(grow);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    system.addEventListener("change", grow);
    return () => {
      observer.disconnect();
      system.removeEventListener("change", grow);
    };
  }, []);
  return count;
}
