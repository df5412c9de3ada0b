import type { Outcome } from "../../../workers/base/fault.ts";
import { fault } from "../../../workers/base/fault.ts";
import { ok } from "../../../workers/base/result.ts";
import type { VaultApi } from "../../../workers/contract.ts";
import type { MembershipAnswer } from "../../../workers/terms/segment.ts";
import type { PriorityPlace, SegmentChanges, SegmentOverlap } from "../../../workers/terms/segment-sets.ts";
import { command, misuse, refused, reply } from "../core/command.ts";
import { definitionOptions, readDefinition } from "../core/definition.ts";
import { findSegment, wholeNumber } from "../core/lookup.ts";
import { mapOutcome } from "../core/outcome.ts";
import { table } from "../core/print.ts";
import { vaultOption, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";

export const segmentExplain = command({
  name: "segment explain",
  summary: {
    ja: "この顧客が対象者リストに入る理由、入らない理由を、条件ごとに示します。",
    en: "Says, condition by condition, why a customer is in a segment or not.",
  },
  rest: { hint: "CUSTOMER", least: 1, most: 1 },
  options: { ...vaultOption, ...definitionOptions, segment: { kind: "text", hint: "NAME|ID" } },
  run: async ({ io, words, given, rest }) => {
    const customerId = wholeNumber(rest[0]);
    if (customerId === undefined)
      return misuse("bad-value", { name: "CUSTOMER", value: rest[0], expected: "1 …" });
    const typed = await readDefinition(given);
    if (!typed.ok) return { kind: "misuse", misuse: typed.error };
    return withVault(io, given.vault, async (api) => {
      const { language } = words;
      const saved = given.segment === undefined ? undefined : await findSegment(api, given.segment, language);
      if (saved?.ok === false) return refused(saved.error);
      const definition = saved?.value.definition ?? typed.value;
      return reply(await api.explainMembership({ customerId, definition, language }), (answer) =>
        describeMembership(answer, words),
      );
    });
  },
});

export const segmentDelete = command({
  name: "segment delete",
  summary: { ja: "対象者リストを削除します。", en: "Deletes a segment." },
  rest: { hint: "NAME|ID", least: 1, most: 1 },
  options: vaultOption,
  run: ({ io, words, given, rest }) =>
    withVault(io, given.vault, async (api) => {
      const segment = await findSegment(api, rest[0] ?? "", words.language);
      if (!segment.ok) return refused(segment.error);
      const { id, name } = segment.value;
      return reply(
        mapOutcome(await api.deleteSegment({ segmentId: id }), () => ({ deleted: id })),
        () => [words.say("segment-deleted", { name })],
      );
    }),
});

export const segmentOverlap = command({
  name: "segment overlap",
  summary: {
    ja: "いくつかの対象者リストに重なって入る人を数えます。",
    en: "Counts the people that segments have in common.",
  },
  rest: { hint: "NAME|ID...", least: 2, most: 6 },
  options: vaultOption,
  run: ({ io, words, given, rest }) =>
    withVault(io, given.vault, async (api) => {
      const ids = await idsOf(api, rest, words);
      if (!ids.ok) return refused(ids.error);
      return reply(await api.overlapSegments({ segmentIds: ids.value }), (overlap) =>
        describeOverlap(overlap, words),
      );
    }),
});

export const segmentSnapshot = command({
  name: "segment snapshot",
  summary: {
    ja: "いま対象者リストに入っている人を控えておきます。",
    en: "Keeps who is in a segment now.",
  },
  rest: { hint: "NAME|ID", least: 1, most: 1 },
  options: vaultOption,
  run: ({ io, words, given, rest }) =>
    withVault(io, given.vault, async (api) => {
      const segment = await findSegment(api, rest[0] ?? "", words.language);
      if (!segment.ok) return refused(segment.error);
      return reply(await api.takeSnapshot({ segmentId: segment.value.id }), ({ id, people }) => [
        words.say("snapshot-taken", { id, people: words.number(people) }),
      ]);
    }),
});

export const segmentSnapshots = command({
  name: "segment snapshots",
  summary: { ja: "対象者リストの控えを並べます。", en: "Lists the snapshots of a segment." },
  rest: { hint: "NAME|ID", least: 1, most: 1 },
  options: vaultOption,
  run: ({ io, words, given, rest }) =>
    withVault(io, given.vault, async (api) => {
      const segment = await findSegment(api, rest[0] ?? "", words.language);
      if (!segment.ok) return refused(segment.error);
      return reply(
        mapOutcome(await api.listSnapshots({ segmentId: segment.value.id }), (snapshots) => ({ snapshots })),
        ({ snapshots }) =>
          table(
            ["id", words.say("time"), words.say("people")],
            snapshots.map(({ id, at, people }) => [String(id), at, words.number(people)]),
          ),
      );
    }),
});

export const segmentChanges = command({
  name: "segment changes",
  summary: {
    ja: "控えのあと、対象者リストに入った人と出た人を数えます。",
    en: "Counts who came into a segment and who left since a snapshot.",
  },
  rest: { hint: "SNAPSHOT", least: 1, most: 1 },
  options: vaultOption,
  run: async ({ io, words, given, rest }) => {
    const snapshotId = wholeNumber(rest[0]);
    if (snapshotId === undefined)
      return misuse("bad-value", { name: "SNAPSHOT", value: rest[0], expected: "1 …" });
    return withVault(io, given.vault, async (api) =>
      reply(await api.segmentChanges({ snapshotId }), (changes) => describeChanges(changes, words)),
    );
  },
});

export const segmentOrder = command({
  name: "segment order",
  summary: {
    ja: "優先順位を付けます。どの人も、先に当てはまる対象者リスト一つだけに数えます。",
    en: "Puts segments in an order: each person counts for the first that takes them.",
  },
  rest: { hint: "NAME", least: 1, most: 1 },
  options: { ...vaultOption, segment: { kind: "many", hint: "NAME|ID" } },
  run: ({ io, words, given, rest }) =>
    withVault(io, given.vault, async (api) => {
      const segmentIds = await idsOf(api, given.segment, words);
      if (!segmentIds.ok) return refused(segmentIds.error);
      const name = rest[0] ?? "";
      const lists = await api.listPriorities({});
      if (!lists.ok) return refused(lists.error);
      const known = lists.value.find((list) => list.name === name);
      const id = known === undefined ? {} : { id: known.id };
      return reply(await api.savePriority({ ...id, name, segmentIds: segmentIds.value }), ({ segments }) =>
        placesTable(segments, words),
      );
    }),
});

export const segmentOrders = command({
  name: "segment orders",
  summary: { ja: "優先順位を並べます。", en: "Lists the orders of segments." },
  options: vaultOption,
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) =>
      reply(
        mapOutcome(await api.listPriorities({}), (orders) => ({ orders })),
        ({ orders }) =>
          orders.flatMap(({ id, name, segments }) => [
            `${String(id)}  ${name}`,
            ...placesTable(segments, words),
          ]),
      ),
    ),
});

