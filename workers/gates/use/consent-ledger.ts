import { consentChannels } from "../../terms/consent.ts";
import { consentStates, purposeCodes, recipients, type ConsentState } from "../../terms/purpose.ts";
import type { Database } from "../../vault/database.ts";
import type { Vault } from "../../vault/vault.ts";

/** A consent state as a byte, ordered from the loosest to the most restrictive: at equal dates the larger wins. */
export const stateBytes: Readonly<Record<ConsentState, number>> = { granted: 0, unknown: 1, denied: 2 };

/** Consent rows as arrays, in order of their ids. */
export interface ConsentRows {
  /** consents.id of each row, ascending. */
  readonly id: Int32Array;
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
  /** Index into `consentChannels` plus one; 0 for every channel. */
  readonly channel: Uint8Array;
  /** `countryCode`; 0 for every country. */
  readonly country: Uint16Array;
  /** wordings.id; 0 without one. */
  readonly wording: Int32Array;
  /** Milliseconds since 1970. */
  readonly heldFrom: Float64Array;
  readonly knownAt: Float64Array;
  /** Infinity for a statement that stands. */
  readonly retractedAt: Float64Array;
}

interface Ledger {
  readonly lastId: number;
  /** Rows of the table, those of unknown purposes and recipients included. */
  readonly stored: number;
  readonly retracted: number;
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
const units = { purpose: 2 ** 23, recipient: 2 ** 17, channel: 2 ** 13, country: 2 ** 3, state: 2 } as const;
const LETTERS = 26;
const A = 65;

/** A country (ISO 3166-1 alpha-2) as a number from 1 on. */
export function countryCode(country: string): number {
  return (country.charCodeAt(0) - A) * LETTERS + country.charCodeAt(1) - A + 1;
}

// A date no machine can read must not hide a refusal: such a row holds from when it was known, or from ever.
// SQLite reads the moments (as Julian days), faster than JavaScript.
const READ = `SELECT id, customer_id,
    coalesce(1 + ${cases("purpose", purposeCodes, (_, place) => place * units.purpose)}
      + ${cases("recipient", recipients, (_, place) => place * units.recipient)}
      + CASE WHEN channel IS NULL THEN 0 ELSE ${cases("channel", consentChannels, (_, place) => (place + 1) * units.channel)} END
      + CASE WHEN country IS NULL THEN 0
          ELSE ((unicode(country) - ${A}) * ${LETTERS} + unicode(substr(country, 2)) - ${A} + 1) * ${units.country} END
      + ${cases("state", consentStates, (name) => stateBytes[name as ConsentState] * units.state)}
      + (import_id IS NULL OR held_from <> known_at), 0),
    coalesce(wording_id, 0), coalesce(julianday(held_from), julianday(known_at), 0), coalesce(julianday(known_at), 0)
  FROM consents`;
const COLUMNS = ["int32", "int32", "int32", "int32", "float64", "float64"] as const;

/** What was kept of a ledger is read anew: its rows were given to other people. */
export function forgetLedger(db: Database): void {
  ledgers.delete(db);
}

/**
 * The whole consent ledger as arrays, as the database holds it at this moment. The table only grows
 * (its ids are never used twice) unless people or imports go, so after a commit only the new rows are
 * read; inside a change, whose rows may yet be rolled back, all are read and nothing is kept.
 */
export function consentLedger({ db, changing }: LedgerSource): ConsentRows {
  if (changing) return retractions(db, decode(db.readColumns(READ, COLUMNS)));
  const known = ledgers.get(db);
  const stored = db.count("SELECT count(*) FROM consents");
  const lastId = db.count("SELECT max(id) FROM consents");
  const retracted = db.count("SELECT count(*) FROM consent_retractions");
  const same = known?.retracted === retracted ? known : undefined;
  if (same?.stored === stored && same.lastId === lastId) return same.rows;
  const rows =
    (same === undefined ? undefined : grown(db, same, stored)) ??
    retractions(db, decode(db.readColumns(READ, COLUMNS)));
  ledgers.set(db, { lastId, stored, retracted, rows });
  return rows;
}

function grown(db: Database, known: Ledger, stored: number): ConsentRows | undefined {
  const added = db.count("SELECT count(*) FROM consents WHERE id > ?", [known.lastId]);
  // Where rows went as well, the sum does not come out.
  if (known.stored + added !== stored) return undefined;
  const fresh = decode(db.readColumns(`${READ} WHERE id > ${String(known.lastId)}`, COLUMNS));
  const rows = newRows(known.rows.id.length + fresh.id.length);
  for (const name of Object.keys(rows) as (keyof ConsentRows)[]) {
    rows[name].set(known.rows[name]);
    rows[name].set(fresh[name], known.rows.id.length);
  }
  return rows;
}

/** Marks the rows that were found never to have been said. */
function retractions(db: Database, rows: ConsentRows): ConsentRows {
  const [ids, at] = db.readColumns(
    "SELECT consent_id, coalesce(julianday(at), 0) FROM consent_retractions ORDER BY consent_id",
    ["int32", "float64"],
  );
  for (let row = 0, next = 0; row < rows.id.length && next < ids.length; row++) {
    while (next < ids.length && ids[next]! < rows.id[row]!) next++;
    if (ids[next] === rows.id[row]) rows.retractedAt[row] = milliseconds(at[next]!);
  }
  return rows;
}

type Read = readonly [Int32Array, Int32Array, Int32Array, Int32Array, Float64Array, Float64Array];

function decode([ids, customers, codes, wordings, held, known]: Read): ConsentRows {
  const rows = newRows(codes.reduce((sum, code) => sum + (code > 0 ? 1 : 0), 0));
  for (let from = 0, to = 0; from < codes.length; from++) {
    const code = codes[from]! - 1;
    if (code < 0) continue;
    rows.id[to] = ids[from]!;
    rows.customer[to] = customers[from]!;
    rows.purpose[to] = Math.floor(code / units.purpose);
    rows.recipient[to] = Math.floor((code % units.purpose) / units.recipient);
    rows.channel[to] = Math.floor((code % units.recipient) / units.channel);
    rows.country[to] = Math.floor((code % units.channel) / units.country);
    rows.state[to] = Math.floor((code % units.country) / units.state);
    rows.dated[to] = code % units.state;
    rows.wording[to] = wordings[from]!;
    rows.heldFrom[to] = milliseconds(held[from]!);
    rows.knownAt[to] = milliseconds(known[from]!);
    to++;
  }
  return rows;
}

function newRows(count: number) {
  return {
    id: new Int32Array(count),
    customer: new Int32Array(count),
    purpose: new Uint8Array(count),
    recipient: new Uint8Array(count),
    state: new Uint8Array(count),
    dated: new Uint8Array(count),
    channel: new Uint8Array(count),
    country: new Uint16Array(count),
    wording: new Int32Array(count),
    heldFrom: new Float64Array(count),
    knownAt: new Float64Array(count),
    retractedAt: new Float64Array(count).fill(Number.POSITIVE_INFINITY),
  };
}

/** Julian day of 1970-01-01T00:00Z. */
const UNIX_EPOCH = 2_440_587.5;

/** SQLite reckons whole milliseconds; a Julian day as a double is some hundredths of one off. */
function milliseconds(julianDay: number): number {
  return Math.round((julianDay - UNIX_EPOCH) * 86_400_000);
}
