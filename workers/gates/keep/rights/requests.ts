import { isoDate, parseIsoDate } from "../../../base/calendar.ts";
import { fault, type Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { Input } from "../../../contract.ts";
import type { RequestEntry, RequestKind, RequestLaw, RequestOutcome } from "../../../terms/rights.ts";
import type { Database } from "../../../vault/database.ts";
import type { Workspace } from "../../../workspace.ts";
import { displayName, type NameColumns } from "../../use/display-name.ts";
import { dayOf } from "../last-activity.ts";
import { deadlineOf } from "./due-date.ts";
import { packPeriods, type PackPeriods } from "./pack-periods.ts";

type Stored = Omit<NameColumns, "id"> & {
  readonly id: number;
  readonly kind: RequestKind;
  readonly law: RequestLaw;
  readonly received_on: number;
  readonly extended: number;
  readonly outcome: RequestOutcome | null;
  readonly closed_on: number | null;
  readonly customer_id: number | null;
  readonly who: string | null;
  readonly note: string | null;
};

const SELECT = `SELECT r.id, kind, law, received_on, extended, outcome, closed_on, customer_id, who, note,
    full_name, family_name, given_name, full_reading, family_reading, given_reading
  FROM subject_requests AS r LEFT JOIN request_people AS p ON p.id = r.id LEFT JOIN customers AS c ON c.id = p.customer_id`;

/** Requests of people, the open ones by their deadline first, then the closed ones, newest first. */
export async function listRequests(workspace: Workspace): Promise<Outcome<readonly RequestEntry[]>> {
  return ok(readRequests(workspace.vault.db, dayOf(workspace.now())));
}

/** Every request as of a day, in the order of `listRequests`. */
export function readRequests(db: Database, today: number): readonly RequestEntry[] {
  const periods = packPeriods(db, today);
  const entries = db.rows<Stored>(`${SELECT} ORDER BY r.id DESC`).map((row) => entryOf(row, today, periods));
  const open = entries.filter(({ outcome }) => outcome === undefined);
  const closed = entries.filter(({ outcome }) => outcome !== undefined);
  return [
    ...open.sort((a, b) => (a.daysLeft ?? 0) - (b.daysLeft ?? 0) || a.id - b.id),
    ...closed.sort((a, b) => (b.closedOn ?? "").localeCompare(a.closedOn ?? "") || b.id - a.id),
  ];
}

function entryOf(row: Stored, today: number, periods: PackPeriods): RequestEntry {
  const pack = periods(row.law, row.kind);
  const deadline = deadlineOf(row.law, row.kind, row.received_on, row.extended === 1, pack);
  const who =
    row.customer_id === null ? row.who : displayName({ ...row, id: row.customer_id }, undefined).name;
  return {
    id: row.id,
    kind: row.kind,
    law: row.law,
    receivedOn: isoDate(row.received_on),
    deadline,
    extended: row.extended === 1,
    note: row.note ?? "",
    ...(row.customer_id === null ? {} : { customerId: row.customer_id }),
    ...(who === null || who === "" ? {} : { who }),
    ...(row.outcome === null
      ? { daysLeft: (parseIsoDate(deadline.dueOn) ?? today) - today }
      : { outcome: row.outcome }),
    ...(row.closed_on === null ? {} : { closedOn: isoDate(row.closed_on) }),
  };
}

/**
 * Writes a request down, or changes one that is open. What it is and when it came outlives the person (11 CCR § 7101 asks for 24
 * months); whose it is goes with them. Faults: `request-unknown`, `request-closed`, `request-in-future`, `customer-unknown`, those of saving.
 */
export async function saveRequest(
  workspace: Workspace,
  input: Input<"saveRequest">,
): Promise<Outcome<RequestEntry>> {
  const { vault } = workspace;
  const { db } = vault;
  const today = dayOf(workspace.now());
  const received = parseIsoDate(input.receivedOn);
  if (received === undefined) return fault("bad-arguments");
  // A day ahead may be today already where the user is.
  if (received > today + 1) return fault("request-in-future");
  if (input.customerId !== undefined && !isCustomer(db, input.customerId)) return fault("customer-unknown");
  if (input.id !== undefined) {
    const problem = openProblem(db, input.id);
    if (problem !== undefined) return problem;
  }
  return vault.change(["requests", "record"], (note) => {
    const { kind, law, customerId, extended = false } = input;
    const subject = customerId === undefined ? null : vault.pseudonym(`customer:${String(customerId)}`);
    const values = [kind, law, received, extended ? 1 : 0, subject];
    if (input.id === undefined)
      db.run(
        "INSERT INTO subject_requests (kind, law, received_on, extended, subject) VALUES (?, ?, ?, ?, ?)",
        values,
      );
    else
      db.run(
        "UPDATE subject_requests SET kind = ?, law = ?, received_on = ?, extended = ?, subject = ? WHERE id = ?",
        [...values, input.id],
      );
    const requestId = input.id ?? db.lastId();
    db.run("INSERT OR REPLACE INTO request_people (id, customer_id, who, note) VALUES (?, ?, ?, ?)", [
      requestId,
      customerId ?? null,
      customerId === undefined ? (input.who ?? null) : null,
      input.note ?? "",
    ]);
    note({
      gate: "keep",
      action: input.id === undefined ? "request-received" : "request-changed",
      payload: { request: requestId, kind, law, ...(subject === null ? {} : { subject }) },
    });
    return demandEntry(db, requestId, today);
  });
}

/**
 * Closes a request as of today. Who asked and the note go at once where the vault does not know the person: nothing else would take
 * them away. Faults: `request-unknown`, `request-closed`, those of saving.
 */
export async function closeRequest(
  workspace: Workspace,
  { requestId, outcome, note: text }: Input<"closeRequest">,
): Promise<Outcome<RequestEntry>> {
  const { vault } = workspace;
  const { db } = vault;
  const problem = openProblem(db, requestId);
  if (problem !== undefined) return problem;
  const today = dayOf(workspace.now());
  return vault.change(["requests", "record"], (note) => {
    db.run("UPDATE subject_requests SET outcome = ?, closed_on = ? WHERE id = ?", [
      outcome,
      today,
      requestId,
    ]);
    if (text !== undefined) db.run("UPDATE request_people SET note = ? WHERE id = ?", [text, requestId]);
    db.run("DELETE FROM request_people WHERE id = ? AND customer_id IS NULL", [requestId]);
    const entry = demandEntry(db, requestId, today);
    note({
      gate: "keep",
      action: "request-closed",
      payload: { request: requestId, kind: entry.kind, law: entry.law, state: outcome },
    });
    return entry;
  });
}

function demandEntry(db: Database, id: number, today: number): RequestEntry {
  const row = db.first<Stored>(`${SELECT} WHERE r.id = ?`, [id]);
  if (row === undefined) throw new Error("a request that was just written is not there");
  return entryOf(row, today, packPeriods(db, today));
}

function openProblem(db: Database, id: number): ReturnType<typeof fault> | undefined {
  const row = db.first<{ outcome: string | null }>("SELECT outcome FROM subject_requests WHERE id = ?", [id]);
  if (row === undefined) return fault("request-unknown");
  return row.outcome === null ? undefined : fault("request-closed");
}

/** Whether the vault has a customer of this number. */
export function isCustomer(db: Database, id: number): boolean {
  return db.count("SELECT count(*) FROM customers WHERE id = ?", [id]) > 0;
}
