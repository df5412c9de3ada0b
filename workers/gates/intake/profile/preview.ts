import type { Outcome } from "../../../base/fault.ts";
import { fault } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { FieldTarget } from "../../../terms/field.ts";
import {
  encodings,
  type ColumnProfile,
  type Encoding,
  type EncodingCandidate,
  type FileLike,
  type FilePreview,
  type ImportPlan,
  type PreviewNote,
  type Reading,
  type SavedMapping,
} from "../../../terms/intake.ts";
import { missingMeanings, tableKindOf } from "../../../terms/table-kind.ts";
import { declarationOf } from "../declarations.ts";
import {
  decodeSample,
  guessEncoding,
  sampleFile,
  type EncodingGuess,
  type Sample,
} from "../read/encoding.ts";
import { limits } from "../read/limits.ts";
import { splitText } from "../read/read-records.ts";
import { openTable } from "../unpack/open-table.ts";
import { guessFromContents, shapeOf, type ContentShape } from "./contents.ts";
import { fitToKind, type Guess } from "./fit-to-kind.ts";
import { headingKey } from "./heading-key.ts";
import { mappedHashes, mappedTargets } from "./own-mapping.ts";
import { matchPreset, presetColumns } from "./presets/index.ts";
import type { Preset } from "./presets/preset.ts";
import { sensitiveKind, type SensitiveKind } from "./sensitive.ts";
import { guessCurrency, guessDateOrder, guessDecimalMark, guessDelimiter, guessHeader } from "./sniff.ts";
import { guessFromHeading } from "./synonyms.ts";

const LOOKED_AT = 500;
const SHOWN_ROWS = 50;
const SHOWN_EXAMPLES = 5;
const SHOWN_TEXT = 200;

/** What the user already knows of the reading; the rest is guessed. */
export type KnownReading = { readonly [K in keyof Reading]?: Reading[K] | undefined };

/** The head of a file, read as a table. */
interface Table {
  readonly reading: Reading;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly dateGuessed: boolean;
}

/**
 * Looks at the head of a file without storing anything: how it reads, what its columns seem to mean, and
 * the plan that follows: as `remembered` has it, else as a preset has it, else guessed. Guesses are marked as such by their confidence; `known` overrules them.
 */
export async function previewTable(
  file: FileLike,
  name: string,
  known: KnownReading,
  remembered: (headings: readonly string[]) => SavedMapping | undefined = () => undefined,
): Promise<Outcome<FilePreview>> {
  const opened = await openTable(file, known.part);
  if (!opened.ok) return opened;
  const { text, made, container } = opened.value;
  const sampled = await sampleFile(text);
  if (!sampled.ok) return sampled;
  const sample = sampled.value;
  const encoding = guessEncoding(sample);
  const table = readTable(sample, {
    ...known,
    encoding: known.encoding ?? encoding.encoding,
    ...(made ? madeReading : {}),
    part: container?.part,
  });
  const width = table.headings.length;
  if (width > limits.columns)
    return fault("file-too-many-columns", { columns: width, limit: limits.columns });
  if (width === 0) return fault("file-no-rows");
  const preset = matchPreset(table.headings, container?.kind === "zip" ? container.part : name);
  const own = remembered(table.headings);
  const columns = profileColumns(table, preset, own);
  const sensitive = sensitiveColumns(table.headings, table.rows);
  const reading = {
    ...table.reading,
    ...(preset?.dateOrder === undefined ? {} : { dateOrder: preset.dateOrder }),
    ...(own === undefined
      ? {}
      : { dateOrder: known.dateOrder ?? own.dateOrder, decimalMark: known.decimalMark ?? own.decimalMark }),
  };
  const guessed = planFor(name, reading, columns, table, preset);
  const hashed = own === undefined ? [] : mappedHashes(own, table.headings);
  const plan =
    own === undefined
      ? guessed
      : {
          ...guessed,
          currency: own.currency,
          source: own.source,
          ...(hashed.length === 0 ? {} : { hashed: [...hashed] }),
        };
  return ok({
    name,
    bytes: file.size,
    reading,
    encodings: candidates(sample, encoding, table.reading),
    ...(preset === undefined ? {} : { preset: preset.id }),
    ...(own === undefined ? {} : { mapping: own.name }),
    ...(container === undefined ? {} : { container }),
    columns,
    rows: table.rows.slice(0, SHOWN_ROWS).map((row) => row.map((cell) => cell.slice(0, SHOWN_TEXT))),
    plan,
    notes: [...lackNotes(preset, table.headings), ...notesFor(table, columns, sensitive)],
  });
}

