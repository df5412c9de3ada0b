import { fault, type Outcome } from "../../base/fault.ts";
import { ok } from "../../base/result.ts";
import type { Input } from "../../contract.ts";
import { purposeCodes, type PurposeSummary } from "../../terms/purpose.ts";
import type { Workspace } from "../../workspace.ts";
import { standing } from "./consent.ts";
import { consentLedger, stateBytes } from "./consent-ledger.ts";
import { basisOf } from "./permitted-people.ts";

/** `source` of a consent the user entered by hand. */
export const BY_HAND = "manual";

/** How the people of the vault stand towards each purpose today, and how many the gate lets in. */
export async function consentSummary(workspace: Workspace): Promise<Outcome<readonly PurposeSummary[]>> {
  const { vault } = workspace;
  const columns = workspace.columns();
  return ok(
    purposeCodes.map((purpose) => {
      const rows = consentLedger(vault);
      const { general } = standing(rows, columns, purpose, { held: workspace.now() });
      const counts = [0, 0, 0];
      for (const state of general) counts[state] = (counts[state] ?? 0) + 1;
      return {
        purpose,
        basis: basisOf(vault, purpose),
        granted: counts[stateBytes.granted] ?? 0,
        denied: counts[stateBytes.denied] ?? 0,
        unknown: counts[stateBytes.unknown] ?? 0,
        permitted: workspace.permitted(purpose).count,
      };
    }),
  );
}

/**
 * Appends what a customer said to the ledger; nothing said before is changed. It holds from now, and
 * outweighs rows dated ahead of now too (a file's clock may be wrong, and a refusal must last): for
 * those a second row is appended just after the latest of them.
 * Faults: `customer-unknown`, those of saving.
 */
export async function setConsent(workspace: Workspace, input: Input<"setConsent">): Promise<Outcome<null>> {
  const { customerId, purpose, recipient, state, note } = input;
  const { vault } = workspace;
  if (vault.db.first("SELECT id FROM customers WHERE id = ?", [customerId]) === undefined)
    return fault("customer-unknown");
  return vault.change(["consent", "insight", "segments", "record"], (noteAct) => {
    const now = workspace.now();
    const moments = [now, ...afterFutureRows(workspace, input, now)];
    for (const moment of moments) {
      vault.db.run(
        `INSERT INTO consents (customer_id, purpose, recipient, state, held_from, known_at, source, evidence)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          customerId,
          purpose,
          recipient,
          state,
          moment.toISOString(),
          now.toISOString(),
          BY_HAND,
          note === "" ? null : note,
        ],
      );
    }
    noteAct({
      gate: "use",
      action: "set-consent",
      payload: {
        purpose,
        recipient,
        state,
        subject: vault.pseudonym(`customer:${String(customerId)}`),
      },
    });
    return null;
  });
}

function afterFutureRows(workspace: Workspace, input: Input<"setConsent">, now: Date): readonly Date[] {
  const latest = workspace.vault.db.count(
    `SELECT max(CAST(round((julianday(held_from) - 2440587.5) * 86400000) AS INTEGER)) FROM consents
     WHERE customer_id = ? AND purpose = ? AND recipient = ?`,
    [input.customerId, input.purpose, input.recipient],
  );
  return latest > now.getTime() ? [new Date(latest + 1)] : [];
}
