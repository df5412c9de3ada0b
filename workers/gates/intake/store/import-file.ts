import { createSHA256 } from "hash-wasm";
import { Cancelled, type JobControl } from "../../../base/job.ts";
import { fault, type Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { FileLike, ImportOutcome, ImportPlan, QuarantineReason } from "../../../terms/intake.ts";
import { pageCount, refuseTooLarge } from "../../../vault/room.ts";
import type { Act, Vault } from "../../../vault/vault.ts";
import { writeDoorPairs } from "../identity/door-pairs.ts";
import { declarationOf } from "../declarations.ts";
import { peopleOf } from "../stage/entries.ts";
import { readTable, type ReadTable } from "../read-table.ts";
import { basisAct } from "../treat/bases.ts";
import { joinAct, lawfulPlan } from "../treat/lawful-plan.ts";
import { hashAware } from "../treat/hash-aware.ts";
import { writeFates, writeKept } from "../treat/write-treatment.ts";
import { insertWatched, nextId, type StoreContext } from "./context.ts";
import { knownPeople } from "./known-people.ts";
import { claimVisitors, VisitorBook } from "./visitors.ts";
import { labelSource } from "./sources.ts";
import { writeConsents } from "./write-consents.ts";
import { writeEntries } from "./write-entries.ts";
import { writeOrders } from "./write-orders.ts";
import { writePeople } from "./write-people.ts";

/** One import as asked for. */
export interface ImportRequest {
  readonly file: FileLike;
  readonly name: string;
  readonly plan: ImportPlan;
  readonly dryRun: boolean;
  readonly now: Date;
  readonly job: JobControl;
}

/** From this many bytes on, references are checked once for all rows instead of row by row. */
const LARGE = 2 ** 22;

/** Thrown to roll a change back with an answer in hand: a dry run's outcome, or the fault of a file. */
class TakenBack extends Error {
  readonly answer: Outcome<ImportOutcome>;

  constructor(answer: Outcome<ImportOutcome>) {
    super("taken back");
    this.answer = answer;
  }
}

/**
 * Brings a file into the vault in one transaction: people, orders, lines, consents, and the rows that
 * could not be stored in quarantine. Cancelling, any fault and a dry run leave the vault as it was.
 */
export async function importIntoVault(vault: Vault, request: ImportRequest): Promise<Outcome<ImportOutcome>> {
  try {
    return await vault.change(
      ["people", "imports", "quarantine", "consent", "insight", "record"],
      async (note) => {
        const { file, now, job } = request;
        const lawful = lawfulPlan(vault.db, request.plan, now);
        if (!lawful.ok) throw new TakenBack(lawful);
        const plan = lawful.value;
        const sha256 = await createSHA256();
        sha256.init();
        const before = pageCount(vault.db);
        const known = hashAware(vault, knownPeople(vault, plan.source), plan.source);
        const table = await readTable(file, plan, now, job, known, (bytes) => sha256.update(bytes));
        if (!table.ok) throw new TakenBack(table);
        const outcome = store(vault, { ...request, plan }, table.value, sha256.digest("hex"), note);
        refuseTooLarge(before, pageCount(vault.db), vault.largestBytes);
        if (request.dryRun) throw new TakenBack(ok(outcome));
        return outcome;
      },
      { loading: request.file.size >= LARGE, job: request.job },
    );
  } catch (error) {
    if (error instanceof TakenBack) return error.answer;
    if (error instanceof Cancelled) return fault("cancelled");
    throw error;
  }
}

function store(
  vault: Vault,
  request: ImportRequest,
  table: ReadTable,
  sha256: string,
  note: (act: Act) => void,
): ImportOutcome {
  const { db } = vault;
  const { part } = request.plan.reading;
  const name = part === undefined ? request.name : `${request.name} › ${part}`;
  const context: StoreContext = {
    db,
    job: request.job,
    plan: request.plan,
    importId: nextId(db, "imports"),
    now: request.now.toISOString(),
    pseudonym: (text) => vault.pseudonym(text),
  };
  db.run(
    `INSERT INTO imports (id, name, source, sha256, bytes, plan, at, read, stored, quarantined, repeated)
     VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0)`,
    [
      context.importId,
      name,
      request.plan.source,
      sha256,
      request.file.size,
      JSON.stringify(request.plan),
      context.now,
    ],
  );
  labelSource(db, request.plan.source, request.plan.preset);
  writeFields(context, table);
  writeFates(context, table);
  const counts = storeStage(context, table, false);
  writeQuarantine(context, table);
  db.run("UPDATE imports SET read = ?, stored = ?, quarantined = ?, repeated = ? WHERE id = ?", [
    table.stage.read + table.leftOut,
    counts.stored,
    table.stage.held.length,
    counts.repeated,
    context.importId,
  ]);
  const outcome: ImportOutcome = {
    importId: request.dryRun ? 0 : context.importId,
    name,
    read: table.stage.read + table.leftOut,
    leftOut: table.leftOut,
    quarantined: table.stage.held.length,
    ...counts,
    kind: table.layout.kind,
    byReason: countReasons(table),
    dryRun: request.dryRun,
  };
  note({ gate: "intake", action: "imported", payload: payloadOf(outcome, sha256) });
  for (const basis of table.bases) note(basisAct(db, context, basis));
  const joined = joinAct(db, request.plan, context.importId, request.now);
  if (joined !== undefined) note(joined);
  return outcome;
}

/** The counts of an outcome that storing decides. */
export type StoredCounts = Pick<
  ImportOutcome,
  | "stored"
  | "repeated"
  | "withheld"
  | "keptCorrections"
  | "customersNew"
  | "customersChanged"
  | "ordersNew"
  | "consentsNew"
  | "entriesNew"
  | "unclaimed"
>;

/** Stores what a stage holds under an import. `adding`: the rows are further lines of orders already there. */
export function storeStage(
  context: StoreContext,
  { stage, layout, ...treated }: ReadTable,
  adding: boolean,
): StoredCounts {
  const used = new Uint8Array(stage.people.count);
  for (let order = 0; order < stage.orders.length; order++) {
    const person = stage.orders.person.at(order);
    if (person >= 0) used[person] = 1;
  }
  for (const person of stage.personRows.keys()) used[person] = 1;
  if (stage.entries !== undefined) for (const person of peopleOf(stage.entries)) used[person] = 1;
  const people = writePeople(context, stage.people, (slot) => used[slot] === 1);
  writeDoorPairs(context, stage.people, people.ids);
  writeKept(context, treated, people.ids);
  const orders = writeOrders(context, stage.orders, people.ids, adding);
  const consents = writeConsents(context, stage.consents.list, people.ids);
  const { accounts } = stage.people;
  if (accounts !== undefined)
    new VisitorBook(context, accounts.keys.visitors).link(accounts.keys.links, people.ids);
  claimVisitors(context);
  const entries = stage.entries === undefined ? undefined : writeEntries(context, stage.entries, people.ids);
  let stored = orders.storedRows + (entries?.storedRows ?? 0);
  let repeated = orders.repeatedRows + (entries?.repeatedRows ?? 0);
  if (stage.entries?.kind === "consents") {
    stored += consents.rows.size;
    repeated += stage.entries.rows.rows - consents.rows.size;
  }
  if (layout.kind === "people")
    for (const [person, rows] of stage.personRows) {
      const news = people.touched.has(person) || consents.touched.has(person);
      if (news) stored += rows;
      else repeated += rows;
    }
  const keptCorrections = people.keptCorrections + stage.people.keptCorrections;
  return {
    stored,
    repeated,
    withheld: people.withheld,
    ...(keptCorrections === 0 ? {} : { keptCorrections }),
    customersNew: people.created,
    customersChanged: people.changed,
    ordersNew: orders.created,
    consentsNew: consents.created,
    entriesNew: entries?.created ?? 0,
    unclaimed: entries?.unclaimed ?? 0,
  };
}

function writeFields({ db, plan, importId }: StoreContext, { headings, forbidden, layout }: ReadTable): void {
  plan.columns.forEach((chosen, index) => {
    const stored = layout.at[chosen] === index || layout.evidence.includes(index);
    const declaration = declarationOf(stored ? chosen : "ignore");
    db.run(
      "INSERT INTO fields (import_id, heading, target, class, purposes, stored) VALUES (?, ?, ?, ?, ?, ?)",
      [
        importId,
        headings[index] ?? "",
        declaration.target,
        forbidden.has(index) ? "special_category" : declaration.class,
        JSON.stringify(declaration.purposes),
        stored ? 1 : 0,
      ],
    );
  });
}

function writeQuarantine(context: StoreContext, { stage }: ReadTable): void {
  const rows = stage.held;
  insertWatched(
    context,
    "quarantine",
    "INSERT INTO quarantine (import_id, line, reason, heading, raw) VALUES (?, ?, ?, ?, ?)",
    [
      { constant: context.importId },
      Int32Array.from(rows, (row) => row.line),
      rows.map((row) => row.reason),
      rows.map((row) => row.column ?? null),
      rows.map((row) => row.raw),
    ],
    rows.length,
  );
}

function countReasons({ stage }: ReadTable): Partial<Record<QuarantineReason, number>> {
  const counts: Partial<Record<QuarantineReason, number>> = {};
  for (const { reason } of stage.held) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

function payloadOf(outcome: ImportOutcome, sha256: string): Act["payload"] {
  const { importId, read, stored, quarantined, leftOut, repeated, withheld } = outcome;
  const { customersNew, customersChanged, ordersNew, consentsNew, entriesNew, unclaimed } = outcome;
  return {
    import: importId,
    sha256,
    read,
    stored,
    quarantined,
    ...(leftOut === 0 ? {} : { leftOut }),
    repeated,
    withheld,
    ...(outcome.keptCorrections === undefined ? {} : { keptCorrections: outcome.keptCorrections }),
    customersNew,
    customersChanged,
    ordersNew,
    consentsNew,
    ...(entriesNew === 0 ? {} : { entriesNew }),
    ...(unclaimed === 0 ? {} : { unclaimed }),
  };
}
