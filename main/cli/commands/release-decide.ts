import { purposeCodes, recipients } from "../../../workers/terms/purpose.ts";
import type { ReleaseDecision } from "../../../workers/terms/decision.ts";
import { command, misuse, refused, reply } from "../core/command.ts";
import { describeDecision } from "../core/describe-decision.ts";
import { findSegment } from "../core/lookup.ts";
import { destinationOf, platformNames } from "../core/platform.ts";
import { sendingOf, sendingOptions } from "../core/sending-options.ts";
import { vaultOption, withVault } from "../core/session.ts";
import { inMinorUnits, minorUnit, numbersOf, worthOptions } from "../core/worth-options.ts";

export const releaseDecide = command({
  name: "release decide",
  summary: {
    ja: "書き出す前の判断材料です。見込まれる損益の幅、損益分岐、接触回数、選び方の公平さ、送る前の2つの問い。",
    en: "What to decide on before a release: likely gain, break-even, how often people were contacted, fairness, two questions.",
  },
  options: {
    ...vaultOption,
    segment: { kind: "text", hint: "NAME|ID", required: true },
    to: { kind: "text", hint: platformNames.join("|"), required: true },
    purpose: { kind: "choice", choices: purposeCodes },
    recipient: { kind: "choice", choices: recipients },
    holdout: { kind: "whole", hint: "PERCENT", least: 1, most: 50 },
    ...worthOptions,
    ...sendingOptions,
  },
  run: async ({ io, words, given }) => {
    const destination = destinationOf(given.to);
    if (destination === undefined)
      return misuse("bad-value", { name: "--to", value: given.to, expected: platformNames.join(", ") });
    const sending = sendingOf(given);
    if (!sending.ok) return { kind: "misuse", misuse: sending.error };
    const numbers = numbersOf(given);
    if (!numbers.ok) return { kind: "misuse", misuse: numbers.error };
    return withVault(io, given.vault, async (api) => {
      const segment = await findSegment(api, given.segment, words.language);
      if (!segment.ok) return refused(segment.error);
      const request = {
        language: words.language,
        segmentId: segment.value.id,
        purpose: given.purpose ?? destination.purpose,
        recipient: given.recipient ?? destination.recipient,
        platform: destination.platform,
        ...(given.holdout === undefined ? {} : { holdout: { share: given.holdout / 100 } }),
        ...sending.value,
      };
      const minor = await minorUnit(api);
      const worth = numbers.value && inMinorUnits(numbers.value, minor);
      const decided = await api.decideRelease({ request, ...(worth && { worth }) });
      return reply(decided, (decision: ReleaseDecision) => describeDecision(decision, words));
    });
  },
});
