import { basename } from "node:path";
import type { Fault } from "../../../workers/base/fault.ts";
import type { VaultApi } from "../../../workers/contract.ts";
import {
  encodings,
  type Encoding,
  type FileLike,
  type ImportOutcome,
} from "../../../workers/terms/intake.ts";
import { presetById, presets } from "../../../workers/gates/intake/profile/presets/index.ts";
import type { Preset } from "../../../workers/gates/intake/profile/presets/preset.ts";
import { command, done, misuse, reply, type Reply } from "../core/command.ts";
import { openDiskFile } from "../core/disk-file.ts";
import type { Io } from "../core/io.ts";
import { noteLines, notesOf, type FileNotes } from "./import-notes.ts";
import { planWith, readMap, withPreset, type ColumnMap } from "../core/column-map.ts";
import { treatedPlan, type TreatmentWishes } from "../core/treatment-map.ts";
import { wholeNumber } from "../core/lookup.ts";
import { mapOutcome } from "../core/outcome.ts";
import { table } from "../core/print.ts";
import { vaultOption, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";

/** One file of `import`: what became of it, or why nothing did. */
type FileReport =
  | (ImportOutcome & FileNotes)
  | { readonly name: string; readonly error: Fault & { readonly message: string } };

const summaryColumns = [
  "import",
  "file",
  "read",
  "stored",
  "quarantined",
  "repeated",
  "new-customers",
  "new-orders",
  "new-entries",
] as const;

interface Wanted {
  readonly preset: Preset | undefined;
  readonly map: ColumnMap;
  readonly encoding: Encoding | undefined;
  readonly dryRun: boolean;
  /** Sheet or member. */
  readonly part: string | undefined;
  readonly treatment: TreatmentWishes;
  /** Name under which the meanings are saved for files with the same headings. */
  readonly remember: string | undefined;
}

export const importFiles = command({
  name: "import",
  summary: {
    ja: "CSV、Excel、JSON Lines、ZIPを取り込みます。--dry-runでは数えるだけで何も入れません。",
    en: "Imports CSV, Excel, JSON Lines and ZIP files; with --dry-run, counts and stores nothing.",
  },
  rest: { hint: "FILE...", least: 1, most: 1000 },
  options: {
    ...vaultOption,
    as: { kind: "choice", choices: ["auto", ...presets.map(({ id }) => id)] },
    map: { kind: "text", hint: "FILE.json" },
    encoding: { kind: "choice", choices: ["auto", ...encodings] },
    part: { kind: "text", hint: "SHEET" },
    remember: { kind: "text", hint: "NAME" },
    hash: { kind: "many", hint: "COLUMN" },
    basis: { kind: "many", hint: "COLUMN=PURPOSE:REASON" },
    hold: { kind: "many", hint: "KIND" },
    "join-agreed": { kind: "flag" },
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
      part: given.part,
      remember: given.remember,
      treatment: { hash: given.hash, basis: given.basis, hold: given.hold, agreed: given["join-agreed"] },
    };
    return withVault(io, given.vault, async (api) => {
      const files: FileReport[] = [];
      for (const path of rest) files.push(...(await importPath(api, path, wanted, io, words)));
      return summary(files, words);
    });
  },
});

/** Imports a file; of an archive every member that can be read, and says why of each that cannot. */
async function importPath(
  api: VaultApi,
  path: string,
  wanted: Wanted,
  io: Io,
  words: Words,
): Promise<readonly FileReport[]> {
  const name = basename(path);
  const opened = await openDiskFile(path);
  if (!opened.ok) return [{ name, error: { ...opened.error, message: words.fault(opened.error) } }];
  const { file, close } = opened.value;
  try {
    const first = await api.previewFile({ file, name, reading: partOf(wanted) });
    const container = first.ok ? first.value.container : undefined;
    if (container?.kind !== "zip" || wanted.part !== undefined)
      return [await importOne(api, { file, name }, wanted, io, words)];
    const reports: FileReport[] = [];
    for (const { name: part, state } of container.parts)
      if (state === "readable")
        reports.push(await importOne(api, { file, name }, { ...wanted, part }, io, words));
      else if (state !== "empty") reports.push(refusedMember(`${name} › ${part}`, state, words));
    return reports;
  } finally {
    await close();
  }
}

function refusedMember(
  name: string,
  state: "refused" | "password" | "unsupported",
  words: Words,
): FileReport {
  const code = (
    { refused: "archive-path-refused", password: "file-password", unsupported: "file-unsupported" } as const
  )[state];
  return { name, error: { code, message: words.fault({ code }) } };
}

function partOf({ part }: Wanted): { readonly part?: string } {
  return part === undefined ? {} : { part };
}

async function importOne(
  api: VaultApi,
  { file, name }: { readonly file: FileLike; readonly name: string },
  wanted: Wanted,
  io: Io,
  words: Words,
): Promise<FileReport> {
  const shown = wanted.part === undefined ? name : `${name} › ${wanted.part}`;
  const failed = (error: Fault): FileReport => ({
    name: shown,
    error: { ...error, message: words.fault(error) },
  });
  const reading = {
    ...wanted.map.reading,
    ...partOf(wanted),
    ...(wanted.encoding === undefined ? {} : { encoding: wanted.encoding }),
  };
  const preview = await api.previewFile({ file, name, reading });
  if (!preview.ok) return failed(preview.error);
  const guessed = wanted.preset === undefined ? preview.value : withPreset(preview.value, wanted.preset);
  const mapped = planWith(guessed, wanted.map);
  const plan = mapped.ok ? treatedPlan(guessed, mapped.value, wanted.treatment) : mapped;
  if (!plan.ok) {
    const columns = guessed.columns.map(({ heading }) => heading).join(", ");
    const message = words.say("unknown-column", { name: "--map", column: plan.error, columns });
    return { name, error: { code: "mapping-incomplete", message } };
  }
  if (wanted.remember !== undefined) {
    const { columns, currency, source, reading: read } = plan.value;
    const saved = await api.saveMapping({
      name: wanted.remember,
      columns: columns.map((target, index) => ({
        heading: guessed.columns[index]?.heading ?? "",
        target,
        ...(plan.value.hashed?.includes(index) === true ? { hash: true } : {}),
      })),
      currency,
      source,
      dateOrder: read.dateOrder,
      decimalMark: read.decimalMark,
    });
    if (!saved.ok) return failed(saved.error);
  }
  const outcome = await api.importFile({
    file,
    name,
    plan: plan.value,
    dryRun: wanted.dryRun,
    job: io.job,
  });
  return outcome.ok ? { ...outcome.value, ...notesOf(guessed) } : failed(outcome.error);
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
        ...[
          file.read,
          file.stored,
          file.quarantined,
          file.repeated,
          file.customersNew,
          file.ordersNew,
          file.entriesNew,
        ].map((count) => words.number(count)),
      ]),
    ),
    ...stored.flatMap((file) => {
      const said = noteLines(file, words);
      return said.length === 0 ? [] : [`${file.name}:`, ...said.map((line) => `  ${line}`)];
    }),
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
      reply(
        await api.undoImport({ importId, job: io.job }),
        ({ customersRemoved, ordersRemoved, entriesRemoved }) => [
          words.say("import-undone", {
            customers: words.number(customersRemoved),
            orders: words.number(ordersRemoved),
            entries: words.number(entriesRemoved),
          }),
        ],
      ),
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
