import { fault, type Fault, type Outcome } from "../../../../workers/base/fault.ts";
import { declarationOf } from "../../../../workers/terms/declarations.ts";
import type { FieldTarget } from "../../../../workers/terms/field.ts";
import type {
  ColumnProfile,
  FilePreview,
  ImportOutcome,
  ImportPlan,
  Reading,
} from "../../../../workers/terms/intake.ts";
import {
  missingMeanings,
  storesTarget,
  tableKindOf,
  type MissingMeaning,
  type TableKind,
} from "../../../../workers/terms/table-kind.ts";
import { vaultApi } from "../../../state/vault.ts";
import { treatmentOf, untreated, type TreatmentChoices } from "./treatment.ts";

/** What the user has changed of the reading; `headerRow: undefined` says that there is no heading. */
export type ReadingChoices = { readonly [K in keyof Reading]?: Reading[K] | undefined };

/** One file on its way in: what was found, and what the user chose. Choices outlast every new look at the file. */
export interface Draft {
  readonly key: string;
  readonly file: File;
  /** The last look at the file that worked. */
  readonly preview: FilePreview | undefined;
  /** Why the file cannot be read under these choices. */
  readonly fault: Fault | undefined;
  readonly looking: boolean;
  readonly reading: ReadingChoices;
  /** Meanings chosen by hand, by heading (see `columnKey`): they survive a change of the reading. */
  readonly meanings: ReadonlyMap<string, FieldTarget>;
  readonly treatment: TreatmentChoices;
  /** The user has looked at meanings that no real file has confirmed. */
  readonly confirmed: boolean;
  /** The people agreed to have data of a third party tied to themselves. */
  readonly joinConfirmed: boolean;
  readonly source: string | undefined;
  readonly currency: string | undefined;
  readonly check: { readonly plan: string; readonly outcome: Outcome<ImportOutcome> } | undefined;
  readonly done: Outcome<ImportOutcome> | undefined;
  readonly undone: boolean;
}

let serial = 0;

/** A file nobody has looked at yet. */
export function newDraft(file: File, part?: string): Draft {
  serial += 1;
  return {
    key: `${String(serial)} ${file.name}`,
    file,
    preview: undefined,
    fault: undefined,
    looking: true,
    reading: part === undefined ? {} : { part },
    meanings: new Map(),
    treatment: untreated,
    confirmed: false,
    joinConfirmed: false,
    source: undefined,
    currency: undefined,
    check: undefined,
    done: undefined,
    undone: false,
  };
}

/** Kinds of file that people try and that hold no table the gate reads. */
const otherKinds = /\.(ods|numbers|pdf)$/i;

/** What a draft goes by: its file, and the sheet or member where the user or the archive names one. */
export function draftName({ file, reading, preview }: Draft): string {
  const part = reading.part ?? (preview?.container?.kind === "zip" ? preview.container.part : undefined);
  return part === undefined ? file.name : `${file.name} › ${part}`;
}

/** A look at a file under these choices. Faults: those of `previewFile`, and `file-unsupported`. */
export async function lookAt(file: File, reading: ReadingChoices): Promise<Outcome<FilePreview>> {
  if (file.size > 0 && otherKinds.test(file.name)) return fault("file-unsupported");
  return vaultApi().previewFile({ file, name: file.name.slice(0, 255), reading });
}

/** What a column is known by when the file is read anew: its heading, and which of several of that name it is. */
export function columnKey(columns: readonly ColumnProfile[], index: number): string {
  const heading = columns[index]?.heading ?? "";
  if (heading === "") return `#${String(index)}`;
  const before = columns.slice(0, index).filter((column) => column.heading === heading).length;
  return `${heading}#${String(before)}`;
}

/** A column as it will be imported. */
export interface MappedColumn {
  readonly index: number;
  readonly key: string;
  readonly profile: ColumnProfile;
  readonly target: FieldTarget;
  /** The user chose it; otherwise it is the program's guess. */
  readonly chosen: boolean;
  readonly stored: "as-is" | "age-band" | "never" | "repeated" | "ignored";
  /** For "never": what it holds. */
  readonly kind?: SpecialKind;
  /** For "repeated": the heading of the column that is stored in its place. */
  readonly rival?: string;
}

