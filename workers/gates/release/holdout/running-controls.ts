import type { Columns } from "../../../columns/columns.ts";
import type { PurposeCode } from "../../../terms/purpose.ts";
import type { Database } from "../../../vault/database.ts";

/**
 * Takes out of a segment whoever is kept back as the control of an earlier release for the same purpose that still runs: reached by
 * another list they would show no difference (contamination of the control arm).
 *
 * @param segment 1 for people of the segment, by person index; written to
 * @param releasable 1 for people who may leave: only these are counted
 * @returns how many were taken out who would have left otherwise
 */
export function keepControls(
  db: Database,
  columns: Columns,
  { purpose, now }: { readonly purpose: PurposeCode; readonly now: Date },
  segment: Uint8Array,
  releasable: Uint8Array,
): number {
  let kept = 0;
  const rows = db.rows<{ customer: number }>(
    `SELECT DISTINCT held.customer_id AS customer FROM holdout_people AS held JOIN holdouts ON holdouts.release_id = held.release_id
       JOIN releases ON releases.id = held.release_id
     WHERE releases.state = 'released' AND releases.purpose = ? AND julianday(releases.at) + holdouts.days > julianday(?)`,
    [purpose, now.toISOString()],
  );
  for (const { customer } of rows) {
    const person = columns.indexOf(customer);
    if (person < 0 || segment[person] !== 1) continue;
    if (releasable[person] === 1) {
      kept++;
      segment[person] = 0;
    }
  }
  return kept;
}
