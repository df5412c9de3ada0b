export { ChartFigure } from "./chart-figure.tsx";
export { barOption, histogramOption, lineOption } from "./options.ts";
export type { Palette } from "./palette.ts";
