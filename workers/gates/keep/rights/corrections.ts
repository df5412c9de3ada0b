import type { CorrectionEntry } from "../../../terms/rights.ts";
import type { Database } from "../../../vault/database.ts";

/** Which cells were put right at the person's wish: by customers.id, field and what stands there now. */
export interface Corrections {
  /** Nothing was ever put right. */
  readonly none: boolean;
  /** Whether a field of a customer was put right and still holds what it was put to: no import may touch it. */
  stands(customerId: number, field: string, stored: string | number | null): boolean;
  /** Whose address or number this was before it was put right; 0 for nobody. */
  formerHolder(kind: string, value: string): number;
}

/** Reads the corrections of a vault: few, so all at once. The latest of a field counts. */
export function readCorrections(db: Database): Corrections {
  const latest = new Map<string, string | null>();
  const former = new Map<string, number>();
  db.each(
    "SELECT customer_id, field, before, after FROM corrections ORDER BY id",
    [],
    ([customer, field, before, after]) => {
      const contact = field === "email" || field === "phone";
      if (contact && typeof before === "string") former.set(`${field} ${before}`, Number(customer));
      if (contact && typeof after === "string") former.delete(`${field} ${after}`);
      if (!contact)
        latest.set(`${String(customer)} ${String(field)}`, typeof after === "string" ? after : null);
    },
  );
  return {
    none: latest.size + former.size === 0,
    stands: (customerId, field, stored) => {
      if (latest.size === 0) return false;
      const after = latest.get(`${String(customerId)} ${field}`);
      return after !== undefined && after === (stored === null ? null : String(stored));
    },
    formerHolder: (kind, value) => (former.size === 0 ? 0 : (former.get(`${kind} ${value}`) ?? 0)),
  };
}

/** What was put right of one person, newest first. */
export function correctionsOf(db: Database, customerId: number): readonly CorrectionEntry[] {
  return db.rows<CorrectionEntry>(
    "SELECT field, before, after, at, reason FROM corrections WHERE customer_id = ? ORDER BY id DESC",
    [customerId],
  );
}
