import type { ConsentPreview } from "../../../terms/identity.ts";
import { purposeCodes, type ConsentState, type PurposeCode } from "../../../terms/purpose.ts";
import type { Database } from "../../../vault/database.ts";
import { STANDS } from "../../use/append-consent.ts";

const strictness: Readonly<Record<ConsentState, number>> = { granted: 0, unknown: 1, denied: 2 };

interface Said {
  readonly person: number;
  readonly purpose: PurposeCode;
  readonly recipient: string;
  /** Channel and country, where the statement is about one. */
  readonly scope: string;
  readonly state: ConsentState;
  readonly moment: number;
}

/**
 * How each of some people stands today towards every purpose that any of them said something about, and what holds once they are one:
 * the most restrictive; who said nothing restricts nothing. Of several channels the most restrictive is shown.
 */
export function previewConsents(
  db: Database,
  people: readonly number[],
  now: Date,
): readonly ConsentPreview[] {
  const today = now.getTime() / 86_400_000 + 2_440_587.5;
  const rows = db
    .rows<Said>(
      `SELECT customer_id AS person, purpose, recipient, coalesce(channel, '') || ' ' || coalesce(country, '') AS scope, state,
         coalesce(julianday(held_from), julianday(known_at), 0) AS moment
       FROM consents WHERE customer_id IN (${people.map(() => "?").join(", ")}) AND ${STANDS} ORDER BY id`,
      [...people],
    )
    .filter(({ moment }) => moment <= today);
  const keys = new Map(
    rows.map(({ purpose, recipient }) => [`${purpose} ${recipient}`, { purpose, recipient }]),
  );
  return [...keys.values()]
    .toSorted((a, b) => purposeCodes.indexOf(a.purpose) - purposeCodes.indexOf(b.purpose))
    .map(({ purpose, recipient }) => {
      const about = rows.filter((row) => row.purpose === purpose && row.recipient === recipient);
      const said = people.map((id) => standing(about.filter(({ person }) => person === id)));
      const known = said.filter((state) => state !== null);
      return { purpose, recipient, said, joined: known.reduce(stricter) };
    });
}

/** The latest word in each scope (of equal moments the stricter), and of those the strictest. */
function standing(rows: readonly Said[]): ConsentState | null {
  const latest = new Map<string, Said>();
  for (const row of rows) {
    const before = latest.get(row.scope);
    const later =
      before === undefined ||
      row.moment > before.moment ||
      (row.moment === before.moment && strictness[row.state] > strictness[before.state]);
    if (later) latest.set(row.scope, row);
  }
  const states = [...latest.values()].map(({ state }) => state);
  return states.length === 0 ? null : states.reduce(stricter);
}

function stricter(a: ConsentState, b: ConsentState): ConsentState {
  return strictness[b] > strictness[a] ? b : a;
}
