import type { EpochDay } from "../base/calendar.ts";
import { unwatched } from "../base/job.ts";
import type { Columns, WordColumn } from "../columns/columns.ts";
import { noGroup, rfm, rfmGroups } from "../models/rfm.ts";
import type { Workspace } from "../workspace.ts";
import { propensityColumns } from "./propensity/columns.ts";
import { lastOrderDay } from "./clock.ts";

/**
 * What models and sums say of each person, by person index of `workspace.columns()`. Only people
 * profiling may consider are scored; for everybody else, and where a number does not exist, the
 * number is NaN, the score 0 and the group -1. Money in integer minor units of the main currency.
 */
export interface PersonScores {
  /** The clock: the day of the last order; 0 without any. */
  readonly end: EpochDay;
  readonly recencyDays: Float64Array;
  readonly orders: Float64Array;
  readonly revenue: Float64Array;
  readonly averageOrder: Float64Array;
  /** Days from the first order to the end. */
  readonly tenureDays: Float64Array;
  /** RFM scores 1 to 5, 5 best. */
  readonly r: Uint8Array;
  readonly f: Uint8Array;
  readonly m: Uint8Array;
  /** Codes into `rfmGroups` of workers/models/rfm.ts. */
  readonly rfmGroup: WordColumn;
  /** NaN without a lifetime run that may be used. */
  readonly pAlive: Float64Array;
  readonly expectedPurchases: Float64Array;
  readonly lifetimeValue: Float64Array;
  /** The chance of leaving; NaN without a churn run that may be used. */
  readonly churnRisk: Float64Array;
  /** Kind of customer, "1" for the largest, as the screen numbers them. */
  readonly customerGroup: WordColumn;
  /** Chances of the other questions, each NaN without a run that may be used. */
  readonly lookalike: Float64Array;
  /** 1 for who is most like the best. */
  readonly lookalikeRank: Float64Array;
  readonly firstPurchase: Float64Array;
  readonly renewal: Float64Array;
  readonly newProduct: Float64Array;
  readonly openChance: Float64Array;
  readonly clickChance: Float64Array;
  /** Hour of the day, 0 to 23: their own, or everybody's. */
  readonly bestHour: Float64Array;
}

interface Cached {
  readonly mask: Uint8Array;
  readonly run: number;
  readonly scores: PersonScores;
}

const cache = new WeakMap<Columns, Cached>();

/** The scores of everybody profiling may consider, as of the last commit. Computed once per columns, mask and run. */
export function personScores(workspace: Workspace): PersonScores {
  const columns = workspace.columns();
  const { mask } = workspace.permitted("profiling");
  const run = workspace.vault.db.count(
    "SELECT max(id) FROM runs WHERE model IN ('lifetime', 'churn', 'groups') OR model LIKE 'propensity-%'",
  );
  const known = cache.get(columns);
  if (known?.run === run && sameBytes(known.mask, mask)) return known.scores;
  const scores = {
    ...orderScores(columns, mask, lastOrderDay(workspace) ?? 0),
    ...modelScores(workspace, columns, mask),
    ...propensityColumns(workspace, columns, mask),
  };
  cache.set(columns, { mask: mask.slice(), run, scores });
  return scores;
}

function orderScores(columns: Columns, mask: Uint8Array, end: EpochDay) {
  const { start, day, amount } = columns.orders;
  const people = columns.people.count;
  const output = rfm({ start, day, amount, mask, end }, unwatched);
  const recencyDays = new Float64Array(people).fill(NaN);
  const orders = new Float64Array(people).fill(NaN);
  const revenue = new Float64Array(people).fill(NaN);
  const averageOrder = new Float64Array(people).fill(NaN);
  const tenureDays = new Float64Array(people).fill(NaN);
  const codes = new Int32Array(new SharedArrayBuffer(4 * people)).fill(-1);
  for (let p = 0; p < people; p++) {
    if (output.group[p] === noGroup) continue;
    recencyDays[p] = output.recency[p]!;
    orders[p] = output.frequency[p]!;
    revenue[p] = output.monetary[p]!;
    averageOrder[p] = output.monetary[p]! / output.frequency[p]!;
    tenureDays[p] = end - day[start[p]!]!;
    codes[p] = output.group[p]!;
  }
  const rfmGroup: WordColumn = { codes, words: rfmGroups };
  const { r, f, m } = output;
  return { end, recencyDays, orders, revenue, averageOrder, tenureDays, r, f, m, rfmGroup };
}

function modelScores(workspace: Workspace, columns: Columns, mask: Uint8Array) {
  const people = columns.people.count;
  const pAlive = new Float64Array(people).fill(NaN);
  const expectedPurchases = new Float64Array(people).fill(NaN);
  const lifetimeValue = new Float64Array(people).fill(NaN);
  const [ids, alive, expected, value] = workspace.vault.db.readColumns(
    "SELECT customer_id, p_alive, expected_purchases, lifetime_value FROM scores",
    ["int32", "float64", "float64", "float64"],
  );
  for (let row = 0; row < ids.length; row++) {
    const person = columns.indexOf(ids[row]!);
    if (person < 0 || mask[person] !== 1) continue;
    pAlive[person] = alive[row]!;
    expectedPurchases[person] = expected[row]!;
    lifetimeValue[person] = value[row]!;
  }
  const churnRisk = new Float64Array(people).fill(NaN);
  const [leavers, risk] = workspace.vault.db.readColumns("SELECT customer_id, churn_risk FROM churn_scores", [
    "int32",
    "float64",
  ]);
  for (let row = 0; row < leavers.length; row++) {
    const person = columns.indexOf(leavers[row]!);
    if (person >= 0 && mask[person] === 1) churnRisk[person] = risk[row]!;
  }
  return { pAlive, expectedPurchases, lifetimeValue, churnRisk };
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
