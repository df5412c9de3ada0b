import { writeFile } from "node:fs/promises";
import { basename } from "node:path";
import * as v from "valibot";
import {
  anonymityDocument,
  sensitiveDistances,
  type AnonymityRequest,
  type ReleasedTable,
} from "../../../workers/analysis/anonymity/anonymity-document.ts";
import type { TextColumn } from "../../../workers/analysis/anonymity/text-table.ts";
import { fault, type Outcome } from "../../../workers/base/fault.ts";
import { Cancelled, jobControl } from "../../../workers/base/job.ts";
import { err, ok, type Result } from "../../../workers/base/result.ts";
import { spreadsheetCsv } from "../../../workers/gates/release/writers/spreadsheet-csv.ts";
import { anonymityMethods } from "../../../workers/models/anonymity/anonymise.ts";
import { diversityKinds } from "../../../workers/models/anonymity/diversity.ts";
import { lossMeasures } from "../../../workers/models/anonymity/penalties.ts";
import { encodings } from "../../../workers/terms/intake.ts";
import {
  columnsOf,
  entriesOf,
  numberOf,
  typedSettings,
  type SettingKind,
  type Typed,
} from "../analysis/column-settings.ts";
import { describeAnonymity } from "../analysis/describe-anonymity.ts";
import { readHierarchies } from "../analysis/hierarchy-files.ts";
import { readPeopleFile, type PeopleFile } from "../analysis/identity-file.ts";
import { command, misuse, refused, reply, type Misuse, type Reply } from "../core/command.ts";
import type { Io } from "../core/io.ts";
import type { Words } from "../core/words.ts";

const settings = {
  quasi: "columns",
  sensitive: "columns",
  hierarchies: "texts",
  k: "whole",
  l: "number",
  t: "number",
  suppress: "number",
  diversity: diversityKinds,
  c: "number",
  distance: sensitiveDistances,
  loss: lossMeasures,
  method: anonymityMethods,
  levels: "texts",
  target: "column",
  positive: "texts",
} as const satisfies Readonly<Record<string, SettingKind>>;
type Setting = keyof typeof settings;

/** `analyse kanonymity --in FILE`: a record-level file that points at nobody, and what that costs. */
export const analyseKanonymity = command({
  name: "analyse kanonymity",
  summary: {
    ja: "一人ひとりの行を、だれとも分からない粗さにします(k-匿名性、l-多様性、t-近接性)。kがなければ今の危険を測ります。",
    en: "Makes rows of people coarse enough to point at nobody (k-anonymity, l-diversity, t-closeness); without k, measures the risk as it is.",
  },
  options: {
    in: { kind: "text", hint: "FILE.csv", required: true },
    set: { kind: "many", hint: "NAME=VALUE" },
    out: { kind: "text", hint: "FILE" },
    encoding: { kind: "choice", choices: ["auto", ...encodings] },
  },
  run: async ({ io, words, given }) => {
    const typed = typedSettings(given.set, settings);
    if (!typed.ok) return { kind: "misuse", misuse: typed.error };
    if (typed.value.quasi === undefined) return misuse("missing-setting", { name: "quasi" });
    const encoding = encodings.find((one) => one === given.encoding);
    try {
      return await onFile({ path: given.in, encoding, out: given.out, typed: typed.value }, io, words);
    } catch (error) {
      if (error instanceof Cancelled) return refused({ code: "cancelled" });
      throw error;
    }
  },
});

interface Source {
  readonly path: string;
  readonly encoding: (typeof encodings)[number] | undefined;
  readonly out: string | undefined;
  readonly typed: Typed<Setting>;
}

async function onFile({ path, encoding, out, typed }: Source, io: Io, words: Words): Promise<Reply> {
  const job = jobControl(io.job, () => undefined);
  const file = await readPeopleFile(path, { encoding }, job);
  if (!file.ok) return refused(file.error);
  const columns = chosenColumns(file.value, typed);
  if (!columns.ok) return { kind: "misuse", misuse: columns.error };
  const plain = plainSettings(typed);
  if (!plain.ok) return { kind: "misuse", misuse: plain.error };
  const names = columns.value.quasi.map(({ name }) => name);
  const hierarchies = await readHierarchies(entriesOf(typed.hierarchies) ?? [], names);
  if (!hierarchies.ok) return refused(hierarchies.error);
  const request = { ...columns.value, ...plain.value, hierarchies: hierarchies.value };
  const answer = anonymityDocument(request, job);
  if (!answer.ok) return refused(answer.error);
  const { document, table } = answer.value;
  const written = out === undefined ? ok({}) : await writeTable(out, table);
  if (!written.ok) return refused(written.error);
  const { skipped } = file.value;
  return reply(ok({ ...v.parse(v.looseObject({}), document), skipped, ...written.value }), (known) =>
    describeAnonymity(known, words),
  );
}

