import type { Outcome } from "../../base/fault.ts";
import type { Input } from "../../contract.ts";
import { eraseCustomers } from "../../gates/keep/erasure/erase-customers.ts";
import type { ErasureCertificate } from "../../terms/erasure.ts";
import type { Methods, Workspace } from "../../workspace.ts";
import { markedRuns } from "./marked.ts";
import { listRetraining, retrain } from "./retrain.ts";
import { certificateRuns } from "./run-states.ts";

/** Up to so many orders a model is made anew in seconds: that is done at once, and offered above. */
const SMALL_ORDERS = 20_000;

/**
 * Erases people, and makes the models anew at once that had seen them where the vault is small. The erasure is done and proved by then:
 * a model that could not be made anew, or a cancel, leaves it marked and changes nothing of the answer. Faults: those of the erasure.
 */
async function eraseAndRetrain(
  workspace: Workspace,
  input: Input<"eraseCustomers">,
): Promise<Outcome<ErasureCertificate>> {
  const erased = await eraseCustomers(workspace, input);
  if (!erased.ok || markedRuns(workspace.vault.db).length === 0) return erased;
  await workspace.ready();
  if (workspace.columns().orders.count <= SMALL_ORDERS)
    await retrain(workspace, input.job === undefined ? {} : { job: input.job });
  return erased;
}

/** The share of the contract that makes models anew after erasures; it stands around the keep gate's own act. */
export const retrainMethods: Methods<"listRetraining" | "retrain" | "certificateRuns" | "eraseCustomers"> = {
  listRetraining,
  retrain,
  certificateRuns,
  eraseCustomers: eraseAndRetrain,
};
