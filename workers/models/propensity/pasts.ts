import type { EpochDay } from "../../base/calendar.ts";
import type { JobControl } from "../../base/job.ts";
import type { ChurnField, Rhythm } from "../../terms/churn.ts";
import { leftAfter } from "./order-features.ts";
import type { PersonHistory } from "./person-history.ts";
import { horizonsOf } from "./rhythm.ts";
import { activeSnapshot, type ActiveSnapshot } from "./snapshot.ts";

/** Horizons after which somebody who has not ordered counts as gone before. */
const ACTIVE = 2;

/** A moment in time: what was known of the active then, and who of them then left. */
export interface Past {
  readonly known: ActiveSnapshot;
  readonly left: Uint8Array;
}

/** The two moments a model is made from: it learns at the first and is judged at the second, which it was not shown. */
export interface Pasts {
  readonly horizon: number;
  readonly activeDays: number;
  readonly learntFrom: EpochDay;
  readonly judgedFrom: EpochDay;
  readonly first: Past;
  readonly second: Past;
}

interface PastsInput {
  readonly history: PersonHistory;
  readonly end: EpochDay;
  readonly horizon: number;
  readonly rhythm: Rhythm;
}

/** Cuts time twice, two horizons and one before the end. @throws Cancelled */
export function pastsOf({ history, end, horizon, rhythm }: PastsInput, job: JobControl): Pasts {
  const activeDays = ACTIVE * horizon;
  const at = (cut: EpochDay): Past => {
    const known = withoutSingleSource(activeSnapshot(history, { cut, activeDays }, job));
    return { known, left: leftAfter(history, known, cut, rowHorizons(known, horizon, rhythm)) };
  };
  const [learntFrom, judgedFrom] = [end - 2 * horizon, end - horizon];
  return { horizon, activeDays, learntFrom, judgedFrom, first: at(learntFrom), second: at(judgedFrom) };
}

/** The days ahead of each row: the same for all, or after each one's own rhythm. */
export function rowHorizons(
  { table, person }: ActiveSnapshot,
  horizon: number,
  rhythm: Rhythm,
): number | Int32Array {
  if (rhythm === "shop") return horizon;
  const gap = table.columns.find(({ name }) => name === ("gap" satisfies ChurnField));
  return horizonsOf(gap?.kind === "number" ? gap.values : undefined, person.length, horizon);
}

/** A source that is the same of everybody tells nothing, and is no news. */
function withoutSingleSource(snapshot: ActiveSnapshot): ActiveSnapshot {
  const source = snapshot.table.columns.find(({ name }) => name === "source");
  return source?.kind === "category" && source.levels.length < 2 ? sourceless(snapshot) : snapshot;
}

function sourceless(snapshot: ActiveSnapshot): ActiveSnapshot {
  const { rows, columns } = snapshot.table;
  return { ...snapshot, table: { rows, columns: columns.filter(({ name }) => name !== "source") } };
}

/** A past without the file somebody came from, where that tells what was known only later. */
export function withoutSource(past: Past): Past {
  return { ...past, known: sourceless(past.known) };
}
