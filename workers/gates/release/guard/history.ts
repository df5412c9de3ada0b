import * as v from "valibot";
import { unwatched, type JobControl } from "../../../base/job.ts";
import type { Columns } from "../../../columns/columns.ts";
import { aggregateMeasures } from "../../../terms/release.ts";
import type { Database } from "../../../vault/database.ts";
import { versionOf } from "./population.ts";
import { summed, type History, type Place, type Summed, type Telling } from "./told.ts";

/** Rows stored between two looks whether to stop. */
const storedAtOnce = 8192;

const cells = v.array(v.pipe(v.number(), v.integer(), v.minValue(0)));
const toldSchema = v.object({
  k: v.number(),
  measures: v.array(v.picklist(aggregateMeasures)),
  sets: v.array(cells),
  withheld: v.array(cells),
  runs: v.exactOptional(
    v.array(v.object({ model: v.picklist(["lifetime", "churn", "card"]), run: v.number(), end: v.string() })),
  ),
});

/** Reads what was told of the people of the vault. */
export function readHistory(db: Database, columns: Columns): History {
  const releases = db
    .rows<{ id: number; told: string }>(
      `SELECT release_id AS id, told FROM release_sets JOIN releases ON releases.id = release_id
       WHERE state = 'released' ORDER BY release_id`,
    )
    .map(({ id, told }) => ({ id, told: v.parse(toldSchema, JSON.parse(told)) }));
  const classes = db
    .rows<{ id: number; signature: string; gone: number }>("SELECT id, signature, gone FROM release_classes")
    .map(({ id, signature, gone }) => ({ id, places: placesOf(signature), gone }));
  const position = new Map(classes.map(({ id }, index) => [id, index]));
  const [customers, classIds, orders, revenue] = db.readColumns(
    "SELECT customer_id, class_id, orders, revenue FROM release_members",
    ["int32", "int32", "text", "text"],
  );
  const classOf = new Int32Array(columns.people.count).fill(-1);
  const memberOf = new Int32Array(columns.people.count).fill(-1);
  for (let member = 0; member < customers.length; member++) {
    const person = columns.indexOf(customers[member]!);
    if (person < 0) continue;
    classOf[person] = position.get(classIds[member]!)!;
    memberOf[person] = member;
  }
  const lists = {
    orders: { codes: orders.codes, amounts: orders.words.map(amountsFrom) },
    revenue: { codes: revenue.codes, amounts: revenue.words.map(amountsFrom) },
  };
  return {
    releases,
    classes,
    classOf,
    amountsOf: (sum, person) => {
      const member = memberOf[person]!;
      return member < 0 ? [] : (lists[sum].amounts[lists[sum].codes[member]!] ?? []);
    },
  };
}

/**
 * Keeps what a release tells, inside the change that lets it out. People it speaks of move to the class of those of whom the same was
 * told ever; nobody else's row changes.
 */
export function keepTold(
  db: Database,
  releaseId: number,
  telling: Telling,
  columns: Columns,
  job: JobControl = unwatched,
): void {
  const { k, measures, sets, withheld, cellOf, runs } = telling;
  const history = readHistory(db, columns);
  db.run("INSERT INTO release_sets (release_id, told) VALUES (?, ?)", [
    releaseId,
    JSON.stringify({ k, measures, sets, withheld, ...(runs && { runs }) }),
  ]);
  const classIds = new Map<string, number>();
  const members: { readonly customer: number; readonly classId: number; readonly amounts: string[] }[] = [];
  const tells = new Set(sets.flat());
  for (const set of withheld) for (const cell of set) tells.add(cell);
  for (let person = 0; person < cellOf.length; person++) {
    if (person % 8192 === 0) job.check();
    const cell = cellOf[person]!;
    if (cell < 0 || !tells.has(cell)) continue;
    const before = history.classes[history.classOf[person]!];
    const versions = summed.map((sum) => versionOf(history, telling, sum, person));
    const place = [releaseId, cell, ...versions].join(":");
    const key = `${before?.id ?? 0} ${place}`;
    let classId = classIds.get(key);
    if (classId === undefined) {
      const signature = before === undefined ? place : `${signatureOf(before.places)} ${place}`;
      db.run("INSERT INTO release_classes (signature) VALUES (?)", [signature]);
      classId = db.lastId();
      classIds.set(key, classId);
    }
    const amounts = summed.map((sum) => amountsAfter(history, telling, sum, person));
    members.push({ customer: columns.people.id[person]!, classId, amounts });
  }
  for (let from = 0; from < members.length; from += storedAtOnce) {
    job.check();
    store(db, members.slice(from, from + storedAtOnce));
  }
  job.check();
  db.run("DELETE FROM release_classes WHERE gone = 0 AND id NOT IN (SELECT class_id FROM release_members)");
}

function store(
  db: Database,
  members: readonly {
    readonly customer: number;
    readonly classId: number;
    readonly amounts: readonly string[];
  }[],
): void {
  // An upsert is no deletion: the trigger that counts who has gone stays silent.
  db.bulkInsert(
    `INSERT INTO release_members (customer_id, class_id, orders, revenue) VALUES (?, ?, ?, ?)
     ON CONFLICT (customer_id) DO UPDATE SET class_id = excluded.class_id, orders = excluded.orders, revenue = excluded.revenue`,
    [
      Int32Array.from(members, ({ customer }) => customer),
      Int32Array.from(members, ({ classId }) => classId),
      members.map(({ amounts }) => amounts[0]!),
      members.map(({ amounts }) => amounts[1]!),
    ],
  );
}

function amountsAfter(history: History, telling: Telling, sum: Summed, person: number): string {
  const told = history.amountsOf(sum, person);
  const now = telling.amounts[sum]?.[person];
  return (now === undefined || now === 0 || told.includes(now) ? told : [...told, now]).join(" ");
}

function amountsFrom(text: string): readonly number[] {
  return text === "" ? [] : text.split(" ").map(Number);
}

function placesOf(signature: string): ReadonlyMap<number, Place> {
  return new Map(
    signature.split(" ").map((place) => {
      const [release = 0, cell = 0, orders = -1, revenue = -1] = place.split(":").map(Number);
      return [release, { cell, versions: { orders, revenue } }];
    }),
  );
}

function signatureOf(places: ReadonlyMap<number, Place>): string {
  return [...places]
    .map(([release, { cell, versions }]) => [release, cell, ...summed.map((sum) => versions[sum])].join(":"))
    .join(" ");
}
