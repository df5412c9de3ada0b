import { isAbsolute, resolve } from "node:path";
import * as v from "valibot";
import { quarantineReasons } from "../../../workers/terms/intake.ts";
import { repairRuleKinds, repairRuleSchema } from "../../../workers/terms/quarantine.ts";
import { command, misuse, reply } from "../core/command.ts";
import { mapOutcome } from "../core/outcome.ts";
import { table } from "../core/print.ts";
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

export const quarantineGroups = command({
  name: "quarantine groups",
  summary: {
    ja: "保留した行を、取り込み、理由、列ごとにまとめて数えます。",
    en: "Counts the rows that wait by import, reason and column.",
  },
  options: vaultOption,
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) =>
      reply(
        mapOutcome(await api.listQuarantineGroups({}), (groups) => ({ groups })),
        ({ groups }) =>
          table(
            (["import", "file", "finding", "column", "rows"] as const).map((key) => words.say(key)),
            groups.map(({ importId, name, reason, column, rows }) => [
              String(importId),
              name,
              reason,
              column ?? "",
              words.number(rows),
            ]),
          ),
      ),
    ),
});

export const quarantineMend = command({
  name: "quarantine mend",
  summary: {
    ja: "まとまりの全行を規則で直し、もう一度取り込みます。--dry-runでは数えるだけです。",
    en: "Repairs all rows of a group by a rule and sends them through the gate again; with --dry-run, counts only.",
  },
  options: {
    ...vaultOption,
    import: { kind: "whole", hint: "ID", least: 1, most: 2_147_483_647, required: true },
    reason: { kind: "choice", choices: quarantineReasons, required: true },
    column: { kind: "text", hint: "COLUMN" },
    rule: { kind: "choice", choices: repairRuleKinds, required: true },
    "in-column": { kind: "whole", hint: "N", least: 1, most: 1000 },
    find: { kind: "text", hint: "TEXT" },
    with: { kind: "text", hint: "TEXT" },
    "dry-run": { kind: "flag" },
  },
  run: ({ io, words, given }) => {
    const place = given["in-column"];
    const column = place === undefined ? {} : { column: place - 1 };
    const replacement = { find: given.find ?? "", with: given.with ?? "" };
    const rule = v.safeParse(
      repairRuleSchema,
      given.rule === "replace"
        ? { kind: given.rule, ...column, ...replacement }
        : given.rule === "fill"
          ? { kind: given.rule, ...column, value: given.with ?? "" }
          : { kind: given.rule },
    );
    if (!rule.success)
      return Promise.resolve(
        misuse("bad-value", { name: "--rule", value: given.rule, expected: "--in-column --find --with" }),
      );
    return withVault(io, given.vault, async (api) => {
      const { import: importId, reason, column: heading } = given;
      const group = { importId, reason, ...(heading === undefined ? {} : { column: heading }) };
      const mended = await api.mendGroup({ ...group, rule: rule.output, dryRun: given["dry-run"] });
      return reply(mended, ({ tried, changed, stored, examples }) => [
        words.say("group-mended", {
          tried: words.number(tried),
          changed: words.number(changed),
          stored: words.number(stored),
        }),
        ...examples.map(({ line, before, after }) => `${String(line)}: ${before} → ${after}`),
      ]);
    });
  },
});

export const quarantineReport = command({
  name: "quarantine report",
  summary: {
    ja: "一つの取り込みの保留した行の場所と理由を、元のファイルの担当者に渡すCSVに書きます。中身は書きません。",
    en: "Writes where an import's rows are at fault and why, as a CSV for whoever owns the source; nothing of their contents.",
  },
  options: {
    ...vaultOption,
    import: { kind: "whole", hint: "ID", least: 1, most: 2_147_483_647, required: true },
    out: { kind: "text", hint: "DIR", required: true },
  },
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) => {
      const folder = isAbsolute(given.out) ? given.out : resolve(given.out);
      const report = await api.reportQuarantine({ importId: given.import, folder, language: words.language });
      return reply(report, ({ rows, paths }) => [
        words.say("quarantine-reported", { rows: words.number(rows) }),
        ...paths,
      ]);
    }),
});
