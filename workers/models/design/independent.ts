import { partialCholesky } from "../../stats/rank-deficient.ts";

const OWN_VARIANCE = 1e-10;

/** Columns that say something of their own; the first of several dependent ones stays. */
export interface Independent {
  readonly kept: readonly number[];
  readonly constant: readonly number[];
  readonly repeated: readonly number[];
  /** Standardised kept columns, row-major: `kept.length` numbers a row. */
  readonly rows: Float64Array;
  readonly centre: Float64Array;
  /** Population standard deviation of each kept column. */
  readonly spread: Float64Array;
}

/** Standardises columns and leaves out those that are constant or follow from others before them. */
export function independentColumns(columns: readonly Float64Array[]): Independent {
  const p = columns.length;
  const n = columns[0]?.length ?? 0;
  const centre = Float64Array.from(columns, (column) => column.reduce((sum, x) => sum + x, 0) / n);
  const spread = Float64Array.from(columns, (column, j) =>
    Math.sqrt(column.reduce((sum, x) => sum + (x - centre[j]!) ** 2, 0) / n),
  );
  const varies = (j: number) => spread[j]! > 1e-12 * Math.abs(centre[j]!) && spread[j]! > 0;
  const gram = new Float64Array(p * p);
  for (let a = 0; a < p; a++) {
    if (!varies(a)) continue;
    for (let b = 0; b <= a; b++) {
      if (!varies(b)) continue;
      const [x, y] = [columns[a]!, columns[b]!];
      let sum = 0;
      for (let i = 0; i < n; i++) sum += (x[i]! - centre[a]!) * (y[i]! - centre[b]!);
      gram[a * p + b] = gram[b * p + a] = sum / (n * spread[a]! * spread[b]!);
    }
  }
  const { dropped } = partialCholesky(gram, p, OWN_VARIANCE);
  const indices = [...columns.keys()];
  const kept = indices.filter((j) => dropped[j] === 0);
  const rows = new Float64Array(n * kept.length);
  kept.forEach((j, at) => {
    const column = columns[j]!;
    for (let i = 0; i < n; i++) rows[i * kept.length + at] = (column[i]! - centre[j]!) / spread[j]!;
  });
  return {
    kept,
    constant: indices.filter((j) => !varies(j)),
    repeated: indices.filter((j) => varies(j) && dropped[j] === 1),
    rows,
    centre: Float64Array.from(kept, (j) => centre[j]!),
    spread: Float64Array.from(kept, (j) => spread[j]!),
  };
}
