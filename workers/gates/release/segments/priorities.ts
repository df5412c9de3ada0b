import type { PriorityPlace } from "../../../terms/segment-sets.ts";
import type { Database } from "../../../vault/database.ts";
import { countOnes, evaluateOver } from "./evaluate.ts";
import { firstTaker, type NamedMask } from "./overlap.ts";
import type { SegmentSource } from "./source.ts";
import { readSegment } from "./stored-segment.ts";

/** An order of segments as the vault keeps it. */
interface StoredPriority {
  readonly id: number;
  readonly name: string;
  readonly segmentIds: readonly number[];
}

interface Row {
  readonly id: number;
  readonly name: string;
  readonly segments: string;
}

/** All orders by name. */
export function readPriorities(db: Database): readonly StoredPriority[] {
  return db.rows<Row>("SELECT id, name, segments FROM segment_priorities ORDER BY name, id").map(stored);
}

/** One order, or undefined when there is none with this id. */
function readPriority(db: Database, id: number): StoredPriority | undefined {
  const row = db.first<Row>("SELECT id, name, segments FROM segment_priorities WHERE id = ?", [id]);
  return row === undefined ? undefined : stored(row);
}

function stored({ id, name, segments }: Row): StoredPriority {
  return { id, name, segmentIds: JSON.parse(segments) as readonly number[] };
}

/** The segments with these numbers and who is in each, in this order; undefined when one of them is not there. */
export function namedMasks(
  db: Database,
  source: SegmentSource,
  segmentIds: readonly number[],
): readonly NamedMask[] | undefined {
  const found = segmentIds.map((id) => readSegment(db, id));
  return found.every((segment) => segment !== undefined)
    ? found.map(({ id, name, definition }) => ({
        segmentId: id,
        name,
        mask: evaluateOver(source, definition).mask,
      }))
    : undefined;
}

/** How many each segment of an order holds, and how many count for it. */
export function placesOf(masks: readonly NamedMask[], people: number): readonly PriorityPlace[] {
  const taker = firstTaker(
    masks.map(({ mask }) => mask),
    people,
  );
  const counted = new Array<number>(masks.length).fill(0);
  for (const place of taker) if (place >= 0) counted[place] = counted[place]! + 1;
  return masks.map(({ segmentId, name, mask }, place) => ({
    segmentId,
    name,
    people: countOnes(mask),
    counted: counted[place]!,
  }));
}

/**
 * Takes out of `mask`, the people of a segment, whom an earlier segment of the order takes. Answers how many; undefined when there is
 * no such order, or the segment is not in it.
 */
export function keepOwn(
  db: Database,
  source: SegmentSource,
  { priorityId, segmentId }: { readonly priorityId: number; readonly segmentId: number },
  mask: Uint8Array,
): number | undefined {
  const ids = readPriority(db, priorityId)?.segmentIds ?? [];
  const place = ids.indexOf(segmentId);
  if (place < 0) return undefined;
  const earlier = namedMasks(db, source, ids.slice(0, place));
  if (earlier === undefined) return undefined;
  const taker = firstTaker(
    earlier.map((one) => one.mask),
    mask.length,
  );
  let taken = 0;
  for (let p = 0; p < mask.length; p++) {
    if (mask[p] !== 1 || taker[p] === -1) continue;
    mask[p] = 0;
    taken++;
  }
  return taken;
}
