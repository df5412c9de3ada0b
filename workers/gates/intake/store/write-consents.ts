import type { ConsentState } from "../../../terms/purpose.ts";
import { STANDS } from "../../use/append-consent.ts";
import { wordingNumber } from "../../use/wordings.ts";
import type { StagedConsent } from "../stage/consents.ts";
import { EVERY, StandingLedger } from "./consent-standing.ts";
import { insertWatched, type StoreContext } from "./context.ts";

/** A statement that enters the ledger. */
interface Kept {
  readonly consent: StagedConsent;
  readonly customer: number;
  readonly heldFrom: string;
  readonly channel: string;
}

/** What a file's consents came to. */
export interface WrittenConsents {
  readonly created: number;
  /** Persons' slots of whom a consent was stored. */
  readonly touched: ReadonlySet<number>;
  /** Rows of a log of which something was stored. */
  readonly rows: ReadonlySet<number>;
}

/**
 * Adds what the file says to the ledger. An import never loosens: a yes without a date does not undo a no, nor
 * does a yes that is not later than it; a no counts always, and against a yes that nobody dated from now on. What is already
 * there is not written twice. Of a log every row is added that is not there word for word: its order is that of its moments.
 */
export function writeConsents(
  context: StoreContext,
  consents: readonly StagedConsent[],
  ids: Int32Array,
): WrittenConsents {
  const touched = new Set<number>();
  const rows = new Set<number>();
  if (consents.length === 0) return { created: 0, touched, rows };
  const ledger = readLedger(context);
  const stated = consents.some(({ row }) => row !== undefined) ? readStatements(context) : new Set<string>();
  const kept: Kept[] = [];
  for (const consent of inOrder(consents)) {
    const customer = ids[consent.person] ?? 0;
    if (customer === 0) continue;
    const subject = `${customer}|${consent.purpose}|${consent.recipient}`;
    const channel = consent.channel ?? EVERY;
    const heldFrom = ledger.momentOf(subject, channel, consent, context.now);
    const judged = consent.row === undefined || consent.heldFrom === undefined || consent.state === "unknown";
    const places = judged ? ledger.placesFor(subject, channel, consent, heldFrom) : [channel];
    const fresh = places.filter(
      (place) => judged || !stated.has(`${subject}|${place}|${consent.state}|${heldFrom}`),
    );
    if (fresh.length === 0) continue;
    for (const place of fresh) {
      stated.add(`${subject}|${place}|${consent.state}|${heldFrom}`);
      ledger.set(subject, place, {
        state: consent.state,
        heldFrom,
        dated: consent.heldFrom === heldFrom,
      });
      kept.push({ consent, customer, heldFrom, channel: place });
    }
    touched.add(consent.person);
    if (consent.row !== undefined) rows.add(consent.row);
  }
  const numbers = new Map<string, number>();
  const wordingOf = (text: string): string => {
    const known = numbers.get(text) ?? wordingNumber(context.db, text, context.now);
    numbers.set(text, known);
    return String(known);
  };
  const text = (of: (entry: Kept) => string | null) => kept.map(of);
  insertWatched(
    context,
    "consents",
    `INSERT INTO consents (customer_id, purpose, recipient, channel, state, held_from, known_at, source, wording_id, evidence, import_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      Int32Array.from(kept, ({ customer }) => customer),
      text(({ consent }) => consent.purpose),
      text(({ consent }) => consent.recipient),
      text(({ channel }) => (channel === EVERY ? null : channel)),
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
  return { created: kept.length, touched, rows };
}

/** The rows of a log by their moments, those without one last; all else as the file has it. */
function inOrder(consents: readonly StagedConsent[]): readonly StagedConsent[] {
  if (consents.every(({ row }) => row === undefined)) return consents;
  const last = "\uffff";
  return consents.toSorted((a, b) => {
    const [first, second] = [a.heldFrom ?? last, b.heldFrom ?? last];
    return first < second ? -1 : first > second ? 1 : 0;
  });
}

function readLedger({ db }: StoreContext): StandingLedger {
  const ledger = new StandingLedger();
  db.each(
    `SELECT customer_id, purpose, recipient, channel, state, held_from, import_id IS NULL OR held_from <> known_at
       FROM consents WHERE ${STANDS} ORDER BY id`,
    [],
    ([customer, purpose, recipient, channel, state, heldFrom, dated]) => {
      ledger.set(
        `${String(customer)}|${String(purpose)}|${String(recipient)}`,
        channel === null ? EVERY : String(channel),
        { state: state as ConsentState, heldFrom: String(heldFrom), dated: dated === 1 },
      );
    },
  );
  return ledger;
}

/** Every statement the vault holds, as `customer|purpose|recipient|channel|state|moment`. */
function readStatements({ db }: StoreContext): Set<string> {
  const stated = new Set<string>();
  db.each(
    `SELECT customer_id, purpose, recipient, coalesce(channel, '${EVERY}'), state, held_from FROM consents WHERE ${STANDS}`,
    [],
    (row) => void stated.add(row.join("|")),
  );
  return stated;
}
