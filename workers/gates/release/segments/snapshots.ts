import * as v from "valibot";
import { segmentDefinitionSchema, type SegmentDefinition } from "../../../terms/segment.ts";
import type { SegmentChanges, SegmentSnapshot } from "../../../terms/segment-sets.ts";
import type { Database } from "../../../vault/database.ts";
import { evaluateOver, groupTests } from "./evaluate.ts";
import type { SegmentSource } from "./source.ts";

/** Snapshots kept of one segment: person-level rows are not to pile up. The oldest goes first. */
const mostKept = 12;
const MS_PER_DAY = 86_400_000;

interface Row {
  readonly id: number;
  readonly segment_id: number;
  readonly at: string;
  readonly reason: SegmentSnapshot["reason"];
  readonly definition: string;
  readonly people: number;
}

const columns = "id, segment_id, at, reason, definition, people";

/** Keeps the people inside `mask` as a set. Call it inside a change. */
export function keepSnapshot(
  db: Database,
  segment: { readonly id: number; readonly definition: SegmentDefinition },
  customers: Int32Array,
  { at, reason }: Pick<SegmentSnapshot, "at" | "reason">,
): number {
  db.run(
    "INSERT INTO segment_snapshots (segment_id, at, reason, definition, people) VALUES (?, ?, ?, ?, ?)",
    [segment.id, at, reason, JSON.stringify(segment.definition), customers.length],
  );
  const id = db.lastId();
  db.bulkInsert("INSERT INTO segment_snapshot_people (snapshot_id, customer_id) VALUES (?, ?)", [
    new Int32Array(customers.length).fill(id),
    customers,
  ]);
  db.run(
    `DELETE FROM segment_snapshots WHERE segment_id = ?1 AND id NOT IN
       (SELECT id FROM segment_snapshots WHERE segment_id = ?1 ORDER BY id DESC LIMIT ${String(mostKept)})`,
    [segment.id],
  );
  return id;
}

/** customers.id of the people inside a mask. */
export function customersIn(
  source: Pick<SegmentSource, "columns">,
  mask: Uint8Array,
): Int32Array<ArrayBuffer> {
  const { id, count } = source.columns.people;
  const found = new Int32Array(count);
  let n = 0;
  for (let p = 0; p < count; p++) if (mask[p] === 1) found[n++] = id[p]!;
  return found.slice(0, n);
}

/** The snapshots of a segment, newest first. */
export function readSnapshots(db: Database, segmentId: number): readonly SegmentSnapshot[] {
  return db
    .rows<Row>(`SELECT ${columns} FROM segment_snapshots WHERE segment_id = ? ORDER BY id DESC`, [segmentId])
    .map(snapshotOf);
}

/** One snapshot with the definition it was taken by, or undefined. */
export function readSnapshot(
  db: Database,
  id: number,
): { readonly snapshot: SegmentSnapshot; readonly definition: SegmentDefinition | undefined } | undefined {
  const row = db.first<Row>(`SELECT ${columns} FROM segment_snapshots WHERE id = ?`, [id]);
  if (row === undefined) return undefined;
  const parsed = v.safeParse(segmentDefinitionSchema, JSON.parse(row.definition));
  return { snapshot: snapshotOf(row), definition: parsed.success ? parsed.output : undefined };
}

function snapshotOf({ id, segment_id: segmentId, at, reason, people }: Row): SegmentSnapshot {
  return { id, segmentId, at, reason, people };
}

/** Who came into a segment since a snapshot and who left, and why, in counts. */
export function changesSince(
  db: Database,
  source: SegmentSource,
  definition: SegmentDefinition,
  { snapshot, definition: before }: NonNullable<ReturnType<typeof readSnapshot>>,
): SegmentChanges {
  const { columns: all, permitted } = source;
  const { mask, people } = evaluateOver(source, definition);
  const [customers] = db.readColumns(
    `SELECT customer_id FROM segment_snapshot_people WHERE snapshot_id = ${String(snapshot.id)}`,
    ["int32"],
  );
  const tests = groupTests(source, definition);
  const byGroup = new Array<number>(definition.groups.length).fill(0);
  const then = new Uint8Array(mask.length);
  let [stayed, withheld, held] = [0, 0, 0];
  for (const customer of customers) {
    const person = all.indexOf(customer);
    if (person < 0) continue;
    held++;
    then[person] = 1;
    if (mask[person] === 1) stayed++;
    else if (permitted[person] !== 1) withheld++;
    else {
      const group = tests.findIndex((holds) => holds(person) !== 1);
      if (group >= 0) byGroup[group] = byGroup[group]! + 1;
    }
  }
  const day = Math.floor(Date.parse(snapshot.at) / MS_PER_DAY);
  let newcomers = 0;
  for (let p = 0; p < mask.length; p++)
    if (mask[p] === 1 && then[p] === 0 && all.people.since[p]! > day) newcomers++;
  const came = people - stayed;
  return {
    snapshot,
    redefined: JSON.stringify(before) !== JSON.stringify(definition),
    people,
    stayed,
    came: { total: came, newcomers, nowFit: came - newcomers },
    left: {
      total: snapshot.people - stayed,
      gone: snapshot.people - held,
      withheld,
      byGroup: byGroup.map((left, group) => ({ group, people: left })).filter((one) => one.people > 0),
    },
  };
}
