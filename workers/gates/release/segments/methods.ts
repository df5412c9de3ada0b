import { personScores } from "../../../analysis/person-scores.ts";
import { fault, type Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { Language } from "../../../terms/language.ts";
import type { SegmentEntry, SegmentPreview } from "../../../terms/segment.ts";
import type { Methods, Workspace } from "../../../workspace.ts";
import { releasablePeople } from "../../use/permitted-people.ts";
import { evaluateOver, type SegmentSource } from "./evaluate.ts";
import { segmentSentence } from "./sentence.ts";
import { readSegment, readSegments, type StoredSegment } from "./stored-segment.ts";
import { segmentVocabulary } from "./vocabulary.ts";

/** The segment builder's share of the vault contract. */
export const segmentMethods: Methods<
  "segmentVocabulary" | "previewSegment" | "saveSegment" | "listSegments" | "deleteSegment"
> = {
  segmentVocabulary: async (workspace) => {
    await workspace.vault.prefetch(["order_lines"]);
    return ok(segmentVocabulary(sourceOf(workspace)));
  },
  previewSegment: async (workspace, { definition, language }) => ok(preview(workspace, definition, language)),
  saveSegment: async (workspace, input) => save(workspace, input),
  listSegments: async (workspace, { language }) => {
    const source = sourceOf(workspace);
    return ok(readSegments(workspace.vault.db).map((segment) => entryOf(source, segment, language)));
  },
  deleteSegment: async (workspace, { segmentId }) => {
    if (readSegment(workspace.vault.db, segmentId) === undefined) return fault("segment-unknown");
    return workspace.vault.change(["segments", "record"], (note) => {
      workspace.vault.db.run("DELETE FROM segments WHERE id = ?", [segmentId]);
      note({ gate: "use", action: "delete-segment", payload: { segment: segmentId } });
      return null;
    });
  },
};

function sourceOf(workspace: Workspace): SegmentSource {
  return {
    columns: workspace.columns(),
    scores: personScores(workspace),
    permitted: workspace.permitted("profiling").mask,
  };
}

function preview(
  workspace: Workspace,
  definition: StoredSegment["definition"],
  language: Language,
): SegmentPreview {
  const source = sourceOf(workspace);
  const { columns } = source;
  const { mask, steps, people, missingScores } = evaluateOver(source, definition);
  const letOut = releasablePeople(workspace.vault, columns, "email_marketing", "self", workspace.now());
  let releasable = 0;
  let revenue = 0;
  for (let p = 0; p < mask.length; p++) {
    if (mask[p] !== 1) continue;
    releasable += letOut.mask[p]!;
    const spent = source.scores.revenue[p]!;
    if (!Number.isNaN(spent)) revenue += spent;
  }
  const { currency } = columns.orders;
  return {
    steps,
    everybody: columns.people.count,
    withheld: workspace.permitted("profiling").withheld,
    people,
    releasable,
    revenue,
    currency,
    sentence: segmentSentence(definition, language, currency),
    ...(missingScores ? { note: "scores-missing" as const } : {}),
  };
}

function entryOf(source: SegmentSource, segment: StoredSegment, language: Language): SegmentEntry {
  return {
    ...segment,
    sentence: segmentSentence(segment.definition, language, source.columns.orders.currency),
    people: evaluateOver(source, segment.definition).people,
  };
}

async function save(
  workspace: Workspace,
  input: {
    readonly id?: number | undefined;
    readonly name: string;
    readonly definition: StoredSegment["definition"];
  },
): Promise<Outcome<SegmentEntry>> {
  const { db } = workspace.vault;
  const before = input.id === undefined ? undefined : readSegment(db, input.id);
  if (input.id !== undefined && before === undefined) return fault("segment-unknown");
  const taken = db.first<{ id: number }>("SELECT id FROM segments WHERE name = ?", [input.name]);
  if (taken !== undefined && taken.id !== input.id) return fault("segment-name-taken", { name: input.name });
  const createdAt = before?.createdAt ?? workspace.now().toISOString();
  const definition = JSON.stringify(input.definition);
  const saved = await workspace.vault.change(["segments", "record"], (note) => {
    if (input.id === undefined)
      db.run("INSERT INTO segments (name, definition, created_at) VALUES (?, ?, ?)", [
        input.name,
        definition,
        createdAt,
      ]);
    else
      db.run("UPDATE segments SET name = ?, definition = ? WHERE id = ?", [input.name, definition, input.id]);
    const id = input.id ?? db.lastId();
    note({
      gate: "use",
      action: "save-segment",
      payload: { segment: id, groups: input.definition.groups.length },
    });
    return id;
  });
  if (!saved.ok) return saved;
  const segment = { id: saved.value, name: input.name, definition: input.definition, createdAt };
  // Entries are listed in a language; the caller that saves shows the sentence it already has.
  return ok(entryOf(sourceOf(workspace), segment, "ja"));
}
