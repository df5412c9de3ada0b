import { fault, type Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { Input } from "../../../contract.ts";
import type { PriorityList, SegmentSnapshot } from "../../../terms/segment-sets.ts";
import type { Methods, Workspace } from "../../../workspace.ts";
import { evaluateOver } from "./evaluate.ts";
import { overlapOf, type NamedMask } from "./overlap.ts";
import { namedMasks, placesOf, readPriorities } from "./priorities.ts";
import { changesSince, customersIn, keepSnapshot, readSnapshot, readSnapshots } from "./snapshots.ts";
import { prepareSource, segmentSource } from "./source.ts";
import { readSegment, readSegments } from "./stored-segment.ts";

/** Segments as sets of people: kept, compared, put in an order of precedence. */
export const segmentSetMethods: Methods<
  | "overlapSegments"
  | "takeSnapshot"
  | "listSnapshots"
  | "deleteSnapshot"
  | "segmentChanges"
  | "savePriority"
  | "listPriorities"
  | "previewPriority"
  | "deletePriority"
> = {
  overlapSegments: async (workspace, { segmentIds }) => {
    const masks = await masksOf(workspace, segmentIds);
    return masks.ok ? ok(overlapOf(masks.value)) : masks;
  },
  takeSnapshot: async (workspace, { segmentId }) => takeSnapshot(workspace, segmentId),
  listSnapshots: async ({ vault }, { segmentId }) => ok(readSnapshots(vault.db, segmentId)),
  deleteSnapshot: async ({ vault }, { snapshotId }) => {
    if (readSnapshot(vault.db, snapshotId) === undefined) return fault("snapshot-unknown");
    return vault.change(["segments", "record"], (note) => {
      vault.db.run("DELETE FROM segment_snapshots WHERE id = ?", [snapshotId]);
      note({ gate: "use", action: "delete-snapshot", payload: { snapshot: snapshotId } });
      return null;
    });
  },
  segmentChanges: async (workspace, { snapshotId }) => {
    const { db } = workspace.vault;
    const found = readSnapshot(db, snapshotId);
    const segment = found && readSegment(db, found.snapshot.segmentId);
    if (found === undefined || segment === undefined) return fault("snapshot-unknown");
    await prepareSource(workspace, [segment.definition]);
    return ok(changesSince(db, segmentSource(workspace), segment.definition, found));
  },
  savePriority: async (workspace, input) => savePriority(workspace, input),
  listPriorities: async (workspace) => {
    const lists: PriorityList[] = [];
    for (const { id, name, segmentIds } of readPriorities(workspace.vault.db)) {
      const places = await placesIn(workspace, segmentIds);
      if (!places.ok) return places;
      lists.push({ id, name, segments: places.value });
    }
    return ok(lists);
  },
  previewPriority: async (workspace, { segmentIds }) => placesIn(workspace, segmentIds),
  deletePriority: async ({ vault }, { priorityId }) => {
    if (vault.db.count("SELECT count(*) FROM segment_priorities WHERE id = ?", [priorityId]) === 0)
      return fault("priority-unknown");
    return vault.change(["segments", "record"], (note) => {
      vault.db.run("DELETE FROM segment_priorities WHERE id = ?", [priorityId]);
      note({ gate: "use", action: "delete-priority", payload: { priority: priorityId } });
      return null;
    });
  },
};

async function masksOf(
  workspace: Workspace,
  segmentIds: readonly number[],
): Promise<Outcome<readonly NamedMask[]>> {
  const { db } = workspace.vault;
  const asked = readSegments(db).filter(({ id }) => segmentIds.includes(id));
  await prepareSource(
    workspace,
    asked.map(({ definition }) => definition),
  );
  const masks = namedMasks(db, segmentSource(workspace), segmentIds);
  return masks === undefined ? fault("segment-unknown") : ok(masks);
}

async function placesIn(workspace: Workspace, segmentIds: readonly number[]) {
  const masks = await masksOf(workspace, segmentIds);
  return masks.ok ? ok(placesOf(masks.value, workspace.columns().people.count)) : masks;
}

async function takeSnapshot(workspace: Workspace, segmentId: number): Promise<Outcome<SegmentSnapshot>> {
  const { db } = workspace.vault;
  const segment = readSegment(db, segmentId);
  if (segment === undefined) return fault("segment-unknown");
  await prepareSource(workspace, [segment.definition]);
  const source = segmentSource(workspace);
  const customers = customersIn(source, evaluateOver(source, segment.definition).mask);
  const kept = { at: workspace.now().toISOString(), reason: "asked" } as const;
  const people = customers.length;
  const saved = await workspace.vault.change(["segments", "record"], (note) => {
    const snapshot = keepSnapshot(db, segment, customers, kept);
    note({ gate: "use", action: "take-snapshot", payload: { segment: segmentId, snapshot, people } });
    return snapshot;
  });
  return saved.ok ? ok({ id: saved.value, segmentId, ...kept, people }) : saved;
}

async function savePriority(
  workspace: Workspace,
  { id: own, name, segmentIds }: Input<"savePriority">,
): Promise<Outcome<PriorityList>> {
  const { db } = workspace.vault;
  const places = await placesIn(workspace, segmentIds);
  if (!places.ok) return places;
  if (own !== undefined && !readPriorities(db).some(({ id }) => id === own)) return fault("priority-unknown");
  const taken = db.first<{ id: number }>("SELECT id FROM segment_priorities WHERE name = ?", [name]);
  if (taken !== undefined && taken.id !== own) return fault("segment-name-taken", { name });
  const saved = await workspace.vault.change(["segments", "record"], (note) => {
    const segments = JSON.stringify(segmentIds);
    if (own === undefined)
      db.run("INSERT INTO segment_priorities (name, segments) VALUES (?, ?)", [name, segments]);
    else db.run("UPDATE segment_priorities SET name = ?, segments = ? WHERE id = ?", [name, segments, own]);
    const priority = own ?? db.lastId();
    note({ gate: "use", action: "save-priority", payload: { priority, segments: segmentIds.length } });
    return priority;
  });
  return saved.ok ? ok({ id: saved.value, name, segments: places.value }) : saved;
}
