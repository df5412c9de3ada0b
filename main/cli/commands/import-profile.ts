import { basename } from "node:path";
import type { VaultApi } from "../../../workers/contract.ts";
import type { FilePreview } from "../../../workers/terms/intake.ts";
import type { TableProfile } from "../../../workers/terms/profile.ts";
import { command, done, refused, reply, type Reply } from "../core/command.ts";
import { openDiskFile } from "../core/disk-file.ts";
import type { Io } from "../core/io.ts";
import { mapOutcome } from "../core/outcome.ts";
import { table } from "../core/print.ts";
import { vaultOption, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";

export const importProfile = command({
  name: "import profile",
  summary: {
    ja: "ファイルの列を全行数え、どう保存されるかを示します。何も入れません。",
    en: "Counts every row of a file and says what would become of each column; stores nothing.",
  },
  rest: { hint: "FILE", least: 1, most: 1 },
  options: { ...vaultOption, part: { kind: "text", hint: "SHEET" } },
  run: ({ io, words, given, rest }) =>
    withVault(io, given.vault, (api) => profileOne(api, rest[0] ?? "", given.part, io, words)),
});

async function profileOne(
  api: VaultApi,
  path: string,
  part: string | undefined,
  io: Io,
  words: Words,
): Promise<Reply> {
  const name = basename(path);
  const opened = await openDiskFile(path);
  if (!opened.ok) return refused(opened.error);
  const { file, close } = opened.value;
  try {
    const preview = await api.previewFile({ file, name, reading: part === undefined ? {} : { part } });
    if (!preview.ok) return refused(preview.error);
    const profile = await api.profileFile({ file, name, plan: preview.value.plan, job: io.job });
    return profile.ok
      ? done({ name, ...headOf(preview.value), ...profile.value }, linesOf(profile.value, words))
      : refused(profile.error);
  } finally {
    await close();
  }
}

function headOf({ preset, mapping, container, notes }: FilePreview): object {
  return { preset, mapping, container, notes };
}

function linesOf(profile: TableProfile, words: Words): readonly string[] {
  const { columns, repairs, sums } = profile;
  const heading = (index: number | undefined): string =>
    index === undefined ? "" : columns[index]?.heading || `#${String(index + 1)}`;
  return [
    words.say("profile-rows", {
      rows: words.number(profile.rows),
      unreadable: words.number(profile.unreadable),
    }),
    ...table(
      (["column", "looks-like", "fate", "blank", "distinct"] as const).map((key) => words.say(key)),
      columns.map((column, index) => [
        heading(index),
        words.label("words", `look.${column.look}`),
        words.label("words", `fate.${column.fate}`),
        words.number(column.blanks),
        `${column.distinctExact ? "" : "~"}${words.number(column.distinct)}`,
      ]),
    ),
    ...table(
      (["column", "finding", "rows", "examples"] as const).map((key) => words.say(key)),
      repairs.map((repair) => [
        heading(repair.column),
        words.label("words", `repair.${repair.kind}`),
        words.number(repair.rows),
        repair.examples
          .slice(0, 3)
          .map(
            ({ line, original, repaired }) =>
              `${String(line)}: ${original}${repaired === undefined ? "" : ` → ${repaired}`}`,
          )
          .join("; "),
      ]),
    ),
    ...(sums === undefined
      ? []
      : [
          words.say("sums-checked", {
            orders: words.number(sums.orders),
            agreeing: words.number(sums.agreeing),
          }),
        ]),
  ];
}

export const importMappings = command({
  name: "import mappings",
  summary: {
    ja: "覚えている列の対応付けを並べます。",
    en: "Lists the meanings of columns that are remembered.",
  },
  options: vaultOption,
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) =>
      reply(
        mapOutcome(await api.listMappings({}), (mappings) => ({ mappings })),
        ({ mappings }) =>
          table(
            [words.say("mapping-id"), words.say("name"), words.say("headings")],
            mappings.map(({ id, name, columns }) => [
              id,
              name,
              columns.map(({ heading }) => heading).join(", "),
            ]),
          ),
      ),
    ),
});

export const importForget = command({
  name: "import forget",
  summary: {
    ja: "覚えている列の対応付けを一つ消します。",
    en: "Forgets the meanings of columns of one kind of file.",
  },
  rest: { hint: "MAPPING", least: 1, most: 1 },
  options: vaultOption,
  run: ({ io, words, given, rest }) =>
    withVault(io, given.vault, async (api) =>
      reply(await api.deleteMapping({ mappingId: rest[0] ?? "" }), () => [words.say("mapping-forgotten")]),
    ),
});
