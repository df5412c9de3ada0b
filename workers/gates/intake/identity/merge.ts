import { Refused } from "../../../base/refused.ts";
import type { Database } from "../../../vault/database.ts";
import { personFields } from "../stage/people.ts";
import { refreshSearchKeys } from "../store/search-keys.ts";
import { moveConsents, releaseConsents, restrictConsents } from "./merged-consents.ts";
import { giveBack, outweigh, ownAside } from "./merged-corrections.ts";
import { moving, movingTables, putRow, takeAside, type AsideRows, type StoredRow } from "./owned-rows.ts";

interface Member {
  readonly id: number;
  readonly person: string;
  readonly aside: string;
  readonly filled: string;
}

/**
 * Joins people into one, inside the vault change the caller runs. Their orders, identifiers and consents move to `into`; empty fields
 * of `into` are filled from theirs; what was put right outweighs what was not; the most restrictive consent holds. Nothing is lost: `unmergePeople` gives each back what was theirs.
 * People joined before come along. @throws Refused "customer-unknown"
 */
export function mergePeople(db: Database, into: number, others: readonly number[], now: Date): void {
  demand(db, into);
  takeDerived(db, into, now);
  for (const person of new Set(others)) if (person !== into) join(db, into, person, now);
  addDerived(db, into, now);
}

function join(db: Database, into: number, person: number, now: Date): void {
  demand(db, person);
  takeDerived(db, person, now);
  const aside = takeAside(db, person);
  const row = db.first<StoredRow>("SELECT * FROM customers WHERE id = ?", [person]);
  db.run("INSERT INTO merge_members (id, customer_id, at, person, aside) VALUES (?, ?, ?, ?, ?)", [
    person,
    into,
    now.toISOString(),
    JSON.stringify(row),
    JSON.stringify(aside),
  ]);
  const log = (table: string, condition: string) => {
    db.run(
      `INSERT INTO merge_rows (member_id, table_name, row_id) SELECT ?1, '${table}', id FROM ${table} WHERE ${condition.replace("?", "?1")}
         AND NOT EXISTS (SELECT 1 FROM merge_rows AS r WHERE r.table_name = '${table}' AND r.row_id = ${table}.id)`,
      [person],
    );
  };
  for (const table of movingTables()) {
    log(table, moving(table));
    db.run(`UPDATE ${table} SET customer_id = ? WHERE ${moving(table)}`, [into, person]);
  }
  log("consents", "customer_id = ?");
  moveConsents(db, consentsOf(db, person), into);
  db.run("UPDATE merge_members SET customer_id = ? WHERE customer_id = ?", [into, person]);
  movePairs(db, person, into, now);
  db.run("UPDATE duplicate_decisions SET customer_id = ? WHERE customer_id = ?", [into, person]);
  db.run("DELETE FROM customers WHERE id = ?", [person]);
}

/**
 * Takes people out of the one they were joined into: each gets back what was theirs, and what has come since stays. The one who stayed
 * may be among them: then the rest stay together under the first of them. `apart`: they are remembered to be several people. @throws Refused "customer-unknown" for somebody who is not in it
 */
export function unmergePeople(
  db: Database,
  from: number,
  members: readonly number[],
  now: Date,
  apart = true,
): void {
  demand(db, from);
  const all = membersOf(db, from).map(({ id }) => id);
  const wanted = new Set(members);
  if ([...wanted].some((id) => id !== from && !all.includes(id))) throw new Refused("customer-unknown");
  const whole = wanted.has(from);
  takeDerived(db, from, now);
  for (const id of all) if (whole || wanted.has(id)) takeOut(db, from, id, now);
  addDerived(db, from, now);
  const [first, ...rest] = all.filter((id) => !wanted.has(id));
  if (whole && first !== undefined && rest.length > 0) mergePeople(db, first, rest, now);
  for (const id of apart ? wanted : []) {
    const other = whole ? first : from;
    if (other !== undefined && other !== id) keepApart(db, id, other, now);
  }
}

function takeOut(db: Database, from: number, id: number, now: Date): void {
  const member = membersOf(db, from).find((one) => one.id === id);
  if (member === undefined) throw new Refused("customer-unknown");
  const aside = ownAside(JSON.parse(member.aside) as AsideRows);
  const person = JSON.parse(member.person) as StoredRow;
  const { revisions, undone } = revisionsOf(db, aside);
  putRow(db, "customers", { ...person, ...undone });
  for (const table of movingTables())
    db.run(
      `UPDATE ${table} SET customer_id = ?1 WHERE customer_id = ?2
         AND id IN (SELECT row_id FROM merge_rows WHERE member_id = ?1 AND table_name = '${table}')`,
      [id, from],
    );
  moveConsents(db, consentsOf(db, from, id), id);
  for (const [table, rows] of Object.entries({ ...aside, customer_revisions: revisions }))
    for (const row of rows) if (stillThere(db, row)) putRow(db, table, row);
  db.run("DELETE FROM merge_rows WHERE member_id = ?", [id]);
  db.run("DELETE FROM merge_members WHERE id = ?", [id]);
  refreshSearchKeys(db, new Set([id]));
  addDerived(db, id, now);
}

/** Field changes kept aside that still stand, and what the fields go back to where their import was undone meanwhile. */
function revisionsOf(db: Database, aside: AsideRows) {
  const rows = aside["customer_revisions"] ?? [];
  const gone = (row: StoredRow) =>
    db.count("SELECT count(*) FROM imports WHERE id = ? AND undone_at IS NOT NULL", [row["import_id"] ?? 0]) >
    0;
  const undone: Record<string, string | number | null> = {};
  for (const row of rows.filter(gone).toReversed()) undone[String(row["field"])] = row["before"] ?? null;
  return { revisions: rows.filter((row) => !gone(row)), undone };
}

