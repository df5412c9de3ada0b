import type { Outcome } from "../../../workers/base/fault.ts";
import { ok } from "../../../workers/base/result.ts";
import type { VaultApi } from "../../../workers/contract.ts";
import type { Language } from "../../../workers/terms/language.ts";
import { templateNames, type TemplateName } from "../../../workers/terms/segment-templates.ts";
import type {
  SegmentDefinition,
  SegmentEntry,
  SegmentPreview,
  SensitiveTopic,
} from "../../../workers/terms/segment.ts";
import { command, refused, reply } from "../core/command.ts";
import { definitionOptions, readDefinition } from "../core/definition.ts";
import { findSegment } from "../core/lookup.ts";
import { mapOutcome } from "../core/outcome.ts";
import { table } from "../core/print.ts";
import { vaultOption, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";

export const segmentCreate = command({
  name: "segment create",
  summary: {
    ja: "条件から対象者リストを作り、名前を付けます。--whereどうしは「かつ」、その中の|は「または」です。",
    en: "Makes a segment of conditions and names it: AND between --where, OR at each | inside.",
  },
  rest: { hint: "NAME", least: 1, most: 1 },
  options: {
    ...vaultOption,
    ...definitionOptions,
    template: { kind: "choice", choices: templateNames },
  },
  run: async ({ io, words, given, rest }) => {
    const typed = await readDefinition(given);
    if (!typed.ok) return { kind: "misuse", misuse: typed.error };
    return withVault(io, given.vault, async (api) => {
      const { language } = words;
      const template = await templateGroups(api, given.template, language);
      if (!template.ok) return refused(template.error);
      // What is asked besides narrows the template.
      const definition = { groups: [...template.value, ...typed.value.groups] };
      const saved = await api.saveSegment({ name: rest[0] ?? "", definition, language });
      return reply(saved, (segment) => [
        ...segmentTable([segment], words),
        ...(segment.nameTells === undefined
          ? []
          : [words.say("segment-name-tells", { topics: topicNames(segment.nameTells, words) })]),
      ]);
    });
  },
});

/** The conditions of a template as it stands in this vault; none where none is asked for. */
async function templateGroups(
  api: VaultApi,
  asked: TemplateName | undefined,
  language: Language,
): Promise<Outcome<SegmentDefinition["groups"]>> {
  if (asked === undefined) return ok([]);
  return mapOutcome(await api.segmentTemplates({ language }), (templates) => [
    ...(templates.find(({ name }) => name === asked)?.definition.groups ?? []),
  ]);
}

export const segmentList = command({
  name: "segment list",
  summary: { ja: "対象者リストを並べます。", en: "Lists the segments." },
  options: vaultOption,
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) =>
      reply(
        mapOutcome(await api.listSegments({ language: words.language }), (segments) => ({ segments })),
        ({ segments }) => segmentTable(segments, words),
      ),
    ),
});

export const segmentPreview = command({
  name: "segment preview",
  summary: {
    ja: "条件を一つ加えるごとに残る人数と、書き出せる人数を示します。",
    en: "Counts the people left after each condition, and those who may be released.",
  },
  options: { ...vaultOption, ...definitionOptions, segment: { kind: "text", hint: "NAME|ID" } },
  run: async ({ io, words, given }) => {
    const typed = await readDefinition(given);
    if (!typed.ok) return { kind: "misuse", misuse: typed.error };
    return withVault(io, given.vault, async (api) => {
      const saved =
        given.segment === undefined ? undefined : await findSegment(api, given.segment, words.language);
      if (saved?.ok === false) return refused(saved.error);
      const definition = saved?.value.definition ?? typed.value;
      return reply(await api.previewSegment({ definition, language: words.language }), (preview) =>
        describeSegment(preview, words),
      );
    });
  },
});

function topicNames(topics: readonly SensitiveTopic[], words: Words): string {
  return topics.map((topic) => words.label("words", `sensitiveTopic.${topic}`)).join(", ");
}

/** A segment's sentence, the people left after each condition, and those who may be released. */
export function describeSegment(preview: SegmentPreview, words: Words): readonly string[] {
  return [
    preview.sentence,
    ...preview.steps.map(({ group, remaining }) =>
      words.say("segment-step", { group: group + 1, people: words.number(remaining) }),
    ),
    words.say("segment-people", {
      people: words.number(preview.people),
      revenue: words.money(preview.revenue, preview.currency),
    }),
    words.say("segment-releasable", {
      people: words.number(preview.releasable),
      withheld: words.number(preview.withheld),
    }),
  ];
}

function segmentTable(segments: readonly SegmentEntry[], words: Words): readonly string[] {
  return table(
    ["id", words.say("name"), words.say("people"), words.say("conditions")],
    segments.map(({ id, name, people, sentence }) => [String(id), name, words.number(people), sentence]),
  );
}