/** How text that was made from a workbook or JSON is read, whatever was asked for. */
const madeReading = { encoding: "utf-8", delimiter: "," } as const;

/** The heading row and first rows of a sample under a reading, its gaps filled by guesses. */
function readTable(sample: Sample, known: KnownReading & { readonly encoding: Encoding }): Table {
  const text = decodeSample(sample, known.encoding, 262_144) || decodeSample(sample, known.encoding);
  const delimiter = known.delimiter ?? guessDelimiter(text.slice(0, 65_536));
  const { rows, lines } = splitText(text, delimiter, 0, (known.headerRow ?? 0) + 1 + 2 * LOOKED_AT);
  const headerIndex =
    "headerRow" in known
      ? lines.findIndex((line) => line - 1 === known.headerRow)
      : (guessHeader(rows.slice(0, LOOKED_AT)) ?? -1);
  const heading = rows[headerIndex];
  const below = rows.slice(headerIndex + 1, headerIndex + 1 + LOOKED_AT);
  const width = heading?.length ?? Math.max(0, ...below.slice(0, 50).map((row) => row.length));
  const headings = heading?.map((cell) => cell.trim()) ?? Array.from({ length: width }, () => "");
  const cells = below.flat();
  const dates = guessDateOrder(cells);
  const headerLine = lines[headerIndex];
  return {
    reading: {
      encoding: known.encoding,
      delimiter,
      ...(headerLine === undefined ? {} : { headerRow: headerLine - 1 }),
      dateOrder: known.dateOrder ?? dates.order,
      decimalMark: known.decimalMark ?? guessDecimalMark(cells),
      ...(known.part === undefined ? {} : { part: known.part }),
    },
    headings,
    rows: below,
    dateGuessed: known.dateOrder === undefined && dates.guessed,
  };
}

/** Columns that must never be stored, by position. */
export function sensitiveColumns(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): ReadonlyMap<number, SensitiveKind> {
  const found = new Map<number, SensitiveKind>();
  headings.forEach((heading, index) => {
    const kind = sensitiveKind(
      heading,
      rows.slice(0, 100).map((row) => row[index] ?? ""),
    );
    if (kind !== undefined) found.set(index, kind);
  });
  return found;
}

/** Headings and first rows as the importer needs them to check a plan. */
export function headOf(sample: Sample, reading: Reading): Pick<Table, "headings" | "rows"> {
  return readTable(sample, { headerRow: undefined, ...reading });
}

function profileColumns(
  table: Table,
  preset: Preset | undefined,
  own: SavedMapping | undefined,
): readonly ColumnProfile[] {
  const values = table.headings.map((_, index) => table.rows.map((row) => row[index] ?? ""));
  const { dateOrder, decimalMark } = table.reading;
  const shapes = values.map((column) => shapeOf(column.slice(0, 200), dateOrder, decimalMark));
  const guesses =
    own !== undefined
      ? mappedTargets(own, table.headings).map((target) => ({ target, confidence: 1 }))
      : preset === undefined
        ? guessTargets(table.headings, values, shapes)
        : presetGuesses(preset, table.headings, guessTargets(table.headings, values, shapes));
  const sensitive = sensitiveColumns(table.headings, table.rows);
  return table.headings.map((heading, index) => {
    const column = values[index] ?? [];
    const special = sensitive.has(index);
    const guess = special
      ? { target: "ignore" as const, confidence: 1 }
      : (guesses[index] ?? { target: "ignore" as const, confidence: 0 });
    const { class: declared, purposes } = declarationOf(guess.target);
    const filled = column.filter((value) => value.trim() !== "");
    return {
      heading,
      guess: guess.target,
      confidence: guess.confidence,
      class: special ? ("special_category" as const) : declared,
      purposes,
      examples: special ? [] : filled.slice(0, SHOWN_EXAMPLES).map((value) => value.slice(0, SHOWN_TEXT)),
      blank: column.length === 0 ? 0 : 1 - filled.length / column.length,
    };
  });
}

