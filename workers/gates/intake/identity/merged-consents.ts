import type { Database } from "../../../vault/database.ts";
import { retractConsents, STANDS } from "../../use/append-consent.ts";
import { forgetLedger } from "../../use/consent-ledger.ts";

/** `source` of consent rows that a merge added; they are retracted when anybody of the group is taken out. */
export const MERGE_SOURCE = "merge";

const strictness: Readonly<Record<string, number>> = { granted: 0, unknown: 1, denied: 2 };

interface Said {
  readonly purpose: string;
  readonly recipient: string;
  readonly channel: string | null;
  readonly country: string | null;
  readonly state: string;
  readonly held_from: string;
  readonly moment: number;
  /** 0 for the one who stayed. */
  readonly member: number;
}

/**
 * Adds to the consents of a joined person what makes the most restrictive one win: where one of the people behind them stands stricter
 * than all their statements together would (a later yes of one over a no of another), the stricter state is said anew at the moment
 * of the latest statement, where equal moments go to the stricter. Looked at as of now, and for statements dated ahead. A later
 * statement of the person counts as ever. Who never said anything about a purpose restricts nothing.
 */
export function restrictConsents(db: Database, customerId: number, now: Date): void {
  const today = now.getTime() / 86_400_000 + 2_440_587.5;
  for (const until of [today, Infinity]) {
    const said = db.rows<Said>(
      `SELECT c.purpose, c.recipient, c.channel, c.country, c.state, c.held_from, coalesce(julianday(c.held_from), julianday(c.known_at), 0) AS moment,
         coalesce(r.member_id, 0) AS member
       FROM consents AS c LEFT JOIN merge_rows AS r ON r.table_name = 'consents' AND r.row_id = c.id
       WHERE c.customer_id = ? AND NOT EXISTS (SELECT 1 FROM consent_retractions WHERE consent_id = c.id) ORDER BY c.id`,
      [customerId],
    );
    const known = said.filter(({ moment }) => moment <= until);
    for (const { rows, channel, country } of questions(known)) {
      const together = latest(rows);
      const strictest = groups(rows, ({ member }) => String(member))
        .map(latest)
        .reduce((a, b) => (strict(b) > strict(a) ? b : a));
      if (strict(strictest) <= strict(together)) continue;
      db.run(
        `INSERT INTO consents (customer_id, purpose, recipient, channel, country, state, held_from, known_at, source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          customerId,
          together.purpose,
          together.recipient,
          channel,
          country,
          strictest.state,
          together.held_from,
          now.toISOString(),
          MERGE_SOURCE,
        ],
      );
    }
  }
}

interface Question {
  readonly channel: string | null;
  readonly country: string | null;
  /** The statements that answer it: about this channel and country, or about every one. */
  readonly rows: readonly Said[];
}

/** What can be asked of the statements: each purpose and recipient, in general and of every channel and country that is named. */
function questions(said: readonly Said[]): readonly Question[] {
  return groups(said, (row) => `${row.purpose} ${row.recipient}`).flatMap((subject) => {
    const named = (of: (row: Said) => string | null) => [
      null,
      ...new Set(subject.flatMap((row) => of(row) ?? [])),
    ];
    return named(({ channel }) => channel).flatMap((channel) =>
      named(({ country }) => country).flatMap((country): readonly Question[] => {
        const rows = subject.filter(
          (row) =>
            (row.channel === null || row.channel === channel) &&
            (row.country === null || row.country === country),
        );
        return rows.length === 0 ? [] : [{ channel, country, rows }];
      }),
    );
  });
}

function groups(rows: readonly Said[], key: (row: Said) => string): readonly (readonly Said[])[] {
  const found = new Map<string, Said[]>();
  for (const row of rows) {
    const own = found.get(key(row));
    if (own === undefined) found.set(key(row), [row]);
    else own.push(row);
  }
  return [...found.values()];
}

function strict({ state }: Said): number {
  return strictness[state] ?? 1;
}

function latest(rows: readonly Said[]): Said {
  return rows.reduce((a, b) =>
    b.moment > a.moment || (b.moment === a.moment && strict(b) > strict(a)) ? b : a,
  );
}

/** Retracts what `restrictConsents` added, as of `now`. */
export function releaseConsents(db: Database, customerId: number, now: Date): void {
  const condition = `customer_id = ? AND source = ? AND import_id IS NULL AND ${STANDS}`;
  retractConsents(
    db,
    { condition, values: [customerId, MERGE_SOURCE] },
    now.toISOString(),
    "people-taken-apart",
  );
}

/** Statements never change: joined people's rows keep their numbers and go to another person's. */
export function moveConsents(db: Database, ids: readonly number[], to: number): void {
  for (const id of ids) db.run("UPDATE consents SET customer_id = ? WHERE id = ?", [to, id]);
  forgetLedger(db);
}
