import type { DuplicateGroup, DuplicateQueue, GroupPair, PairEvidence } from "../../../terms/identity.ts";
import type { Database } from "../../../vault/database.ts";
import { pairEvidence } from "./duplicates.ts";
import { previewConsents } from "./consent-preview.ts";
import { reviewPerson } from "./review-person.ts";
import { lastSearch } from "./overview.ts";

/** People shown at once at most: more cannot be compared side by side. */
const MOST_PEOPLE = 6;
/** From this chance on, pairs that have a person in common are shown together. */
const TOGETHER = 0.5;

interface PairRow {
  readonly customer_id: number;
  readonly other_id: number;
  readonly probability: number;
  readonly weight: number;
  readonly likely: number;
  readonly evidence: string;
  readonly found: "search" | "door";
  readonly later_at: string | null;
}

interface Group {
  readonly people: readonly number[];
  readonly pairs: readonly PairRow[];
  /** Place of its best pair. */
  readonly rank: number;
}

/**
 * The pairs that wait, together where people of several pairs may be one, the likeliest first and those put off last; a page of
 * them with everything that is needed to decide.
 */
export function listGroups(
  db: Database,
  { offset, limit }: { readonly offset: number; readonly limit: number },
  now: Date,
): DuplicateQueue {
  const groups = grouped(db);
  const later = groups.filter(isLater);
  const ordered = [...groups.filter((group) => !isLater(group)), ...later];
  const since = lastSearch(db)?.at ?? "";
  return {
    total: groups.length,
    later: later.length,
    decided: db.count(
      "SELECT count(*) FROM duplicate_decisions WHERE undone_at IS NULL AND decision <> 'split' AND at >= ?",
      [since],
    ),
    groups: ordered.slice(offset, offset + limit).map((group) => shown(db, group, now)),
  };
}

/** Puts the pairs among some people off: they come last in the queue. */
export function putOffPairs(db: Database, people: readonly number[], now: Date): void {
  const places = people.map(() => "?").join(", ");
  db.run(
    `UPDATE duplicate_pairs SET later_at = ? WHERE state = 'waiting' AND customer_id IN (${places}) AND other_id IN (${places})`,
    [now.toISOString(), ...people, ...people],
  );
}

function isLater({ pairs }: Group): boolean {
  return pairs.every(({ later_at: later }) => later !== null);
}

function grouped(db: Database): readonly Group[] {
  const rows = db.rows<PairRow>(
    `SELECT customer_id, other_id, probability, weight, likely, evidence, found, later_at FROM duplicate_pairs WHERE state = 'waiting'
       ORDER BY likely DESC, probability DESC, weight DESC, id`,
  );
  const of = new Map<number, Group>();
  const groups = new Set<Group>();
  rows.forEach((row, rank) => {
    const [a, b] = [of.get(row.customer_id), of.get(row.other_id)];
    const people = [...new Set([...(a?.people ?? [row.customer_id]), ...(b?.people ?? [row.other_id])])];
    const inside = a !== undefined && a === b;
    const together = row.probability >= TOGETHER || row.found === "door";
    const known = a ?? b;
    if (known !== undefined && !inside && (!together || people.length > MOST_PEOPLE)) {
      groups.add({ people: [row.customer_id, row.other_id], pairs: [row], rank });
      return;
    }
    const parts = [...new Set([a, b])].filter((one) => one !== undefined);
    for (const part of parts) groups.delete(part);
    const joined: Group = {
      people,
      pairs: [...parts.flatMap(({ pairs }) => pairs), row],
      rank: Math.min(rank, ...parts.map((part) => part.rank)),
    };
    groups.add(joined);
    for (const id of people) of.set(id, joined);
  });
  return [...groups].sort((x, y) => x.rank - y.rank);
}

function shown(db: Database, group: Group, now: Date): DuplicateGroup {
  const ids = group.people.toSorted((x, y) => x - y);
  return {
    key: ids.join("-"),
    people: ids.map((id) => reviewPerson(db, id)).filter((person) => person !== undefined),
    pairs: group.pairs.map((row): GroupPair => ({
      a: row.customer_id,
      b: row.other_id,
      ...(row.probability === 0 ? {} : { probability: row.probability }),
      likely: row.likely === 1,
      found: row.found,
      evidence: evidenceOf(db, row),
    })),
    later: isLater(group),
    consents: previewConsents(db, ids, now),
  };
}

function evidenceOf(db: Database, row: PairRow): readonly PairEvidence[] {
  return pairEvidence(db, row.customer_id, row.other_id, row.evidence);
}
