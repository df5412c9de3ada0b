import type { Database } from "../../../vault/database.ts";

/** `source` of consent rows that a merge added; they go when anybody of the group is taken out. */
export const MERGE_SOURCE = "merge";

const strictness: Readonly<Record<string, number>> = { granted: 0, unknown: 1, denied: 2 };

interface Said {
  readonly purpose: string;
  readonly recipient: string;
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
      `SELECT c.purpose, c.recipient, c.state, c.held_from, coalesce(julianday(c.held_from), julianday(c.known_at), 0) AS moment,
         coalesce(r.member_id, 0) AS member
       FROM consents AS c LEFT JOIN merge_rows AS r ON r.table_name = 'consents' AND r.row_id = c.id
       WHERE c.customer_id = ? ORDER BY c.id`,
      [customerId],
    );
    const known = said.filter(({ moment }) => moment <= until);
    for (const rows of groups(known, ({ purpose, recipient }) => `${purpose} ${recipient}`)) {
      const together = latest(rows);
      const strictest = groups(rows, ({ member }) => String(member))
        .map(latest)
        .reduce((a, b) => (strict(b) > strict(a) ? b : a));
      if (strict(strictest) <= strict(together)) continue;
      db.run(
        `INSERT INTO consents (customer_id, purpose, recipient, state, held_from, known_at, source) VALUES (?, ?, ?, ?, ?, ?, ?)`,
        [
          customerId,
          together.purpose,
          together.recipient,
          strictest.state,
          together.held_from,
          now.toISOString(),
          MERGE_SOURCE,
        ],
      );
    }
  }
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

/** Takes away what `restrictConsents` added. */
export function releaseConsents(db: Database, customerId: number): void {
  db.run("DELETE FROM consents WHERE customer_id = ? AND source = ? AND import_id IS NULL", [
    customerId,
    MERGE_SOURCE,
  ]);
}

/** Consents never change: rows move to another person as copies with numbers of their own, and whose they were moves along. */
export function moveConsents(db: Database, ids: readonly number[], to: number): void {
  for (const id of ids) {
    db.run(
      `INSERT INTO consents (customer_id, purpose, recipient, state, held_from, known_at, source, wording, evidence, import_id)
       SELECT ?, purpose, recipient, state, held_from, known_at, source, wording, evidence, import_id FROM consents WHERE id = ?`,
      [to, id],
    );
    db.run("UPDATE merge_rows SET row_id = ? WHERE table_name = 'consents' AND row_id = ?", [
      db.lastId(),
      id,
    ]);
    db.run("DELETE FROM consents WHERE id = ?", [id]);
  }
}
