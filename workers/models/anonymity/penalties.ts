import type { QuasiColumn } from "./microdata.ts";

/** What a search may make small: each a mean over rows and columns of what one cell loses, 0 for nothing, 1 for everything. */
export const lossMeasures = ["ncp", "precision", "entropy"] as const;
export type LossMeasure = (typeof lossMeasures)[number];

/** What a cell loses, by level and value, and what it loses when its row is left out. */
export interface Penalties {
  /** One array a level: by code of the value. */
  readonly levels: readonly Float64Array[];
  /** By code of the value. */
  readonly suppressed: Float64Array;
}

/**
 * What each cell of a column loses.
 *
 * - "ncp": the share of all values that lie under its label, nothing where only one does (normalised certainty penalty; Xu,
 *   Wang, Pei, Wang, Shi & Fu, KDD 2006, section 3; for a hierarchy also Ghinita et al., VLDB 2007).
 * - "precision": its level as a share of the height (one minus Prec of Sweeney, Int. J. Uncertainty 10(5), 2002, section 4).
 * - "entropy": how unsure the value is given its label, log2 of rows under the label by rows of the value, as a share of what
 *   leaving all cells of the column out would lose (non-uniform entropy; Gionis & Tassa, TKDE 21(2), 2009, definition 3.2).
 */
export function penaltiesOf(column: QuasiColumn, measure: LossMeasure): Penalties {
  const { levels } = column.hierarchy;
  const values = levels[0]!.of.length;
  const ones = new Float64Array(values).fill(1);
  if (measure === "entropy") return entropyPenalties(column);
  const height = Math.max(1, levels.length - 1);
  return {
    suppressed: ones,
    levels: levels.map(({ of, leaves }, level) =>
      Float64Array.from(of, (label) => {
        if (level === 0) return 0;
        if (measure === "precision") return level / height;
        return leaves[label]! <= 1 ? 0 : leaves[label]! / values;
      }),
    ),
  };
}

function entropyPenalties({ codes, hierarchy }: QuasiColumn): Penalties {
  const { levels } = hierarchy;
  const values = levels[0]!.of.length;
  const count = new Float64Array(values);
  for (const code of codes) count[code] = count[code]! + 1;
  const bits = Float64Array.from(count, (rows) => (rows === 0 ? 0 : Math.log2(codes.length / rows)));
  let whole = 0;
  for (let value = 0; value < values; value++) whole += (count[value]! * bits[value]!) / codes.length;
  // A column with one value cannot lose any bit.
  const unit = whole > 0 ? whole : 1;
  return {
    suppressed: bits.map((lost) => lost / unit),
    levels: levels.map(({ of, labels }) => {
      const under = new Float64Array(labels.length);
      for (let value = 0; value < values; value++) under[of[value]!] = under[of[value]!]! + count[value]!;
      return Float64Array.from(of, (label, value) =>
        count[value] === 0 ? 0 : Math.log2(under[label]! / count[value]!) / unit,
      );
    }),
  };
}
