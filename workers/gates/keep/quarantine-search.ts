import { searchKey } from "../../base/text.ts";
import type { Database } from "../../vault/database.ts";

/** Shorter names than this (in search-key letters) are too common a text to delete rows for. */
const SHORTEST_NAME = 2;
const SHORTEST_PHONE = 9;

/** What quarantined rows are searched for: everything that names the people about to be erased. */
export interface Traces {
  readonly emails: Set<string>;
  /** The last nine digits: one number with and without its country code. */
  readonly phones: Set<string>;
  readonly customerNumbers: Set<string>;
  readonly names: Set<string>;
}

export function noTraces(): Traces {
  return { emails: new Set(), phones: new Set(), customerNumbers: new Set(), names: new Set() };
}

/** Adds what table customers and identifiers say of one person. */
export function collectTraces(db: Database, customerId: number, traces: Traces): void {
  for (const { kind, value, display } of db.rows<{ kind: string; value: string; display: string }>(
    "SELECT kind, value, display FROM identifiers WHERE customer_id = ?",
    [customerId],
  )) {
    for (const text of [value, display]) {
      if (kind === "email") traces.emails.add(searchKey(text));
      else if (kind === "phone") addPhone(traces, text);
      else traces.customerNumbers.add(searchKey(text));
    }
  }
  const names = db.first<Record<"full" | "reading" | "parts" | "readings", string | null>>(
    `SELECT full_name AS full, full_reading AS reading, family_name || given_name AS parts,
       family_reading || given_reading AS readings FROM customers WHERE id = ?`,
    [customerId],
  );
  for (const name of Object.values(names ?? {})) {
    const key = searchKey(name ?? "");
    if (key.length >= SHORTEST_NAME) traces.names.add(key);
  }
}

function addPhone(traces: Traces, text: string): void {
  const digits = phoneTail(text);
  if (digits !== undefined) traces.phones.add(digits);
}

function phoneTail(text: string): string | undefined {
  const digits = text.normalize("NFKC").replace(/\D/gu, "");
  return digits.length < SHORTEST_PHONE ? undefined : digits.slice(-SHORTEST_PHONE);
}

/** A quarantined row with the plan (JSON) its file was read by. */
export interface QuarantinedText {
  readonly id: number;
  readonly raw: string;
  readonly plan: string;
}

/**
 * The quarantined rows that name one of the people of `traces`. Such a row was never stored as a customer, so no key leads to it: its
 * text is searched, cell by cell, for e-mail addresses, telephone numbers, whole names and, in the column the import read them from
 * (anywhere when the row has lost its columns), customer numbers. It would rather find a row too many.
 */
export function findQuarantinedTraces(db: Database, traces: Traces): readonly QuarantinedText[] {
  return db
    .rows<QuarantinedText>(
      "SELECT quarantine.id AS id, raw, plan FROM quarantine JOIN imports ON imports.id = import_id",
    )
    .filter((row) => isTrace(row, traces));
}

/** Deletes the quarantined rows that name one of the people of `traces` and answers how many. */
export function deleteQuarantinedTraces(db: Database, traces: Traces): number {
  const found = findQuarantinedTraces(db, traces);
  for (const { id } of found) db.run("DELETE FROM quarantine WHERE id = ?", [id]);
  return found.length;
}

/** Whether a quarantined row, or one line of it, names one of the people of `traces`. */
export function isTrace({ raw, plan }: QuarantinedText, traces: Traces): boolean {
  const emails = raw
    .normalize("NFKC")
    .toLowerCase()
    .match(/[^\s,;"'<>|()]+@[^\s,;"'<>|()]+/gu);
  if (emails?.some((email) => traces.emails.has(searchKey(email))) === true) return true;
  const { delimiter, numberColumn, columns } = layout(plan);
  const cells = splitCells(raw, delimiter);
  const keys = cells.map(searchKey);
  if (cells.some((cell) => traces.phones.has(phoneTail(cell) ?? ""))) return true;
  if (keys.some((key, place) => namesPerson(key, keys[place + 1] ?? "", traces.names))) return true;
  if (cells.length === columns && numberColumn >= 0)
    return traces.customerNumbers.has(keys[numberColumn] ?? "");
  return keys.some((key) => traces.customerNumbers.has(key));
}

function namesPerson(key: string, next: string, names: ReadonlySet<string>): boolean {
  return names.has(key) || (next !== "" && key !== "" && (names.has(key + next) || names.has(next + key)));
}

interface Layout {
  readonly delimiter: string;
  readonly columns: number;
  /** Place of the customer number, or -1. */
  readonly numberColumn: number;
}

function layout(plan: string): Layout {
  const parsed: unknown = JSON.parse(plan);
  const targets =
    isObject(parsed) && Array.isArray(parsed["columns"]) ? (parsed["columns"] as unknown[]) : [];
  const reading = isObject(parsed) ? parsed["reading"] : undefined;
  const delimiter = isObject(reading) ? reading["delimiter"] : undefined;
  return {
    delimiter: typeof delimiter === "string" ? delimiter : ",",
    columns: targets.length,
    numberColumn: targets.indexOf("customer_id"),
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

// Rows in quarantine are often broken, so this reads leniently: a quote only groups, an open one ends with the row.
function splitCells(raw: string, delimiter: string): readonly string[] {
  if (delimiter === "space") return raw.trim().split(/\s+/u);
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (const letter of raw) {
    if (letter === '"') quoted = !quoted;
    else if (letter === delimiter && !quoted) {
      cells.push(cell);
      cell = "";
    } else cell += letter;
  }
  // A quote that never closes hides every delimiter after it: such a row is cut at all of them.
  return quoted ? raw.replaceAll('"', "").split(delimiter) : [...cells, cell];
}
