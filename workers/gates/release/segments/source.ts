import { personScores, type PersonScores } from "../../../analysis/person-scores.ts";
import type { EpochDay } from "../../../base/calendar.ts";
import type { Columns, LazyTable } from "../../../columns/columns.ts";
import type { Act } from "../../../terms/segment-acts.ts";
import type { Condition, SegmentDefinition } from "../../../terms/segment.ts";
import type { Workspace } from "../../../workspace.ts";
import { readSegment } from "./stored-segment.ts";

const MS_PER_DAY = 86_400_000;

/** What conditions are asked of. */
export interface SegmentSource {
  readonly columns: Columns;
  readonly scores: PersonScores;
  /** The use gate's mask for profiling. */
  readonly permitted: Uint8Array;
  /** The day that "the last n days" are counted back from. */
  readonly clock: EpochDay;
  /** The definition of a stored segment, undefined when there is none. */
  readonly definitionOf: (segmentId: number) => SegmentDefinition | undefined;
}

/** The workspace's columns, scores and permission for profiling, as of the last commit. */
export function segmentSource(workspace: Workspace): SegmentSource {
  const columns = workspace.columns();
  const scores = personScores(workspace);
  const known = new Map<number, SegmentDefinition | undefined>();
  return {
    columns,
    scores,
    permitted: workspace.permitted("profiling").mask,
    clock: columns.orders.count > 0 ? scores.end : Math.floor(workspace.now().getTime() / MS_PER_DAY),
    definitionOf: (id) => {
      if (!known.has(id)) known.set(id, readSegment(workspace.vault.db, id)?.definition);
      return known.get(id);
    },
  };
}

/** Makes ready what the definitions ask of: tables whose columns do not stand yet are decrypted many pages at once. */
export async function prepareSource(
  workspace: Workspace,
  definitions: readonly SegmentDefinition[],
): Promise<void> {
  const asked = new Set<LazyTable>();
  const { definitionOf } = segmentSource(workspace);
  for (const condition of definitions.flatMap((one) => allConditions(one, definitionOf)))
    for (const table of tablesOf(condition)) asked.add(table);
  const { built } = workspace.columns();
  const missing = [...asked].filter((table) => !built.has(table));
  if (missing.length > 0) await workspace.vault.prefetch(missing);
}

/** Every condition of a definition and of the segments it stands on, each segment once. */
export function allConditions(
  definition: SegmentDefinition,
  definitionOf: SegmentSource["definitionOf"],
): readonly Condition[] {
  const found: Condition[] = [];
  const seen = new Set<number>();
  const walk = ({ groups }: SegmentDefinition): void => {
    for (const condition of groups.flatMap(({ anyOf }) => anyOf)) {
      found.push(condition);
      if (condition.kind !== "segment" || seen.has(condition.segmentId)) continue;
      seen.add(condition.segmentId);
      const inner = definitionOf(condition.segmentId);
      if (inner !== undefined) walk(inner);
    }
  };
  walk(definition);
  return found;
}

function tablesOf(condition: Condition): readonly LazyTable[] {
  switch (condition.kind) {
    case "known":
      return ["identifiers"];
    case "did":
      return tablesOfAct(condition.act);
    case "sequence":
      return [...tablesOfAct(condition.first), ...tablesOfAct(condition.then)];
    case "choice":
      return condition.attribute === "product" ? ["order_lines"] : [];
    case "number":
    case "segment":
      return [];
  }
}

function tablesOfAct(act: Act): readonly LazyTable[] {
  if (act.what === "order") return act.products === undefined ? [] : ["order_lines"];
  return [`${act.what}s`];
}