type Chosen = Pick<AnonymityRequest, "quasi" | "sensitive" | "target">;

/** The columns that settings name, without the rows that are no records. */
function chosenColumns(file: PeopleFile, typed: Typed<Setting>): Result<Chosen, Misuse> {
  const { preview, columns, rows, skipped } = file;
  const blank = (row: number) => columns.every(({ codes }) => codes[row]! < 0);
  const kept =
    skipped === 0
      ? undefined
      : Int32Array.from({ length: rows }, (_, row) => row).filter((row) => !blank(row));
  const text = (at: number): TextColumn => {
    const { heading, levels, codes } = columns[at]!;
    return { name: heading || String(at + 1), levels, codes: kept ? kept.map((row) => codes[row]!) : codes };
  };
  const quasi = columnsOf(preview, "quasi", typed.quasi);
  if (!quasi.ok) return quasi;
  const sensitive = columnsOf(preview, "sensitive", typed.sensitive);
  if (!sensitive.ok) return sensitive;
  const target = columnsOf(preview, "target", typed.target);
  if (!target.ok) return target;
  const [first] = target.value;
  const twice = sensitive.value.find((at) => quasi.value.includes(at));
  if (twice !== undefined)
    return err({
      key: "bad-setting",
      facts: { setting: `sensitive=${text(twice).name}`, expected: "quasi ≠ sensitive" },
    });
  return ok({
    quasi: [...new Set(quasi.value)].map(text),
    sensitive: [...new Set(sensitive.value)].map(text),
    ...(first !== undefined && { target: text(first) }),
  });
}

function plainSettings(
  typed: Typed<Setting>,
): Result<Omit<AnonymityRequest, keyof Chosen | "hierarchies">, Misuse> {
  const bad = (setting: string, expected: string) =>
    err<Misuse>({ key: "bad-setting", facts: { setting, expected } });
  const k = Number(typed.k ?? 1);
  if (k < 1) return bad(`k=${String(k)}`, "1, 2, 3 …");
  const suppress = numberOf(typed.suppress) ?? 0;
  if (suppress >= 1) return bad(`suppress=${String(suppress)}`, "0 … 0.99");
  const t = numberOf(typed.t);
  if (t !== undefined && t > 1) return bad(`t=${String(t)}`, "0 … 1");
  const levels = levelsOf(typed.levels);
  if (levels === null) return bad(`levels=${typed.levels ?? ""}`, "COLUMN:LEVEL,…");
  const l = numberOf(typed.l);
  const positive = entriesOf(typed.positive);
  return ok({
    k,
    suppress,
    c: numberOf(typed.c) ?? 3,
    diversity: choice(diversityKinds, typed.diversity) ?? "distinct",
    distance: choice(sensitiveDistances, typed.distance) ?? "auto",
    loss: choice(lossMeasures, typed.loss) ?? "ncp",
    method: choice(anonymityMethods, typed.method) ?? "full-domain",
    ...(l !== undefined && { l }),
    ...(t !== undefined && { t }),
    ...(levels !== undefined && { levels }),
    ...(positive && { positive }),
  });
}

function choice<T extends string>(allowed: readonly T[], typed: string | undefined): T | undefined {
  return allowed.find((one) => one === typed?.toLowerCase());
}

/** Levels by column from `age:2,sex:1`; null where they cannot be read. */
function levelsOf(typed: string | undefined): ReadonlyMap<string, number> | undefined | null {
  if (typed === undefined) return undefined;
  const levels = new Map<string, number>();
  for (const entry of entriesOf(typed) ?? []) {
    const [, column, level] = /^(.+):(\d{1,3})$/u.exec(entry) ?? [];
    if (column === undefined) return null;
    levels.set(column.trim(), Number(level));
  }
  return levels;
}

/** Writes the table where there is no file yet. */
async function writeTable(
  path: string,
  table: ReleasedTable,
): Promise<Outcome<{ out: string; rows: number }>> {
  try {
    await writeFile(path, spreadsheetCsv(table.header, table.rows), { flag: "wx" });
    return ok({ out: path, rows: table.rows.length });
  } catch (error) {
    const there = error instanceof Error && "code" in error && error.code === "EEXIST";
    return fault(there ? "release-file-exists" : "release-write-failed", { name: basename(path) });
  }
}
