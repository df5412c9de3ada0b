import { fault, type Outcome } from "../../base/fault.ts";
import { ok } from "../../base/result.ts";
import type { Database } from "../database.ts";
import { foundation } from "./0001-foundation.ts";
import { identity } from "./0002-identity.ts";
import { consentLedgerTables } from "./0003-consent-ledger.ts";
import { duplicateReview } from "./0004-duplicate-review.ts";
import { entries } from "./0005-entries.ts";
import { intakeFates } from "./0006-intake-fates.ts";
import { subjectRights } from "./0007-subject-rights.ts";
import { policyPacks } from "./0008-policy-packs.ts";
import { segmentSets } from "./0009-segment-sets.ts";
import { modelScores } from "./0010-model-scores.ts";
import { differencing } from "./0011-differencing.ts";
import { erasure } from "./0012-erasure.ts";
import { keepRules } from "./0013-keep-rules.ts";
import { privacyBudget } from "./0014-privacy-budget.ts";
import { holdouts } from "./0015-holdouts.ts";
import { automaticRules } from "./0016-automatic-rules.ts";
import { retrainings } from "./0017-retrainings.ts";
import { trackRecord } from "./0018-track-record.ts";
import { policyHistory } from "./0019-policy-history.ts";
import { governance } from "./0020-governance.ts";
import { propensityScores } from "./0021-propensity-scores.ts";
import { handouts } from "./0022-handouts.ts";
import { releaseCounts } from "./0023-release-counts.ts";
import { modelFairness } from "./0024-model-fairness.ts";

/** SQL, or what needs more than SQL; run inside a transaction. */
type Migration = string | ((db: Database) => void);

/** In order; the n-th brings a vault to version n. One file each; what was released never changes. */
const migrations: readonly Migration[] = [
  foundation,
  identity,
  consentLedgerTables,
  duplicateReview,
  entries,
  intakeFates,
  subjectRights,
  policyPacks,
  segmentSets,
  modelScores,
  differencing,
  erasure,
  keepRules,
  privacyBudget,
  holdouts,
  automaticRules,
  retrainings,
  trackRecord,
  policyHistory,
  governance,
  propensityScores,
  handouts,
  releaseCounts,
  modelFairness,
];

/** The schema version this program writes (SQLite's `user_version`). */
export const latestVersion = migrations.length;

/** The schema version of a vault; 0 for an empty one. */
export function versionOf(db: Database): number {
  return db.count("PRAGMA user_version");
}

/**
 * Brings a vault to the latest version, one transaction a step. Answers with the versions gone
 * through, or with fault "vault-newer-than-program" and nothing touched.
 */
export function migrate(db: Database): Outcome<{ readonly from: number; readonly to: number }> {
  const from = versionOf(db);
  if (from > latestVersion) return fault("vault-newer-than-program", { vault: from, program: latestVersion });
  for (let version = from + 1; version <= latestVersion; version++) {
    db.run("BEGIN IMMEDIATE");
    try {
      const migration = migrations[version - 1] ?? "";
      if (typeof migration === "string") db.run(migration);
      else migration(db);
      db.run(`PRAGMA user_version = ${String(version)}`);
      db.run("COMMIT");
    } catch (error) {
      db.run("ROLLBACK");
      throw error;
    }
  }
  return ok({ from, to: latestVersion });
}
