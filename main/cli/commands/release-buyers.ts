import type { BuyersLine, BuyersProfile } from "../../../workers/terms/buyers-profile.ts";
import type { LikelyRange } from "../../../workers/terms/decision.ts";
import { defaultK } from "../../../workers/terms/release.ts";
import { command, misuse, reply } from "../core/command.ts";
import { wholeNumber } from "../core/lookup.ts";
import { table } from "../core/print.ts";
import { vaultOption, withVault } from "../core/session.ts";
import { valueNames } from "../core/value-name.ts";
import type { Facts, Words } from "../core/words.ts";

export const releaseBuyers = command({
  name: "release buyers",
  summary: {
    ja: "対照群を残した書き出しで、よく買った群の、買った人と買わなかった人の違いを示します。",
    en: "Tells who bought in the better arm of a release with a control, against who of it did not.",
  },
  rest: { hint: "RELEASE", least: 1, most: 1 },
  options: { ...vaultOption, k: { kind: "whole", hint: "N", least: defaultK, most: 1000 } },
  run: async ({ io, words, given, rest }) => {
    const releaseId = wholeNumber(rest[0]);
    if (releaseId === undefined)
      return misuse("bad-value", { name: "RELEASE", value: rest[0], expected: "1 …" });
    return withVault(io, given.vault, async (api) =>
      reply(
        await api.buyersProfile({ releaseId, ...(given.k === undefined ? {} : { k: given.k }) }),
        (profile) => describeBuyers(profile, words),
      ),
    );
  },
});

function describeBuyers(profile: BuyersProfile, words: Words): readonly string[] {
  const { verdict, buyers, others, traits, tooFew, k, comparisons } = profile;
  const say = (key: string, facts: Facts = {}): string => words.label("release", `buyers.${key}`, facts);
  const traitName = ({ trait, segment }: BuyersProfile["tooFew"][number]): string =>
    say(`trait.${trait}`, { name: segment });
  const lines = traits.flatMap((trait) =>
    trait.lines.map((line) => ({
      line,
      trait: traitName(trait),
      value: valueNames(trait.trait, line.values, words, "buyers."),
    })),
  );
  const certain = lines.filter(({ line }) => line.verdict !== "open");
  return [
    say(`who.${verdict}`, { buyers: words.number(buyers), others: words.number(others) }),
    ...(lines.length === 0 ? [say("nobody", { k: words.number(k) })] : []),
    ...certain.map(({ line, trait, value }) => sentence(line, { trait, value }, words)),
    ...(lines.length > 0 && certain.length === 0 ? [say("nothing")] : []),
    ...(lines.length === 0 ? [] : buyersTable(lines, words)),
    ...(tooFew.length === 0
      ? []
      : [say("tooFew", { k: words.number(k), traits: tooFew.map(traitName).join(", ") })]),
    ...(lines.length === 0 ? [] : [say("together", { comparisons: words.number(comparisons) })]),
  ];
}

function sentence({ verdict, difference, ...line }: BuyersLine, facts: Facts, words: Words): string {
  const { value, low, high } = difference;
  const ends = verdict === "fewer" ? [-high, -low] : [low, high];
  const said = (of: number): string => words.number(of, 1);
  return words.label("release", `buyers.line.${verdict}`, {
    ...facts,
    ofBuyers: said(line.ofBuyers.value),
    ofOthers: said(line.ofOthers.value),
    difference: said(Math.abs(value)),
    low: said(ends[0]!),
    high: said(ends[1]!),
  });
}

function buyersTable(
  lines: readonly { readonly line: BuyersLine; readonly trait: string; readonly value: string }[],
  words: Words,
): readonly string[] {
  const range = ({ value, low, high }: LikelyRange): string =>
    `${words.number(value, 1)} (${words.number(low, 1)} … ${words.number(high, 1)})`;
  return table(
    [
      words.say("buyers-trait"),
      words.say("buyers-bought"),
      words.say("buyers-not"),
      words.say("buyers-of-bought"),
      words.say("buyers-of-not"),
      words.say("buyers-difference"),
      words.say("buyers-rate"),
      words.say("buyers-other-arm"),
    ],
    lines.map(({ line, trait, value }) => [
      `${trait}: ${value}`,
      words.number(line.buyers),
      words.number(line.others),
      words.number(line.ofBuyers.value, 1),
      words.number(line.ofOthers.value, 1),
      range(line.difference),
      words.number(line.bought.value, 1),
      line.ofOtherArm === undefined ? "–" : words.number(line.ofOtherArm.value, 1),
    ]),
  );
}