async function idsOf(api: VaultApi, asked: readonly string[], words: Words): Promise<Outcome<number[]>> {
  const segments = await api.listSegments({ language: words.language });
  if (!segments.ok) return segments;
  const ids: number[] = [];
  for (const text of asked) {
    const found =
      segments.value.find(({ name }) => name === text) ??
      segments.value.find(({ id }) => id === wholeNumber(text));
    if (found === undefined) return fault("segment-unknown", { name: text });
    ids.push(found.id);
  }
  return ok(ids);
}

function describeMembership({ inside, withheld, groups }: MembershipAnswer, words: Words): readonly string[] {
  const verdict = words.say(withheld ? "membership-withheld" : inside ? "membership-in" : "membership-out");
  const mark = (met: boolean): string => words.say(met ? "membership-met" : "membership-not-met");
  return [
    verdict,
    ...groups.flatMap(({ met, not, conditions }, index) => [
      words.say(not ? "membership-group-not" : "membership-group", { group: index + 1, met: mark(met) }),
      ...conditions.map((one) =>
        words.say("membership-condition", { met: mark(one.met), text: one.text, fact: one.fact }),
      ),
    ]),
  ];
}

function describeOverlap({ sets, parts }: SegmentOverlap, words: Words): readonly string[] {
  const nameOf = new Map(sets.map(({ segmentId, name }) => [segmentId, name]));
  return [
    ...table(
      [words.say("segment"), words.say("people")],
      sets.map(({ name, people }) => [name, words.number(people)]),
    ),
    "",
    ...table(
      [words.say("overlap-exactly"), words.say("people")],
      parts.map(({ segmentIds, people }) => [
        segmentIds.map((id) => nameOf.get(id) ?? "").join(" + "),
        words.number(people),
      ]),
    ),
  ];
}

function describeChanges(changes: SegmentChanges, words: Words): readonly string[] {
  const { snapshot, people, stayed, came, left, redefined } = changes;
  const count = (n: number): string => words.number(n);
  return [
    words.say("segment-changes", {
      at: snapshot.at,
      before: count(snapshot.people),
      people: count(people),
      stayed: count(stayed),
    }),
    words.say("segment-came", {
      people: count(came.total),
      newcomers: count(came.newcomers),
      nowFit: count(came.nowFit),
    }),
    words.say("segment-left", {
      people: count(left.total),
      gone: count(left.gone),
      withheld: count(left.withheld),
    }),
    ...left.byGroup.map((one) =>
      words.say("segment-left-by", { group: one.group + 1, people: count(one.people) }),
    ),
    ...(redefined ? [words.say("segment-redefined")] : []),
  ];
}

function placesTable(segments: readonly PriorityPlace[], words: Words): readonly string[] {
  return table(
    [words.say("segment"), words.say("people"), words.say("counted")],
    segments.map(({ name, people, counted }) => [name, words.number(people), words.number(counted)]),
  );
}
