import { command, reply } from "../core/command.ts";
import { vaultOption, withVault } from "../core/session.ts";

const SHOWN = 120;

export const quarantineList = command({
  name: "quarantine list",
  summary: {
    ja: "取り込めずに保留した行を、行番号、理由、元の文字とともに並べます。",
    en: "Lists the rows an import could not store, with line, reason and raw text.",
  },
  options: {
    ...vaultOption,
    import: { kind: "whole", hint: "ID", least: 1, most: 2_147_483_647 },
    limit: { kind: "whole", hint: "N", least: 1, most: 500 },
    offset: { kind: "whole", hint: "N", least: 0, most: 2_147_483_647 },
  },
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) => {
      const page = { offset: given.offset ?? 0, limit: given.limit ?? 100 };
      const importId = given.import === undefined ? {} : { importId: given.import };
      return reply(await api.listQuarantine({ ...page, ...importId }), ({ total, rows }) => [
        words.say("quarantined-rows", { count: words.number(total) }),
        ...rows.flatMap(({ id, importId, line, column, reason, raw }) => [
          `${String(id)} (${words.say("import")} ${String(importId)})  ${words.label("quarantine", reason, { line, column })}`,
          `    ${raw.length > SHOWN ? `${raw.slice(0, SHOWN)}…` : raw}`,
        ]),
      ]);
    }),
});
