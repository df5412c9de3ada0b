import type { HoldoutResult } from "../../../workers/terms/holdout.ts";
import { command, misuse, reply } from "../core/command.ts";
import { wholeNumber } from "../core/lookup.ts";
import { vaultOption, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";

export const releaseLift = command({
  name: "release lift",
  summary: {
    ja: "対照群を残した書き出しの効果を、その後の注文から推定します。いつ、何度見ても正しい幅です。",
    en: "Tells what a release with a control did, from the orders since; right whenever and however often it is asked.",
  },
  rest: { hint: "RELEASE", least: 1, most: 1 },
  options: vaultOption,
  run: async ({ io, words, given, rest }) => {
    const releaseId = wholeNumber(rest[0]);
    if (releaseId === undefined)
      return misuse("bad-value", { name: "RELEASE", value: rest[0], expected: "1 …" });
    return withVault(io, given.vault, async (api) =>
      reply(await api.holdoutResult({ releaseId }), (result) => describeLift(result, words)),
    );
  },
});

function describeLift(result: HoldoutResult, words: Words): readonly string[] {
  const { entry, treated, control, ratio, extraOfHundred, verdict } = result;
  const two = (value: number | undefined): string => (value === undefined ? "–" : words.number(value, 2));
  const arm = ({ people, buyers }: HoldoutResult["control"]) => ({
    people: words.number(people),
    buyers: words.number(buyers),
  });
  const told =
    result.to === undefined
      ? [words.say("lift-no-orders", { from: result.from, seed: String(entry.seed) })]
      : [words.say("lift-days", { from: result.from, to: result.to, seed: String(entry.seed) })];
  const ranges = [
    words.say("lift-ratio", { estimate: two(ratio.estimate), low: two(ratio.low), high: two(ratio.high) }),
    words.say("lift-extra", {
      estimate: two(extraOfHundred.estimate),
      low: two(extraOfHundred.low),
      high: two(extraOfHundred.high),
    }),
  ];
  return [
    ...told,
    words.say("lift-treated", arm(treated)),
    words.say("lift-control", arm(control)),
    // Without an order there is nothing to say how much: a row of dashes is no range.
    ...(result.to === undefined ? [] : ranges),
    words.say(`lift-${verdict}`),
    ...(result.reachedElsewhere > 0
      ? [words.say("lift-elsewhere", { people: words.number(result.reachedElsewhere) })]
      : []),
  ];
}
