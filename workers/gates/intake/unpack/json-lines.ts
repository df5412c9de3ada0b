import type { JobControl } from "../../../base/job.ts";
import type { FileLike } from "../../../terms/intake.ts";
import { validUtf8 } from "../read/source.ts";
import type { BadRow } from "../read/tokenizer.ts";
import { TableText } from "./table-text.ts";
import { unpackLimits } from "./unpack-limits.ts";

const CHUNK = 1024 * 1024;
const LOOK_AT = 65_536;

/** Whether a file's first lines are JSON objects, one a line (UTF-8, with or without byte order mark). */
export async function isJsonLines(file: FileLike): Promise<boolean> {
  const bytes = new Uint8Array(await file.slice(0, Math.min(file.size, LOOK_AT)).arrayBuffer());
  const head = /^\s*[^\n]*/.exec(new TextDecoder("utf-8").decode(bytes))?.[0].trim() ?? "";
  if (!head.startsWith("{")) return false;
  return head.endsWith("}") ? objectOf(head) !== undefined : bytes.length === LOOK_AT;
}

/** A table made of JSON Lines, and the lines that are no objects. */
export interface JsonTable {
  readonly table: TableText;
  readonly bad: readonly BadRow[];
}

/**
 * Reads JSON Lines as a table: a column for every name, in the order of first appearance, nested objects flattened with
 * dots, lists joined with "; ". A line that is no object is a bad row and costs no other. Reads the file twice, so that
 * names which appear late have their column too.
 * @throws Cancelled
 */
export async function readJsonLines(file: FileLike, job: JobControl): Promise<JsonTable> {
  const columns = new Map<string, number>();
  await eachLine(file, job, (text) => {
    for (const name of objectOf(text)?.keys() ?? []) if (!columns.has(name)) columns.set(name, columns.size);
  });
  const table = new TableText();
  const bad: BadRow[] = [];
  table.add([...columns.keys()], 0);
  await eachLine(file, job, (text, line, broken) => {
    const found = broken ? undefined : objectOf(text);
    if (found === undefined) {
      bad.push({ line, reason: broken ? "bytes-not-decodable" : "json-unreadable", raw: text });
      return;
    }
    const cells = Array.from({ length: columns.size }, () => "");
    for (const [name, value] of found) cells[columns.get(name) ?? 0] = value;
    table.add(cells, line);
  });
  return { table, bad };
}

async function eachLine(
  file: FileLike,
  job: JobControl,
  take: (text: string, line: number, broken: boolean) => void,
): Promise<void> {
  const decoder = new TextDecoder("utf-8");
  let rest: Uint8Array = new Uint8Array(0);
  let line = 0;
  const give = (bytes: Uint8Array): void => {
    line++;
    const text = decoder.decode(bytes).trim();
    if (text !== "") take(text, line, bytes.length > unpackLimits.lineBytes || !validUtf8(bytes, true));
  };
  for (let offset = 0; offset < file.size; offset += CHUNK) {
    job.check();
    const fresh = new Uint8Array(await file.slice(offset, Math.min(file.size, offset + CHUNK)).arrayBuffer());
    const bytes = new Uint8Array(rest.length + fresh.length);
    bytes.set(rest);
    bytes.set(fresh, rest.length);
    let at = 0;
    for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, at)) {
      give(bytes.subarray(at, end));
      at = end + 1;
    }
    rest = bytes.slice(at);
    job.progress({
      phase: "unpack",
      done: Math.min(file.size, offset + CHUNK),
      total: file.size,
      unit: "bytes",
    });
  }
  if (rest.length > 0) give(rest);
}

/** An object's leaves by their dotted names, undefined for everything else. */
function objectOf(text: string): ReadonlyMap<string, string> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return undefined;
    const leaves = new Map<string, string>();
    flatten(parsed, "", leaves, 0);
    return leaves;
  } catch {
    return undefined;
  }
}

const DEEPEST = 6;

function flatten(value: object, prefix: string, leaves: Map<string, string>, depth: number): void {
  for (const [key, inner] of Object.entries(value) as [string, unknown][]) {
    const name = prefix === "" ? key : `${prefix}.${key}`;
    if (typeof inner === "object" && inner !== null && !Array.isArray(inner) && depth < DEEPEST)
      flatten(inner, name, leaves, depth + 1);
    else leaves.set(name, leafText(inner));
  }
}

function leafText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((one) => typeof one !== "object"))
    return value.map(String).join("; ");
  return JSON.stringify(value);
}
