import type { HandoutRecipient } from "../../../workers/terms/handouts.ts";
import { command, misuse, reply } from "../core/command.ts";
import { wholeNumber } from "../core/lookup.ts";
import { mapOutcome } from "../core/outcome.ts";
import { table } from "../core/print.ts";
import { vaultOption, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";

/** People listed where nobody says how many. */
const LISTED = 200;

export const releaseBesides = command({
  name: "release besides",
  summary: {
    ja: "書き出しのほかに外へ出したファイル（本人への開示、取り消しの依頼、予定表、証明書、文書）を並べます。",
    en: "Lists files that left and are no release: packs for a person, recalls, calendars, certificates, documents.",
  },
  options: vaultOption,
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) =>
      reply(
        mapOutcome(await api.listHandouts({}), (handouts) => ({ handouts })),
        ({ handouts }) =>
          table(
            [
              "id",
              words.say("time"),
              words.say("kind"),
              words.say("recipient"),
              words.say("people"),
              words.say("files"),
            ],
            handouts.map(({ id, at, kind, recipients, people, files, folder }) => [
              String(id),
              at,
              words.label("words", `action.${kind}`),
              recipients.map((one) => recipientName(one, words)).join(", "),
              words.number(people),
              [folder, ...files].join(" "),
            ]),
          ),
      ),
    ),
});

export const releasePeople = command({
  name: "release people",
  summary: {
    ja: "書き出したファイルにだれが入っていたかを、金庫の中で示します。",
    en: "Says, inside the vault, who exactly was in a release, or with --besides in other files.",
  },
  rest: { hint: "ID", least: 1, most: 1 },
  options: { ...vaultOption, besides: { kind: "flag" }, limit: { kind: "text", hint: "N" } },
  run: async ({ io, words, given, rest }) => {
    const id = wholeNumber(rest[0] ?? "");
    const limit = given.limit === undefined ? LISTED : wholeNumber(given.limit);
    if (id === undefined || id < 1)
      return misuse("bad-value", { name: "ID", value: rest[0] ?? "", expected: "1 …" });
    if (limit === undefined || limit < 1)
      return misuse("bad-value", { name: "--limit", value: given.limit ?? "", expected: "1 …" });
    const kind = given.besides ? "handout" : "release";
    return withVault(io, given.vault, async (api) =>
      reply(await api.listPeopleInFiles({ kind, id, offset: 0, limit }), ({ total, gone, rows }) => [
        words.say("people-in-files", { total: words.number(total), gone: words.number(gone) }),
        ...rows.map((row) => `${String(row.id)}  ${row.name}`),
      ]),
    );
  },
});

function recipientName(one: HandoutRecipient, words: Words): string {
  return one === "person" ? words.say("the-person") : words.label("words", `recipient.${one}`);
}