/** As the preset has it; columns it leaves open as guessed, but for meanings the preset has given. */
function presetGuesses(
  preset: Preset,
  headings: readonly string[],
  guesses: readonly Guess[],
): readonly Guess[] {
  const given = presetColumns(preset, headings);
  return given.map((target, index) => {
    if (target !== undefined) return { target, confidence: 1 };
    const guess = guesses[index];
    return guess === undefined || given.includes(guess.target) ? { target: "ignore", confidence: 0 } : guess;
  });
}

/** By heading where it says something, then by contents; each meaning once, the surest column first. */
function guessTargets(
  headings: readonly string[],
  values: readonly (readonly string[])[],
  shapes: readonly ContentShape[],
): readonly Guess[] {
  const { kind, guesses: fitted } = fitToKind(headings.map(guessFromHeading), values);
  const named = fitted.map((guess, index) => agreeing(guess, shapes[index] ?? "text", values[index] ?? []));
  const winners = new Map<FieldTarget, number>();
  named.forEach((guess, index) => {
    if (guess === undefined || guess.target === "ignore") return;
    const rival = winners.get(guess.target);
    if (rival === undefined || guess.confidence > (named[rival]?.confidence ?? 0))
      winners.set(guess.target, index);
  });
  const taken = new Set(winners.keys());
  if (kind !== undefined) return named.map((guess, index) => ofWinner(guess, index, winners));
  const contentShapes = shapes.map((shape, index) => (named[index] === undefined ? shape : "blank"));
  const byContents = guessFromContents({ shapes: contentShapes, values, headings, taken });
  const own = taken.has("customer_id") ? -1 : ownNumber(headings, taken);
  return headings.map((_, index) => {
    const guess = named[index];
    if (guess !== undefined && winners.get(guess.target) === index) return guess;
    if (index === own) return { target: "customer_id", confidence: 0.6 };
    const target = guess === undefined ? byContents.get(index) : undefined;
    return target === undefined ? { target: "ignore", confidence: 0 } : { target, confidence: 0.5 };
  });
}

/** The column called nothing but `id`: in a list of people, which names no orders, it is theirs. */
function ownNumber(headings: readonly string[], taken: ReadonlySet<FieldTarget>): number {
  const people = (["email", "given_name", "family_name"] as const).some((target) => taken.has(target));
  const orders = (["order_id", "order_total", "unit_price", "line_total", "product_code"] as const).some(
    (target) => taken.has(target),
  );
  return people && !orders ? headings.findIndex((heading) => headingKey(heading) === "id") : -1;
}

/** A guess where its column is the one that has the meaning; of evidence there may be several columns. */
function ofWinner(guess: Guess | undefined, index: number, winners: ReadonlyMap<FieldTarget, number>): Guess {
  const kept =
    guess !== undefined && (winners.get(guess.target) === index || guess.target === "consent_evidence");
  return kept ? guess : { target: "ignore", confidence: 0 };
}

const fitting: Readonly<Partial<Record<FieldTarget, readonly ContentShape[]>>> = {
  email: ["email"],
  line_user_id: ["line-user"],
  order_date: ["date", "integer", "decimal"],
  order_total: ["integer", "decimal"],
  line_total: ["integer", "decimal"],
  unit_price: ["integer", "decimal"],
  quantity: ["integer", "decimal"],
  discount: ["integer", "decimal"],
};

const accountState = /^(?:enabled|disabled|invited|declined|active|inactive|有効|無効)$/iu;

/** A heading's guess loses weight where the cells look like something else. */
function agreeing(
  guess: Guess | undefined,
  shape: ContentShape,
  cells: readonly string[],
): Guess | undefined {
  // `state` is a region in an address, and of an account whether it is open.
  if (guess?.target === "prefecture" && cells.some((cell) => accountState.test(cell.trim())))
    return undefined;
  // LINE's own user ids look like nothing else, and what does not look so is none, whatever its heading says.
  if (shape === "line-user" && guess?.target === "customer_id")
    return { target: "line_user_id", confidence: 0.9 };
  if (guess?.target === "line_user_id" && shape !== "line-user" && shape !== "blank") return undefined;
  const shapes = guess === undefined ? undefined : fitting[guess.target];
  if (guess === undefined || shapes === undefined || shape === "blank" || shapes.includes(shape))
    return guess;
  return { target: guess.target, confidence: guess.confidence * 0.6 };
}

