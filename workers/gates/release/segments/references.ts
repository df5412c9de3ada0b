import type { Condition, SegmentDefinition } from "../../../terms/segment.ts";
import type { StoredSegment } from "./stored-segment.ts";

/** The segments a definition itself asks of. */
export function segmentsIn({ groups }: SegmentDefinition): readonly number[] {
  return groups.flatMap(({ anyOf }) =>
    anyOf.flatMap((condition: Condition) => (condition.kind === "segment" ? [condition.segmentId] : [])),
  );
}

/**
 * What is wrong with the segments a definition stands on: one that is not there, or a ring. `own` is the number of the segment that
 * is to have this definition, where it has one already.
 */
export function faultOfReferences(
  definition: SegmentDefinition,
  stored: readonly StoredSegment[],
  own?: number,
): "segment-unknown" | "segment-ring" | undefined {
  const byId = new Map(stored.map((segment) => [segment.id, segment.definition]));
  const seen = new Set<number>();
  const open = [...segmentsIn(definition)];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === own) return "segment-ring";
    if (seen.has(id)) continue;
    seen.add(id);
    const next = byId.get(id);
    if (next === undefined) return "segment-unknown";
    open.push(...segmentsIn(next));
  }
  return undefined;
}

/** The segments that stand on this one. */
export function standingOn(id: number, stored: readonly StoredSegment[]): readonly StoredSegment[] {
  return stored.filter(({ definition }) => segmentsIn(definition).includes(id));
}
