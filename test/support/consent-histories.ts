import { consentChannels } from "../../workers/terms/consent.ts";
import { consentStates, recipients, type PurposeCode } from "../../workers/terms/purpose.ts";
import { personStatements } from "../../workers/gates/use/person-statements.ts";
import { stateTowards } from "../../workers/gates/use/consent-semantics.ts";
import { consentLedger, stateBytes } from "../../workers/gates/use/consent-ledger.ts";
import { standing } from "../../workers/gates/use/consent.ts";
import type { Database } from "../../workers/vault/database.ts";
import { replay, type ReferenceQuestion, type ToldStatement } from "./consent-reference.ts";

const START = Date.UTC(2026, 4, 1);
/** A clock of few ticks, some of one second: ties, rows of the future and rows learned late are frequent. */
const TICK = 400;
const TICKS = 24;
const PEOPLE = 250;
const MOST = 9;
const purposes = ["profiling", "email_marketing", "ads_matching"] as const satisfies readonly PurposeCode[];
const countries = ["", "", "", "JP", "US"] as const;
const NEVER = Number.POSITIVE_INFINITY;

/** What comparing the ledger with the reference came to. */
export interface Compared {
  readonly histories: number;
  readonly answers: number;
  readonly differences: number;
}

/** The generator of Marsaglia's xorshift32: the same histories for the same seed everywhere. */
export function xorshift(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/**
 * Writes random consent histories into a vault's tables and asks the gate (over arrays, and person by person) and the
 * reference the same questions: every recipient, at two random moments, of three purposes.
 */
export function compareHistories(db: Database, histories: number, seed: number): Compared {
  const random = xorshift(seed);
  let [answers, differences, done] = [0, 0, 0];
  while (done < histories) {
    const people = Math.min(PEOPLE, histories - done);
    const told = Array.from({ length: people }, () =>
      Array.from({ length: random(MOST) }, () => statement(random)),
    );
    db.run("BEGIN");
    try {
      store(db, told);
      const found = compareBatch(db, told, random);
      answers += found.answers;
      differences += found.differences;
    } finally {
      db.run("ROLLBACK");
    }
    done += people;
  }
  return { histories: done, answers, differences };
}

function statement(random: (below: number) => number): ToldStatement {
  const moment = (): number => START + random(TICKS) * TICK;
  const known = moment();
  return {
    purpose: purposes[random(purposes.length)]!,
    recipient: random(2) === 0 ? "self" : recipients[random(recipients.length)]!,
    channel: random(3) === 0 ? consentChannels[random(consentChannels.length)]! : "",
    country: countries[random(countries.length)]!,
    state: consentStates[random(consentStates.length)]!,
    held: moment(),
    known,
    retracted: random(6) === 0 ? known + random(TICKS) * TICK : NEVER,
  };
}

function store(db: Database, histories: readonly (readonly ToldStatement[])[]): void {
  const iso = (moment: number): string => new Date(moment).toISOString();
  const person = db.prepare("INSERT INTO customers (id, import_id, source) VALUES (?, 1, 'test')");
  const consent = db.prepare(
    `INSERT INTO consents (customer_id, purpose, recipient, channel, country, state, held_from, known_at, source)
     VALUES (?, ?, ?, nullif(?, ''), nullif(?, ''), ?, ?, ?, 'test')`,
  );
  const retraction = db.prepare(
    "INSERT INTO consent_retractions (consent_id, at, reason) VALUES (?, ?, 'import-undone')",
  );
  try {
    histories.forEach((history, index) => {
      person.run([index + 1]);
      for (const told of history) {
        const { purpose, recipient, channel, country, state, held, known, retracted } = told;
        consent.run([index + 1, purpose, recipient, channel, country, state, iso(held), iso(known)]);
        if (retracted !== NEVER) retraction.run([db.lastId(), iso(retracted)]);
      }
    });
  } finally {
    for (const prepared of [person, consent, retraction]) prepared.free();
  }
}

function compareBatch(
  db: Database,
  told: readonly (readonly ToldStatement[])[],
  random: (below: number) => number,
): { readonly answers: number; readonly differences: number } {
  const columns = {
    people: { count: told.length },
    indexOf: (id: number) => (id >= 1 && id <= told.length ? id - 1 : -1),
  };
  const rows = consentLedger({ db, changing: true });
  let [answers, differences] = [0, 0];
  for (const purpose of purposes) {
    const [held, known] = [START + random(TICKS) * TICK, START + random(TICKS) * TICK];
    const channel = random(2) === 0 ? undefined : consentChannels[random(consentChannels.length)];
    const country = countries[random(countries.length)]!;
    const asked: ReferenceQuestion = { purpose, channel: channel ?? "", country, held, known };
    const scope = { ...(channel === undefined ? {} : { channel }), ...(country === "" ? {} : { country }) };
    const found = standing(rows, columns, purpose, {
      held: new Date(held),
      known: new Date(known),
      ...scope,
    });
    told.forEach((history, person) => {
      const expected = replay(history, asked);
      const statements = person % 5 === 0 ? personStatements(db, person + 1) : undefined;
      for (const recipient of recipients) {
        const right = expected(recipient);
        answers++;
        const wrong =
          found.byRecipient[recipient][person] !== byteOf(right) ||
          (statements !== undefined &&
            stateTowards(statements, recipient, { purpose, held, known, ...scope }) !== right);
        if (wrong) differences++;
      }
    });
  }
  return { answers, differences };
}

function byteOf(state: string): number {
  return state === "granted"
    ? stateBytes.granted
    : state === "denied"
      ? stateBytes.denied
      : stateBytes.unknown;
}
