import type { VaultApi } from "../../../workers/contract.ts";
import type { DuplicatePair } from "../../../workers/terms/identity.ts";
import { strengthOf } from "../analysis/describe-identity.ts";
import { command, misuse, refused, reply, type Reply } from "../core/command.ts";
import type { Io } from "../core/io.ts";
import { wholeNumber } from "../core/lookup.ts";
import { mapOutcome } from "../core/outcome.ts";
import { table } from "../core/print.ts";
import { vaultOption, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";

/** `people resolve`: looks for people who are in the vault twice, joins the sure ones where asked to, and lists the rest with reasons. */
export const peopleResolve = command({
  name: "people resolve",
  summary: {
    ja: "同じ人と見られる顧客を探し、理由とともに並べます。--mergeで確率の高い組をまとめます。",
    en: "Finds customers who may be one person, with reasons; --merge joins the pairs from a chance on.",
  },
  options: {
    ...vaultOption,
    rate: { kind: "text", hint: "SHARE" },
    merge: { kind: "text", hint: "CHANCE" },
    limit: { kind: "whole", hint: "N", least: 1, most: 500 },
  },
  run: async ({ io, words, given }) => {
    const rate = share(given.rate, 0);
    const atLeast = share(given.merge, 0.5);
    if (rate === null) return misuse("bad-value", { name: "--rate", value: given.rate, expected: "0 … 1" });
    if (atLeast === null)
      return misuse("bad-value", { name: "--merge", value: given.merge, expected: "0.5 … 1" });
    return withVault(io, given.vault, (api) =>
      resolve(api, { rate, atLeast, limit: given.limit ?? 20 }, io, words),
    );
  },
});

/** A number up to 1; undefined when not given, null when it is none. */
function share(text: string | undefined, least: number): number | undefined | null {
  if (text === undefined) return undefined;
  const value = /^\d(?:\.\d+)?$/.test(text) ? Number(text) : NaN;
  return value >= least && value <= 1 ? value : null;
}

interface Asked {
  readonly rate: number | undefined;
  readonly atLeast: number | undefined;
  readonly limit: number;
}

async function resolve(api: VaultApi, { rate, atLeast, limit }: Asked, io: Io, words: Words): Promise<Reply> {
  const { job } = io;
  const found = await api.findDuplicates({ job, ...(rate === undefined ? {} : { falseMergeRate: rate }) });
  if (!found.ok) return refused(found.error);
  const merged = atLeast === undefined ? undefined : await api.mergeDuplicates({ atLeast, job });
  if (merged?.ok === false) return refused(merged.error);
  const listed = await api.listDuplicatePairs({ offset: 0, limit });
  const document = mapOutcome(listed, (page) => ({
    ...found.value,
    ...(merged === undefined ? {} : { merged: merged.value }),
    waiting: page.total,
    pairs: page.pairs,
  }));
  return reply(document, (known) => [
    words.say("duplicates-found", {
      people: words.number(known.people),
      likely: words.number(known.likely),
      possible: words.number(known.possible),
      households: words.number(known.households),
    }),
    ...(merged === undefined
      ? []
      : [words.say("duplicates-merged", { pairs: words.number(merged.value.pairs) })]),
    ...known.pairs.flatMap((pair) => ["", ...pairLines(pair, words)]),
  ]);
}

function pairLines({ a, b, probability, evidence }: DuplicatePair, words: Words): readonly string[] {
  return [
    words.say("pair-heading", {
      a: a.name,
      idA: a.id,
      sourceA: a.source,
      ordersA: words.number(a.orders),
      b: b.name,
      idB: b.id,
      sourceB: b.source,
      ordersB: words.number(b.orders),
      percent: words.number(100 * probability, 1),
    }),
    ...evidence.map(
      (one) =>
        `  ${words.say("pair-evidence", {
          field: words.say(`identity-field-${one.field}`),
          agreement: words.say(`agreement-${one.agreement}`),
          says: words.say(strengthOf(one.weight)),
          a: one.a,
          b: one.b,
        })}`,
    ),
  ];
}

export const peopleMerge = command({
  name: "people merge",
  summary: {
    ja: "顧客を一人にまとめます。いつでも分けられます。",
    en: "Joins customers into one; it can be taken back.",
  },
  rest: { hint: "ID OTHER...", least: 2, most: 1000 },
  options: vaultOption,
  run: ({ io, words, given, rest }) =>
    onPeople(rest, io, given.vault, async (api, customerId, others) =>
      reply(
        mapOutcome(await api.mergeCustomers({ customerId, others }), () => ({ customerId, others })),
        () => [words.say("people-merged", { id: customerId, others: others.join(", ") })],
      ),
    ),
});

export const peopleSplit = command({
  name: "people split",
  summary: {
    ja: "まとめた顧客を分けます。番号一つなら、まとめられた人を並べます。",
    en: "Takes customers out of the one they were joined into; of one number, lists who was.",
  },
  rest: { hint: "ID [MEMBER...]", least: 1, most: 1000 },
  options: vaultOption,
  run: ({ io, words, given, rest }) =>
    onPeople(rest, io, given.vault, async (api, customerId, members) => {
      if (members.length > 0)
        return reply(
          mapOutcome(await api.unmergeCustomers({ customerId, members }), () => ({ customerId, members })),
          () => [words.say("people-split", { id: customerId, members: members.join(", ") })],
        );
      const listed = mapOutcome(await api.listMerged({ customerId }), (merged) => ({ customerId, merged }));
      return reply(listed, ({ merged }) => [
        words.say("merged-into", { id: customerId, count: words.number(merged.length) }),
        ...table(
          ["id", words.say("name"), words.say("source"), words.say("joined-at")],
          merged.map(({ id, name, source, at }) => [String(id), name, source, at]),
        ),
      ]);
    }),
});

export const peopleKeepApart = command({
  name: "people keep-apart",
  summary: { ja: "二人は別の人だと覚えます。", en: "Remembers that two customers are two people." },
  rest: { hint: "ID ID", least: 2, most: 2 },
  options: vaultOption,
  run: ({ io, words, given, rest }) =>
    onPeople(rest, io, given.vault, async (api, a, [b = a]) =>
      reply(
        mapOutcome(await api.decidePair({ a, b, decision: "apart" }), () => ({ a, b })),
        () => [words.say("people-kept-apart", { a, b })],
      ),
    ),
});

async function onPeople(
  rest: readonly string[],
  io: Io,
  vault: string,
  work: (api: VaultApi, first: number, others: number[]) => Promise<Reply>,
): Promise<Reply> {
  const numbers = rest.map(wholeNumber);
  const wrong = numbers.indexOf(undefined);
  if (wrong >= 0) return misuse("bad-value", { name: "ID", value: rest[wrong], expected: "1 …" });
  const [first = 0, ...others] = numbers.filter((number) => number !== undefined);
  return withVault(io, vault, (api) => work(api, first, others));
}
