import type { JobControl } from "../../../base/job.ts";
import { fault, type Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { Container, FileLike, TablePart } from "../../../terms/intake.ts";
import type { BadRow } from "../read/tokenizer.ts";
import { inflateEntry } from "./inflate-entry.ts";
import { isJsonLines, readJsonLines } from "./json-lines.ts";
import { chooseSheet } from "./choose-sheet.ts";
import { sheetTable } from "./sheet-table.ts";
import type { LinePlaces } from "./table-text.ts";
import { isWorkbook, openWorkbook } from "./workbook.ts";
import { leadsOutside, readZipDirectory, type ZipEntry } from "./zip-directory.ts";

/** A file as the table it holds, as it can be sent from thread to thread. */
export interface UnpackedTable {
  /** Text in rows; the file itself where it was that already. */
  readonly text: FileLike;
  /** `text` was made here: UTF-8, commas. */
  readonly made: boolean;
  readonly container?: Container;
  /** Where the rows of `text` came from; itself where there is nothing. */
  readonly places?: LinePlaces;
  /** Rows that could not be brought into the table. */
  readonly bad: readonly BadRow[];
}

const SHARED_KINDS = /\.(?:csv|tsv|tab|txt|xlsx|xlsm|jsonl|ndjson|json)$/i;

/**
 * Opens a file of any kind the gate reads: text as it is, a sheet of an XLSX workbook, JSON Lines, or one member of a
 * ZIP archive. `part` names the sheet or member; without it the fitting one is chosen and told in `container`.
 * Faults: "file-password", "file-bomb", "file-damaged", "file-unsupported", "archive-path-refused", "part-unknown",
 * "file-no-rows".
 * @throws Cancelled
 */
export async function unpackTable(
  file: FileLike,
  part: string | undefined,
  job: JobControl,
): Promise<Outcome<UnpackedTable>> {
  const head = await headOf(file);
  if (startsWith(head, [0xd0, 0xcf, 0x11, 0xe0])) return compoundFault(file);
  if (isArchive(head)) return openArchive(file, part, job);
  if (!(await isJsonLines(file))) return ok({ text: file, made: false, bad: [] });
  const { table, bad } = await readJsonLines(file, job);
  const { file: text, places } = table.finish();
  return ok({ text, made: true, container: { kind: "json-lines", parts: [] }, places, bad });
}

/** Whether there is something to unpack: an archive, a workbook or JSON Lines, and not plain text. */
export async function isPacked(file: FileLike): Promise<boolean> {
  return isArchive(await headOf(file)) || isJsonLines(file);
}

async function headOf(file: FileLike): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(0, Math.min(file.size, 8)).arrayBuffer());
}

function isArchive(head: Uint8Array): boolean {
  return startsWith(head, [0x50, 0x4b, 0x03, 0x04]) || startsWith(head, [0x50, 0x4b, 0x05, 0x06]);
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

/** An OLE compound file: a workbook behind a password (MS-OFFCRYPTO 1.3), or the old XLS. */
async function compoundFault(file: FileLike): Promise<Outcome<never>> {
  const bytes = new Uint8Array(await file.slice(0, Math.min(file.size, 4 * 1024 * 1024)).arrayBuffer());
  const wide = new TextDecoder("utf-16le").decode(bytes.subarray(0, bytes.length & ~1));
  return wide.includes("EncryptedPackage")
    ? fault("file-password")
    : fault("file-unsupported", { kind: "Excel (XLS)" });
}

async function openArchive(
  file: FileLike,
  part: string | undefined,
  job: JobControl,
): Promise<Outcome<UnpackedTable>> {
  const directory = await readZipDirectory(file);
  if (!directory.ok) return directory;
  return isWorkbook(directory.value)
    ? openSheet(file, directory.value, part, job)
    : openMember(file, directory.value, part, job);
}

async function openSheet(
  file: FileLike,
  entries: readonly ZipEntry[],
  part: string | undefined,
  job: JobControl,
): Promise<Outcome<UnpackedTable>> {
  const workbook = await openWorkbook(file, entries, job);
  if (!workbook.ok) return workbook;
  const { sheets } = workbook.value;
  const named =
    part === undefined
      ? await chooseSheet(workbook.value, job)
      : ok(sheets.find(({ name }) => name === part));
  if (!named.ok) return named;
  const sheet = named.value;
  if (sheet === undefined)
    return fault(part === undefined ? "file-no-rows" : "part-unknown", { part: part ?? "" });
  const made = await sheetTable(workbook.value, sheet, job);
  if (!made.ok) return made;
  const parts = sheets.map(({ name }): TablePart => ({ name, state: "readable" }));
  return ok({ ...made.value, made: true, container: { kind: "xlsx", parts, part: sheet.name }, bad: [] });
}

/** The members of an archive that are no folders and no leavings of the program that packed it. */
function membersOf(entries: readonly ZipEntry[]): readonly (TablePart & { readonly entry: ZipEntry })[] {
  return entries
    .filter(({ name }) => !/[/\\]$|(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$)/.test(name))
    .map((entry) => ({
      name: entry.name,
      entry,
      state: leadsOutside(entry.name)
        ? ("refused" as const)
        : entry.encrypted
          ? ("password" as const)
          : !SHARED_KINDS.test(entry.name)
            ? ("unsupported" as const)
            : entry.inflated === 0
              ? ("empty" as const)
              : ("readable" as const),
    }));
}

async function openMember(
  file: FileLike,
  entries: readonly ZipEntry[],
  part: string | undefined,
  job: JobControl,
): Promise<Outcome<UnpackedTable>> {
  const members = membersOf(entries);
  const member = members.find(({ name, state }) =>
    part === undefined ? state === "readable" : name === part,
  );
  if (member === undefined || member.state !== "readable") return memberFault(members, member, part);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const inflated = await inflateEntry(
    file,
    member.entry,
    (bytes) => {
      chunks.push(Uint8Array.from(bytes));
      return true;
    },
    job,
  );
  if (!inflated.ok) return inflated;
  const inner = new Blob(chunks);
  const signature = new Uint8Array(await inner.slice(0, 4).arrayBuffer());
  // A workbook inside an archive is opened, an archive inside an archive is not.
  if (startsWith(signature, [0x50, 0x4b, 0x03, 0x04]) && !/\.xls[xm]$/i.test(member.name))
    return fault("file-unsupported", { kind: "ZIP" });
  const opened = await unpackTable(inner, undefined, job);
  if (!opened.ok) return opened;
  const inside = opened.value.container?.part;
  const parts = members.map(({ name, state }): TablePart => ({ name, state }));
  const container = {
    kind: "zip" as const,
    parts,
    part: member.name,
    ...(inside === undefined ? {} : { inside }),
  };
  return ok({ ...opened.value, container });
}

function memberFault(
  members: readonly TablePart[],
  member: TablePart | undefined,
  part: string | undefined,
): Outcome<never> {
  const state = (member ?? members.find((one) => one.state !== "empty"))?.state;
  if (state === "refused") return fault("archive-path-refused", { part: part ?? "" });
  if (state === "password") return fault("file-password");
  if (part !== undefined && member === undefined) return fault("part-unknown", { part });
  return state === "unsupported" ? fault("file-unsupported", { kind: "ZIP" }) : fault("file-no-rows");
}
