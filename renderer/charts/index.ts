export { ChartFigure, type ChartTable } from "./chart-figure.tsx";
export { barOption, heatmapOption, histogramOption, lineOption, type Series } from "./options.ts";
export type { Palette } from "./palette.ts";