/** What each column of a draft means and what becomes of it: of a meaning given twice the first column is stored. */
export function mappedColumns(draft: Draft): readonly MappedColumn[] {
  const columns = draft.preview?.columns ?? [];
  const first = new Map<FieldTarget, string>();
  const meant = columns.map((profile, index) =>
    profile.class === "special_category"
      ? "ignore"
      : (draft.meanings.get(columnKey(columns, index)) ?? profile.guess),
  );
  const kind = tableKindOf(meant);
  return columns.map((profile, index) => {
    const key = columnKey(columns, index);
    const chosen = draft.meanings.get(key);
    const never = profile.class === "special_category";
    const target = meant[index] ?? "ignore";
    const column = { index, key, profile, target, chosen: chosen !== undefined };
    if (never) return { ...column, stored: "never" as const, kind: kindOf(draft, index) };
    if (target === "ignore" || !storesTarget(kind, target)) return { ...column, stored: "ignored" as const };
    const rival = target === "consent_evidence" ? undefined : first.get(target);
    if (rival !== undefined) return { ...column, stored: "repeated" as const, rival };
    first.set(target, profile.heading);
    return { ...column, stored: target === "birth_date" ? ("age-band" as const) : ("as-is" as const) };
  });
}

/** What the gate never lets in. */
export type SpecialKind = "card" | "my-number" | "secret" | "special-category";

/** The kind a note of the look at the file gives a column. */
export function specialKind(kind: string | number | undefined): SpecialKind {
  return kind === "card" || kind === "my-number" || kind === "secret" ? kind : "special-category";
}

function kindOf(draft: Draft, index: number): SpecialKind {
  const note = draft.preview?.notes.find(
    (one) => one.code === "special-category-dropped" && one.details["column"] === index + 1,
  );
  return specialKind(note?.details["kind"]);
}

/** The reading in force: what was found, overruled by what was chosen. */
export function readingOf(draft: Draft): Reading | undefined {
  if (!draft.preview) return undefined;
  const { headerRow: foundRow, ...found } = draft.preview.reading;
  const headerRow = "headerRow" in draft.reading ? draft.reading.headerRow : foundRow;
  return {
    encoding: draft.reading.encoding ?? found.encoding,
    delimiter: draft.reading.delimiter ?? found.delimiter,
    dateOrder: draft.reading.dateOrder ?? found.dateOrder,
    decimalMark: draft.reading.decimalMark ?? found.decimalMark,
    ...(headerRow === undefined ? {} : { headerRow }),
    ...(found.part === undefined ? {} : { part: found.part }),
  };
}

/** The plan a draft would be imported under; undefined while its file cannot be read. */
export function planOf(draft: Draft): ImportPlan | undefined {
  const reading = readingOf(draft);
  if (!draft.preview || !reading) return undefined;
  const { preset, plan } = draft.preview;
  const columns = mappedColumns(draft);
  return {
    reading,
    columns: columns.map((column) => column.target),
    currency: draft.currency ?? plan.currency,
    source: sourceOf(draft),
    ...(preset === undefined ? {} : { preset }),
    ...treatmentOf(draft, columns),
    ...(draft.joinConfirmed && { joinConfirmed: true }),
  };
}

/** The name of the system a draft's file came from. */
export function sourceOf(draft: Draft): string {
  const typed = draft.source?.trim().slice(0, 80);
  return typed === undefined || typed === "" ? (draft.preview?.plan.source ?? draft.file.name) : typed;
}

/** What a draft is a table of, by the meanings of its columns. */
export function kindOfDraft(columns: readonly MappedColumn[]): TableKind {
  return tableKindOf(columns.map(({ target }) => target));
}

/** The meanings a draft lacks: somebody to tell customers apart, for orders their day and amount, and so on by its kind. */
export function missingOf(columns: readonly MappedColumn[]): readonly MissingMeaning[] {
  return missingMeanings(
    kindOfDraft(columns),
    columns.map(({ target }) => target),
  );
}

/** Class and purposes of a column as it will be stored. */
export function declarationOfColumn(column: MappedColumn): ReturnType<typeof declarationOf> {
  return declarationOf(
    column.stored === "repeated" || column.stored === "ignored" ? "ignore" : column.target,
  );
}

/** Whether the meanings of a known format still have to be looked at, because no real file has confirmed its headings. */
export function awaitsLook({ preview, confirmed }: Draft): boolean {
  return !confirmed && preview?.notes.some(({ code }) => code === "preset-unconfirmed") === true;
}
