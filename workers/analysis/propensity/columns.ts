import type { Columns, WordColumn } from "../../columns/columns.ts";
import { questionAttributes, type Question } from "../../terms/propensity.ts";
import type { Workspace } from "../../workspace.ts";

type Chances = Readonly<
  Record<(typeof questionAttributes)[Question] | "lookalikeRank" | "bestHour", Float64Array>
>;

/**
 * What the latest runs of the questions and of the grouping say, by person index: NaN and -1 for people profiling may not consider
 * and for whom there is no score.
 */
export function propensityColumns(
  workspace: Workspace,
  columns: Columns,
  mask: Uint8Array,
): Chances & { readonly customerGroup: WordColumn } {
  const { db } = workspace.vault;
  const people = columns.people.count;
  const empty = () => new Float64Array(people).fill(NaN);
  const personOf = (id: number): number => {
    const person = columns.indexOf(id);
    return person >= 0 && mask[person] === 1 ? person : -1;
  };
  const chances = {
    lookalike: empty(),
    firstPurchase: empty(),
    renewal: empty(),
    newProduct: empty(),
    openChance: empty(),
    clickChance: empty(),
  };
  for (const question of Object.keys(questionAttributes) as Question[]) {
    const column = chances[questionAttributes[question]];
    // The names of questions are a closed list: nothing here comes from data.
    const [ids, chance] = db.readColumns(
      `SELECT customer_id, chance FROM propensity_scores WHERE question = '${question}'`,
      ["int32", "float64"],
    );
    ids.forEach((id, row) => {
      const person = personOf(id);
      if (person >= 0) column[person] = chance[row]!;
    });
  }
  const bestHour = empty();
  const [reached, hour] = db.readColumns(
    "SELECT customer_id, best_hour FROM reach_habits WHERE best_hour IS NOT NULL",
    ["int32", "int32"],
  );
  reached.forEach((id, row) => {
    const person = personOf(id);
    if (person >= 0) bestHour[person] = hour[row]!;
  });
  const codes = new Int32Array(new SharedArrayBuffer(4 * people)).fill(-1);
  const [grouped, number] = db.readColumns("SELECT customer_id, group_number FROM customer_groups", [
    "int32",
    "int32",
  ]);
  grouped.forEach((id, row) => {
    const person = personOf(id);
    if (person >= 0) codes[person] = number[row]!;
  });
  const groups = number.reduce((most, own) => Math.max(most, own + 1), 0);
  const words = Array.from({ length: groups }, (_, group) => String(group + 1));
  return {
    ...chances,
    lookalikeRank: ranksOf(chances.lookalike),
    bestHour,
    customerGroup: { codes, words },
  };
}

/** 1 for the highest; of equal ones the lower index comes first. */
function ranksOf(values: Float64Array): Float64Array {
  const ranks = new Float64Array(values.length).fill(NaN);
  Int32Array.from(values.keys())
    .filter((person) => !Number.isNaN(values[person]!))
    .sort((a, b) => values[b]! - values[a]! || a - b)
    .forEach((person, place) => (ranks[person] = place + 1));
  return ranks;
}
