import type { EdgeSegment } from "../../../terms/edge-pack.ts";
import type { Condition } from "../../../terms/segment.ts";
import type { Workspace } from "../../../workspace.ts";
import { evaluateSegment } from "../segments/evaluate.ts";
import { topicsOfName } from "../segments/name-topics.ts";
import { readSegment } from "../segments/stored-segment.ts";

/** Facts of a visitor a shop's own site can know; scores and groups need the vault. */
const siteNumbers: ReadonlySet<string> = new Set([
  "recencyDays",
  "orders",
  "revenue",
  "averageOrder",
  "tenureDays",
]);
const siteChoices: ReadonlySet<string> = new Set([
  "prefecture",
  "country",
  "gender",
  "ageBand",
  "channel",
  "product",
]);

export interface SegmentsFound {
  readonly segments: readonly EdgeSegment[];
  /** Segments left out: of few people, or of conditions that only the vault can ask. */
  readonly left: number;
}

/**
 * The rules of segments as conditions a site can ask of its visitor. A segment of fewer than k people is left out, and one that leaves out
 * fewer than k: its rules would describe them. Names that tell of health, faith or the like stay in the vault.
 */
export function edgeSegments(
  workspace: Workspace,
  segmentIds: readonly number[] | undefined,
  mask: Uint8Array,
  k: number,
): SegmentsFound {
  const { db } = workspace.vault;
  const ids =
    segmentIds ?? db.rows<{ id: number }>("SELECT id FROM segments ORDER BY id").map(({ id }) => id);
  const everybody = mask.reduce((sum, one) => sum + one, 0);
  const segments: EdgeSegment[] = [];
  for (const id of ids) {
    const segment = readSegment(db, id);
    if (segment === undefined || !isForSites(segment.definition.groups.flatMap(({ anyOf }) => anyOf)))
      continue;
    const inside = evaluateSegment(workspace, segment.definition).mask;
    let people = 0;
    for (let person = 0; person < mask.length; person++) people += mask[person]! & inside[person]!;
    const rest = everybody - people;
    if (people < k || (rest > 0 && rest < k)) continue;
    const name = topicsOfName(segment.name).length > 0 ? `segment-${String(id)}` : segment.name;
    segments.push({ name, groups: segment.definition.groups });
  }
  return { segments, left: ids.length - segments.length };
}

function isForSites(conditions: readonly Condition[]): boolean {
  return conditions.every((condition) => {
    switch (condition.kind) {
      case "number":
        return siteNumbers.has(condition.attribute);
      case "choice":
        return siteChoices.has(condition.attribute);
      case "did":
      case "sequence":
        return true;
      case "known":
      case "segment":
        return false;
    }
  });
}
