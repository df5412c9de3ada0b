import { err, ok, type Result } from "../../../workers/base/result.ts";
import { holdableKinds, type HeldRepair } from "../../../workers/terms/held-repair.ts";
import { purposeCodes } from "../../../workers/terms/purpose.ts";
import type { FilePreview, ImportPlan } from "../../../workers/terms/intake.ts";
import type { DocumentedBasis } from "../../../workers/terms/treatment.ts";
import { columnIndex } from "./column-map.ts";

/** What --hash, --basis and --hold ask for: columns by heading or number from 1. */
export interface TreatmentWishes {
  readonly hash: readonly string[];
  /** `COLUMN=PURPOSE:REASON`, each. */
  readonly basis: readonly string[];
  /** Kinds of repairs that are not accepted. */
  readonly hold: readonly string[];
  /** The people agreed to have data of a third party tied to themselves. */
  readonly agreed: boolean;
}

/**
 * The plan with columns to be hashed and documented bases in it, or the first wish that names no column or no purpose. A column
 * that is named by both is kept on its basis as a hash.
 */
export function treatedPlan(
  preview: FilePreview,
  asked: ImportPlan,
  { hash, basis, hold, agreed }: TreatmentWishes,
): Result<ImportPlan, string> {
  const plan = agreed ? { ...asked, joinConfirmed: true } : asked;
  if (hash.length + basis.length + hold.length === 0) return ok(plan);
  const hashed: number[] = [...(plan.hashed ?? [])];
  for (const name of hash) {
    const index = columnIndex(preview, name);
    if (index === undefined) return err(name);
    hashed.push(index);
  }
  const bases: DocumentedBasis[] = [];
  for (const wish of basis) {
    const [, name = "", code = "", reason = ""] = /^(.*?)=([a-z_]+):(.*)$/su.exec(wish) ?? [];
    const column = columnIndex(preview, name);
    const purpose = purposeCodes.find((one) => one === code);
    if (column === undefined || purpose === undefined) return err(wish);
    bases.push({ column, purpose, reason, hash: hashed.includes(column) });
  }
  const held: HeldRepair[] = [];
  for (const wish of hold) {
    // Outliers have bounds, which only a look at all rows gives.
    const kind = holdableKinds.find((one) => one === wish && one !== "outlier");
    if (kind === undefined) return err(wish);
    held.push({ kind });
  }
  return ok({ ...plan, hashed: [...new Set(hashed)], bases, held });
}
