import type { Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import { searchKey } from "../../../base/text.ts";
import type { Input } from "../../../contract.ts";
import type { Subject, SubjectKey, SubjectMatch, SubjectsFound } from "../../../terms/rights.ts";
import type { Database } from "../../../vault/database.ts";
import type { Vault } from "../../../vault/vault.ts";
import type { Workspace } from "../../../workspace.ts";
import { HASH_MARK } from "../../intake/parse/keyed-hash-text.ts";
import { normalizeEmail, normalizeId, normalizePhone } from "../../intake/parse/person.ts";
import { displayName, type NameColumns } from "../../use/display-name.ts";
import { collectTraces, findQuarantinedTraces, noTraces } from "../quarantine-search.ts";

const MOST = 50;
/** A part of a name this short finds too many. */
const SHORTEST_PART = 2;
const PART_SEPARATOR = "\u001f";
const nameFields: ReadonlySet<string> = new Set([
  "full_name",
  "family_name",
  "given_name",
  "full_reading",
  "family_reading",
  "given_reading",
]);

/**
 * Finds a person by whatever they give: e-mail address, telephone or customer number, LINE user id, name, reading, or the vault's own
 * number; folded as an import folds it, and by keyed hash where only that is kept. Whoever was joined into somebody is found under what
 * they were before, and so is what was put right since. Parts of names count only where nothing is found whole.
 */
export async function findSubjects(
  { vault }: Workspace,
  { value }: Input<"findSubjects">,
): Promise<Outcome<SubjectsFound>> {
  const matches = new Matches();
  byIdentifier(vault, value, matches);
  byNumber(vault.db, value, matches);
  byCorrection(vault.db, value, matches);
  bySearchKey(vault.db, searchKey(value), matches);
  return ok({
    subjects: matches.best().flatMap(([id, found]): Subject[] => {
      const row = vault.db.first<NameColumns>(
        "SELECT id, full_name, family_name, given_name, full_reading, family_reading, given_reading FROM customers WHERE id = ?",
        [id],
      );
      return row === undefined
        ? []
        : [{ customerId: id, ...displayName(row, numberOf(vault.db, id)), matches: found }];
    }),
    quarantined: findQuarantinedTraces(vault.db, tracesOf(value)).length,
  });
}

class Matches {
  private readonly byPerson = new Map<number, SubjectMatch[]>();

  add(customerId: number, match: SubjectMatch): void {
    const known = this.byPerson.get(customerId);
    if (known === undefined) this.byPerson.set(customerId, [match]);
    else if (!known.some((one) => one.by === match.by && one.value === match.value)) known.push(match);
  }

  /** Exact matches where there are any, else the others. */
  best(): readonly (readonly [number, readonly SubjectMatch[]])[] {
    const all = [...this.byPerson].sort(([a], [b]) => a - b);
    const exact = all.flatMap(([id, found]): (readonly [number, readonly SubjectMatch[]])[] => {
      const whole = found.filter((match) => match.exact);
      return whole.length === 0 ? [] : [[id, whole]];
    });
    return (exact.length > 0 ? exact : all).slice(0, MOST);
  }
}

function byIdentifier(vault: Vault, value: string, matches: Matches): void {
  const keys: readonly (readonly [string, string | undefined])[] = [
    ["email", normalizeEmail(value)],
    ["phone", normalizePhone(value)],
    ["customer_id", normalizeId(value)],
  ];
  const add = (rows: readonly { id: number; kind: string; display: string }[]): void => {
    for (const { id, kind, display } of rows)
      matches.add(id, { by: keyOf(kind), value: display, former: false, exact: true });
  };
  const select = "SELECT customer_id AS id, kind, display FROM identifiers WHERE";
  for (const [kind, key] of keys) {
    if (key === undefined) continue;
    const hash = `${HASH_MARK}${vault.pseudonym(`${kind}:${key}`)}`;
    if (kind === "customer_id")
      add(vault.db.rows(`${select} kind = 'customer_id' AND value IN (?, ?)`, [key, hash]));
    // Said twice, so that SQLite sees that the index of contacts fits.
    else
      add(
        vault.db.rows(
          `${select} kind <> 'customer_id' AND ((kind = ? AND value = ?) OR (kind = ? AND value = ?))`,
          [kind, key, `${kind}_hash`, hash],
        ),
      );
  }
  const other = normalizeId(value);
  if (other !== undefined)
    add(
      vault.db.rows(
        `${select} kind NOT IN ('customer_id', 'email', 'phone', 'email_hash', 'phone_hash') AND lower(value) = lower(?)`,
        [other],
      ),
    );
}

function keyOf(kind: string): SubjectKey {
  const plain = kind.replace(/_hash$/u, "");
  return (["email", "phone", "customer_id", "line_user_id"] as const).find((one) => one === plain) ?? "other";
}

/** The vault's own number, as it shows it: `#12`. Numbers of people who were joined into others stay theirs. */
function byNumber(db: Database, value: string, matches: Matches): void {
  const digits = /^[#＃]\s*(\d{1,9})$/u.exec(value.normalize("NFKC").trim())?.[1];
  if (digits === undefined) return;
  const id = Number(digits);
  const match: SubjectMatch = { by: "number", value: `#${digits}`, former: false, exact: true };
  if (db.count("SELECT count(*) FROM customers WHERE id = ?", [id]) > 0) matches.add(id, match);
  const joined = db.count("SELECT customer_id FROM merge_members WHERE id = ?", [id]);
  if (joined > 0) matches.add(joined, { ...match, former: true });
}

function byCorrection(db: Database, value: string, matches: Matches): void {
  const key = searchKey(value);
  const folded: Readonly<Record<string, string | undefined>> = {
    email: normalizeEmail(value),
    phone: normalizePhone(value),
  };
  db.each(
    "SELECT customer_id, field, before FROM corrections WHERE before IS NOT NULL",
    [],
    ([id, field, before]) => {
      if (typeof before !== "string" || typeof field !== "string") return;
      const isContact = field === "email" || field === "phone";
      const same = isContact
        ? folded[field] === before
        : nameFields.has(field) && searchKey(before) === key && key !== "";
      if (same)
        matches.add(Number(id), {
          by: isContact ? field : "name",
          value: before,
          former: true,
          exact: true,
        });
    },
  );
}

function bySearchKey(db: Database, key: string, matches: Matches): void {
  if (key === "") return;
  const look = (id: number, parts: string, former: boolean): void => {
    const found = parts.split(PART_SEPARATOR).filter((part) => part.includes(key));
    const exact = found.includes(key);
    if (exact || key.length >= SHORTEST_PART)
      matches.add(id, { by: "name", value: exact ? key : (found[0] ?? key), former, exact });
  };
  db.each("SELECT id, search_key FROM customers WHERE instr(search_key, ?) > 0", [key], ([id, parts]) => {
    look(Number(id), String(parts), false);
  });
  db.each(
    `SELECT customer_id, json_extract(person, '$.search_key') FROM merge_members
     WHERE instr(coalesce(json_extract(person, '$.search_key'), ''), ?) > 0`,
    [key],
    ([id, parts]) => {
      look(Number(id), String(parts), true);
    },
  );
}

function tracesOf(value: string): ReturnType<typeof noTraces> {
  const traces = noTraces();
  const digits = normalizePhone(value)?.replace(/\D/gu, "");
  const key = searchKey(value);
  if (normalizeEmail(value) !== undefined) traces.emails.add(key);
  else if (digits !== undefined && digits.length >= 9) traces.phones.add(digits.slice(-9));
  else if (key.length >= SHORTEST_PART) traces.names.add(key);
  traces.customerNumbers.add(key);
  return traces;
}

function numberOf(db: Database, id: number): string | undefined {
  return db.first<{ display: string }>(
    "SELECT display FROM identifiers WHERE customer_id = ? AND kind = 'customer_id' ORDER BY id LIMIT 1",
    [id],
  )?.display;
}

/** Everything that names a person, joined people and values put right since included, for searching texts. */
export function tracesOfSubject(db: Database, customerId: number): ReturnType<typeof noTraces> {
  const traces = noTraces();
  collectTraces(db, customerId, traces);
  for (const { field, before } of db.rows<{ field: string; before: string }>(
    "SELECT field, before FROM corrections WHERE customer_id = ? AND before IS NOT NULL",
    [customerId],
  )) {
    if (field === "email") traces.emails.add(searchKey(before));
    else if (field === "phone") traces.phones.add(before.replace(/\D/gu, "").slice(-9));
    else if (field === "full_name" || field === "full_reading") traces.names.add(searchKey(before));
  }
  return traces;
}
