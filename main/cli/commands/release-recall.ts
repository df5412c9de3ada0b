import { resolve } from "node:path";
import type { RecallPreview, RecallOutcome } from "../../../workers/terms/rights.ts";
import { command, misuse, reply, type Reply } from "../core/command.ts";
import { wholeNumber } from "../core/lookup.ts";
import { table } from "../core/print.ts";
import { vaultOption, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";

export const releaseRecall = command({
  name: "release recall",
  summary: {
    ja: "人の情報を渡したすべての相手に、停止か消去を依頼する一覧と手紙を作ります。--outを省くと、だれに渡したかだけを示します。",
    en: "Makes the list and the letter that ask everybody who received these people to opt them out or delete them; without --out it only says who received them.",
  },
  options: {
    ...vaultOption,
    customer: { kind: "many", hint: "ID" },
    release: { kind: "text", hint: "ID" },
    wish: { kind: "choice", choices: ["opt_out", "delete"] },
    out: { kind: "text", hint: "DIR" },
  },
  run: async ({ io, words, given }): Promise<Reply> => {
    const customerIds = given.customer.flatMap((text) => wholeNumber(text) ?? []);
    const releaseId = given.release === undefined ? undefined : wholeNumber(given.release);
    if (given.release !== undefined && (releaseId === undefined || releaseId < 1))
      return misuse("bad-value", { name: "--release", value: given.release, expected: "1 …" });
    const nobody = customerIds.length === 0 && releaseId === undefined;
    if (nobody || customerIds.length < given.customer.length)
      return misuse("bad-value", { name: "--customer", value: given.customer.join(" "), expected: "1 …" });
    const wish = given.wish ?? "delete";
    const whom = {
      ...(customerIds.length > 0 && { customerIds }),
      ...(releaseId !== undefined && { releaseId }),
    };
    return withVault(io, given.vault, async (api) =>
      given.out === undefined
        ? reply(await api.recallPreview({ ...whom, wish }), (found) => describe(found, words))
        : reply(
            await api.recallRelease({
              ...whom,
              wish,
              folder: resolve(given.out),
              language: words.language,
            }),
            (done: RecallOutcome) => [
              words.label("rights", "cli.recalled", { recipients: done.targets.length, people: done.people }),
              ...describe(done, words),
              ...done.paths.map((path) => `  ${path}`),
            ],
          ),
    );
  },
});

function describe({ targets }: RecallPreview, words: Words): readonly string[] {
  if (targets.length === 0) return [words.label("rights", "cli.none")];
  return table(
    [
      words.say("recipient"),
      words.say("people"),
      words.label("rights", "cli.rows"),
      words.label("rights", "cli.unlisted"),
    ],
    targets.map(({ recipient, platform, people, rows, unlisted }) => [
      `${words.label("words", `recipient.${recipient}`)} (${words.label("words", `platform.${platform}`)})`,
      words.number(people),
      words.number(rows),
      words.number(unlisted),
    ]),
  );
}
