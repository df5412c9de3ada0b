import type { Field } from "./field.ts";
import type { Fit } from "./fit.ts";
import { cell } from "./patterns.ts";
import { agreement, sharedKinds } from "./table.ts";

/** What is known of one pair. */
export interface Score {
  /** Chances that both rows are one person, and that they are two people of one household. */
  readonly match: number;
  readonly household: number;
  /** Evidence for a match against chance, in bits: log2 of the ratio of Fellegi & Sunter, frequencies taken into account. */
  readonly weight: number;
}

/** Most that the frequency of a value moves a weight by, in natural units: eight bits. */
const CAP = 8 * Math.LN2;

/** The scoring of pairs under a fit. */
export interface Scoring {
  /** `a` is either row; `levels[from]` is the first field's agreement. */
  readonly score: (a: number, levels: Uint8Array, from: number) => Score;
  /** The evidence of one field in bits. */
  readonly weightOf: (field: number, a: number, levels: Uint8Array, from: number) => number;
}

/**
 * Scores pairs: a value that few rows hold says more than a common one (term frequencies; Winkler 2000, Enamorado et al. 2019, sec. 4).
 * The pair itself does not count towards the frequency of its value.
 */
export function scoring(fields: readonly Field[], fit: Fit): Scoring {
  const lift = fields.map((field, f) => lifts(field, Math.exp(fit.stranger[cell(f, agreement.exact)]!)));
  const shared = fields.map(({ kind }) => sharedKinds.has(kind));
  const width = fields.length;
  const chanceOf = (f: number, levels: Uint8Array, from: number) => {
    const parent = fit.parent[f]!;
    const brought = parent >= 0 && levels[from + parent] === agreement.exact;
    return { of: brought ? fit.strangerOfParent : fit.stranger, brought };
  };
  const liftOf = (f: number, a: number, level: number, brought: boolean) =>
    level === agreement.exact && !brought ? lift[f]![fields[f]!.codes[a]!]! : 0;
  return {
    score: (a, levels, from) => {
      let logM = fit.prior.match;
      let logU = fit.prior.stranger;
      let logH = fit.prior.household;
      for (let f = 0; f < width; f++) {
        const level = levels[from + f]!;
        if (level === agreement.missing) continue;
        const at = cell(f, level);
        const { of, brought } = chanceOf(f, levels, from);
        const up = liftOf(f, a, level, brought);
        logM += fit.match[at]! + up;
        logU += of[at]!;
        logH += shared[f] === true ? fit.household[at]! + up : fit.stranger[at]!;
      }
      const top = Math.max(logM, logU, logH);
      const [m, u, h] = [Math.exp(logM - top), Math.exp(logU - top), Math.exp(logH - top)];
      const weight = (logM - fit.prior.match - (logU - fit.prior.stranger)) / Math.LN2;
      return { match: m / (m + u + h), household: h / (m + u + h), weight };
    },
    weightOf: (f, a, levels, from) => {
      const level = levels[from + f]!;
      if (level === agreement.missing) return 0;
      const { of, brought } = chanceOf(f, levels, from);
      return (fit.match[cell(f, level)]! - of[cell(f, level)]! + liftOf(f, a, level, brought)) / Math.LN2;
    },
  };
}

/** For each value: the logarithm of the chance of any agreement over the chance of agreeing on this one. */
function lifts({ counts, codes }: Field, chance: number): Float64Array {
  const filled = codes.reduce((sum, code) => sum + (code < 0 ? 0 : 1), 0);
  // As many rows are believed to lie behind a value as there are values of even frequency.
  const even = 1 / chance;
  return Float64Array.from(counts, (count) => {
    const frequency = (Math.max(0, count - 2) + 1) / (filled + even);
    return Math.min(CAP, Math.max(-CAP, Math.log(chance / frequency)));
  });
}
