import type { JobControl } from "../../base/job.ts";
import type { FeatureRun } from "../../gates/use/feature-run.ts";
import { keptReasons, type ChurnScores } from "../../models/propensity/churn-scores.ts";
import type { MessagesOutput } from "../../models/messages/messages.ts";
import type { Question } from "../../terms/propensity.ts";
import type { Database } from "../../vault/database.ts";
import { insertRows } from "../insert-rows.ts";

/** The run that scores are stored of. */
interface ScoredFor {
  readonly db: Database;
  readonly run: FeatureRun;
  readonly runId: number;
  readonly job: JobControl;
}

/** Stores the chances and reasons of whom the purpose may still consider; answers how many. */
export function storeScores(into: ScoredFor, question: Question, scores: ChurnScores): number {
  const { customers, rows } = stillThere(into.run, scores.person);
  const reason = (values: ArrayLike<number>, place: number) =>
    Float64Array.from(rows, (row) => values[keptReasons * row + place]!);
  const reasons = [0, 1, 2].flatMap((place) => [
    // A reason there is none of is NULL, as is a blank entry.
    reason(scores.field, place).map((field) => (field < 0 ? NaN : field)),
    reason(scores.adds, place),
    reason(scores.entry, place),
  ]);
  const chance = Float64Array.from(rows, (row) => scores.chance[row]!);
  insertRows(
    into.db,
    `INSERT INTO propensity_scores (customer_id, question, run_id, chance, field1, adds1, entry1, field2, adds2, entry2,
       field3, adds3, entry3) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [customers, { constant: question }, { constant: into.runId }, chance, ...reasons],
    rows.length,
    into.job,
  );
  return rows.length;
}

/** Stores when and how to reach people: those of whom anything is known. */
export function storeHabits(into: ScoredFor, { habits, channels }: MessagesOutput): void {
  const told = Int32Array.from(habits.hour.keys()).filter(
    (person) => habits.hour[person]! >= 0 || habits.channel[person]! >= 0,
  );
  const { customers, rows } = stillThere(into.run, told);
  const pick = (values: ArrayLike<number>) => Float64Array.from(rows, (row) => values[told[row]!]!);
  insertRows(
    into.db,
    `INSERT INTO reach_habits (customer_id, run_id, best_hour, own, share, share_low, share_high, best_channel)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      customers,
      { constant: into.runId },
      pick(habits.hour).map((hour) => (hour < 0 ? NaN : hour)),
      pick(habits.own),
      pick(habits.share),
      pick(habits.low),
      pick(habits.high),
      { codes: Int32Array.from(rows, (row) => habits.channel[told[row]!]!), words: channels },
    ],
    rows.length,
    into.job,
  );
}

/** Somebody may have been erased or have objected while the model ran: what was found of them must not come back. */
function stillThere(run: FeatureRun, people: Int32Array) {
  const all = run.customersOf(people);
  const rows = Int32Array.from(all.keys()).filter((row) => all[row] !== 0);
  return { customers: Int32Array.from(rows, (row) => all[row]!), rows };
}
