import type { ShapeBin } from "../../terms/churn.ts";
import { z975 } from "../../stats/normal.ts";
import type { BinnedColumn } from "../binning/bins.ts";
import { counted } from "../ebm/purify.ts";
import type { Learnt } from "./learnt.ts";

/** A field of a model, with its weight and its shape. */
interface FieldShape<F extends string> {
  readonly field: F;
  readonly levels?: readonly string[];
  readonly importance: number;
  readonly shape: readonly ShapeBin[];
}

/**
 * The fields of a model in their own order (scores name them by place), with the weight and the shape of each: by
 * bin the chance of somebody who is as usual in all other fields, from the bin's own value alone.
 */
export function shapesOf<F extends string>(
  { columns, model, errors }: Learnt,
  importance: Float64Array,
): FieldShape<F>[] {
  return columns.map((column, j) => ({
    field: column.name as F,
    ...(!column.ordered && { levels: column.labels.slice(1) }),
    importance: importance[j]!,
    shape: shapeOf(column, model.mains[j]!, errors[j]!, model.intercept),
  }));
}

function shapeOf(
  { codes, bins, ordered, cuts, labels }: BinnedColumn,
  values: Float64Array,
  errors: Float64Array,
  intercept: number,
): ShapeBin[] {
  const counts = counted(codes, bins);
  const chance = (eta: number) => 1 / (1 + Math.exp(-eta));
  return [...counts.keys()].flatMap((bin): ShapeBin[] => {
    if (counts[bin] === 0) return [];
    const eta = intercept + values[bin]!;
    const half = z975 * errors[bin]!;
    return [
      {
        ...(ordered && bin > 1 && { from: cuts[bin - 2]! }),
        ...(ordered && bin > 0 && bin <= cuts.length && { to: cuts[bin - 1]! }),
        ...(!ordered && bin > 0 && { level: labels[bin]! }),
        n: counts[bin]!,
        chance: { value: chance(eta), low: chance(eta - half), high: chance(eta + half) },
      },
    ];
  });
}
