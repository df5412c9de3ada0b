import { joinedSearchKey } from "../../../base/text.ts";
import { readCorrections } from "../../keep/rights/corrections.ts";
import type { SqlValue } from "../../../vault/database.ts";
import { personFields, type People, type PersonField, type StagedPerson } from "../stage/people.ts";
import { storedKind } from "../treat/hash-aware.ts";
import { insertWatched, nextId, type StoreContext } from "./context.ts";

/** customers.id of each staged person (0: not stored), and what changed. */
export interface WrittenPeople {
  readonly ids: Int32Array;
  readonly created: number;
  readonly changed: number;
  readonly withheld: number;
  /** Cells left as they are because they were put right at the person's wish. */
  readonly keptCorrections: number;
  /** Slots of people who are new or of whom something changed. */
  readonly touched: ReadonlySet<number>;
}

/** Stores the people that `used` names: new ones whole, known ones where the file says something else. */
export function writePeople(
  context: StoreContext,
  people: People,
  used: (slot: number) => boolean,
): WrittenPeople {
  const ids = new Int32Array(people.count);
  const fresh: number[] = [];
  const touched = new Set<number>();
  let withheld = 0;
  let changed = 0;
  let next = nextId(context.db, "customers");
  const change = new PersonChange(context);
  for (let slot = 0; slot < people.count; slot++) {
    const person = people.person(slot);
    if (!used(slot) || person === undefined) continue;
    if (person.withheld) {
      withheld++;
      continue;
    }
    if (person.existing === 0) {
      ids[slot] = next++;
      fresh.push(slot);
      touched.add(slot);
      continue;
    }
    ids[slot] = person.existing;
    if ((slot & 255) === 0) context.job.check();
    if (change.apply(person)) {
      changed++;
      touched.add(slot);
    }
  }
  change.close();
  insertCustomers(context, people, fresh, ids);
  insertIdentifiers(context, people, ids);
  return { ids, created: fresh.length, changed, withheld, keptCorrections: change.kept, touched };
}

const CUSTOMER_SQL = `INSERT INTO customers (id, import_id, source, ${personFields.join(", ")}, search_key)
  VALUES (?, ?, ?, ${personFields.map(() => "?").join(", ")}, ?)`;

function insertCustomers(
  context: StoreContext,
  people: People,
  fresh: readonly number[],
  ids: Int32Array,
): void {
  const texts = (field: PersonField) =>
    fresh.some((slot) => people.values(slot)?.has(field) === true)
      ? fresh.map((slot) => textOf(people.values(slot)?.get(field)))
      : { constant: null };
  const columns = personFields.map((field) =>
    field === "registered_on"
      ? Float64Array.from(fresh, (slot) => numberOf(people.values(slot)?.get(field)))
      : texts(field),
  );
  insertWatched(
    context,
    "people",
    CUSTOMER_SQL,
    [
      Int32Array.from(fresh, (slot) => ids[slot] ?? 0),
      { constant: context.importId },
      { constant: context.plan.source },
      ...columns,
      fresh.map((slot) => {
        const person = people.person(slot);
        return person === undefined
          ? ""
          : searchKeyOf((field) => textOf(person.values?.get(field)), person.identifiers);
      }),
    ],
    fresh.length,
  );
}

function insertIdentifiers(context: StoreContext, people: People, ids: Int32Array): void {
  const owner: number[] = [];
  const kind: string[] = [];
  const value: string[] = [];
  const display: string[] = [];
  ids.forEach((id, slot) => {
    if (id === 0) return;
    for (const identifier of people.person(slot)?.identifiers ?? []) {
      owner.push(id);
      kind.push(storedKind(identifier.kind, identifier.value));
      value.push(identifier.value);
      display.push(identifier.display);
    }
  });
  insertWatched(
    context,
    "people",
    "INSERT INTO identifiers (customer_id, kind, value, display, source, since, import_id) VALUES (?, ?, ?, ?, ?, ?, ?)",
    [
      Int32Array.from(owner),
      kind,
      value,
      display,
      { constant: context.plan.source },
      { constant: context.now },
      { constant: context.importId },
    ],
    owner.length,
  );
}

/** Brings what the file says of known people into the vault, keeping what stood there for an undo. */
class PersonChange {
  /** Cells of the file that were left out. */
  kept = 0;
  private readonly context: StoreContext;
  private readonly corrections;
  private readonly current;
  private readonly identifiers;
  private readonly revise;

  constructor(context: StoreContext) {
    this.context = context;
    const { db } = context;
    this.corrections = readCorrections(db);
    this.current = db.prepare(`SELECT ${personFields.join(", ")} FROM customers WHERE id = ?`);
    this.identifiers = db.prepare(
      "SELECT group_concat(value || char(31) || display, char(31)) FROM identifiers WHERE customer_id = ?",
    );
    this.revise = db.prepare(
      "INSERT INTO customer_revisions (customer_id, import_id, field, before) VALUES (?, ?, ?, ?)",
    );
  }

  /** Whether anything changed. A blank never overwrites, and nothing overwrites what was put right. */
  apply(person: StagedPerson): boolean {
    const { db, importId } = this.context;
    const values = person.values;
    if ((values === undefined || values.size === 0) && person.identifiers.length === 0) return false;
    const row = this.current.get([person.existing]) ?? [];
    const stored = new Map(personFields.map((field, index) => [field, row[index] ?? null] as const));
    const fresh = [...(values ?? [])].filter(([field, value]) => {
      const before = stored.get(field) ?? null;
      if (before === value) return false;
      const held = typeof before === "number" ? before : textOf(before);
      if (!this.corrections.stands(person.existing, field, held)) return true;
      this.kept++;
      return false;
    });
    for (const [field, value] of fresh) {
      const before = stored.get(field) ?? null;
      this.revise.run([person.existing, importId, field, before === null ? null : String(before)]);
      db.run(`UPDATE customers SET ${field} = ? WHERE id = ?`, [value, person.existing]);
      stored.set(field, value);
    }
    if (fresh.length === 0 && person.identifiers.length === 0) return false;
    const held = this.identifiers.get([person.existing])?.[0];
    const keys = typeof held === "string" ? held.split("\u001f") : [];
    const key = searchKeyOf((field) => textOf(stored.get(field)), person.identifiers, keys);
    db.run("UPDATE customers SET search_key = ? WHERE id = ?", [key, person.existing]);
    return true;
  }

  close(): void {
    this.current.free();
    this.identifiers.free();
    this.revise.free();
  }
}

/** What a person is found by: names together and apart, readings, every identifier as written and as matched. */
export function searchKeyOf(
  value: (field: PersonField) => string | null,
  identifiers: readonly { readonly value: string; readonly display: string }[],
  others: readonly string[] = [],
): string {
  const family = value("family_name");
  const given = value("given_name");
  const familyReading = value("family_reading");
  const givenReading = value("given_reading");
  const joined = (first: string | null, second: string | null) =>
    first === null && second === null ? null : `${first ?? ""}${second ?? ""}`;
  return joinedSearchKey([
    value("full_name"),
    joined(family, given),
    joined(given, family),
    value("full_reading"),
    joined(familyReading, givenReading),
    ...identifiers.flatMap((identifier) => [identifier.value, identifier.display]),
    ...others,
  ]);
}

function textOf(value: SqlValue | undefined): string | null {
  return typeof value === "string" ? value : null;
}

function numberOf(value: string | number | undefined): number {
  return typeof value === "number" ? value : NaN;
}
