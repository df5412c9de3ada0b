import { fault, type Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { Input } from "../../../contract.ts";
import type { Language } from "../../../terms/language.ts";
import type { SegmentDefinition, SegmentEntry, SegmentPreview } from "../../../terms/segment.ts";
import type { Methods, Workspace } from "../../../workspace.ts";
import { releasablePeople } from "../../use/permitted-people.ts";
import { isoDate } from "../../../base/calendar.ts";
import { actVocabulary } from "./act-vocabulary.ts";
import { evaluateOver } from "./evaluate.ts";
import { explainMembership } from "./explain.ts";
import { topicsOfName } from "./name-topics.ts";
import { readPriorities } from "./priorities.ts";
import { faultOfReferences, standingOn } from "./references.ts";
import { segmentSentence } from "./sentence.ts";
import type { Reading } from "./sentence-words.ts";
import { prepareSource, segmentSource, type SegmentSource } from "./source.ts";
import { readSegment, readSegments, type StoredSegment } from "./stored-segment.ts";
import { vaultTemplates } from "./templates.ts";
import { segmentVocabulary } from "./vocabulary.ts";

/** The segment builder's share of the vault contract. */
export const segmentMethods: Methods<
  | "segmentVocabulary"
  | "segmentTemplates"
  | "segmentActs"
  | "previewSegment"
  | "explainMembership"
  | "saveSegment"
  | "listSegments"
  | "deleteSegment"
> = {
  segmentVocabulary: async (workspace) => {
    await workspace.vault.prefetch(["order_lines"]);
    return ok(segmentVocabulary(segmentSource(workspace)));
  },
  segmentTemplates: async (workspace, { language }) => {
    const reading = readingOf(workspace, language);
    const made = await vaultTemplates(workspace);
    return ok(made.map((one) => ({ ...one, sentence: segmentSentence(one.definition, reading) })));
  },
  segmentActs: async (workspace, { what }) => {
    await workspace.vault.prefetch([what === "order" ? "order_lines" : `${what}s`]);
    return ok(actVocabulary(segmentSource(workspace), what));
  },
  previewSegment: async (workspace, { definition, language }) => {
    const wrong = faultOfReferences(definition, readSegments(workspace.vault.db));
    if (wrong !== undefined) return fault(wrong);
    await prepareSource(workspace, [definition]);
    return ok(preview(workspace, definition, language));
  },
  explainMembership: async (workspace, asked) => explain(workspace, asked),
  saveSegment: async (workspace, input) => save(workspace, input),
  listSegments: async (workspace, { language }) => {
    const segments = readSegments(workspace.vault.db);
    await prepareSource(
      workspace,
      segments.map(({ definition }) => definition),
    );
    const source = segmentSource(workspace);
    const reading = readingOf(workspace, language);
    return ok(segments.map((segment) => entryOf(source, segment, reading)));
  },
  deleteSegment: async (workspace, { segmentId }) => {
    const { db } = workspace.vault;
    const segments = readSegments(db);
    if (!segments.some(({ id }) => id === segmentId)) return fault("segment-unknown");
    const user =
      standingOn(segmentId, segments)[0] ??
      readPriorities(db).find(({ segmentIds }) => segmentIds.includes(segmentId));
    if (user !== undefined) return fault("segment-in-use", { name: user.name });
    return workspace.vault.change(["segments", "record"], (note) => {
      db.run("DELETE FROM segments WHERE id = ?", [segmentId]);
      note({ gate: "use", action: "delete-segment", payload: { segment: segmentId } });
      return null;
    });
  },
};

/** How definitions are read back in this vault. */
function readingOf(workspace: Workspace, language: Language): Reading {
  const names = new Map<number, string>();
  for (const { id, name } of readSegments(workspace.vault.db)) names.set(id, name);
  const { currency } = workspace.columns().orders;
  return { language, currency, nameOf: (id) => names.get(id) };
}

function preview(workspace: Workspace, definition: SegmentDefinition, language: Language): SegmentPreview {
  const source = segmentSource(workspace);
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
  return {
    steps,
    everybody: columns.people.count,
    withheld: workspace.permitted("profiling").withheld,
    people,
    releasable,
    revenue,
    currency: columns.orders.currency,
    countedFrom: isoDate(source.clock),
    sentence: segmentSentence(definition, readingOf(workspace, language)),
    ...(missingScores ? { note: "scores-missing" as const } : {}),
  };
}

async function explain(workspace: Workspace, asked: Input<"explainMembership">) {
  const definition =
    asked.segmentId === undefined
      ? asked.definition
      : readSegment(workspace.vault.db, asked.segmentId)?.definition;
  if (definition === undefined)
    return fault(asked.segmentId === undefined ? "bad-arguments" : "segment-unknown");
  await prepareSource(workspace, [definition]);
  const source = segmentSource(workspace);
  const person = source.columns.indexOf(asked.customerId);
  if (person < 0) return fault("customer-unknown");
  return ok(explainMembership(source, definition, person, readingOf(workspace, asked.language)));
}

function entryOf(source: SegmentSource, segment: StoredSegment, reading: Reading): SegmentEntry {
  const topics = topicsOfName(segment.name);
  return {
    ...segment,
    sentence: segmentSentence(segment.definition, reading),
    people: evaluateOver(source, segment.definition).people,
    ...(topics.length === 0 ? {} : { nameTells: topics }),
  };
}

async function save(workspace: Workspace, input: Input<"saveSegment">): Promise<Outcome<SegmentEntry>> {
  const { db } = workspace.vault;
  const { id: own, name, language = "ja" } = input;
  const before = own === undefined ? undefined : readSegment(db, own);
  if (own !== undefined && before === undefined) return fault("segment-unknown");
  const taken = db.first<{ id: number }>("SELECT id FROM segments WHERE name = ?", [name]);
  if (taken !== undefined && taken.id !== own) return fault("segment-name-taken", { name });
  const wrong = faultOfReferences(input.definition, readSegments(db), own);
  if (wrong !== undefined) return fault(wrong);
  await prepareSource(workspace, [input.definition]);
  const createdAt = before?.createdAt ?? workspace.now().toISOString();
  const definition = JSON.stringify(input.definition);
  const saved = await workspace.vault.change(["segments", "record"], (note) => {
    if (own === undefined)
      db.run("INSERT INTO segments (name, definition, created_at) VALUES (?, ?, ?)", [
        name,
        definition,
        createdAt,
      ]);
    else db.run("UPDATE segments SET name = ?, definition = ? WHERE id = ?", [name, definition, own]);
    const id = own ?? db.lastId();
    note({
      gate: "use",
      action: "save-segment",
      payload: { segment: id, groups: input.definition.groups.length },
    });
    return id;
  });
  if (!saved.ok) return saved;
  const segment = { id: saved.value, name, definition: input.definition, createdAt };
  return ok(entryOf(segmentSource(workspace), segment, readingOf(workspace, language)));
}
