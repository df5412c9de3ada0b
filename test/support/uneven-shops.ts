import { randomStream, type RandomStream } from "../../workers/stats/random.ts";
import type { Database } from "../../workers/vault/database.ts";
import { insertCustomers, type TestCustomer } from "./customers.ts";

const DAY = 86_400;

/** One of a pair, and whether the pair is of the kind that a forecast is to find. */
interface Twin {
  readonly keen: boolean;
  readonly random: RandomStream;
}

interface Life {
  readonly orders?: TestCustomer["orders"];
  readonly registeredOn?: number;
  /** Epoch days. */
  readonly visits?: readonly number[];
  /** Days on which a letter went out, and what became of it. */
  readonly letters?: readonly { readonly day: number; readonly opened: boolean; readonly clicked: boolean }[];
}

/** Lives of shops, each for one question, up to the day `end`. */
export const lives = {
  /** The keen begin with a dear order and come again. */
  lookalike: ({ keen, random }: Twin, end: number): Life => {
    const day = end - 640 + random.below(600);
    const first = { day, amount: (keen ? 3000 : 800) + random.below(900) };
    return { orders: keen ? [first, { day: day + 35 + random.below(60), amount: 5000 }] : [first] };
  },
  /** A letter a fortnight: the keen open and follow most. */
  messages: ({ keen, random }: Twin, end: number): Life => ({
    orders: [{ day: end, amount: 1000 }],
    letters: Array.from({ length: 6 }, (_, k) => {
      const opened = random.uniform() < (keen ? 0.9 : 0.06);
      return { day: end - 92 + 14 * k, opened, clicked: opened && random.uniform() < 0.95 };
    }),
  }),
  /** The keen come on their day for good; the others come unevenly, and one in six orders is their last. */
  renewals: ({ keen, random }: Twin, end: number): Life => {
    const pace = 14 + random.below(16);
    const jitter = keen ? 1 : Math.round(0.45 * pace);
    const orders = [];
    let day = end - 330 + random.below(300);
    do {
      orders.push({ day, amount: 2000 });
      day += pace - jitter + random.below(2 * jitter + 1);
    } while (day <= end && (orders.length < 3 || keen || random.uniform() < 5 / 6));
    return { orders };
  },
  /** All come for good; the keen try new things, the others hardly. */
  products: ({ keen, random }: Twin, end: number): Life => {
    const orders = [];
    for (let day = end - 260 + random.below(200); day <= end; day += 17 + random.below(8))
      orders.push({
        day,
        amount: 2000,
        product: random.uniform() < (keen ? 0.9 : 0.02) ? `P${String(random.below(400))}` : "P1",
      });
    return { orders };
  },
  /** Of those who register, the keen look around and soon order. */
  leads: ({ keen, random }: Twin, end: number): Life => {
    const registeredOn = end - 220 + random.below(220);
    const [seen, bought] = [registeredOn + random.below(4), registeredOn + 5 + random.below(50)];
    return {
      registeredOn,
      visits: keen && seen <= end ? [seen] : [],
      orders: keen && bought <= end ? [{ day: bought, amount: 2000 }] : [],
    };
  },
} as const;

/**
 * A shop of pairs who live alike. More of Osaka are keen: a forecast that finds the keen chooses there. Of each pair one is a man and one a
 * woman: no forecast can tell them apart. The ages of a few are known, one in their twenties and one in their thirties. All agreed to mail. Call it inside a change of a vault.
 */
export function insertUnevenShop(db: Database, shop: keyof typeof lives, pairs: number, end: number): void {
  const random = randomStream(31);
  for (let pair = 0; pair < pairs; pair++) {
    const osaka = pair % 2 === 0;
    const life = lives[shop]({ keen: random.uniform() < (osaka ? 0.85 : 0.1), random }, end);
    for (const [at, gender] of ["female", "male"].entries()) {
      const mail = { purpose: "email_marketing", state: "granted", heldFrom: "2025-01-01T00:00:00.000Z" };
      const [id] = insertCustomers(db, [
        {
          email: `c${String(2 * pair + at)}@example.jp`,
          prefecture: osaka ? "大阪府" : "東京都",
          consents: [mail],
          ...(life.orders && { orders: life.orders }),
          ...(life.registeredOn !== undefined && { registeredOn: life.registeredOn }),
        },
      ]);
      const age = pair < pairs / 20 ? ["20s", "30s"][at] : undefined;
      db.run("UPDATE customers SET gender = ?, age_band = ? WHERE id = ?", [gender, age ?? null, id!]);
      insertActs(db, id!, life);
    }
  }
}

function insertActs(db: Database, customer: number, { visits = [], letters = [] }: Life): void {
  for (const day of visits)
    db.run("INSERT INTO events (customer_id, at, kind, import_id) VALUES (?, ?, 'visit', 1)", [
      customer,
      day * DAY,
    ]);
  for (const [k, { day, opened, clicked }] of letters.entries()) {
    const add = (event: string, at: number) =>
      db.run(
        "INSERT INTO messages (customer_id, at, event, channel, campaign, import_id) VALUES (?, ?, ?, 'email', ?, 1)",
        [customer, at, event, `letter ${String(k)}`],
      );
    add("sent", day * DAY);
    if (opened) add("opened", day * DAY + 40_000);
    if (clicked) add("clicked", day * DAY + 40_100);
  }
}
