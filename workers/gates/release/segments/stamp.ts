import { canonicalJson, type Json } from "../../../base/canonical-json.ts";
import type { Sha256 } from "../files/sha256.ts";
import { segmentsIn } from "./references.ts";
import type { StoredSegment } from "./stored-segment.ts";

/**
 * What a segment asks, in 16 hexadecimal digits: its definition with those of all segments it stands on. Another name is no other
 * question; people who come or go change nothing of it.
 */
export function segmentStamp(
  segment: StoredSegment,
  stored: readonly StoredSegment[],
  sha256: Sha256,
): string {
  const byId = new Map(stored.map((one) => [one.id, one]));
  const seen = new Set<number>([segment.id]);
  const open = [...segmentsIn(segment.definition)];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const next = byId.get(id);
    if (seen.has(id) || next === undefined) continue;
    seen.add(id);
    open.push(...segmentsIn(next.definition));
  }
  const asked = [...seen].map((id) => [id, (byId.get(id) ?? segment).definition]);
  return sha256(canonicalJson(JSON.parse(JSON.stringify(asked)) as Json)).slice(0, 16);
}
