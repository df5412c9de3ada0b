import type { Database } from "../../../vault/database.ts";
import { personFields } from "../stage/people.ts";
import { putRow, type AsideRows, type StoredRow } from "./owned-rows.ts";

/** Keys of a member's rows kept aside: what of the one who stayed that member's corrections outweigh. */
const FIELDS = "outweighed customers";
const CONTACTS = "outweighed identifiers";

/** The rows of a joined person that were theirs: what their corrections outweigh is the other's. */
export function ownAside(aside: AsideRows): AsideRows {
  return Object.fromEntries(Object.entries(aside).filter(([key]) => key !== FIELDS && key !== CONTACTS));
}

/** A joined person with the row they had. */
export interface JoinedPerson {
  readonly id: number;
  readonly own: StoredRow;
}

interface Correction {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
  /** Whose it was; NULL for the one who stayed, or one made since. */
  readonly member: number | null;
}

/**
 * Lets what was put right outweigh what was not (GDPR art. 16; docs/adr/0028): of each field the latest correction of anybody joined
 * counts while its owner still has that value, a blank too; an address that was put right is used no more, whoever had it. What gives
 * way is kept beside the member whose correction it was. Answers the fields nobody may fill. Inside a change, nothing derived standing.
 */
export function outweigh(
  db: Database,
  customerId: number,
  members: readonly JoinedPerson[],
): ReadonlySet<string> {
  const corrections = db.rows<Correction>(
    `SELECT field, before, after,
       (SELECT member_id FROM merge_rows WHERE table_name = 'corrections' AND row_id = corrections.id) AS member
     FROM corrections WHERE customer_id = ? ORDER BY id`,
    [customerId],
  );
  if (corrections.length === 0) return new Set();
  const stays = db.first<StoredRow>("SELECT * FROM customers WHERE id = ?", [customerId]) ?? {};
  const settled = new Set<string>();
  for (const field of personFields) {
    const latest = corrections.findLast((one) => one.field === field);
    if (latest === undefined) continue;
    const owner = members.find(({ id }) => id === latest.member);
    const value = (owner === undefined ? stays : owner.own)[field] ?? null;
    if (text(value) !== latest.after) continue;
    settled.add(field);
    if (owner === undefined || text(stays[field] ?? null) === latest.after) continue;
    db.run(`UPDATE customers SET ${field} = ? WHERE id = ?`, [value, customerId]);
    keep(db, owner.id, FIELDS, { [field]: stays[field] ?? null });
  }
  retireContacts(db, customerId, corrections, members);
  return settled;
}

/** Gives back what had to give way, where it was not put right since. */
export function giveBack(
  db: Database,
  customerId: number,
  member: number,
  own: StoredRow,
  aside: AsideRows,
): void {
  for (const row of aside[FIELDS] ?? [])
    for (const [field, before] of Object.entries(row))
      db.run(`UPDATE customers SET ${field} = ? WHERE id = ? AND ${field} IS ?`, [
        before,
        customerId,
        own[field] ?? null,
      ]);
  for (const row of aside[CONTACTS] ?? []) {
    const taken = db.count("SELECT count(*) FROM identifiers WHERE id = ?", [row["id"] ?? 0]) > 0;
    // Its number may have been given again.
    const { id, ...rest } = row;
    putRow(db, "identifiers", taken ? rest : { id: id ?? null, ...rest });
  }
  if (FIELDS in aside || CONTACTS in aside) writeAside(db, member, ownAside(aside));
}

/**
 * An import is undone that had written what a correction outweighs: what comes back some day is what stood before it. Answers whether
 * there was anything of the kind.
 */
export function undoOutweighed(
  db: Database,
  customerId: number,
  field: string,
  before: string | number | null,
): void {
  for (const { id, aside } of db.rows<{ id: number; aside: string }>(
    "SELECT id, aside FROM merge_members WHERE customer_id = ?",
    [customerId],
  )) {
    const rows = JSON.parse(aside) as AsideRows;
    const held = rows[FIELDS] ?? [];
    if (held.some((row) => field in row))
      writeAside(db, id, {
        ...rows,
        [FIELDS]: held.map((row) => (field in row ? { [field]: before } : row)),
      });
  }
}

function retireContacts(
  db: Database,
  customerId: number,
  corrections: readonly Correction[],
  members: readonly JoinedPerson[],
): void {
  const retired = new Map<string, Correction>();
  for (const correction of corrections) {
    const { field, before, after } = correction;
    if (field !== "email" && field !== "phone") continue;
    if (before !== null) retired.set(`${field} ${before}`, correction);
    if (after !== null) retired.delete(`${field} ${after}`);
  }
  for (const { field, before, member } of retired.values()) {
    const holder = members.find(({ id }) => id === member) ?? members[0];
    if (holder === undefined) continue;
    for (const row of db.rows<StoredRow>(
      "SELECT * FROM identifiers WHERE customer_id = ? AND kind = ? AND value = ?",
      [customerId, field, before],
    )) {
      keep(db, holder.id, CONTACTS, row);
      db.run("DELETE FROM identifiers WHERE id = ?", [row["id"] ?? 0]);
    }
  }
}

function keep(db: Database, member: number, key: string, row: StoredRow): void {
  const stored = db.first<{ aside: string }>("SELECT aside FROM merge_members WHERE id = ?", [member]);
  const aside = JSON.parse(stored?.aside ?? "{}") as AsideRows;
  writeAside(db, member, { ...aside, [key]: [...(aside[key] ?? []), row] });
}

function writeAside(db: Database, member: number, aside: AsideRows): void {
  db.run("UPDATE merge_members SET aside = ? WHERE id = ?", [JSON.stringify(aside), member]);
}

function text(value: string | number | null): string | null {
  return value === null ? null : String(value);
}
