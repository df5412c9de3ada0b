/** The shade of a cell, 0 (nothing) to 5 (the most), for `data-heat`. */
export function heatOf(value: number, most: number): number {
  if (!(value > 0) || !(most > 0)) return 0;
  return Math.min(5, Math.max(1, Math.ceil((value / most) * 5)));
}
