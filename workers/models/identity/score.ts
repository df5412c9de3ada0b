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
  const codes = fields.map((field) => field.codes);
  const { match, stranger, strangerOfParent, household, parent, prior } = fit;
  const broughtAlong = (f: number, levels: Uint8Array, from: number) =>
    parent[f]! >= 0 && levels[from + parent[f]!] === agreement.exact;
  const liftOf = (f: number, a: number) => lift[f]![codes[f]![a]!]!;
  return {
    score: (a, levels, from) => {
      let logM = prior.match;
      let logU = prior.stranger;
      let logH = prior.household;
      for (let f = 0; f < width; f++) {
        const level = levels[from + f]!;
        if (level === agreement.missing) continue;
        const at = cell(f, level);
        const brought = broughtAlong(f, levels, from);
        const up = level === agreement.exact && !brought ? liftOf(f, a) : 0;
        logM += match[at]! + up;
        logU += brought ? strangerOfParent[at]! : stranger[at]!;
        logH += shared[f] === true ? household[at]! + up : stranger[at]!;
      }
      const top = Math.max(logM, logU, logH);
      const m = Math.exp(logM - top);
      const u = Math.exp(logU - top);
      const h = Math.exp(logH - top);
      const weight = (logM - prior.match - (logU - prior.stranger)) / Math.LN2;
      return { match: m / (m + u + h), household: h / (m + u + h), weight };
    },
    weightOf: (f, a, levels, from) => {
      const level = levels[from + f]!;
      if (level === agreement.missing) return 0;
      const at = cell(f, level);
      const brought = broughtAlong(f, levels, from);
      const up = level === agreement.exact && !brought ? liftOf(f, a) : 0;
      return (match[at]! - (brought ? strangerOfParent[at]! : stranger[at]!) + up) / Math.LN2;
    },
  };
}

/** For each value: the logarithm of the chance of any agreement over the chance of agreeing on this one. */
function lifts({ counts, filled }: Field, chance: number): Float64Array {
  // As many rows are believed to lie behind a value as there are values of even frequency.
  const even = 1 / chance;
  const found = new Float64Array(counts.length);
  const byCount = new Map<number, number>();
  const liftOf = (count: number) => {
    const frequency = (Math.max(0, count - 2) + 1) / (filled + even);
    const own = Math.min(CAP, Math.max(-CAP, Math.log(chance / frequency)));
    byCount.set(count, own);
    return own;
  };
  for (let code = 0; code < counts.length; code++)
    found[code] = byCount.get(counts[code]!) ?? liftOf(counts[code]!);
  return found;
}
