import { STANDS } from "../../use/append-consent.ts";
import { wordingNumber } from "../../use/wordings.ts";
import type { StagedConsent } from "../stage/consents.ts";
import { insertWatched, type StoreContext } from "./context.ts";

/** How somebody stands towards a purpose and recipient: the latest word, the most restrictive of equal moments. */
interface Standing {
  state: string;
  heldFrom: string;
  /** False where only the import that brought it dates it. */
  dated: boolean;
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
  const kept: { readonly consent: StagedConsent; readonly customer: number; readonly heldFrom: string }[] =
    [];
  for (const consent of inOrder(consents)) {
    const customer = ids[consent.person] ?? 0;
    if (customer === 0) continue;
    const key = `${customer}|${consent.purpose}|${consent.recipient}`;
    const standing = ledger.get(key);
    const said = consent.heldFrom ?? context.now;
    // Nobody knows when an undated yes was said: a no that tells its day is never taken to be the older of the two.
    const heldFrom =
      consent.state === "denied" &&
      standing?.state === "granted" &&
      !standing.dated &&
      said < standing.heldFrom
        ? context.now
        : said;
    const statement = `${key}|${consent.state}|${heldFrom}`;
    if (consent.row === undefined || consent.heldFrom === undefined || consent.state === "unknown") {
      if (standing === undefined ? consent.state === "unknown" : !says(consent, heldFrom, standing)) continue;
    } else if (stated.has(statement)) continue;
    stated.add(statement);
    if (
      standing === undefined ||
      heldFrom > standing.heldFrom ||
      (heldFrom === standing.heldFrom && consent.state === "denied")
    )
      ledger.set(key, { state: consent.state, heldFrom, dated: consent.heldFrom === heldFrom });
    kept.push({ consent, customer, heldFrom });
    touched.add(consent.person);
    if (consent.row !== undefined) rows.add(consent.row);
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

/** Whether a consent adds to what stands. A yes may lapse into unknown; a no never does. */
function says(consent: StagedConsent, heldFrom: string, standing: Standing): boolean {
  if (consent.state === standing.state) return false;
  if (consent.state === "unknown") return standing.state === "granted" && heldFrom >= standing.heldFrom;
  if (consent.state === "denied") return consent.heldFrom === undefined || heldFrom >= standing.heldFrom;
  return consent.heldFrom !== undefined && heldFrom > standing.heldFrom;
}

function readLedger({ db }: StoreContext): Map<string, Standing> {
  const ledger = new Map<string, Standing>();
  db.each(
    `SELECT customer_id, purpose, recipient, state, held_from, import_id IS NULL OR held_from <> known_at
       FROM consents WHERE ${STANDS} ORDER BY id`,
    [],
    ([customer, purpose, recipient, state, heldFrom, dated]) => {
      const key = `${String(customer)}|${String(purpose)}|${String(recipient)}`;
      const standing = ledger.get(key);
      const later = standing === undefined || String(heldFrom) > standing.heldFrom;
      const stricter = standing?.heldFrom === heldFrom && state === "denied";
      if (later || stricter)
        ledger.set(key, { state: String(state), heldFrom: String(heldFrom), dated: dated === 1 });
    },
  );
  return ledger;
}

/** Every statement the vault holds, as `customer|purpose|recipient|state|moment`. */
function readStatements({ db }: StoreContext): Set<string> {
  const stated = new Set<string>();
  db.each(
    `SELECT customer_id, purpose, recipient, state, held_from FROM consents WHERE ${STANDS}`,
    [],
    (row) => void stated.add(row.join("|")),
  );
  return stated;
}
