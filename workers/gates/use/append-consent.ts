import type { ConsentChannel } from "../../terms/consent.ts";
import type { ConsentState, LegalBasis, PurposeCode, Recipient } from "../../terms/purpose.ts";
import type { Database } from "../../vault/database.ts";
import { wordingNumber } from "./wordings.ts";

/** A statement as it enters the ledger. Moments are ISO 8601 in UTC. */
export interface NewStatement {
  readonly customerId: number;
  readonly purpose: PurposeCode;
  readonly recipient: Recipient;
  readonly channel?: ConsentChannel | undefined;
  readonly country?: string | undefined;
  readonly state: ConsentState;
  /** The basis relied on; the purpose's own where left out. */
  readonly basis?: LegalBasis | undefined;
  readonly heldFrom: string;
  readonly knownAt: string;
  readonly source: string;
  readonly wording?: string | undefined;
  readonly evidence?: string | undefined;
}

/** Appends one statement, inside the change the caller runs; nothing said before is changed. */
export function appendConsent(db: Database, said: NewStatement): void {
  db.run(
    `INSERT INTO consents (customer_id, purpose, recipient, channel, country, state, basis, held_from, known_at, source, wording_id, evidence)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      said.customerId,
      said.purpose,
      said.recipient,
      said.channel ?? null,
      said.country ?? null,
      said.state,
      said.basis ?? null,
      said.heldFrom,
      said.knownAt,
      said.source,
      said.wording === undefined ? null : wordingNumber(db, said.wording, said.knownAt),
      said.evidence ?? null,
    ],
  );
}

/** Why statements were found never to have been said. */
export type RetractionReason = "import-undone" | "people-taken-apart";

/**
 * Retracts the statements a condition over `consents` names, as known from `at` (ISO) on; what was decided by them before stays
 * answerable. Call inside a change.
 */
export function retractConsents(
  db: Database,
  where: { readonly condition: string; readonly values: readonly (string | number)[] },
  at: string,
  reason: RetractionReason,
): void {
  db.run(
    `INSERT OR IGNORE INTO consent_retractions (consent_id, at, reason) SELECT id, ?, ? FROM consents WHERE ${where.condition}`,
    [at, reason, ...where.values],
  );
}

/** SQL that is true for a row of `consents` that stands: nobody has retracted it. */
export const STANDS = "NOT EXISTS (SELECT 1 FROM consent_retractions AS r WHERE r.consent_id = consents.id)";
