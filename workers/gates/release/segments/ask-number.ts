import type { PersonScores } from "../../../analysis/person-scores.ts";
import type { NumberAttribute } from "../../../terms/segment.ts";
import type { Asked } from "./asked.ts";
import { scoreAttributes, type NumberCondition } from "./conditions.ts";
import type { SegmentSource } from "./source.ts";

/**
 * A person without orders has 0 orders and 0 revenue; of numbers that do not exist for a person (days since an order never made) no
 * comparison holds, so its `not` does. Of a person without a model score it is not known.
 */
export function askNumber({ scores }: Pick<SegmentSource, "scores">, condition: NumberCondition): Asked {
  const { attribute } = condition;
  const [low, high] = bounds(condition);
  const values = numbersOf(scores, attribute);
  const unknown = scoreAttributes.has(attribute) ? -1 : 0;
  const zero = attribute === "orders" || attribute === "revenue";
  return {
    met: (person) => {
      let value = values[person]!;
      if (Number.isNaN(value)) {
        if (!zero) return unknown;
        value = 0;
      }
      return value >= low && value <= high ? 1 : 0;
    },
    fact: (person) => {
      const value = values[person]!;
      return { kind: "number", attribute, value: Number.isNaN(value) ? (zero ? 0 : undefined) : value };
    },
  };
}

/** The closed interval a number condition asks for; "between" takes its ends in either order. */
function bounds({ comparison, value, upper }: NumberCondition): readonly [low: number, high: number] {
  switch (comparison) {
    case "atLeast":
      return [value, Infinity];
    case "atMost":
      return [-Infinity, value];
    case "is":
      return [value, value];
    case "between":
      return [Math.min(value, upper ?? value), Math.max(value, upper ?? value)];
  }
}

/** The column of a number attribute, by person index. */
export function numbersOf(scores: PersonScores, attribute: NumberAttribute): Float64Array | Uint8Array {
  if (attribute === "recencyScore") return scores.r;
  if (attribute === "frequencyScore") return scores.f;
  if (attribute === "monetaryScore") return scores.m;
  return scores[attribute];
}
