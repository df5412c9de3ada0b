import type { EpochDay } from "../../base/calendar.ts";
import type { JobControl } from "../../base/job.ts";
import type { Question } from "../../terms/propensity.ts";
import type { FeatureScope } from "../../terms/track-record.ts";
import type { DataTable } from "../design/table.ts";
import { latestMessages } from "../messages/messages.ts";
import type { MessageLog } from "../messages/sends.ts";
import { earlyLives } from "../propensity/early-life.ts";
import { rowsOfTable } from "../propensity/field-columns.ts";
import { leadSnapshot } from "../propensity/lead-snapshot.ts";
import type { PersonHistory } from "../propensity/person-history.ts";
import { regulars } from "../propensity/regulars.ts";
import { activeSnapshot } from "../propensity/snapshot.ts";

interface Asked {
  readonly history: PersonHistory;
  readonly end: EpochDay;
  readonly scope: FeatureScope & { readonly question: Question };
  /** What happened to messages; none where it may not be seen. */
  readonly log?: MessageLog;
}

/**
 * Those a question is asked about on a day, as it knows them: the people its chances would be of. Of look-alikes the newcomers
 * whose worth is not known yet. Nothing dated after the day is read. @throws Cancelled
 */
export function questionTable({ history, end, scope, log }: Asked, job: JobControl): DataTable {
  const { question, activeDays, newDays, earlyDays = 0 } = scope;
  switch (question) {
    case "firstPurchase":
      return leadSnapshot(history, end, job).table;
    case "renewal":
      return regulars(history, { cut: end, horizon: activeDays }, job).table;
    case "newProduct":
      return activeSnapshot(history, { cut: end, activeDays }, job).table;
    case "lookalike": {
      const { table, first } = earlyLives(history, { days: earlyDays, end }, job);
      if (newDays === undefined) return table;
      return rowsOfTable(
        table,
        Int32Array.from(first.keys()).filter((row) => first[row]! + newDays > end),
      );
    }
    case "open":
    case "click":
      return log === undefined
        ? { rows: 0, columns: [] }
        : latestMessages({ question, history, log, end }, job);
  }
}
