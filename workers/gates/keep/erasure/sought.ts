import type { Database } from "../../../vault/database.ts";
import { normalizeEmail, normalizePhone } from "../../intake/parse/person.ts";
import { catalogueTables } from "../../use/catalogue.ts";
import { encodedForms, hashForms, isTelling } from "./encodings.ts";
import { PatternTable } from "./pattern-table.ts";
import { tellingColumn, type PersonValue } from "./person-values.ts";
import { phoneForms, textForms } from "./text-forms.ts";

/** Values whose patterns are held at a time: some hundred megabytes. What is more is searched for in further passes. */
const VALUES_A_PASS = 20_000;

/** Patterns of one pass, and which value each belongs to. */
interface Pass {
  readonly table: PatternTable;
  readonly owners: Int32Array;
}

/** What is searched for, and what had to be left out. */
export interface Sought {
  readonly passes: readonly Pass[];
  readonly values: number;
  readonly patterns: number;
  /** Values too short to mean anything when they are found among bytes. */
  readonly tooShort: number;
  /** Values of which some form is also a value of somebody who stays; that form is not searched for. */
  shared: number;
  /** Wipes the patterns. */
  close(): void;
}

/** The byte patterns of values: each text in its forms, each form in its encodings, addresses and numbers as plain hashes besides. */
export function soughtPatterns(values: Iterable<PersonValue>): Sought {
  const passes: Pass[] = [];
  let waiting: Uint8Array[] = [];
  let owners: number[] = [];
  let [count, inPass, tooShort] = [0, 0, 0];
  const flush = (): void => {
    if (waiting.length > 0)
      passes.push({ table: new PatternTable(waiting), owners: Int32Array.from(owners) });
    for (const pattern of waiting) pattern.fill(0);
    [waiting, owners, inPass] = [[], [], 0];
  };
  for (const value of values) {
    const patterns = patternsOf(value);
    if (patterns.length === 0) {
      tooShort++;
      continue;
    }
    for (const pattern of patterns) {
      waiting.push(pattern);
      owners.push(count);
    }
    count++;
    if (++inPass === VALUES_A_PASS) flush();
  }
  flush();
  return {
    passes,
    values: count,
    patterns: passes.reduce((sum, { table }) => sum + table.count, 0),
    tooShort,
    shared: 0,
    close: () => {
      for (const { table } of passes) table.close();
    },
  };
}

function patternsOf({ kind, text }: PersonValue): readonly Uint8Array[] {
  const texts = new Set(textForms(text));
  const hashed = new Set<string>();
  if (kind === "email") {
    const address = normalizeEmail(text) ?? text;
    texts.add(address);
    hashed.add(address).add(text.trim());
  }
  if (kind === "phone")
    for (const form of phoneForms(normalizePhone(text) ?? text)) {
      texts.add(form);
      if (isTelling(form)) hashed.add(form);
    }
  const written = new Map<string, Uint8Array>();
  for (const form of texts)
    for (const pattern of encodedForms(form)) written.set(String.fromCharCode(...pattern), pattern);
  if (written.size === 0) return [];
  return [...written.values(), ...[...hashed].flatMap(hashForms)];
}

/**
 * Leaves out what people who stay hold themselves (a household's telephone, a namesake's name): patterns inside one of their own
 * values, and texts that are exactly one of theirs. To be called once the rows of the erased are gone.
 */
export function leaveOutShared(db: Database, sought: Sought, between: () => void): void {
  const shared = new Set<number>();
  for (const [table, declaration] of catalogueTables()) {
    if (declaration.erasure !== "delete") continue;
    const columns = Object.keys(declaration.columns).filter(
      (column) => tellingColumn(table, column) !== undefined || column === "search_key",
    );
    if (columns.length === 0) continue;
    const own = columns.map((column) => tellingColumn(table, column) !== "free");
    let rows = 0;
    db.eachBytes(`SELECT ${columns.join(", ")} FROM ${table}`, (row) => {
      if ((++rows & 4095) === 0) between();
      for (let column = 0; column < columns.length; column++) {
        const start = row.start(column);
        if (start < 0) continue;
        const end = start + row.length(column);
        for (const { table: searched, owners } of sought.passes)
          searched.search(row.heap, start, end, (pattern, at, length) => {
            if (own[column] !== true && (at !== start || length !== end - start)) return;
            searched.drop(pattern);
            shared.add(owners[pattern] ?? -1);
          });
      }
      return true;
    });
  }
  sought.shared = shared.size;
}

/** Whether a text holds anything that is searched for. */
export function holdsSought(sought: Sought, text: string): boolean {
  const bytes = new TextEncoder().encode(text);
  let found = false;
  for (const { table } of sought.passes)
    table.search(bytes, 0, bytes.byteLength, () => {
      found = true;
    });
  return found;
}