/** Whether the model run or release a row speaks of is still in the vault. */
function stillThere(db: Database, row: StoredRow): boolean {
  if ("run_id" in row) return db.count("SELECT count(*) FROM runs WHERE id = ?", [row["run_id"] ?? 0]) > 0;
  if ("release_id" in row)
    return db.count("SELECT count(*) FROM releases WHERE id = ?", [row["release_id"] ?? 0]) > 0;
  if ("snapshot_id" in row)
    return db.count("SELECT count(*) FROM segment_snapshots WHERE id = ?", [row["snapshot_id"] ?? 0]) > 0;
  return true;
}

function demand(db: Database, id: number): void {
  if (db.count("SELECT count(*) FROM customers WHERE id = ?", [id]) === 0)
    throw new Refused("customer-unknown");
}

function membersOf(db: Database, customerId: number): readonly Member[] {
  return db.rows<Member>(
    "SELECT id, person, aside, filled FROM merge_members WHERE customer_id = ? ORDER BY at, id",
    [customerId],
  );
}

/** Consents of a person; with `member`, those of them that were that member's. */
function consentsOf(db: Database, customerId: number, member?: number): readonly number[] {
  const rows =
    member === undefined
      ? db.rows<{ id: number }>("SELECT id FROM consents WHERE customer_id = ? ORDER BY id", [customerId])
      : db.rows<{ id: number }>(
          `SELECT id FROM consents WHERE customer_id = ?
             AND id IN (SELECT row_id FROM merge_rows WHERE table_name = 'consents' AND member_id = ?) ORDER BY id`,
          [customerId, member],
        );
  return rows.map(({ id }) => id);
}

/** Takes away all that being joined did to a person: filled fields, outweighed ones, releases known from members, restricting consents. */
function takeDerived(db: Database, customerId: number, now: Date): void {
  const members = membersOf(db, customerId);
  if (members.length === 0) return;
  for (const { id, person, aside, filled } of members) {
    const own = JSON.parse(person) as StoredRow;
    giveBack(db, customerId, id, own, JSON.parse(aside) as AsideRows);
    for (const field of personFields)
      if ((JSON.parse(filled) as readonly string[]).includes(field))
        db.run(`UPDATE customers SET ${field} = NULL WHERE id = ? AND ${field} = ?`, [
          customerId,
          own[field] ?? null,
        ]);
    db.run("UPDATE merge_members SET filled = '[]' WHERE id = ?", [id]);
    db.run(
      `DELETE FROM release_people WHERE customer_id = ?
         AND release_id IN (SELECT row_id FROM merge_rows WHERE member_id = ? AND table_name = 'release_people')`,
      [customerId, id],
    );
    db.run("DELETE FROM merge_rows WHERE member_id = ? AND table_name = 'release_people'", [id]);
  }
  releaseConsents(db, customerId, now);
}

function addDerived(db: Database, customerId: number, now: Date): void {
  const members = membersOf(db, customerId);
  const joined = members.map(({ id, person }) => ({ id, own: JSON.parse(person) as StoredRow }));
  const settled = joined.length === 0 ? new Set<string>() : outweigh(db, customerId, joined);
  for (const { id, person, aside } of members) {
    const own = JSON.parse(person) as StoredRow;
    const filled = personFields.filter((field) => {
      if ((own[field] ?? null) === null || settled.has(field)) return false;
      db.run(`UPDATE customers SET ${field} = ? WHERE id = ? AND ${field} IS NULL`, [
        own[field] ?? null,
        customerId,
      ]);
      return db.changes() > 0;
    });
    db.run("UPDATE merge_members SET filled = ? WHERE id = ?", [JSON.stringify(filled), id]);
    for (const row of (JSON.parse(aside) as AsideRows)["release_people"] ?? []) {
      if (!stillThere(db, row)) continue;
      const release = row["release_id"] ?? 0;
      db.run("INSERT OR IGNORE INTO release_people (release_id, customer_id) VALUES (?, ?)", [
        release,
        customerId,
      ]);
      if (db.changes() > 0)
        db.run("INSERT INTO merge_rows (member_id, table_name, row_id) VALUES (?, 'release_people', ?)", [
          id,
          release,
        ]);
    }
  }
  if (members.length > 0) restrictConsents(db, customerId, now);
  refreshSearchKeys(db, new Set([customerId]));
}

/** Remembers that two people are two. */
export function keepApart(db: Database, a: number, b: number, now: Date): void {
  db.run(
    `INSERT INTO duplicate_pairs (customer_id, other_id, state, probability, weight, likely, evidence, at) VALUES (?, ?, 'apart', 0, 0, 0, '[]', ?)
       ON CONFLICT (customer_id, other_id) DO UPDATE SET state = 'apart', at = excluded.at`,
    [Math.min(a, b), Math.max(a, b), now.toISOString()],
  );
}

/** Who was kept apart from a person is kept apart from the one they are joined into. */
function movePairs(db: Database, person: number, into: number, now: Date): void {
  const apart = db.rows<{ other: number }>(
    `SELECT CASE customer_id WHEN ?1 THEN other_id ELSE customer_id END AS other FROM duplicate_pairs
       WHERE state = 'apart' AND (customer_id = ?1 OR other_id = ?1)`,
    [person],
  );
  db.run("DELETE FROM duplicate_pairs WHERE customer_id = ?1 OR other_id = ?1", [person]);
  for (const { other } of apart) if (other !== into) keepApart(db, into, other, now);
}
