import { fault, type Outcome } from "../../../base/fault.ts";
import type { Input } from "../../../contract.ts";
import type { ObjectionKind } from "../../../terms/rights.ts";
import type { PurposeCode } from "../../../terms/purpose.ts";
import type { Answer, Workspace } from "../../../workspace.ts";
import { appendConsent } from "../../use/append-consent.ts";
import { BY_HAND, momentsAhead } from "../../use/consents.ts";
import { basisOf } from "../../use/permitted-people.ts";
import { isCustomer } from "./requests.ts";

/**
 * What an objection stops. One to direct marketing is absolute and covers the profiling that serves it (GDPR art. 21(2) and (3);
 * APPI art. 35): here every prediction does.
 */
const stopped: Readonly<Record<ObjectionKind, readonly PurposeCode[]>> = {
  profiling: ["profiling"],
  direct_marketing: ["email_marketing", "postal_marketing", "ads_matching", "profiling"],
};

/**
 * Writes down that a person objects, as one act: a refusal of each purpose towards everybody, in the ledger, from now on, and outweighing
 * statements a file dated ahead. Faults: `customer-unknown`, those of saving.
 */
export async function recordObjection(
  workspace: Workspace,
  { customerId, to, reason }: Input<"recordObjection">,
): Promise<Outcome<Answer<"recordObjection">>> {
  const { vault } = workspace;
  if (!isCustomer(vault.db, customerId)) return fault("customer-unknown");
  const purposes = [...new Set(to.flatMap((kind) => stopped[kind]))].filter(
    (purpose) => basisOf(vault, purpose) !== undefined,
  );
  return vault.change(["consent", "insight", "segments", "record"], (note) => {
    const now = workspace.now();
    for (const purpose of purposes) {
      const said = { customerId, purpose, recipient: "self", state: "denied" } as const;
      for (const moment of [now, ...momentsAhead(workspace, said, now)])
        appendConsent(vault.db, {
          ...said,
          basis: basisOf(vault, purpose),
          heldFrom: moment.toISOString(),
          knownAt: now.toISOString(),
          source: BY_HAND,
          evidence: reason === "" ? undefined : reason,
        });
    }
    note({
      gate: "use",
      action: "objection",
      payload: {
        to: to.join(" "),
        purposes: purposes.length,
        subject: vault.pseudonym(`customer:${String(customerId)}`),
      },
    });
    return { purposes: purposes.length };
  });
}
