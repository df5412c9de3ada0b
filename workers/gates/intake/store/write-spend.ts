import type { Spend, StagedSpend } from "../stage/spend.ts";
import type { StoreContext } from "./context.ts";
import type { WrittenEntries } from "./written-entries.ts";

interface StoredSpend {
  readonly id: number;
  readonly cost: number;
  readonly impressions: number | null;
  readonly clicks: number | null;
}

/**
 * Stores what campaigns cost by day. A day the vault has from this source is repeated; where the report says otherwise now, the new
 * row replaces the old one, which waits for an undo.
 */
export function writeSpend({ db, plan, importId, job }: StoreContext, spend: Spend): WrittenEntries {
  let created = 0;
  let storedRows = 0;
  let repeatedRows = 0;
  for (const day of spend.days.values()) {
    if ((created & 255) === 0) job.check();
    const known = db.first<StoredSpend>(
      `SELECT id, cost, impressions, clicks FROM spend
         WHERE day = ? AND medium = ? AND campaign = ? AND currency = ? AND source = ? AND replaced_by IS NULL`,
      [day.day, day.medium, day.campaign, day.currency, plan.source],
    );
    if (known !== undefined && same(known, day)) {
      repeatedRows += day.rows;
      continue;
    }
    if (known !== undefined) db.run("UPDATE spend SET replaced_by = ? WHERE id = ?", [importId, known.id]);
    db.run(
      `INSERT INTO spend (day, medium, campaign, currency, cost, impressions, clicks, source, import_id)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        day.day,
        day.medium,
        day.campaign,
        day.currency,
        day.cost,
        day.impressions ?? null,
        day.clicks ?? null,
        plan.source,
        importId,
      ],
    );
    created++;
    storedRows += day.rows;
  }
  return { created, storedRows, repeatedRows, unclaimed: 0 };
}

function same(stored: StoredSpend, { cost, impressions, clicks }: StagedSpend): boolean {
  return (
    stored.cost === cost && stored.impressions === (impressions ?? null) && stored.clicks === (clicks ?? null)
  );
}