function planFor(
  name: string,
  reading: Reading,
  columns: readonly ColumnProfile[],
  table: Table,
  preset: Preset | undefined,
): ImportPlan {
  const amounts = columns.flatMap((column, index) =>
    ["order_total", "line_total", "unit_price", "cost"].includes(column.guess)
      ? table.rows.map((row) => row[index] ?? "")
      : [],
  );
  return {
    reading,
    columns: columns.map((column) => column.guess),
    currency: preset?.currency ?? headingCurrency(columns) ?? guessCurrency(amounts),
    source: preset?.source ?? sourceOf(name),
    ...(preset === undefined ? {} : { preset: preset.id }),
  };
}

/** The currency a column of costs names in its heading, as in `消化金額 (JPY)`. */
function headingCurrency(columns: readonly ColumnProfile[]): string | undefined {
  const cost = columns.find(({ guess }) => guess === "cost");
  return /[((]([A-Z]{3})[))]/.exec(cost?.heading ?? "")?.[1];
}

/**
 * The name of the system a file came from, as far as the file's name tells: without ending, dates and copy
 * numbers, so that next week's export is of the same source and repeats nothing.
 */
function sourceOf(name: string): string {
  const plain = name
    .normalize("NFKC")
    .replace(/\.[^.]*$/, "")
    .replace(/\(\d+\)|のコピー|\bcopy\b/giu, "")
    .replace(/\d{2,}(?:年|月|日)?/gu, "")
    .replace(/[\s_\-–.~〜]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  return (plain === "" ? name : plain).slice(0, 80);
}

function candidates(sample: Sample, guess: EncodingGuess, reading: Reading): readonly EncodingCandidate[] {
  return encodings.map((encoding) => {
    const text = decodeSample(sample, encoding, 65_536);
    const { rows } = splitText(text.slice(0, 20_000), reading.delimiter);
    const row = rows[reading.headerRow ?? 0] ?? rows[0] ?? [];
    return {
      encoding,
      headings: row.slice(0, 12).map((cell) => cell.slice(0, 60)),
      valid: guess.valid[encoding],
    };
  });
}

const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;

function lackNotes(preset: Preset | undefined, headings: readonly string[]): readonly PreviewNote[] {
  const details = { preset: preset?.id ?? "" };
  const unconfirmed: readonly PreviewNote[] =
    preset?.unconfirmed === true ||
    (preset?.unconfirmed === "japanese" && headings.some((heading) => japanese.test(heading)))
      ? [{ code: "preset-unconfirmed", details }]
      : [];
  return [
    ...unconfirmed,
    ...(preset?.lacks ?? []).map((lack) => ({
      code: "preset-lacks" as const,
      details: { ...details, lack },
    })),
  ];
}

function notesFor(
  table: Table,
  columns: readonly ColumnProfile[],
  sensitive: ReadonlyMap<number, SensitiveKind>,
): readonly PreviewNote[] {
  const notes: PreviewNote[] = [];
  const counts = new Map<string, number>();
  for (const heading of table.headings) counts.set(heading, (counts.get(heading) ?? 0) + 1);
  for (const [heading, count] of counts)
    if (count > 1 && headingKey(heading) !== "")
      notes.push({ code: "duplicate-heading", details: { heading, count } });
  if (table.reading.headerRow === undefined)
    notes.push({ code: "no-heading", details: { columns: columns.length } });
  const targets = columns.map(({ guess }) => guess);
  if (missingMeanings(tableKindOf(targets), targets).includes("customer"))
    notes.push({ code: "no-customer", details: {} });
  if (table.dateGuessed)
    notes.push({ code: "guessed-date-order", details: { order: table.reading.dateOrder } });
  for (const [index, kind] of sensitive)
    notes.push({
      code: "special-category-dropped",
      details: { heading: table.headings[index] ?? "", column: index + 1, kind },
    });
  columns.forEach((column, index) => {
    if (column.guess === "ignore" && !sensitive.has(index))
      notes.push({ code: "column-not-stored", details: { heading: column.heading, column: index + 1 } });
  });
  return notes;
}
