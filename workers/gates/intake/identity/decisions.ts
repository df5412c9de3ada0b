import { Refused } from "../../../base/refused.ts";
import type { DecisionEntry, DecisionPage } from "../../../terms/identity.ts";
import type { Database } from "../../../vault/database.ts";
import { displayName, type NameColumns } from "../../use/display-name.ts";
import { keepApart, mergePeople, unmergePeople } from "./merge.ts";
import { putRow, type StoredRow } from "./owned-rows.ts";

export type DecisionKind = DecisionEntry["decision"];

interface DecisionRow {
  readonly id: number;
  readonly batch: number;
  readonly decision: DecisionKind;
  readonly at: string;
  readonly kept: number;
  /** JSON: each person decided about, first, and those joined into them then. */
  readonly people: string;
  /** JSON: the pairs that spoke of any of them. */
  readonly pairs: string;
}

/** What is decided: of whom (`kept` stays the person they are joined into), when, and in which batch. */
export interface Decision {
  readonly decision: DecisionKind;
  readonly kept: number;
  readonly others: readonly number[];
  readonly now: Date;
  /** Decisions made at once share one; a new one when left out. */
  readonly batch?: number | undefined;
}

/**
 * Carries a decision out inside the vault change the caller runs, and remembers what it takes to undo it. Answers its batch.
 * @throws Refused "customer-unknown"
 */
