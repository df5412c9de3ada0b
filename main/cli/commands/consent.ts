import { consentChannels, type UseAnswer } from "../../../workers/terms/consent.ts";
import { consentStates, purposeCodes, recipients } from "../../../workers/terms/purpose.ts";
import { command, misuse, refused, reply } from "../core/command.ts";
import { wholeNumber } from "../core/lookup.ts";
import { mapOutcome } from "../core/outcome.ts";
import { table } from "../core/print.ts";
import { vaultOption, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";
import { consentTable } from "./people.ts";

export const consentShow = command({
  name: "consent show",
  summary: {
    ja: "目的ごとの同意の数、または一人の同意の履歴を示します。",
    en: "Shows how many agree to each purpose, or what one customer has said.",
  },
  rest: { hint: "[CUSTOMER]", least: 0, most: 1 },
  options: vaultOption,
  run: async ({ io, words, given, rest }) => {
    const customerId = wholeNumber(rest[0]);
    if (rest[0] !== undefined && customerId === undefined)
      return misuse("bad-value", { name: "CUSTOMER", value: rest[0], expected: "1 …" });
    return withVault(io, given.vault, async (api) => {
      if (customerId !== undefined) {
        const view = await api.showCustomer({ customerId });
        const today = await api.mayUse({ customerId });
        if (!today.ok) return refused(today.error);
        const said = mapOutcome(view, ({ consents }) => ({ customerId, today: today.value, consents }));
        return reply(said, ({ consents }) => [
          ...todayTable(today.value, words),
          "",
          ...consentTable(consents, words),
        ]);
      }
      const summary = await api.consentSummary({});
      return reply(
        mapOutcome(summary, (purposes) => ({ purposes })),
        ({ purposes }) =>
          table(
            [
              words.say("purpose"),
              words.say("basis"),
              words.say("granted"),
              words.say("denied"),
              words.say("unknown"),
              words.say("permitted"),
            ],
            purposes.map((line) => [
              line.purpose,
              line.basis,
              words.number(line.granted),
              words.number(line.denied),
              words.number(line.unknown),
              words.number(line.permitted),
            ]),
          ),
      );
    });
  },
});

export const consentSet = command({
  name: "consent set",
  summary: {
    ja: "一人の顧客が言ったことを書き留めます。",
    en: "Writes down what one customer has said.",
  },
  rest: { hint: "CUSTOMER", least: 1, most: 1 },
  options: {
    ...vaultOption,
    purpose: { kind: "choice", choices: purposeCodes, required: true },
    state: { kind: "choice", choices: consentStates, required: true },
    recipient: { kind: "choice", choices: recipients },
    note: { kind: "text", hint: "TEXT" },
    channel: { kind: "choice", choices: consentChannels },
    country: { kind: "text", hint: "JP" },
    on: { kind: "text", hint: "YYYY-MM-DD" },
    wording: { kind: "text", hint: "TEXT" },
  },
  run: async ({ io, words, given, rest }) => {
    const customerId = wholeNumber(rest[0]);
    if (customerId === undefined)
      return misuse("bad-value", { name: "CUSTOMER", value: rest[0], expected: "1 …" });
    return withVault(io, given.vault, async (api) => {
      const said = {
        customerId,
        purpose: given.purpose,
        recipient: given.recipient ?? "self",
        state: given.state,
        note: given.note ?? "",
        channel: given.channel,
        country: given.country,
        heldFrom: given.on,
        wording: given.wording,
      } as const;
      const set = await api.setConsent(said);
      return reply(
        mapOutcome(set, () => said),
        () => [words.say("consent-set", { customer: customerId, purpose: said.purpose, state: said.state })],
      );
    });
  },
});

export const subjectRestrict = command({
  name: "subject restrict",
  summary: {
    ja: "一人の情報を、あらゆる使い道で使わないようにします。--liftで元に戻します。",
    en: "Freezes one person's data for every purpose; --lift ends that.",
  },
  rest: { hint: "CUSTOMER", least: 1, most: 1 },
  options: { ...vaultOption, lift: { kind: "flag" }, reason: { kind: "text", hint: "TEXT" } },
  run: async ({ io, words, given, rest }) => {
    const customerId = wholeNumber(rest[0]);
    if (customerId === undefined)
      return misuse("bad-value", { name: "CUSTOMER", value: rest[0], expected: "1 …" });
    return withVault(io, given.vault, async (api) => {
      const act = { customerId, restricted: !given.lift, reason: given.reason ?? "" };
      return reply(
        mapOutcome(await api.setRestriction(act), () => act),
        () => [words.say(given.lift ? "restriction-lifted" : "restricted", { customer: customerId })],
      );
    });
  },
});

function todayTable(answers: readonly UseAnswer[], words: Words): readonly string[] {
  return table(
    [words.say("purpose"), words.say("recipient"), words.say("permitted"), words.say("reason")],
    answers.map(({ purpose, recipient, allowed, reason }) => [
      purpose,
      recipient,
      words.say(allowed ? "yes" : "no"),
      words.label("words", `useReason.${reason}`),
    ]),
  );
}
