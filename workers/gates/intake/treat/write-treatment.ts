import type { DocumentedBasis } from "../../../terms/treatment.ts";
import type { StoreContext } from "../store/context.ts";
import type { KeptValues } from "./treated-rows.ts";

/** What a file's columns were stored as, beyond their meaning. */
export interface Treated {
  readonly bases: readonly DocumentedBasis[];
  readonly kept: KeptValues;
}

/** Writes beside the declarations of an import's columns which were hashed, and on which basis others are kept. */
export function writeFates({ db, plan, importId }: StoreContext, { bases }: Treated): void {
  for (const column of plan.hashed ?? [])
    db.run("UPDATE fields SET fate = 'hash' WHERE id = ? AND stored = 1", [fieldId(db, importId, column)]);
  for (const { column, purpose, reason, hash } of bases)
    db.run("UPDATE fields SET stored = 1, fate = ?, purposes = ?, basis = ? WHERE id = ?", [
      hash ? "hash" : "keep",
      JSON.stringify([purpose]),
      JSON.stringify({ purpose, reason }),
      fieldId(db, importId, column),
    ]);
}

/** Stores what is kept on documented bases with the people it is about; what the vault holds of them already is not repeated. */
export function writeKept({ db, importId }: StoreContext, { bases, kept }: Treated, ids: Int32Array): void {
  const fields = new Map(bases.map(({ column }) => [column, fieldId(db, importId, column)]));
  for (const [slot, values] of kept) {
    const customer = ids[slot] ?? 0;
    if (customer === 0) continue;
    for (const [column, value] of values) {
      const field = fields.get(column) ?? 0;
      const held = db.count(
        `SELECT count(*) FROM attributes JOIN fields ON fields.id = field_id
         WHERE customer_id = ? AND value = ? AND heading = (SELECT heading FROM fields WHERE id = ?)`,
        [customer, value, field],
      );
      if (held === 0)
        db.run("INSERT INTO attributes (customer_id, field_id, value, import_id) VALUES (?, ?, ?, ?)", [
          customer,
          field,
          value,
          importId,
        ]);
    }
  }
}

function fieldId(db: StoreContext["db"], importId: number, column: number): number {
  return db.count("SELECT id FROM fields WHERE import_id = ? ORDER BY id LIMIT 1 OFFSET ?", [
    importId,
    column,
  ]);
}
