import { STANDS } from "../../use/append-consent.ts";
import { wordingNumber } from "../../use/wordings.ts";
import type { StagedConsent } from "../stage/consents.ts";
import { insertWatched, type StoreContext } from "./context.ts";

/** How somebody stands towards a purpose and recipient: the latest word, the most restrictive of equal moments. */
interface Standing {
  state: string;
  heldFrom: string;
}

/** What a file's consents came to. */
export interface WrittenConsents {
  readonly created: number;
  /** Persons' slots of whom a consent was stored. */
  readonly touched: ReadonlySet<number>;
}

/**
 * Adds what the file says to the ledger. An import never loosens: a yes without a date does not undo a no, nor
 * does a yes that is not later than it; a no counts always. What is already there is not written twice.
 */
export function writeConsents(
  context: StoreContext,
  consents: readonly StagedConsent[],
  ids: Int32Array,
): WrittenConsents {
  const touched = new Set<number>();
  if (consents.length === 0) return { created: 0, touched };
  const ledger = readLedger(context);
  const kept: { readonly consent: StagedConsent; readonly customer: number; readonly heldFrom: string }[] =
    [];
  for (const consent of consents) {
    const customer = ids[consent.person] ?? 0;
    if (customer === 0) continue;
    const heldFrom = consent.heldFrom ?? context.now;
    const key = `${customer}|${consent.purpose}|${consent.recipient}`;
    const standing = ledger.get(key);
    if (standing !== undefined && !says(consent, heldFrom, standing)) continue;
    if (standing === undefined || heldFrom >= standing.heldFrom)
      ledger.set(key, { state: consent.state, heldFrom });
    kept.push({ consent, customer, heldFrom });
    touched.add(consent.person);
  }
  const numbers = new Map<string, number>();
  const wordingOf = (text: string): string => {
    const known = numbers.get(text) ?? wordingNumber(context.db, text, context.now);
    numbers.set(text, known);
    return String(known);
  };
  const text = (of: (entry: (typeof kept)[number]) => string | null) => kept.map(of);
  insertWatched(
    context,
    "consents",
    `INSERT INTO consents (customer_id, purpose, recipient, state, held_from, known_at, source, wording_id, evidence, import_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      Int32Array.from(kept, ({ customer }) => customer),
      text(({ consent }) => consent.purpose),
      text(({ consent }) => consent.recipient),
      text(({ consent }) => consent.state),
      text(({ heldFrom }) => heldFrom),
      { constant: context.now },
      { constant: context.plan.source },
      text(({ consent }) => (consent.wording === undefined ? null : wordingOf(consent.wording))),
      text(({ consent }) => consent.evidence ?? null),
      { constant: context.importId },
    ],
    kept.length,
  );
  return { created: kept.length, touched };
}

/** Whether a consent adds to what stands. */
function says(consent: StagedConsent, heldFrom: string, standing: Standing): boolean {
  if (consent.state === standing.state) return false;
  if (consent.state === "denied") return consent.heldFrom === undefined || heldFrom >= standing.heldFrom;
  return consent.heldFrom !== undefined && heldFrom > standing.heldFrom;
}

function readLedger({ db }: StoreContext): Map<string, Standing> {
  const ledger = new Map<string, Standing>();
  db.each(
    `SELECT customer_id, purpose, recipient, state, held_from FROM consents WHERE ${STANDS} ORDER BY id`,
    [],
    ([customer, purpose, recipient, state, heldFrom]) => {
      const key = `${String(customer)}|${String(purpose)}|${String(recipient)}`;
      const standing = ledger.get(key);
      const later = standing === undefined || String(heldFrom) > standing.heldFrom;
      const stricter = standing?.heldFrom === heldFrom && state === "denied";
      if (later || stricter) ledger.set(key, { state: String(state), heldFrom: String(heldFrom) });
    },
  );
  return ledger;
}
