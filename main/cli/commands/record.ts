import { gates } from "../../../workers/terms/record.ts";
import { askerOf, reasonOf } from "../../../workers/terms/record-reasons.ts";
import { command, done, refused, reply } from "../core/command.ts";
import { table } from "../core/print.ts";
import { vaultOption, withVault } from "../core/session.ts";

export const recordList = command({
  name: "record list",
  summary: {
    ja: "四つの門で行われたことを、理由と求めた人とともに並べます。",
    en: "Lists what was done at the gates, with why and who asked; of a gate, a person (--person), a period.",
  },
  options: {
    ...vaultOption,
    gate: { kind: "choice", choices: gates },
    person: { kind: "whole", hint: "ID", least: 1, most: 2_147_483_647 },
    from: { kind: "text", hint: "YYYY-MM-DD" },
    to: { kind: "text", hint: "YYYY-MM-DD" },
    limit: { kind: "whole", hint: "N", least: 1, most: 500 },
    offset: { kind: "whole", hint: "N", least: 0, most: 2_147_483_647 },
  },
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) => {
      const page = { offset: given.offset ?? 0, limit: given.limit ?? 100 };
      const listed = await api.listRecord({
        ...page,
        ...(given.gate === undefined ? {} : { gate: given.gate }),
        ...(given.person === undefined ? {} : { customerId: given.person }),
        ...(given.from === undefined ? {} : { from: given.from }),
        ...(given.to === undefined ? {} : { to: given.to }),
      });
      return reply(listed, ({ lines }) =>
        table(
          [
            "#",
            words.say("time"),
            words.say("gate"),
            words.say("action"),
            words.say("why"),
            words.say("who"),
            words.say("facts"),
          ],
          lines.map((line) => [
            String(line.seq),
            line.at,
            line.gate,
            line.action,
            words.label("words", `recordWhy.${reasonOf(line)}`),
            words.label("words", `recordWho.${askerOf(line)}`),
            Object.entries(line.payload)
              .map(([name, value]) => `${name}=${String(value)}`)
              .join(" "),
          ]),
        ),
      );
    }),
});

export const recordVerify = command({
  name: "record verify",
  summary: {
    ja: "記録のつながりを初めから確かめます。",
    en: "Checks the chain of the record from its start.",
  },
  options: vaultOption,
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) => {
      const verified = await api.verifyRecord({ job: io.job });
      if (!verified.ok) return refused(verified.error);
      if (verified.value.intact)
        return done(verified.value, [
          words.say("record-intact", { count: words.number(verified.value.lines) }),
        ]);
      return { kind: "refused", fault: { code: "record-broken" }, json: { ...verified.value } };
    }),
});
