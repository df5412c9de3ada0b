import { fault, type Outcome } from "../../base/fault.ts";
import { ok } from "../../base/result.ts";
import type { Input } from "../../contract.ts";
import { findCertificate } from "../../gates/keep/erasure/certificates.ts";
import type { RunState } from "../../terms/retraining.ts";
import type { Database } from "../../vault/database.ts";
import type { Workspace } from "../../workspace.ts";

/** What became of the runs a certificate names; the certificate itself stays as it was written. Faults: `certificate-unknown`. */
export async function certificateRuns(
  { vault }: Workspace,
  { number }: Input<"certificateRuns">,
): Promise<Outcome<readonly RunState[]>> {
  const certificate = findCertificate(vault.db, number);
  if (certificate === undefined) return fault("certificate-unknown", { number });
  return ok(certificate.runs.map(({ run, model }) => stateOf(vault.db, run, model)));
}

function stateOf(db: Database, run: number, model: string): RunState {
  if (db.count("SELECT count(*) FROM runs WHERE id = ?", [run]) === 0) return { run, model, state: "gone" };
  const retrained = db.first<{ by: number; at: string }>(
    "SELECT run_id AS by, at FROM retrainings WHERE before_id = ?",
    [run],
  );
  if (retrained !== undefined) return { run, model, state: "retrained", ...retrained };
  const later = db.first<{ by: number; at: string }>(
    "SELECT id AS by, at FROM runs WHERE model = ? AND id > ? ORDER BY id DESC LIMIT 1",
    [model, run],
  );
  return later === undefined
    ? { run, model, state: "marked" }
    : { run, model, state: "superseded", ...later };
}
