import { consentStates, purposeCodes, recipients, type ConsentState } from "../../terms/purpose.ts";
import type { Database } from "../../vault/database.ts";
import type { Vault } from "../../vault/vault.ts";

/** A consent state as a byte, ordered from the loosest to the most restrictive: at equal dates the larger wins. */
export const stateBytes: Readonly<Record<ConsentState, number>> = { granted: 0, unknown: 1, denied: 2 };

/** Consent rows as arrays, in order of their ids. */
export interface ConsentRows {
  /** customers.id of each row. */
  readonly customer: Int32Array;
  /** Index into `purposeCodes`. */
  readonly purpose: Uint8Array;
  /** Index into `recipients`. */
  readonly recipient: Uint8Array;
  /** A byte of `stateBytes`. */
  readonly state: Uint8Array;
  /** 1 where the person's act dates the row, 0 where only the import that brought it does. */
  readonly dated: Uint8Array;
  /** Julian days: SQLite reads the moments, faster than JavaScript. */
  readonly heldFrom: Float64Array;
  readonly knownAt: Float64Array;
}

interface Ledger {
  readonly lastId: number;
  /** Rows of the table, those of unknown purposes and recipients included. */
  readonly stored: number;
  readonly rows: ConsentRows;
}

/** What the ledger is read from. */
export type LedgerSource = Pick<Vault, "db" | "changing">;

const ledgers = new WeakMap<Database, Ledger>();

// One number a row for the four short columns; NULL (a purpose or recipient of a later version) reads as
// no question asked here and is left out.
const cases = (
  column: string,
  names: readonly string[],
  code: (name: string, place: number) => number,
): string =>
  `CASE ${column} ${names.map((name, place) => `WHEN '${name}' THEN ${String(code(name, place))}`).join(" ")} END`;
const PURPOSE_UNIT = 1024;
const RECIPIENT_UNIT = 8;
const STATE_UNIT = 2;
// A date no machine can read must not hide a refusal: such a row holds from when it was known, or from ever.
const READ = `SELECT customer_id,
    coalesce(1 + ${cases("purpose", purposeCodes, (_, place) => place * PURPOSE_UNIT)}
      + ${cases("recipient", recipients, (_, place) => place * RECIPIENT_UNIT)}
      + ${cases("state", consentStates, (name) => stateBytes[name as ConsentState] * STATE_UNIT)}
      + (import_id IS NULL OR held_from <> known_at), 0),
    coalesce(julianday(held_from), julianday(known_at), 0), coalesce(julianday(known_at), 0)
  FROM consents`;
const COLUMNS = ["int32", "int32", "float64", "float64"] as const;

/**
 * The whole consent ledger as arrays, as the database holds it at this moment. The table only grows
 * (its ids are never used twice) unless people or imports go, so after a commit only the new rows are
 * read; inside a change, whose rows may yet be rolled back, all are read and nothing is kept.
 */
export function consentLedger({ db, changing }: LedgerSource): ConsentRows {
  if (changing) return decode(db.readColumns(READ, COLUMNS));
  const known = ledgers.get(db);
  const stored = db.count("SELECT count(*) FROM consents");
  const lastId = db.count("SELECT max(id) FROM consents");
  if (known?.stored === stored && known.lastId === lastId) return known.rows;
  const rows =
    (known === undefined ? undefined : grown(db, known, stored)) ?? decode(db.readColumns(READ, COLUMNS));
  ledgers.set(db, { lastId, stored, rows });
  return rows;
}

function grown(db: Database, known: Ledger, stored: number): ConsentRows | undefined {
  const added = db.count("SELECT count(*) FROM consents WHERE id > ?", [known.lastId]);
  // Where rows went as well, the sum does not come out.
  if (known.stored + added !== stored) return undefined;
  const fresh = decode(db.readColumns(`${READ} WHERE id > ${String(known.lastId)}`, COLUMNS));
  return {
    customer: joined(Int32Array, known.rows.customer, fresh.customer),
    purpose: joined(Uint8Array, known.rows.purpose, fresh.purpose),
    recipient: joined(Uint8Array, known.rows.recipient, fresh.recipient),
    state: joined(Uint8Array, known.rows.state, fresh.state),
    dated: joined(Uint8Array, known.rows.dated, fresh.dated),
    heldFrom: joined(Float64Array, known.rows.heldFrom, fresh.heldFrom),
    knownAt: joined(Float64Array, known.rows.knownAt, fresh.knownAt),
  };
}

function joined<T extends Int32Array | Uint8Array | Float64Array>(
  make: new (length: number) => T,
  left: T,
  right: T,
): T {
  const both = new make(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
}

type Read = readonly [Int32Array, Int32Array, Float64Array, Float64Array];

function decode([customers, codes, held, known]: Read): ConsentRows {
  const count = codes.reduce((sum, code) => sum + (code > 0 ? 1 : 0), 0);
  const rows = {
    customer: new Int32Array(count),
    purpose: new Uint8Array(count),
    recipient: new Uint8Array(count),
    state: new Uint8Array(count),
    dated: new Uint8Array(count),
    heldFrom: new Float64Array(count),
    knownAt: new Float64Array(count),
  };
  for (let from = 0, to = 0; from < codes.length; from++) {
    const code = codes[from]! - 1;
    if (code < 0) continue;
    rows.customer[to] = customers[from]!;
    rows.purpose[to] = Math.floor(code / PURPOSE_UNIT);
    rows.recipient[to] = Math.floor((code % PURPOSE_UNIT) / RECIPIENT_UNIT);
    rows.state[to] = Math.floor((code % RECIPIENT_UNIT) / STATE_UNIT);
    rows.dated[to] = code % STATE_UNIT;
    rows.heldFrom[to] = held[from]!;
    rows.knownAt[to] = known[from]!;
    to++;
  }
  return rows;
}
