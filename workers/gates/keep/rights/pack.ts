import type { ConsentLine, CustomerInsight } from "../../../terms/people.ts";
import type { Workspace } from "../../../workspace.ts";
import { showCustomer } from "../../use/show-customer.ts";
import type { Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import { heldTables, type HeldTable } from "./held-tables.ts";
import { packFields, type PackField } from "./pack-fields.ts";
import {
  packActs,
  packRecipients,
  packRequests,
  packRetention,
  packSources,
  type PackAct,
  type PackRecipient,
  type PackRequest,
  type PackRetention,
  type PackSource,
} from "./pack-history.ts";
import { packReasons, packScores, type PackReasons, type PackScores } from "./pack-scores.ts";
import { redactorFor } from "./third-parties.ts";
import type { RightsWords } from "./words.ts";

/** Everything a person is told who asks what is held of them. */
export interface Pack {
  readonly format: "kurabito-access-pack/1";
  readonly madeAt: string;
  /** Name of the vault. */
  readonly holder: string;
  readonly customerId: number;
  readonly name: string;
  readonly fields: readonly PackField[];
  readonly sources: readonly PackSource[];
  readonly recipients: readonly PackRecipient[];
  readonly scores: readonly PackScores[];
  readonly reasons: PackReasons;
  /** What the latest models say and why, while profiling may consider the person. */
  readonly insight: CustomerInsight;
  readonly consents: readonly ConsentLine[];
  readonly retention: readonly PackRetention[];
  readonly requests: readonly PackRequest[];
  readonly acts: readonly PackAct[];
  readonly tables: readonly HeldTable[];
  /** Places where somebody else's data was made unreadable. */
  readonly redacted: number;
}

/**
 * Gathers the access pack of a person from the state of one moment (GDPR art. 15; APPI art. 33; CCPA § 1798.110): what, what for and on
 * which basis, from where, who received it, scores with what they are made of, consents with their wording, how long it is kept, and
 * every row of every table. Faults: `customer-unknown`.
 */
export async function gatherPack(
  workspace: Workspace,
  customerId: number,
  words: RightsWords,
): Promise<Outcome<Pack>> {
  const view = await showCustomer(workspace, { customerId });
  if (!view.ok) return view;
  const { vault } = workspace;
  const redactor = redactorFor(vault.db, customerId, words.say("pack.redacted"));
  const { tables, imports } = heldTables(vault.db, customerId, redactor);
  return ok({
    format: "kurabito-access-pack/1",
    madeAt: workspace.now().toISOString(),
    holder: vault.info().name,
    customerId,
    name: view.value.row.name,
    fields: packFields(vault.db, customerId, (text) => redactor.text(text)),
    sources: packSources(vault, imports),
    recipients: packRecipients(vault, customerId),
    scores: packScores(workspace, customerId),
    reasons: packReasons(workspace, customerId),
    insight: view.value.insight,
    consents: view.value.consents,
    retention: packRetention(workspace, customerId),
    requests: packRequests(vault, customerId),
    acts: packActs(vault, customerId),
    tables,
    redacted: redactor.count,
  });
}
