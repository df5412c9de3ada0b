import type { JobControl } from "../../base/job.ts";
import { checkEvery } from "../cancel.ts";
import type { DataTable } from "../design/table.ts";
import { columnTermsOf } from "../ebm/additive.ts";
import { reasonsOf, strongest } from "../explain/reasons.ts";
import type { Learnt } from "./learnt.ts";

/** Reasons kept of each person. */
export const keptReasons = 3;

/** Chances of people and what makes them, one entry a person; reasons three after three. */
export interface ChurnScores {
  readonly person: Int32Array<SharedArrayBuffer>;
  readonly chance: Float64Array<SharedArrayBuffer>;
  /** The chance had they ordered on the day of the end; NaN where it would be no lower. */
  readonly ifOrdered: Float64Array<SharedArrayBuffer>;
  /** Places among the model's fields, strongest first; -1 where there are fewer. */
  readonly field: Int32Array<SharedArrayBuffer>;
  /** What the field adds to the chance. */
  readonly adds: Float64Array<SharedArrayBuffer>;
  /** The person's entry: a number, or the place of a level among the field's; NaN where blank. */
  readonly entry: Float64Array<SharedArrayBuffer>;
}

interface Told {
  readonly model: Learnt;
  readonly table: DataTable;
}

/**
 * Scores every row of a table: its chance, the three fields that weigh most with what each adds (`reasonsOf`: all parts and
 * the base sum to the chance), and the chance of the same row of `asIfOrdered`. Also the mean weight of each field.
 * @throws Cancelled
 */
export function personScoresOf(
  person: ArrayLike<number>,
  told: Told | undefined,
  asIfOrdered: DataTable | undefined,
  job: JobControl,
): { readonly scores: ChurnScores; readonly importance: Float64Array } {
  const rows = person.length;
  const real = (length: number) => new Float64Array(new SharedArrayBuffer(8 * length)).fill(NaN);
  const whole = (length: number) => new Int32Array(new SharedArrayBuffer(4 * length)).fill(-1);
  const scores = {
    person: whole(rows),
    chance: real(rows),
    ifOrdered: real(rows),
    field: whole(keptReasons * rows),
    adds: real(keptReasons * rows),
    entry: real(keptReasons * rows),
  };
  scores.person.set(person);
  if (told === undefined) return { scores, importance: new Float64Array(0) };
  const { model, columns, chances } = told.model;
  const { codes, chance } = chances(told.table);
  const values = columns.map(({ name }) => {
    const column = told.table.columns.find((one) => one.name === name);
    return column?.kind === "number" ? column.values : undefined;
  });
  const importance = new Float64Array(columns.length);
  scores.chance.set(chance);
  for (let row = 0; row < rows; row++) {
    checkEvery(job, 8 * row);
    const terms = columnTermsOf(model, codes, row);
    terms.forEach((term, k) => (importance[k] = importance[k]! + Math.abs(term) / rows));
    const { parts } = reasonsOf(model.intercept, terms);
    strongest(terms, keptReasons).forEach((k, place) => {
      const at = keptReasons * row + place;
      scores.field[at] = k;
      scores.adds[at] = parts[k]!;
      const level = codes[k]![row]! - 1;
      scores.entry[at] = values[k]?.[row] ?? (level < 0 ? NaN : level);
    });
  }
  if (asIfOrdered !== undefined)
    chances(asIfOrdered).chance.forEach((own, row) => {
      if (own < chance[row]!) scores.ifOrdered[row] = own;
    });
  return { scores, importance };
}
