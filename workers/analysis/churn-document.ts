import { isoDate } from "../base/calendar.ts";
import type { Json } from "../base/canonical-json.ts";
import type { JobControl } from "../base/job.ts";
import { binOf, binColumns, type BinnedColumn } from "../models/binning/bins.ts";
import type { DataTable } from "../models/design/table.ts";
import { calibrationDrift } from "../models/drift/calibration-drift.ts";
import { populationStability } from "../models/drift/population-stability.ts";
import { additiveLogOdds, termNames, termsOf, type AdditiveModel } from "../models/ebm/additive.ts";
import { fitEbm, usualOptions } from "../models/ebm/fit.ts";
import { reasonsOf, strongest } from "../models/explain/reasons.ts";
import { leftAfter, orderSnapshot, type Snapshot } from "../models/propensity/order-features.ts";
import { review } from "../models/review.ts";
import { auc } from "../models/validation/auc.ts";
import { eventCheck, validationChecks } from "../models/validation/checks.ts";
import { expectedOutcomes } from "../models/validation/gains.ts";
import { validated, type Validation } from "../models/validation/validated.ts";
import type { ReviewCheck } from "../terms/insight.ts";
import { finite, reviewJson } from "./document.ts";
import type { PreparedTable } from "./prepared-table.ts";
import { validationMembers } from "./validation-members.ts";

const DEFAULT_HORIZON_DAYS = 90;
const REASONS = 3;

interface Learnt {
  readonly columns: readonly BinnedColumn[];
  readonly model: AdditiveModel;
  readonly labels: Uint8Array;
  readonly chances: (table: DataTable) => {
    readonly codes: readonly Uint8Array[];
    readonly chance: Float64Array;
  };
}

/**
 * The document of `kurabito analyse churn`: who will not order within the horizon. Time is cut twice: the model learns what
 * was known two horizons before the end and who then left, is judged on the horizon before the end, which it was not
 * shown, and is fitted anew on that to say of each customer what is to come. Nothing after a cut is read (`orderSnapshot`).
 */
export function churnDocument({ table, orders, end, options }: PreparedTable, job: JobControl): Json {
  const horizon = Math.max(1, Math.round(options.horizon ?? DEFAULT_HORIZON_DAYS));
  const [first, second] = [end - 2 * horizon, end - horizon];
  const known = orderSnapshot(orders, first);
  const later = orderSnapshot(orders, second);
  const [left, leftLater] = [
    leftAfter(orders, known, first, horizon),
    leftAfter(orders, later, second, horizon),
  ];
  const before = learn(known, left, job);
  const positives = leftLater.reduce((sum, y) => sum + y, 0);
  const head = { model: "churn", end: isoDate(end), horizon, n: later.person.length, positives };
  if (before === undefined) {
    const checks: ReviewCheck[] = [
      eventCheck(left.length, left.reduce((sum, y) => sum + y, 0)), // prettier-ignore
      { code: "nothing-to-learn", verdict: "do-not-use", details: {} },
    ];
    return { ...head, ...validationMembers(undefined), customers: [], review: reviewJson(review(checks)) };
  }
  const judged = before.chances(later.table);
  const validation = judge(judged.chance, leftLater);
  const drift = calibrationDrift(judged.chance, leftLater);
  const checks = [eventCheck(left.length, left.reduce((sum, y) => sum + y, 0)), ...validationChecks(validation)]; // prettier-ignore
  const verdict = review(checks);
  const now = verdict.verdict === "do-not-use" ? undefined : learn(later, leftLater, job);
  return {
    ...head,
    learntFrom: isoDate(first),
    judgedFrom: isoDate(second),
    ...validationMembers(validation),
    drift: {
      expected: drift.expected,
      observed: drift.observed,
      shift: {
        value: finite(drift.shift.value),
        low: finite(drift.shift.low),
        high: finite(drift.shift.high),
      },
      drifted: drift.drifted ?? null,
      columns: columnDrift(before, known, later),
    },
    decisions: decisions(validation),
    review: reviewJson(verdict),
    customers: now === undefined ? [] : customerLines(now, orderSnapshot(orders, end), table.customers),
  };
}

function learn(snapshot: Snapshot, labels: Uint8Array, job: JobControl): Learnt | undefined {
  const rows = Int32Array.from(labels.keys());
  const features = [...snapshot.table.columns.keys()];
  const { columns } = binColumns(snapshot.table, features, rows);
  const ones = labels.reduce((sum, y) => sum + y, 0);
  if (Math.min(ones, labels.length - ones) < 2 || columns.length === 0) return undefined;
  const { model } = fitEbm(columns, labels, rows, usualOptions(rows.length, columns.length, 1), job);
  const chances = (table: DataTable) => {
    const codes = columns.map(({ at, cuts }) => {
      const column = table.columns[at]!;
      return Uint8Array.from(column.kind === "number" ? column.values : [], (value) => binOf(value, cuts));
    });
    return { codes, chance: additiveLogOdds(model, codes).map((eta) => 1 / (1 + Math.exp(-eta))) };
  };
  return { columns, model, labels, chances };
}

function judge(chance: Float64Array, labels: Uint8Array): Validation | undefined {
  const ones = labels.reduce((sum, y) => sum + y, 0);
  if (ones === 0 || ones === labels.length) return undefined;
  return validated({ probability: chance, auc: auc(chance, labels), folds: 1 }, labels);
}

function columnDrift({ columns, chances }: Learnt, known: Snapshot, later: Snapshot): Json {
  const [before, after] = [chances(known.table).codes, chances(later.table).codes];
  return columns.map(({ name, bins }, j) => {
    // Tenths of the bins: the index is meant for about ten groups.
    const tenth = (codes: Uint8Array) =>
      codes.map((code) => (code === 0 ? 0 : 1 + Math.floor(((code - 1) * 10) / bins)));
    const { index, verdict } = populationStability(tenth(before[j]!), tenth(after[j]!), 11);
    return { column: name, index: finite(index), verdict };
  });
}

/** How many of those contacted will be about to leave, for several numbers to contact. */
function decisions(validation: Validation | undefined): Json {
  return (validation?.gains ?? []).map((gain) => ({
    contact: gain.contacted,
    ...expectedOutcomes(gain, gain.contacted),
    blindly: gain.contacted * (gain.precision.value / gain.lift),
  }));
}

function customerLines(
  { columns, model, chances }: Learnt,
  now: Snapshot,
  customers: readonly string[],
): Json {
  const { codes, chance } = chances(now.table);
  const names = termNames(model, columns);
  const order = [...chance.keys()].sort((a, b) => chance[b]! - chance[a]! || a - b);
  return order.map((i) => {
    const terms = termsOf(model, codes, i);
    const { base, parts } = reasonsOf(model.intercept, terms);
    const main = strongest(terms, REASONS);
    const others = parts.reduce((sum, part, k) => (main.includes(k) ? sum : sum + part), 0);
    const reasons = main.map((k) => ({ term: names[k]!, adds: parts[k]! }));
    return { customer: customers[now.person[i]!]!, churn: chance[i]!, base, reasons, others };
  });
}
