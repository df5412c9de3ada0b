import { searchKey } from "../../../base/text.ts";
import type { Database } from "../../../vault/database.ts";
import { normalizeEmail, normalizePhone } from "../../intake/parse/person.ts";
import { findPersonal } from "../../intake/recognise/find-personal.ts";

/** Takes other people's data out of texts that are given to a person (GDPR art. 15(4); APPI art. 33(2)(i)). */
export interface Redactor {
  /** The text with everybody else made unreadable. */
  text(value: string): string;
  /** Numbers of customers in a text (JSON) that are not the person's own, made unreadable. */
  numbers(value: string): string;
  /** Whether a customers.id is the person's own, now or before they were joined. */
  isOwn(id: unknown): boolean;
  /** Stands in place of what was taken out, and counts it. */
  mark(): string;
  /** Places made unreadable so far. */
  readonly count: number;
}

type NameRow = Readonly<Record<(typeof nameColumns)[number], string | null>>;
const nameColumns = [
  "full_name",
  "family_name",
  "given_name",
  "full_reading",
  "family_reading",
  "given_reading",
] as const;
const NAMES = nameColumns.join(", ");
const SHORTEST_GIVEN = 2;
/** Of an address that very many share (a block, the shop's own), the others are no household. */
const MOST_OTHERS = 200;

/**
 * The redactor of one person's papers. Of people who share an address, a contact or a doubt about who is who with them, every name and
 * contact is taken out; of everybody else, what reads like a contact or a name with its title and is not the person's own.
 */
export function redactorFor(db: Database, customerId: number, word: string): Redactor {
  const own = ownKeys(db, customerId);
  const needles = othersNeedles(db, customerId, own);
  const pattern = needles.length === 0 ? undefined : new RegExp(needles.map(escapePattern).join("|"), "giu");
  let count = 0;
  const mark = (): string => {
    count++;
    return word;
  };
  return {
    get count() {
      return count;
    },
    mark,
    isOwn: (id) => own.ids.has(Number(id)),
    numbers: (value) =>
      value.replaceAll(/\d+/gu, (digits) => (own.ids.has(Number(digits)) ? digits : mark())),
    text: (value) => {
      const known = pattern === undefined ? value : value.replaceAll(pattern, mark);
      let out = "";
      let at = 0;
      for (const { kind, from, to } of findPersonal(known)) {
        if (from < at || !(kind === "email" || kind === "phone" || kind === "person")) continue;
        const found = known.slice(from, to);
        if (found.includes(word) || isOwnText(own, kind, found)) continue;
        out += known.slice(at, from) + mark();
        at = to;
      }
      return out + known.slice(at);
    },
  };
}

interface OwnKeys {
  readonly ids: ReadonlySet<number>;
  readonly emails: ReadonlySet<string>;
  readonly phones: ReadonlySet<string>;
  /** Search keys of names in every form, and of every identifier. */
  readonly texts: ReadonlySet<string>;
}

function ownKeys(db: Database, customerId: number): OwnKeys {
  const emails = new Set<string>();
  const phones = new Set<string>();
  const texts = new Set<string>();
  const addContact = (text: string): void => {
    texts.add(searchKey(text));
    const email = normalizeEmail(text);
    const phone = normalizePhone(text);
    if (email !== undefined) emails.add(email);
    if (phone !== undefined) phones.add(phone);
  };
  const addNames = (row: NameRow): void => {
    for (const form of nameForms(row)) texts.add(searchKey(form));
    for (const part of nameColumns) if (row[part] !== null) texts.add(searchKey(row[part]));
  };
  for (const { value, display } of db.rows<{ value: string; display: string }>(
    "SELECT value, display FROM identifiers WHERE customer_id = ?",
    [customerId],
  )) {
    addContact(value);
    addContact(display);
  }
  for (const { before } of db.rows<{ before: string }>(
    "SELECT before FROM corrections WHERE customer_id = ? AND before IS NOT NULL",
    [customerId],
  ))
    addContact(before);
  const ids = new Set([customerId]);
  const row = db.first<NameRow>(`SELECT ${NAMES} FROM customers WHERE id = ?`, [customerId]);
  if (row !== undefined) addNames(row);
  for (const { id, person } of db.rows<{ id: number; person: string }>(
    "SELECT id, person FROM merge_members WHERE customer_id = ?",
    [customerId],
  )) {
    ids.add(id);
    addNames(namesIn(person));
  }
  return { ids, emails, phones, texts };
}

