import * as v from "valibot";
import { retentionRuleSchema, type RetentionEntry } from "../../terms/keep.ts";
import type { Database } from "../../vault/database.ts";

interface StoredRule {
  readonly id: number;
  readonly rule: string;
  readonly last_run_at: string | null;
  readonly automatic_since: string | null;
}

const READ = "SELECT id, rule, last_run_at, automatic_since FROM retention_rules";

/** Every retention rule, oldest first. */
export function retentionRules(db: Database): readonly RetentionEntry[] {
  return db.rows<StoredRule>(`${READ} ORDER BY id`).map(entryOf);
}

/** One retention rule; undefined where there is none of that number. */
export function retentionRule(db: Database, id: number): RetentionEntry | undefined {
  const stored = db.first<StoredRule>(`${READ} WHERE id = ?`, [id]);
  return stored === undefined ? undefined : entryOf(stored);
}

function entryOf({ id, rule, last_run_at: ran, automatic_since: since }: StoredRule): RetentionEntry {
  return {
    id,
    rule: v.parse(retentionRuleSchema, JSON.parse(rule)),
    ...(ran === null ? {} : { lastRunAt: ran }),
    ...(since === null ? {} : { automaticSince: since }),
  };
}
