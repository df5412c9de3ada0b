import { parseIsoDate } from "../base/calendar.ts";
import { fault, type Outcome } from "../base/fault.ts";
import { unwatched } from "../base/job.ts";
import { ok } from "../base/result.ts";
import type { Columns } from "../columns/columns.ts";
import type { Input } from "../contract.ts";
import { personHistory } from "../gates/use/feature-history.ts";
import type { DataColumn, DataTable } from "../models/design/table.ts";
import { reasonsOf, strongest } from "../models/explain/reasons.ts";
import { askModel, type KeptModel } from "../models/propensity/kept-model.ts";
import { activeSnapshot } from "../models/propensity/snapshot.ts";
import type { ChurnField, ChurnReason, ChurnReport } from "../terms/churn.ts";
import type { WhatIf, WhatIfField } from "../terms/what-if.ts";
import type { Workspace } from "../workspace.ts";
import { latestChurnRun } from "./churn-report.ts";

const REASONS = 3;

type Entry = number | string | undefined;
type Entries = ReadonlyMap<ChurnField, Entry>;

/**
 * The chance of leaving of one customer as things are and as imagined, from the model of the latest churn run, in one unit. Days since
 * the last order against the mean gap follow from both unless they are imagined too; nothing else is changed. Faults: model-no-run,
 * customer-unknown of somebody whom profiling may not consider or who was not scored.
 */
export async function churnWhatIf(
  workspace: Workspace,
  { customerId, changes }: Input<"churnWhatIf">,
): Promise<Outcome<WhatIf>> {
  const run = latestChurnRun(workspace);
  const kept = run && keptModelOf(workspace, run.runId);
  if (run === undefined || kept === undefined) return fault("model-no-run");
  const own = await entriesOf(workspace, run, kept, customerId);
  if (own === undefined) return fault("customer-unknown");
  const imagined = imagine(own, new Map(changes.map(({ field, value }) => [field, value] as const)));
  const told = askModel(kept, tableOf(kept, [own, imagined]));
  const { base, parts } = reasonsOf(kept.intercept, told.terms[1]!);
  const main = strongest(told.terms[1]!, REASONS);
  const then = told.chance[1]!;
  const reasons = main.map((k): ChurnReason => {
    const field = kept.columns[k]!.name as ChurnField;
    const value = imagined.get(field);
    return { field, adds: parts[k]!, ...(value !== undefined && { value }) };
  });
  return ok({
    runId: run.runId,
    horizonDays: run.horizonDays,
    end: run.end,
    base,
    now: told.chance[0]!,
    then,
    reasons,
    others: reasons.reduce((rest, { adds }) => rest - adds, then - base),
    fields: kept.columns.map((column) => fieldOf(kept, column, own, imagined)),
  });
}

function keptModelOf({ vault }: Workspace, runId: number): KeptModel | undefined {
  const row = vault.db.first<{ document: string }>("SELECT document FROM run_models WHERE run_id = ?", [
    runId,
  ]);
  return row && (JSON.parse(row.document) as KeptModel);
}

interface Known {
  readonly runId: number;
  readonly customerId: number;
  readonly entries: Entries | undefined;
}

/** What was read last, so that a second question about the same person costs nothing; it goes with the columns at the next change. */
const lastRead = new WeakMap<Columns, Known>();

/** What the model looks at of one person, as known at the end of the run; undefined for somebody it did not score. */
async function entriesOf(
  workspace: Workspace,
  run: ChurnReport,
  kept: KeptModel,
  customerId: number,
): Promise<Entries | undefined> {
  const columns = workspace.columns();
  const person = columns.indexOf(customerId);
  const cut = parseIsoDate(run.end);
  if (cut === undefined || person < 0 || workspace.permitted("profiling").mask[person] !== 1)
    return undefined;
  const known = lastRead.get(columns);
  if (known?.runId === run.runId && known.customerId === customerId) return known.entries;
  await workspace.vault.prefetch(["orders", "order_lines", "messages", "events", "reviews"]);
  const { start, day, amount } = columns.orders;
  const [from, to] = [start[person]!, start[person + 1]!];
  const orders = {
    start: Int32Array.of(0, to - from),
    day: day.slice(from, to),
    amount: amount.slice(from, to),
    mask: Uint8Array.of(1),
  };
  const history = personHistory(
    { db: workspace.vault.db, columns, purpose: "profiling", people: Int32Array.of(person), orders },
    unwatched,
  );
  const { table } = activeSnapshot(history, { cut, activeDays: run.activeDays }, unwatched);
  const entries = table.rows === 0 ? undefined : rowOf(kept, table);
  lastRead.set(columns, { runId: run.runId, customerId, entries });
  return entries;
}

function rowOf({ columns }: KeptModel, table: DataTable): Entries {
  return new Map(
    columns.map(({ name }): [ChurnField, Entry] => {
      const column = table.columns.find((one) => one.name === name);
      const field = name as ChurnField;
      if (column === undefined) return [field, undefined];
      if (column.kind === "number")
        return [field, Number.isNaN(column.values[0]!) ? undefined : column.values[0]];
      return [field, column.levels[column.codes[0]!]];
    }),
  );
}

/** A person's entries with some of them otherwise; what follows from two of them follows. */
function imagine(own: Entries, changes: Entries): Entries {
  const imagined = new Map([...own, ...[...changes].filter(([field]) => own.has(field))]);
  const touched = changes.has("sinceLast") || changes.has("gap");
  if (!touched || changes.has("sinceLastAgainstGap") || !own.has("sinceLastAgainstGap")) return imagined;
  const [since, gap] = [imagined.get("sinceLast"), imagined.get("gap")];
  if (typeof since === "number" && typeof gap === "number" && gap > 0)
    imagined.set("sinceLastAgainstGap", since / gap);
  return imagined;
}

function tableOf({ columns }: KeptModel, rows: readonly Entries[]): DataTable {
  return {
    rows: rows.length,
    columns: columns.map(({ name, ordered, labels }): DataColumn => {
      const entries = rows.map((row) => row.get(name as ChurnField));
      if (ordered)
        return {
          name,
          kind: "number",
          values: Float64Array.from(entries, (entry) => (typeof entry === "number" ? entry : NaN)),
        };
      const levels = labels.slice(1);
      const codes = Int32Array.from(entries, (entry) =>
        typeof entry === "string" ? levels.indexOf(entry) : -1,
      );
      return { name, kind: "category", levels, codes };
    }),
  };
}

function fieldOf(
  kept: KeptModel,
  column: KeptModel["columns"][number],
  own: Entries,
  imagined: Entries,
): WhatIfField {
  const field = column.name as ChurnField;
  const value = own.get(field);
  const values = column.ordered ? middles(column.cuts) : column.labels.slice(1);
  const rows = values.map((one) => imagine(imagined, new Map([[field, one]])));
  const { chance } = askModel(kept, tableOf(kept, rows));
  return {
    field,
    ...(value !== undefined && { value }),
    choices: values.map((one, at) => ({ value: one, chance: chance[at]! })),
  };
}

/** A number in each stretch between cuts; a value equal to a cut lies below it. */
function middles(cuts: readonly number[]): number[] {
  const [first, last] = [cuts[0], cuts.at(-1)];
  if (first === undefined || last === undefined) return [];
  const inside = cuts.slice(1).map((high, k) => {
    const low = cuts[k]!;
    const middle = (low + high) / 2;
    const whole = Math.round(middle);
    return whole > low && whole <= high ? whole : middle;
  });
  return [Math.floor(first), ...inside, Number.isInteger(last) ? last + 1 : Math.ceil(last)];
}
