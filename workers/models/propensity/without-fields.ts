import type { JobControl } from "../../base/job.ts";
import type { ExplainingLearner } from "../../terms/champion.ts";
import type { ChurnField } from "../../terms/churn.ts";
import { aucDifference } from "../validation/auc-difference.ts";
import { auc, aucInterval } from "../validation/auc.ts";
import type { EpochDay } from "../../base/calendar.ts";
import type { DataTable } from "../design/table.ts";
import { sourceLeak } from "./churn-checks.ts";
import { part } from "./figures.ts";
import { learn } from "./learnt.ts";
import { pastsOf, withoutSource, type Past } from "./pasts.ts";
import type { PersonHistory } from "./person-history.ts";
import type { Ranged } from "../../terms/ranged.ts";

/** As the churn model learns (`churn`). */
const BINS = 32;
const PAIRS = 5;

export interface WithoutInput {
  readonly history: PersonHistory;
  readonly end: EpochDay;
  readonly horizonDays: number;
  readonly rhythm: "shop" | "own";
  readonly learner: ExplainingLearner;
  /** What is left out together, each time: all that is made of one field of the vault. */
  readonly groups: readonly { readonly id: string; readonly columns: readonly ChurnField[] }[];
}

/** How the model does without some of what it reads, on the time held out. */
export interface WithoutOutput {
  readonly people: number;
  readonly left: number;
  /** With everything; absent where there is too little to learn from. */
  readonly auc?: Ranged;
  readonly without: readonly {
    readonly id: string;
    readonly auc: Ranged;
    /** What is lost: with less without, of the same people (DeLong et al. 1988). */
    readonly loss: Ranged;
  }[];
}

/**
 * Drop-column importance: the churn model is learnt again without each group of columns, as it is judged (learnt two horizons before the
 * end, asked one horizon before it), and both forecasts are compared on the same people. A group none of whose columns tells anything is
 * the same model again. As many fits as groups and one. @throws Cancelled
 */
export function withoutFields(
  { history, end, horizonDays, rhythm, learner, groups }: WithoutInput,
  job: JobControl,
): WithoutOutput {
  const { first, second } = pastsOf({ history, end, horizon: horizonDays, rhythm }, job);
  const leak = sourceLeak(first.known, first.left);
  const [past, later] = leak === undefined ? [first, second] : [withoutSource(first), withoutSource(second)];
  const steps = groups.length + 1;
  const chancesWithout = (columns: readonly string[], step: number): Float64Array | undefined => {
    const fitted = learn(
      leftOut(past.known.table, columns),
      past.left,
      { bins: BINS, pairs: PAIRS, learner },
      part(job, (100 * step) / steps, (100 * (step + 1)) / steps),
    );
    job.check();
    return fitted?.chances(leftOut(later.known.table, columns)).chance;
  };
  const head = { people: later.left.length, left: countOf(later) };
  const full = chancesWithout([], 0);
  if (full === undefined || head.left < 2 || head.people - head.left < 2) return { ...head, without: [] };
  return {
    ...head,
    auc: rangedAuc(full, later.left),
    without: groups.flatMap(({ id, columns }, at) => {
      // Nothing left to tell anybody apart by: as good as a coin.
      const chance = chancesWithout(columns, at + 1) ?? new Float64Array(head.people);
      const { value, low, high } = aucDifference(full, chance, later.left);
      return [{ id, auc: rangedAuc(chance, later.left), loss: { value, low, high } }];
    }),
  };
}

function leftOut({ columns, rows }: DataTable, names: readonly string[]): DataTable {
  return { rows, columns: columns.filter(({ name }) => !names.includes(name)) };
}

function rangedAuc(chance: Float64Array, left: Uint8Array): Ranged {
  const found = auc(chance, left);
  const [low, high] = aucInterval(found);
  return { value: found.value, low, high };
}

function countOf({ left }: Past): number {
  return left.reduce((sum, y) => sum + y, 0);
}
