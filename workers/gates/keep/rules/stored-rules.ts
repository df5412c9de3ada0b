import * as v from "valibot";
import {
  keepRuleSchema,
  type AgeRule,
  type KeepRuleEntry,
  type KeptTable,
} from "../../../terms/keep-rules.ts";
import type { Database } from "../../../vault/database.ts";

interface Stored {
  readonly id: number;
  readonly rule: string;
  readonly last_run_at: string | null;
  readonly automatic_since: string | null;
}

const READ = "SELECT id, rule, last_run_at, automatic_since FROM keep_rules";

function entryOf({ id, rule, last_run_at: ran, automatic_since: since }: Stored): KeepRuleEntry {
  return {
    id,
    rule: v.parse(keepRuleSchema, JSON.parse(rule)),
    ...(ran === null ? {} : { lastRunAt: ran }),
    ...(since === null ? {} : { automaticSince: since }),
  };
}

/** Every rule, oldest first. */
export function keepRules(db: Database): readonly KeepRuleEntry[] {
  return db.rows<Stored>(`${READ} ORDER BY id`).map(entryOf);
}

/** One rule; undefined where there is none of that number. */
export function keepRule(db: Database, id: number): KeepRuleEntry | undefined {
  const stored = db.first<Stored>(`${READ} WHERE id = ?`, [id]);
  return stored === undefined ? undefined : entryOf(stored);
}

/** The active rule that keeps a table's rows longest: they are still needed for its purpose. */
export function longestFor(db: Database, table: KeptTable): AgeRule | undefined {
  return keepRules(db)
    .map(({ rule }) => rule)
    .filter((rule): rule is AgeRule => rule.kind === "age" && rule.active && rule.table === table)
    .reduce<AgeRule | undefined>(
      (best, rule) => (best === undefined || rule.days > best.days ? rule : best),
      undefined,
    );
}
