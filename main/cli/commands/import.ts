import { basename } from "node:path";
import type { Fault } from "../../../workers/base/fault.ts";
import type { VaultApi } from "../../../workers/contract.ts";
import { encodings, type Encoding, type ImportOutcome } from "../../../workers/terms/intake.ts";
import { presetById, presets } from "../../../workers/gates/intake/profile/presets/index.ts";
import type { Preset } from "../../../workers/gates/intake/profile/presets/preset.ts";
import { command, done, misuse, reply, type Reply } from "../core/command.ts";
import { openDiskFile } from "../core/disk-file.ts";
import type { Io } from "../core/io.ts";
import { planWith, readMap, withPreset, type ColumnMap } from "../core/column-map.ts";
import { wholeNumber } from "../core/lookup.ts";
import { mapOutcome } from "../core/outcome.ts";
import { table } from "../core/print.ts";
import { vaultOption, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";

/** One file of `import`: what became of it, or why nothing did. */
type FileReport =
  ImportOutcome | { readonly name: string; readonly error: Fault & { readonly message: string } };

const summaryColumns = [
  "import",
  "file",
  "read",
  "stored",
  "quarantined",
  "repeated",
  "new-customers",
  "new-orders",
] as const;

interface Wanted {
  readonly preset: Preset | undefined;
  readonly map: ColumnMap;
  readonly encoding: Encoding | undefined;
  readonly dryRun: boolean;
}

export const importFiles = command({
  name: "import",
  summary: {
    ja: "CSVファイルを取り込みます。--dry-runでは数えるだけで何も入れません。",
    en: "Imports CSV files; with --dry-run, counts and stores nothing.",
  },
  rest: { hint: "FILE...", least: 1, most: 1000 },
  options: {
    ...vaultOption,
    as: { kind: "choice", choices: ["auto", ...presets.map(({ id }) => id)] },
    map: { kind: "text", hint: "FILE.json" },
    encoding: { kind: "choice", choices: ["auto", ...encodings] },
    "dry-run": { kind: "flag" },
  },
  run: async ({ io, words, given, rest }) => {
    const map = await readMap(given.map);
    if (!map.ok) return { kind: "misuse", misuse: map.error };
    const wanted: Wanted = {
      preset: presetById(given.as),
      map: map.value,
      encoding: encodings.find((encoding) => encoding === given.encoding),
      dryRun: given["dry-run"],
    };
    return withVault(io, given.vault, async (api) => {
      const files: FileReport[] = [];
      for (const path of rest) files.push(await importOne(api, path, wanted, io, words));
      return summary(files, words);
    });
  },
});

async function importOne(
  api: VaultApi,
  path: string,
  wanted: Wanted,
  io: Io,
  words: Words,
): Promise<FileReport> {
  const name = basename(path);
  const failed = (error: Fault): FileReport => ({ name, error: { ...error, message: words.fault(error) } });
  const opened = await openDiskFile(path);
  if (!opened.ok) return failed(opened.error);
  const { file, close } = opened.value;
  try {
    const reading = {
      ...wanted.map.reading,
      ...(wanted.encoding === undefined ? {} : { encoding: wanted.encoding }),
    };
    const preview = await api.previewFile({ file, name, reading });
    if (!preview.ok) return failed(preview.error);
    const guessed = wanted.preset === undefined ? preview.value : withPreset(preview.value, wanted.preset);
    const plan = planWith(guessed, wanted.map);
    if (!plan.ok) {
      const columns = guessed.columns.map(({ heading }) => heading).join(", ");
      const message = words.say("unknown-column", { name: "--map", column: plan.error, columns });
      return { name, error: { code: "mapping-incomplete", message } };
    }
    const outcome = await api.importFile({
      file,
      name,
      plan: plan.value,
      dryRun: wanted.dryRun,
      job: io.job,
    });
    return outcome.ok ? outcome.value : failed(outcome.error);
  } finally {
    await close();
  }
}

function summary(files: readonly FileReport[], words: Words): Reply {
  const stored = files.flatMap((file) => ("error" in file ? [] : [file]));
  const failed = files.flatMap((file) => ("error" in file ? [file] : []));
  const lines = [
    ...table(
      summaryColumns.map((key) => words.say(key)),
      stored.map((file) => [
        file.dryRun ? "" : String(file.importId),
        file.name,
        ...[file.read, file.stored, file.quarantined, file.repeated, file.customersNew, file.ordersNew].map(
          (count) => words.number(count),
        ),
      ]),
    ),
    ...failed.map(({ name, error }) => `${name}: ${error.message}`),
  ];
  const first = failed[0];
  if (first === undefined) return done({ files }, lines);
  const { code, details } = first.error;
  return {
    kind: "refused",
    fault: details === undefined ? { code } : { code, details },
    json: { files },
    lines: stored.length === 0 ? [] : lines,
  };
}

export const importUndo = command({
  name: "import undo",
  summary: { ja: "一つの取り込みを、まるごと取り消します。", en: "Takes a whole import back." },
  rest: { hint: "ID", least: 1, most: 1 },
  options: vaultOption,
  run: async ({ io, words, given, rest }) => {
    const importId = wholeNumber(rest[0]);
    if (importId === undefined) return misuse("bad-value", { name: "ID", value: rest[0], expected: "1 …" });
    return withVault(io, given.vault, async (api) =>
      reply(await api.undoImport({ importId, job: io.job }), ({ customersRemoved, ordersRemoved }) => [
        words.say("import-undone", {
          customers: words.number(customersRemoved),
          orders: words.number(ordersRemoved),
        }),
      ]),
    );
  },
});

export const importList = command({
  name: "import list",
  summary: { ja: "これまでの取り込みを並べます。", en: "Lists the imports so far." },
  options: vaultOption,
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) =>
      reply(
        mapOutcome(await api.listImports({}), (imports) => ({ imports })),
        ({ imports }) =>
          table(
            [
              "id",
              words.say("file"),
              words.say("time"),
              words.say("read"),
              words.say("stored"),
              words.say("quarantined"),
              words.say("undone"),
            ],
            imports.map((entry) => [
              String(entry.id),
              entry.name,
              entry.at,
              words.number(entry.read),
              words.number(entry.stored),
              words.number(entry.quarantined),
              entry.undoneAt ?? "",
            ]),
          ),
      ),
    ),
});
