import type { MovedScores, RetrainableModel } from "../../terms/retraining.ts";
import type { Database } from "../../vault/database.ts";

/** A chance that moved by more than this counts as changed: five people of a hundred. */
const CHANCE_MOVED = 0.05;
/** A value that moved by more than this share of what it was counts as changed. */
const VALUE_MOVED = 0.1;

/** A model's scores at one moment: customers.id ascending, and a column for each measure (NaN for none). */
export interface ScoreTable {
  readonly id: Int32Array;
  readonly columns: readonly Float64Array[];
}

const queries = {
  lifetime: "SELECT customer_id, p_alive, lifetime_value FROM scores ORDER BY customer_id",
  churn: "SELECT customer_id, churn_risk FROM churn_scores ORDER BY customer_id",
  groups: "SELECT customer_id, group_number FROM customer_groups ORDER BY customer_id",
} as const;

function queryOf(model: Exclude<RetrainableModel, "lifetime">): string {
  if (model === "churn" || model === "groups") return queries[model];
  // The name is one of a closed list.
  return `SELECT customer_id, chance FROM propensity_scores WHERE question = '${model.slice("propensity-".length)}'
    ORDER BY customer_id`;
}

/** The scores of a model that stand. */
export function scoresOf(db: Database, model: RetrainableModel): ScoreTable {
  if (model === "lifetime") {
    const [id, alive, value] = db.readColumns(queries.lifetime, ["int32", "float64", "float64"]);
    return { id, columns: [alive, value] };
  }
  const [id, score] = db.readColumns(queryOf(model), ["int32", "float64"]);
  return { id, columns: [score] };
}

/** How the scores of those who have them before and after have moved. */
export function movedScores(
  model: RetrainableModel,
  before: ScoreTable,
  after: ScoreTable,
): readonly MovedScores[] {
  const both = pairsOf(before.id, after.id);
  const column = (table: ScoreTable, place: number): Float64Array =>
    table.columns[place] ?? new Float64Array();
  const pair = (place: number): readonly (readonly [number, number])[] =>
    both
      .map(([b, a]) => [column(before, place)[b] ?? NaN, column(after, place)[a] ?? NaN] as const)
      .filter(([b, a]) => !Number.isNaN(b) && !Number.isNaN(a));
  if (model === "groups") return [movedGroups(pair(0))];
  if (model === "churn") return [movedBy("churnRisk", pair(0), CHANCE_MOVED, (b, a) => Math.abs(a - b))];
  if (model !== "lifetime") return [movedBy("chance", pair(0), CHANCE_MOVED, (b, a) => Math.abs(a - b))];
  const value = (b: number, a: number): number => (a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(b), 1));
  return [
    movedBy("pAlive", pair(0), CHANCE_MOVED, (b, a) => Math.abs(a - b)),
    movedBy("lifetimeValue", pair(1), VALUE_MOVED, value),
  ];
}

function movedBy(
  measure: MovedScores["measure"],
  pairs: readonly (readonly [number, number])[],
  by: number,
  distance: (before: number, after: number) => number,
): MovedScores {
  let [changed, total, largest] = [0, 0, 0];
  for (const [before, after] of pairs) {
    const move = distance(before, after);
    if (move > by) changed++;
    total += move;
    largest = Math.max(largest, move);
  }
  return { measure, people: pairs.length, changed, by, mean: total / Math.max(1, pairs.length), largest };
}

/**
 * Groups bear other numbers in another run: each new one is taken for the old one it shares most people with, the largest share
 * first; who is in none of these pairs has moved.
 */
function movedGroups(pairs: readonly (readonly [number, number])[]): MovedScores {
  const shared = new Map<string, { before: number; after: number; people: number }>();
  for (const [before, after] of pairs) {
    const key = `${String(before)} ${String(after)}`;
    const known = shared.get(key);
    if (known === undefined) shared.set(key, { before, after, people: 1 });
    else known.people++;
  }
  const [oldTaken, newTaken] = [new Set<number>(), new Set<number>()];
  let same = 0;
  for (const { before, after, people } of [...shared.values()].sort((a, b) => b.people - a.people)) {
    if (oldTaken.has(before) || newTaken.has(after)) continue;
    oldTaken.add(before);
    newTaken.add(after);
    same += people;
  }
  return { measure: "group", people: pairs.length, changed: pairs.length - same, by: 0 };
}

/** Places of the same number in two ascending lists. */
function pairsOf(before: Int32Array, after: Int32Array): readonly (readonly [number, number])[] {
  const pairs: [number, number][] = [];
  for (let b = 0, a = 0; b < before.length && a < after.length;) {
    const order = before[b]! - after[a]!;
    if (order === 0) pairs.push([b++, a++]);
    else if (order < 0) b++;
    else a++;
  }
  return pairs;
}
