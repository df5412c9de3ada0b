import { consentChannels, type ConsentAsOf, type ConsentChanges } from "../../../workers/terms/consent.ts";
import { purposeCodes, recipients } from "../../../workers/terms/purpose.ts";
import { command, misuse, reply } from "../core/command.ts";
import { table } from "../core/print.ts";
import { vaultOption, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";
import { ruleSentence } from "./law.ts";

/** People named at most by one call of `consent as-of --people`. */
const MOST_PEOPLE = 500;

export const consentAsOf = command({
  name: "consent as-of",
  summary: {
    ja: "ある日に、誰の情報を何のために、どの文言の同意で使えたかを示します。--knownで、その日までに分かっていたことに限ります。",
    en: "Says who could be used for what on a day, and under which text; --known keeps to what was known by then.",
  },
  rest: { hint: "YYYY-MM-DD", least: 1, most: 1 },
  options: {
    ...vaultOption,
    known: { kind: "text", hint: "YYYY-MM-DD" },
    purpose: { kind: "choice", choices: purposeCodes },
    recipient: { kind: "choice", choices: recipients },
    channel: { kind: "choice", choices: consentChannels },
    country: { kind: "text", hint: "JP" },
    people: { kind: "flag" },
  },
  run: async ({ io, words, given, rest }) => {
    const { purpose, recipient, channel, country, known } = given;
    if (given.people && purpose === undefined) return misuse("missing-option", { name: "--purpose" });
    const asked = { held: rest[0], known, recipient, channel, country };
    return withVault(io, given.vault, async (api) => {
      if (given.people && purpose !== undefined) {
        const page = { offset: 0, limit: MOST_PEOPLE, permitted: true, purpose };
        return reply(await api.consentAsOfPeople({ ...asked, ...page }), ({ people, total }) => [
          words.say("as-of-people", { shown: words.number(people.length), total: words.number(total) }),
          ...table(
            ["id", words.say("name"), words.say("state"), words.say("held-from"), words.say("wording")],
            people.map((one) => [
              String(one.customerId),
              one.name,
              one.state,
              one.heldFrom ?? "",
              one.wording === undefined ? "" : String(one.wording.version),
            ]),
          ),
        ]);
      }
      return reply(await api.consentAsOf({ ...asked, purpose }), (answer) => asOfLines(answer, words));
    });
  },
});

export const consentChanges = command({
  name: "consent changes",
  summary: {
    ja: "前回の書き出し（または指定した日）から、同意がどう変わったかを示します。",
    en: "Says how consent has changed since the last release, or since a day.",
  },
  options: {
    ...vaultOption,
    release: { kind: "whole", hint: "ID", least: 1, most: 2 ** 31 },
    since: { kind: "text", hint: "YYYY-MM-DD" },
  },
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) =>
      reply(await api.consentChanges({ releaseId: given.release, since: given.since }), (found) =>
        changeLines(found, words),
      ),
    ),
});

function asOfLines({ held, known, people, packs, lines }: ConsentAsOf, words: Words): readonly string[] {
  return [
    words.say("consent-as-of", { held, known, people: words.number(people) }),
    packs.length === 0
      ? words.say("as-of-no-packs")
      : words.say("as-of-packs", {
          packs: packs.map(({ law, version }) => `${law[words.language]} (${version})`).join(", "),
        }),
    ...table(
      [
        words.say("purpose"),
        words.say("recipient"),
        words.say("channel"),
        words.say("basis"),
        words.say("granted"),
        words.say("denied"),
        words.say("unknown"),
        words.say("permitted"),
      ],
      lines.map((line) => [
        line.purpose,
        line.recipient,
        line.channel ?? "",
        line.basis,
        words.number(line.granted),
        words.number(line.denied),
        words.number(line.unknown),
        words.number(line.permitted),
      ]),
    ),
    ...lines.flatMap(({ purpose, recipient, stopped, rules }) =>
      rules.map((rule) =>
        words.say("as-of-stopped", {
          ...{ purpose, recipient, people: words.number(stopped), article: rule.article[words.language] },
          rule: ruleSentence(rule, words),
        }),
      ),
    ),
    ...lines.flatMap((line) =>
      line.wordings.map(({ version, hash, text, people: under }) =>
        words.say("as-of-wording", {
          purpose: line.purpose,
          people: words.number(under),
          version,
          hash: hash.slice(0, 12),
          text,
        }),
      ),
    ),
  ];
}

function changeLines(
  { since, release, statements, changes }: ConsentChanges,
  words: Words,
): readonly string[] {
  return [
    words.say("changes-since", { since, statements: words.number(statements) }),
    ...(release === undefined
      ? []
      : [
          words.say("changes-release", {
            release: release.id,
            people: words.number(release.people),
            noLonger: words.number(release.noLonger),
          }),
        ]),
    ...table(
      [
        words.say("purpose"),
        words.say("recipient"),
        words.say("gained"),
        words.say("withdrawn"),
        words.say("lapsed"),
        words.say("refused"),
      ],
      changes.map((line) => [
        line.purpose,
        line.recipient,
        words.number(line.gained),
        words.number(line.withdrawn),
        words.number(line.lapsed),
        words.number(line.refused),
      ]),
    ),
  ];
}
