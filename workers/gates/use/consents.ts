import { fault, type Outcome } from "../../base/fault.ts";
import { ok } from "../../base/result.ts";
import type { Input } from "../../contract.ts";
import { momentOf } from "../../terms/consent.ts";
import { purposeCodes, type PurposeSummary } from "../../terms/purpose.ts";
import type { Workspace } from "../../workspace.ts";
import { standing } from "./consent.ts";
import { consentLedger, stateBytes } from "./consent-ledger.ts";
import { appendConsent, STANDS } from "./append-consent.ts";
import { basisOf } from "./permitted-people.ts";

const SECOND = 1000;

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
        basis: basisOf(vault, purpose) ?? "consent",
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
 * With `heldFrom` it is dated back: then only what was said before is outweighed.
 * Faults: `customer-unknown`, `purpose-unknown` for one the vault does not declare, `consent-in-future`, those of saving.
 */
export async function setConsent(workspace: Workspace, input: Input<"setConsent">): Promise<Outcome<null>> {
  const { customerId, purpose, recipient, state, note } = input;
  const { vault } = workspace;
  if (vault.db.first("SELECT id FROM customers WHERE id = ?", [customerId]) === undefined)
    return fault("customer-unknown");
  if (basisOf(vault, purpose) === undefined) return fault("purpose-unknown", { purpose });
  const said = input.heldFrom === undefined ? undefined : new Date(momentOf(input.heldFrom));
  if (said !== undefined && said > workspace.now()) return fault("consent-in-future");
  return vault.change(["consent", "insight", "segments", "record"], (noteAct) => {
    const now = workspace.now();
    // Said on an earlier day: what was said since then stands.
    const moments = said === undefined ? [now, ...momentsAhead(workspace, input, now)] : [said];
    for (const moment of moments) {
      appendConsent(vault.db, {
        customerId,
        purpose,
        recipient,
        channel: input.channel,
        country: input.country,
        state,
        basis: basisOf(vault, purpose),
        heldFrom: moment.toISOString(),
        knownAt: now.toISOString(),
        source: BY_HAND,
        wording: input.wording,
        evidence: note === "" ? undefined : note,
      });
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

/** Where statements dated ahead of `now` would outweigh one made now: the moment just after the latest of them. */
export function momentsAhead(
  workspace: Workspace,
  input: Pick<Input<"setConsent">, "customerId" | "purpose" | "recipient" | "state">,
  now: Date,
): readonly Date[] {
  const latest = workspace.vault.db.count(
    `SELECT max(CAST(round((julianday(held_from) - 2440587.5) * 86400000) AS INTEGER)) FROM consents
     WHERE ${STANDS} AND customer_id = ? AND purpose = ? AND recipient = ?`,
    [input.customerId, input.purpose, input.recipient],
  );
  // A refusal in the same second counts at once; a yes after a no of this second counts from the next one on.
  const second = Math.floor(latest / SECOND);
  const current = Math.floor(now.getTime() / SECOND);
  const ahead = second > current || (second === current && input.state !== "denied");
  return ahead ? [new Date((second + 1) * SECOND)] : [];
}
