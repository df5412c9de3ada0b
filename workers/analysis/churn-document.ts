import { isoDate } from "../base/calendar.ts";
import type { Json } from "../base/canonical-json.ts";
import type { JobControl } from "../base/job.ts";
import { calibrationDrift } from "../models/drift/calibration-drift.ts";
import { populationStability } from "../models/drift/population-stability.ts";
import { termNames, termsOf } from "../models/ebm/additive.ts";
import { reasonsOf, strongest } from "../models/explain/reasons.ts";
import { judged, learn, type Learnt } from "../models/propensity/learnt.ts";
import { leftAfter, orderSnapshot, type Snapshot } from "../models/propensity/order-features.ts";
import { review } from "../models/review.ts";
import { eventCheck, validationChecks } from "../models/validation/checks.ts";
import { expectedOutcomes } from "../models/validation/gains.ts";
import type { Validation } from "../models/validation/validated.ts";
import type { ReviewCheck } from "../terms/insight.ts";
import { finite, reviewJson } from "./document.ts";
import type { PreparedTable } from "./prepared-table.ts";
import { validationMembers } from "./validation-members.ts";

const DEFAULT_HORIZON_DAYS = 90;
const REASONS = 3;

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
  const before = learn(known.table, left, {}, job);
  const positives = leftLater.reduce((sum, y) => sum + y, 0);
  const head = { model: "churn", end: isoDate(end), horizon, n: later.person.length, positives };
  if (before === undefined) {
    const checks: ReviewCheck[] = [
      eventCheck(left.length, left.reduce((sum, y) => sum + y, 0)), // prettier-ignore
      { code: "nothing-to-learn", verdict: "do-not-use", details: {} },
    ];
    return { ...head, ...validationMembers(undefined), customers: [], review: reviewJson(review(checks)) };
  }
  const said = before.chances(later.table);
  const validation = judged(said.chance, leftLater);
  const drift = calibrationDrift(said.chance, leftLater);
  const checks = [eventCheck(left.length, left.reduce((sum, y) => sum + y, 0)), ...validationChecks(validation)]; // prettier-ignore
  const verdict = review(checks);
  const now = verdict.verdict === "do-not-use" ? undefined : learn(later.table, leftLater, {}, job);
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