export function decide(db: Database, { decision, kept, others, now, batch }: Decision): number {
  const involved = [...new Set([kept, ...others])];
  const rest = involved.filter((id) => id !== kept);
  const whole = decision === "split" ? [kept, ...membersOf(db, kept)] : involved;
  const pairs = pairsOf(db, whole);
  const people = (decision === "split" ? [...new Set(others)] : rest).map((id) => [id, ...membersOf(db, id)]);
  if (decision === "merge") mergePeople(db, kept, rest, now);
  else if (decision === "split") unmergePeople(db, kept, others, now);
  else
    for (const [at, a] of involved.entries())
      for (const b of involved.slice(at + 1)) keepApart(db, a, b, now);
  const id = db.count("SELECT coalesce(max(id), 0) FROM duplicate_decisions") + 1;
  db.run(
    `INSERT INTO duplicate_decisions (id, customer_id, batch, decision, at, kept, people, pairs) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [id, kept, batch ?? id, decision, now.toISOString(), kept, JSON.stringify(people), JSON.stringify(pairs)],
  );
  return batch ?? id;
}

/**
 * Takes back what was decided at once, the latest first: people who were joined are several again, people who were taken apart are one,
 * and the pairs wait as before. Who has been taken out, erased or joined elsewhere since stays so. Answers how many decisions that were.
 * @throws Refused "decision-unknown" when nothing of the batch is there to take back
 */
export function undoDecisions(db: Database, batch: number, now: Date): number {
  const rows = db.rows<DecisionRow>(
    `SELECT id, batch, decision, at, kept, people, pairs FROM duplicate_decisions WHERE batch = ? AND undone_at IS NULL ORDER BY id DESC`,
    [batch],
  );
  if (rows.length === 0) throw new Refused("decision-unknown");
  for (const row of rows) {
    takeBack(db, row, now);
    db.run("UPDATE duplicate_decisions SET undone_at = ? WHERE id = ?", [now.toISOString(), row.id]);
  }
  return rows.length;
}

function takeBack(db: Database, row: DecisionRow, now: Date): void {
  const people = JSON.parse(row.people) as readonly (readonly number[])[];
  const involved = [row.kept, ...people.flat()];
  if (row.decision === "merge") for (const group of people) takeOut(db, row.kept, group, now);
  if (row.decision === "split") joinAgain(db, row.kept, people.flat(), now);
  const places = involved.map(() => "?").join(", ");
  db.run(
    `DELETE FROM duplicate_pairs WHERE state = 'apart' AND at = ? AND (customer_id IN (${places}) OR other_id IN (${places}))`,
    [row.at, ...involved, ...involved],
  );
  for (const pair of JSON.parse(row.pairs) as readonly StoredRow[])
    if (isThere(db, pair["customer_id"]) && isThere(db, pair["other_id"])) {
      const known = Object.entries(pair).filter(([name]) => name !== "id");
      putRow(db, "duplicate_pairs", Object.fromEntries(known));
    }
}

/** Takes a person, with those who were joined into them before, out of the one they were joined into. */
function takeOut(db: Database, kept: number, group: readonly number[], now: Date): void {
  const holder = currentOf(db, kept);
  const inside = new Set(membersOf(db, holder));
  const out = group.filter((id) => inside.has(id));
  if (out.length === 0) return;
  unmergePeople(db, holder, out, now, false);
  const [first, ...rest] = out;
  if (first !== undefined && rest.length > 0) mergePeople(db, first, rest, now);
}

function joinAgain(db: Database, kept: number, people: readonly number[], now: Date): void {
  const into = currentOf(db, kept);
  if (!isThere(db, into)) return;
  // Where the one who stayed was taken out, the rest are under the first of them.
  const heads = new Set(people.map((id) => currentOf(db, id)).filter((id) => id !== into && isThere(db, id)));
  if (heads.size > 0) mergePeople(db, into, [...heads], now);
}

/** Under which number a person is now. */
export function currentOf(db: Database, id: number): number {
  return (
    db.first<{ customer_id: number }>("SELECT customer_id FROM merge_members WHERE id = ?", [id])
      ?.customer_id ?? id
  );
}

function isThere(db: Database, id: string | number | null | undefined): boolean {
  return db.count("SELECT count(*) FROM customers WHERE id = ?", [id ?? 0]) > 0;
}

function membersOf(db: Database, id: number): readonly number[] {
  return db
    .rows<{ id: number }>("SELECT id FROM merge_members WHERE customer_id = ? ORDER BY at, id", [id])
    .map((row) => row.id);
}

function pairsOf(db: Database, people: readonly number[]): readonly StoredRow[] {
  const places = people.map(() => "?").join(", ");
  return db.rows<StoredRow>(
    `SELECT * FROM duplicate_pairs WHERE customer_id IN (${places}) OR other_id IN (${places})`,
    [...people, ...people],
  );
}

/** What was decided, the latest first, one entry for all that was decided at once. */
export function listDecisions(
  db: Database,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): DecisionPage {
  const rows = db.rows<DecisionRow & { customer_id: number; decisions: number; undone_at: string | null }>(
    `SELECT min(id) AS id, batch, decision, at, kept, people, customer_id, undone_at, '[]' AS pairs, count(*) AS decisions
       FROM duplicate_decisions GROUP BY batch ORDER BY batch DESC LIMIT ? OFFSET ?`,
    [limit, offset],
  );
  return {
    total: db.count("SELECT count(DISTINCT batch) FROM duplicate_decisions"),
    entries: rows.map((row): DecisionEntry => ({
      batch: row.batch,
      at: row.at,
      decision: row.decision,
      decisions: row.decisions,
      people: [
        row.kept,
        ...(JSON.parse(row.people) as readonly (readonly number[])[]).flatMap(([id]) => id ?? []),
      ]
        .filter((id, at, all) => all.indexOf(id) === at)
        .map((id) => ({ id, name: nameOf(db, id) })),
      customerId: row.customer_id,
      ...(row.undone_at === null ? {} : { undoneAt: row.undone_at }),
    })),
  };
}

/** What somebody is called, whether in the vault or joined into somebody. */
function nameOf(db: Database, id: number): string {
  const own = db.first<NameColumns>("SELECT * FROM customers WHERE id = ?", [id]);
  if (own !== undefined) return displayName(own, undefined).name;
  const member = db.first<{ person: string }>("SELECT person FROM merge_members WHERE id = ?", [id]);
  return member === undefined
    ? `#${String(id)}`
    : displayName(JSON.parse(member.person) as NameColumns, undefined).name;
}
