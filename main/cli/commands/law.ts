import { readFile } from "node:fs/promises";
import type { PolicyPreview, PolicyRuleView, PolicyState } from "../../../workers/terms/policy.ts";
import { command, misuse, reply } from "../core/command.ts";
import { table } from "../core/print.ts";
import { vaultOption, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";

/** What is written for "no pack". */
const NONE = "none";

export const policyApply = command({
  name: "policy apply",
  summary: {
    ja: "法令のパックを適用します（noneで、どれも適用しない）。--fileでパックのファイルを読み、--dry-runで影響だけを示します。",
    en: "Puts packs of rules in force (none takes all away); --file reads a pack's file, --dry-run only says what would change.",
  },
  rest: { hint: "PACK...", least: 0, most: 50 },
  options: { ...vaultOption, file: { kind: "many", hint: "FILE.json" }, "dry-run": { kind: "flag" } },
  run: async ({ io, words, given, rest }) => {
    if (rest.length + given.file.length === 0) return misuse("missing-argument", { name: `PACK...|${NONE}` });
    const files: string[] = [];
    for (const path of given.file) {
      const text = await readFile(path, "utf8").catch(() => undefined);
      if (text === undefined) return misuse("bad-json-file", { path });
      files.push(text);
    }
    const choice = { packs: rest.filter((id) => id !== NONE), files };
    return withVault(io, given.vault, async (api) =>
      given["dry-run"]
        ? reply(await api.previewPolicy(choice), (preview) => previewLines(preview, words))
        : reply(await api.applyPolicy(choice), (state) => packLines(state, words)),
    );
  },
});

/** The packs in force with each rule's article and sentence, then those there are besides. */
export function packLines({ packs }: PolicyState, words: Words): readonly string[] {
  const inForce = packs.filter((pack) => pack.inForce !== undefined);
  const others = packs.filter((pack) => pack.inForce === undefined);
  return [
    inForce.length === 0 ? words.say("law-none") : words.say("law-in-force"),
    ...inForce.flatMap(({ id, law, inForce: force, rules }) => [
      "",
      `${id} ${force?.version ?? ""}  ${law[words.language]}`,
      ...table(
        [words.say("law-article"), words.say("law-rule")],
        rules.map((rule) => [rule.article[words.language], ruleSentence(rule, words)]),
      ),
    ]),
    ...(others.length === 0
      ? []
      : ["", words.say("law-others"), ...others.map(({ id, law }) => `  ${id}  ${law[words.language]}`)]),
  ];
}

/** What a rule says: the program's sentence, or the one its file brought. */
export function ruleSentence({ id, says }: PolicyRuleView, words: Words): string {
  return says === undefined ? words.label("policy", id) : says[words.language];
}

function previewLines({ uses, releases, rules }: PolicyPreview, words: Words): readonly string[] {
  const moved = uses.filter(({ now, then }) => now !== then);
  return [
    moved.length === 0 ? words.say("law-changes-nothing") : words.say("law-changes"),
    ...(moved.length === 0
      ? []
      : table(
          [words.say("law-purpose"), words.say("law-recipient"), words.say("law-now"), words.say("law-then")],
          moved.map(({ purpose, recipient, within, now, then }) => [
            words.label("words", `purpose.${purpose}`),
            within ? words.say("law-within") : words.label("words", `recipient.${recipient}`),
            words.number(now),
            words.number(then),
          ]),
        )),
    words.say("law-releases", {
      total: words.number(releases.total),
      stopped: words.number(releases.stopped.length),
    }),
    ...rules.map(({ rule, people, releases: count }) =>
      words.say("law-bites", {
        article: rule.article[words.language],
        rule: ruleSentence(rule, words),
        people: words.number(people),
        releases: words.number(count),
      }),
    ),
  ];
}
