import type { PersonScores } from "../../workers/analysis/person-scores.ts";
import type { CountedMeasure } from "../../workers/terms/release.ts";
import type { SqliteDatabase } from "../../workers/vault/sqlite.ts";

/** A person of a game; `orders`: what each of theirs was paid, `days` and `products` beside it. */
export interface Player {
  readonly id: number;
  prefecture: string;
  readonly gender: string;
  orders: number[];
}

export type Among = (person: Player) => boolean;

/** What an order of a game has besides its price. */
export interface OrderFacts {
  readonly day: number;
  readonly products: readonly string[];
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Scores of nobody: no table of these games is split by them. */
export const noScores: PersonScores = {
  end: 0,
  recencyDays: new Float64Array(0),
  orders: new Float64Array(0),
  revenue: new Float64Array(0),
  averageOrder: new Float64Array(0),
  tenureDays: new Float64Array(0),
  r: new Uint8Array(0),
  f: new Uint8Array(0),
  m: new Uint8Array(0),
  rfmGroup: { codes: new Int32Array(new SharedArrayBuffer(0)), words: [] },
  pAlive: new Float64Array(0),
  expectedPurchases: new Float64Array(0),
  lifetimeValue: new Float64Array(0),
  churnRisk: new Float64Array(0),
  customerGroup: { codes: new Int32Array(new SharedArrayBuffer(0)), words: [] },
  lookalike: new Float64Array(0),
  lookalikeRank: new Float64Array(0),
  firstPurchase: new Float64Array(0),
  renewal: new Float64Array(0),
  newProduct: new Float64Array(0),
  openChance: new Float64Array(0),
  clickChance: new Float64Array(0),
  bestHour: new Float64Array(0),
};

/** Plays a game in a database and leaves it as it was: empty. One transaction is many times quicker than one a statement. */
export function inEmpty(db: SqliteDatabase, play: () => void): void {
  db.run("BEGIN");
  try {
    play();
  } finally {
    db.run("ROLLBACK");
  }
}

/** A small random population in a database, that comes, moves, buys and goes. */
export class GameShop {
  readonly db: SqliteDatabase;
  readonly k: number;
  readonly people: Player[] = [];
  private readonly random: () => number;
  private readonly factsOf: ((draw: (below: number) => number) => OrderFacts) | undefined;
  private next = 1;

  /** @param factsOf draws the day and the products of an order; where left out, all are of one day and of nothing. */
  constructor(
    db: SqliteDatabase,
    random: () => number,
    factsOf?: (draw: (below: number) => number) => OrderFacts,
  ) {
    this.db = db;
    this.random = random;
    this.factsOf = factsOf;
    this.k = 2 + this.draw(3);
    this.join(6 + this.draw(10 * this.k));
  }

  draw(below: number): number {
    return Math.floor(this.random() * below);
  }

  /** People come, move, buy and go. */
  timePasses(): void {
    const kind = this.draw(6);
    if (kind === 0) this.join(1 + this.draw(this.k + 2));
    if (kind === 1) for (const person of this.some()) this.move(person);
    if (kind === 2) for (const person of this.some()) this.buy(person);
    if (kind === 3) {
      this.join(1 + this.draw(2 * this.k));
      for (const person of this.some()) this.buy(person);
    }
    if (kind === 4 && this.people.length > 5)
      for (const { id } of this.people.splice(0, 1 + this.draw(2)))
        for (const table of [
          "release_members WHERE customer_id",
          "orders WHERE customer_id",
          "customers WHERE id",
        ])
          this.db.run(`DELETE FROM ${table} = ?`, [id]);
  }

  /** Everybody, a part, one more condition on an earlier part, or the rest of it. */
  among(asked: readonly Among[]): Among {
    const earlier = asked[this.draw(asked.length || 1)];
    const place = `県${this.draw(3)}`;
    const bought = this.draw(3);
    const one: Among =
      this.draw(2) === 0
        ? (person) => person.prefecture !== place
        : (person) => person.orders.length > bought;
    const kind = this.draw(5);
    if (kind === 0 || (kind > 2 && earlier === undefined)) return () => true;
    if (kind === 3) return (person) => !earlier!(person);
    if (kind === 4) return (person) => earlier!(person) && one(person);
    return one;
  }

  /** Enters a release in the ledger, so that what it told can be kept beside it. */
  enter(release: number): void {
    this.db.run(
      `INSERT INTO releases (id, at, kind, segment, purpose, recipient, people, row_count, folder, manifest, state)
       VALUES (?, '', 'aggregate', '', 'analytics', 'self', 0, 0, '', '{}', 'released')`,
      [release],
    );
  }

  private some(): readonly Player[] {
    return this.people.filter(() => this.draw(6) === 0);
  }

  private join(count: number): void {
    for (let at = 0; at < count; at++) {
      const person: Player = {
        id: this.next++,
        prefecture: "",
        gender: this.draw(2) === 0 ? "female" : "male",
        orders: [],
      };
      this.db.run("INSERT INTO customers (id, import_id, source, gender) VALUES (?, 1, 'shop', ?)", [
        person.id,
        person.gender,
      ]);
      this.move(person);
      for (let order = this.draw(3); order > 0; order--) this.buy(person);
      this.people.push(person);
    }
  }

  private move(person: Player): void {
    person.prefecture = `県${this.draw(3)}`;
    this.db.run("UPDATE customers SET prefecture = ? WHERE id = ?", [person.prefecture, person.id]);
  }

  private buy(person: Player): void {
    const paid = 100 * (1 + this.draw(9));
    person.orders = [...person.orders, paid];
    const { day, products } = this.factsOf?.((below) => this.draw(below)) ?? { day: 20_000, products: [] };
    this.db.run(
      `INSERT INTO orders (customer_id, source, order_key, day, amount, currency, channel, import_id)
       VALUES (?, 'shop', NULL, ?, ?, 'JPY', 'web', 1)`,
      [person.id, day, paid],
    );
    const order = this.db.lastId();
    for (const product of products) {
      this.db.run("INSERT OR IGNORE INTO products (code, name) VALUES (?, ?)", [product, product]);
      this.db.run(
        `INSERT INTO order_lines (order_id, product_id, quantity, amount, import_id)
         SELECT ?, id, 1, ?, 1 FROM products WHERE code = ?`,
        [order, paid, product],
      );
    }
  }
}

/** What a person adds to a measure. */
export function amountOf({ orders }: Player, measure: CountedMeasure): number {
  if (measure === "people") return 1;
  return measure === "orders" ? orders.length : orders.reduce((sum, paid) => sum + paid, 0);
}
