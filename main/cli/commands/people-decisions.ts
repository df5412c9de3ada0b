import { command, misuse, reply } from "../core/command.ts";
import { wholeNumber } from "../core/lookup.ts";
import { mapOutcome } from "../core/outcome.ts";
import { table } from "../core/print.ts";
import { vaultOption, withVault } from "../core/session.ts";

export const peopleDecisions = command({
  name: "people decisions list",
  summary: {
    ja: "同じ人か別の人かの、これまでの判断を並べます。",
    en: "Lists what was decided of people who may be one, the latest first.",
  },
  options: { ...vaultOption, limit: { kind: "whole", hint: "N", least: 1, most: 500 } },
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) => {
      const page = await api.listDecisions({ offset: 0, limit: given.limit ?? 50 });
      const document = mapOutcome(page, ({ total, entries }) => ({ total, decisions: entries }));
      return reply(document, ({ decisions }) =>
        table(
          (["decision-id", "time", "decision", "decision-count", "decided-people", "undone"] as const).map(
            (key) => words.say(key),
          ),
          decisions.map((entry) => [
            String(entry.batch),
            entry.at,
            words.say(`decision-${entry.decision}`),
            words.number(entry.decisions),
            entry.people.map(({ id, name }) => `${name} (${String(id)})`).join(", "),
            entry.undoneAt ?? "",
          ]),
        ),
      );
    }),
});

export const peopleDecisionUndo = command({
  name: "people decisions undo",
  summary: {
    ja: "判断を一つ取り消します。注文、連絡先、同意は判断の前に戻ります。",
    en: "Takes a decision back: orders, contacts and consent are again as they were before it.",
  },
  rest: { hint: "DECISION", least: 1, most: 1 },
  options: vaultOption,
  run: async ({ io, words, given, rest }) => {
    const batch = wholeNumber(rest[0]);
    if (batch === undefined)
      return misuse("bad-value", { name: "DECISION", value: rest[0], expected: "1 …" });
    return withVault(io, given.vault, async (api) =>
      reply(await api.undoDecision({ batch }), ({ decisions }) => [
        words.say("decision-undone", { decisions: words.number(decisions) }),
      ]),
    );
  },
});
