import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bareDatabase } from "../../../test/support/bare-database.ts";
import { compareHistories } from "../../../test/support/consent-histories.ts";
import type { ConsentChannel } from "../../terms/consent.ts";
import { recipients, type ConsentState, type PurposeCode, type Recipient } from "../../terms/purpose.ts";
import { formatOf } from "../release/platforms/index.ts";
import type { Database } from "../../vault/database.ts";
import type { PersonIndex } from "./consent.ts";
import { permittedPeople, releasablePeople } from "./permitted-people.ts";

let db: Database;
beforeAll(async () => {
  db = await bareDatabase();
});
beforeEach(() => {
  db.run("DELETE FROM customers");
});

interface Said {
  readonly purpose: PurposeCode;
  readonly recipient: Recipient;
  readonly state: ConsentState;
  readonly held: number;
  readonly known: number;
  readonly channel?: ConsentChannel;
}

const START = Date.UTC(2026, 0, 1);
/** A small clock makes ties and rows of the future frequent. */
const at = (tick: number): Date => new Date(START + tick * 997);

function index(count: number): PersonIndex {
  return {
    people: { count },
    indexOf: (customer) => (customer >= 1 && customer <= count ? customer - 1 : -1),
  };
}

function store(histories: readonly (readonly Said[])[]): void {
  for (const [person, history] of histories.entries()) {
    db.run("INSERT INTO customers (id, import_id, source) VALUES (?, 1, 'test')", [person + 1]);
    for (const said of history) {
      db.run(
        `INSERT INTO consents (customer_id, purpose, recipient, channel, state, held_from, known_at, source)
         VALUES (?, ?, ?, ?, ?, ?, ?, 'test')`,
        [
          person + 1,
          said.purpose,
          said.recipient,
          said.channel ?? null,
          said.state,
          at(said.held).toISOString(),
          at(said.known).toISOString(),
        ],
      );
    }
  }
}

const purposes = ["profiling", "email_marketing", "ads_matching"] as const;

describe("the consent ledger", () => {
  test("answers as a reference written apart does, for 4,000 random histories and any two moments", () => {
    const found = compareHistories(db, 4000, 503);
    process.stdout.write(
      `consent ledger: ${String(found.histories)} histories, ${String(found.answers)} answers, ${String(found.differences)} differences\n`,
    );
    expect(found).toEqual({ histories: 4000, answers: 4000 * 3 * recipients.length, differences: 0 });
  });

  test("a purpose that rests on consent lets in only who said yes; another basis everybody but who refused", () => {
    const history = (state: ConsentState | undefined): readonly Said[] =>
      state === undefined
        ? []
        : purposes.map((purpose) => ({ purpose, recipient: "self", state, held: 1, known: 1 }));
    store([history("granted"), history("denied"), history("unknown"), history(undefined)]);
    const columns = index(4);
    const email = permittedPeople({ db, changing: false }, columns, "email_marketing", at(9));
    expect([...email.mask]).toEqual([1, 0, 0, 0]);
    const profiling = permittedPeople({ db, changing: false }, columns, "profiling", at(9));
    expect([...profiling.mask]).toEqual([1, 0, 1, 1]);
    expect(profiling).toMatchObject({ purpose: "profiling", count: 3, withheld: 1 });
    // Who objected to profiling still counts in analytics.
    expect(permittedPeople({ db, changing: false }, columns, "analytics", at(9)).count).toBe(4);
  });

  test("only a yes to this very recipient releases a row, and a general refusal outweighs it", () => {
    const grant = { purpose: "ads_matching", state: "granted", held: 1, known: 1 } as const;
    store([
      [{ ...grant, recipient: "google_ads" }],
      [{ ...grant, recipient: "self" }],
      [
        { ...grant, recipient: "google_ads", held: 5 },
        { ...grant, recipient: "self", state: "denied", held: 2 },
      ],
      [],
    ]);
    const ads = releasablePeople({ db, changing: false }, index(4), "ads_matching", "google_ads", at(9));
    expect([...ads.mask]).toEqual([1, 0, 0, 0]);
    expect(ads.withheld).toEqual({ "consent-denied": 1, "consent-unknown": 2, "stopped-by-law": 0 });
    expect(ads.withheldWithin(new Uint8Array([1, 0, 1, 0]))).toEqual({
      "consent-denied": 1,
      "consent-unknown": 0,
      "stopped-by-law": 0,
    });
    // A basis other than consent does not open the gate outwards either.
    expect(releasablePeople({ db, changing: false }, index(4), "service", "self", at(9)).count).toBe(0);
  });

  test("who refused the way the rows go is not in them, and stays in what goes another way to the same company", () => {
    const yes = {
      purpose: "ads_matching",
      recipient: "ly_corporation",
      state: "granted",
      held: 1,
      known: 1,
    } as const;
    store([[yes], [yes, { ...yes, state: "denied", held: 2, channel: "line" }]]);
    const towards = (channel?: ConsentChannel) => {
      const vault = { db, changing: false };
      return releasablePeople(vault, index(2), "ads_matching", "ly_corporation", at(9), undefined, channel);
    };
    expect([...towards("line").mask]).toEqual([1, 0]);
    expect([...towards().mask]).toEqual([1, 1]);
    expect(
      formatOf({ purpose: "ads_matching", recipient: "ly_corporation", platform: "line_official_user_ids" }),
    ).toMatchObject({
      channel: "line",
    });
  });

  test("a refusal with an unreadable date counts from the moment it was known", () => {
    store([[{ purpose: "email_marketing", recipient: "self", state: "granted", held: 1, known: 1 }]]);
    db.run(
      `INSERT INTO consents (customer_id, purpose, recipient, state, held_from, known_at, source)
       VALUES (1, 'email_marketing', 'self', 'denied', '去年', ?, 'test')`,
      [at(3).toISOString()],
    );
    expect(permittedPeople({ db, changing: false }, index(1), "email_marketing", at(2)).count).toBe(1);
    expect(permittedPeople({ db, changing: false }, index(1), "email_marketing", at(3)).count).toBe(0);
  });

  test("a consent row is never rewritten, and its state is one of three", () => {
    store([[{ purpose: "email_marketing", recipient: "self", state: "denied", held: 1, known: 1 }]]);
    expect(() => db.run("UPDATE consents SET state = 'granted'")).toThrow("append-only");
    expect(() =>
      db.run(
        `INSERT INTO consents (customer_id, purpose, recipient, state, held_from, known_at, source)
         VALUES (1, 'email_marketing', 'self', 'yes', '2026-01-01', '2026-01-01', 'test')`,
      ),
    ).toThrow("CHECK");
  });
});
