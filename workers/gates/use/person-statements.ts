import type { ConsentChannel } from "../../terms/consent.ts";
import {
  purposeCodes,
  recipients,
  type ConsentState,
  type PurposeCode,
  type Recipient,
} from "../../terms/purpose.ts";
import { consentChannels } from "../../terms/consent.ts";
import type { Database } from "../../vault/database.ts";
import type { Statement } from "./consent-semantics.ts";

interface Stored {
  readonly purpose: PurposeCode;
  readonly recipient: Recipient;
  readonly channel: ConsentChannel | null;
  readonly country: string | null;
  readonly state: ConsentState;
  readonly held: number;
  readonly known: number;
  readonly retracted: number | null;
  readonly wording: string | null;
}

const ms = (day: string): string => `CAST(round((${day} - 2440587.5) * 86400000) AS INTEGER)`;

/** One person's rows of the ledger, those of purposes, recipients and channels of a later version left out. */
export function personStatements(db: Database, customerId: number): readonly Statement[] {
  return db
    .rows<Stored>(
      `SELECT purpose, recipient, channel, country, state,
         ${ms("coalesce(julianday(held_from), julianday(known_at), 0)")} AS held,
         ${ms("coalesce(julianday(known_at), 0)")} AS known, ${ms("julianday(at)")} AS retracted,
         text AS wording
       FROM consents LEFT JOIN consent_retractions ON consent_id = consents.id LEFT JOIN wordings ON wordings.id = wording_id
       WHERE customer_id = ? ORDER BY consents.id`,
      [customerId],
    )
    .filter(
      ({ purpose, recipient, channel }) =>
        purposeCodes.includes(purpose) &&
        recipients.includes(recipient) &&
        (channel === null || consentChannels.includes(channel)),
    )
    .map(({ purpose, recipient, channel, country, state, held, known, retracted, wording }) => ({
      purpose,
      recipient,
      state,
      ...(channel === null ? {} : { channel }),
      ...(country === null ? {} : { country }),
      heldFrom: held,
      knownAt: known,
      ...(retracted === null ? {} : { retractedAt: retracted }),
      ...(wording === null ? {} : { wording }),
    }));
}
