import type { Outcome } from "../../../base/fault.ts";
import { Refused } from "../../../base/refused.ts";
import type { QuarantinedRow, QuarantinePage, QuarantineReason } from "../../../terms/intake.ts";
import type { Database, SqlValue } from "../../../vault/database.ts";
import type { Vault } from "../../../vault/vault.ts";
import { mendRows } from "./mend-rows.ts";

interface StoredRow {
  readonly id: number;
  readonly import_id: number;
  readonly line: number;
  readonly reason: QuarantineReason;
  readonly heading: string | null;
  readonly raw: string;
  readonly state: QuarantinedRow["state"];
}

const COLUMNS = "id, import_id, line, reason, heading, raw, state";

/** Which of the rows that wait are asked for. */
interface QuarantineQuery {
  readonly offset: number;
  readonly limit: number;
  readonly importId?: number | undefined;
  readonly reason?: QuarantineReason | undefined;
}

/** A page of the rows that wait, of one import or of all, newest import first, in the order of the file. */
export function listQuarantine(db: Database, page: QuarantineQuery): QuarantinePage {
  const ofImport = page.importId === undefined ? "" : " AND import_id = ?";
  const importOnly: SqlValue[] = page.importId === undefined ? [] : [page.importId];
  const filter = page.reason === undefined ? ofImport : `${ofImport} AND reason = ?`;
  const parameters = page.reason === undefined ? importOnly : [...importOnly, page.reason];
  const rows = db.rows<StoredRow>(
    `SELECT ${COLUMNS} FROM quarantine WHERE state = 'waiting'${filter} ORDER BY import_id DESC, line, id LIMIT ? OFFSET ?`,
    [...parameters, page.limit, page.offset],
  );
  const counts = db.rows<{ reason: QuarantineReason; rows: number }>(
    `SELECT reason, count(*) AS rows FROM quarantine WHERE state = 'waiting'${ofImport} GROUP BY reason`,
    importOnly,
  );
  return {
    total: db.count(`SELECT count(*) FROM quarantine WHERE state = 'waiting'${filter}`, parameters),
    rows: rows.map(shown),
    headings: headingsOf(db, new Set(rows.map((row) => row.import_id))),
    byReason: Object.fromEntries(counts.map((count) => [count.reason, count.rows])),
  };
}

function headingsOf(db: Database, imports: ReadonlySet<number>): QuarantinePage["headings"] {
  return Object.fromEntries(
    [...imports].map((id) => [
      id,
      db
        .rows<{ heading: string }>("SELECT heading FROM fields WHERE import_id = ? ORDER BY id", [id])
        .map(({ heading }) => heading),
    ]),
  );
}

/**
 * Reads an edited row under the plan of its import and stores it as part of that import. A row that still
 * cannot be stored stays as it was; the answer says why, with the edited text.
 */
export function mendQuarantined(
  vault: Vault,
  rowId: number,
  raw: string,
  now: Date,
): Promise<Outcome<{ readonly stored: boolean; readonly row: QuarantinedRow }>> {
  return vault.change(["people", "imports", "quarantine", "consent", "insight", "record"], (note) => {
    const row = waitingRow(vault.db, rowId);
    const problem = mendRows(vault, row.import_id, [{ id: rowId, raw }], now).get(rowId);
    if (problem !== undefined)
      return {
        stored: false,
        row: shown({ ...row, heading: problem.column ?? null, reason: problem.reason, raw }),
      };
    note({ gate: "intake", action: "quarantine-mended", payload: { import: row.import_id, line: row.line } });
    return { stored: true, row: shown({ ...row, raw, state: "mended" }) };
  });
}

/** Gives a row up: its text leaves the vault, the count stays. */
export function discardQuarantined(vault: Vault, rowId: number): Promise<Outcome<null>> {
  return vault.change(["quarantine", "record"], (note) => {
    const row = waitingRow(vault.db, rowId);
    vault.db.run("UPDATE quarantine SET state = 'discarded', raw = '' WHERE id = ?", [rowId]);
    note({
      gate: "intake",
      action: "quarantine-discarded",
      payload: { import: row.import_id, line: row.line },
    });
    return null;
  });
}

function waitingRow(db: Database, rowId: number): StoredRow {
  const row = db.first<StoredRow>(`SELECT ${COLUMNS} FROM quarantine WHERE id = ? AND state = 'waiting'`, [
    rowId,
  ]);
  if (row === undefined) throw new Refused("quarantine-unknown");
  return row;
}

function shown(row: StoredRow): QuarantinedRow {
  return {
    id: row.id,
    importId: row.import_id,
    line: row.line,
    reason: row.reason,
    ...(row.heading === null ? {} : { column: row.heading }),
    raw: row.raw,
    state: row.state,
  };
}
