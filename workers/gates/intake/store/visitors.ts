import type { Database } from "../../../vault/database.ts";
import { linked, type StagedVisitor, type VisitorKind } from "../stage/seen-keys.ts";
import type { StoreContext } from "./context.ts";

/** Keys that mean somebody else in every system: they are hashed together with their source. */
const ofSource: ReadonlySet<VisitorKind> = new Set<VisitorKind>(["login", "customer_id"]);

/** The text whose keyed hash stands for a visitor. */
export function visitorText({ kind, value }: StagedVisitor, source: string): string {
  return ofSource.has(kind) ? `${kind}@${source}:${value}` : `${kind}:${value}`;
}

/**
 * The visitors of a file in the vault: keyed hashes, never the keys. A visitor is a customer's where exactly one customer was seen with
 * its key; a key two customers share (a family's tablet) is nobody's.
 */
export class VisitorBook {
  private readonly context: StoreContext;
  private readonly staged: readonly StagedVisitor[];
  private readonly numbers: Int32Array;
  private readonly erased: boolean;

  constructor(context: StoreContext, staged: readonly StagedVisitor[]) {
    this.context = context;
    this.staged = staged;
    this.numbers = new Int32Array(staged.length);
    this.erased = context.db.count("SELECT EXISTS (SELECT 1 FROM tombstones)") > 0;
  }

  /** visitors.id of a staged visitor, made where it is new; -1 for the key of somebody who was erased. */
  idOf(index: number): number {
    const known = this.numbers[index] ?? 0;
    if (known !== 0) return known;
    const id = this.find(index);
    this.numbers[index] = id;
    return id;
  }

  private find(index: number): number {
    const { db, plan, pseudonym } = this.context;
    const visitor = this.staged[index];
    if (visitor === undefined) return -1;
    const hash = pseudonym(visitorText(visitor, plan.source));
    if (this.erased && db.count("SELECT count(*) FROM tombstones WHERE hash = ?", [hash]) > 0) return -1;
    const stored = db.count("SELECT id FROM visitors WHERE hash = ?", [hash]);
    if (stored > 0) return stored;
    db.run("INSERT INTO visitors (hash, kind) VALUES (?, ?)", [hash, visitor.kind]);
    return db.lastId();
  }

  /** Remembers which customers were seen with which visitors, and gives visitors' earlier entries to whom they now belong. */
  link(links: ReadonlySet<number>, ids: Int32Array): void {
    const seen: (readonly [number, number])[] = [];
    for (const link of links) {
      const [staged, slot] = linked(link);
      const visitor = this.idOf(staged);
      const customer = ids[slot] ?? 0;
      if (visitor > 0 && customer > 0) seen.push([visitor, customer]);
    }
    linkVisitors(this.context, seen);
  }
}

/** Adds pairs of visitors.id and customers.id under the import, and settles whose the visitors' entries are. */
function linkVisitors(
  { db, importId }: Pick<StoreContext, "db" | "importId">,
  pairs: readonly (readonly [number, number])[],
): void {
  for (const [visitor, customer] of pairs)
    db.run(
      `INSERT INTO visitor_keys (visitor_id, customer_id, import_id) SELECT ?1, ?2, ?3
         WHERE NOT EXISTS (SELECT 1 FROM visitor_keys WHERE visitor_id = ?1 AND customer_id = ?2 AND import_id = ?3)`,
      [visitor, customer, importId],
    );
  settleVisitors(db, new Set(pairs.map(([visitor]) => visitor)));
}

/** The one customer known by a visitor's key, 0 where there is none or more than one. */
export function holderOf(db: Database, visitor: number): number {
  return db.count(
    `SELECT CASE WHEN count(DISTINCT customer_id) = 1 THEN max(customer_id) ELSE 0 END
       FROM visitor_keys WHERE visitor_id = ?`,
    [visitor],
  );
}

/** Gives the entries of visitors to the customers who hold their keys now, and takes them from those who do not. */
export function settleVisitors(db: Database, visitors: ReadonlySet<number>): void {
  for (const visitor of visitors) {
    const holder = holderOf(db, visitor) || null;
    for (const table of ["events", "reviews"])
      db.run(`UPDATE ${table} SET customer_id = ?1 WHERE visitor_id = ?2 AND customer_id IS NOT ?1`, [
        holder,
        visitor,
      ]);
  }
}

/**
 * Entries that came before their customer did: the customer ids, addresses and numbers an import brought are looked up among the
 * visitors, and what was kept under them becomes the customers'.
 */
export function claimVisitors(context: StoreContext): void {
  const { db, importId, plan, pseudonym, job } = context;
  if (
    db.count(
      "SELECT EXISTS (SELECT 1 FROM visitors WHERE kind IN ('customer_id', 'email', 'phone', 'line_user_id'))",
    ) === 0
  )
    return;
  const waiting = new Map<string, number>();
  db.each(
    "SELECT hash, id FROM visitors WHERE kind IN ('customer_id', 'email', 'phone', 'line_user_id')",
    [],
    ([hash, id]) => {
      waiting.set(String(hash), Number(id));
    },
  );
  const fresh = db.rows<{ kind: VisitorKind; value: string; customer: number }>(
    `SELECT kind, value, customer_id AS customer FROM identifiers
       WHERE import_id = ? AND kind IN ('customer_id', 'email', 'phone', 'line_user_id')`,
    [importId],
  );
  const pairs: (readonly [number, number])[] = [];
  fresh.forEach(({ kind, value, customer }, index) => {
    if ((index & 1023) === 0) job.check();
    const visitor = waiting.get(pseudonym(visitorText({ kind, value }, plan.source)));
    if (visitor !== undefined) pairs.push([visitor, customer]);
  });
  linkVisitors(context, pairs);
}