/** The name columns of a person's row kept as JSON. */
function namesIn(json: string): NameRow {
  const row = JSON.parse(json) as Partial<NameRow>;
  return Object.fromEntries(nameColumns.map((column) => [column, row[column] ?? null])) as unknown as NameRow;
}

function isOwnText(own: OwnKeys, kind: string, text: string): boolean {
  if (kind === "email") return own.emails.has(normalizeEmail(text) ?? "");
  if (kind === "phone") return own.phones.has(normalizePhone(text) ?? "");
  return own.texts.has(searchKey(text));
}

function nameForms(row: NameRow): readonly string[] {
  const forms = new Set<string>();
  const add = (text: string | null | undefined): void => {
    if (text !== null && text !== undefined && text !== "") forms.add(text).add(text.replaceAll(/\s+/gu, ""));
  };
  add(row.full_name);
  add(row.full_reading);
  for (const [family, given] of [
    [row.family_name, row.given_name],
    [row.family_reading, row.given_reading],
  ] as const) {
    if (family === null || given === null) continue;
    for (const [first, second] of [
      [family, given],
      [given, family],
    ] as const)
      for (const space of ["", " ", "\u3000"]) add(`${first}${space}${second}`);
  }
  return [...forms];
}

/** What names the people around a person and not the person, the longest first. */
function othersNeedles(db: Database, customerId: number, own: OwnKeys): readonly string[] {
  const needles = new Set<string>();
  const add = (text: string | null): void => {
    if (text !== null && text.trim().length >= SHORTEST_GIVEN && !own.texts.has(searchKey(text)))
      needles.add(text);
  };
  for (const id of peopleAround(db, customerId)) {
    const row = db.first<NameRow>(`SELECT ${NAMES} FROM customers WHERE id = ?`, [id]);
    if (row === undefined) continue;
    for (const form of nameForms(row)) add(form);
    add(row.given_name);
    add(row.given_reading);
    for (const { value, display } of db.rows<{ value: string; display: string }>(
      "SELECT value, display FROM identifiers WHERE customer_id = ? AND kind <> 'customer_id'",
      [id],
    )) {
      add(value);
      add(display);
    }
  }
  return [...needles].sort((a, b) => b.length - a.length);
}

function peopleAround(db: Database, customerId: number): readonly number[] {
  const found = new Set<number>();
  const add = (sql: string): void => {
    for (const { id } of db.rows<{ id: number }>(`${sql} LIMIT ${String(MOST_OTHERS)}`, [customerId]))
      found.add(id);
  };
  add(`SELECT DISTINCT other.customer_id AS id FROM identifiers AS own JOIN identifiers AS other
         ON other.kind = own.kind AND other.value = own.value AND other.kind <> 'customer_id'
       WHERE own.customer_id = ?1 AND other.customer_id <> ?1`);
  add(`SELECT other.id AS id FROM customers AS own JOIN customers AS other
         ON other.street = own.street AND coalesce(other.postal_code, '') = coalesce(own.postal_code, '')
       WHERE own.id = ?1 AND other.id <> ?1 AND own.street <> ''`);
  add(`SELECT CASE customer_id WHEN ?1 THEN other_id ELSE customer_id END AS id FROM duplicate_pairs
       WHERE customer_id = ?1 OR other_id = ?1`);
  return [...found];
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/-]/gu, "\\$&");
}
