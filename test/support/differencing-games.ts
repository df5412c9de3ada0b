import type { PersonScores } from "../../workers/analysis/person-scores.ts";
import { buildColumns } from "../../workers/columns/build.ts";
import { protectTable } from "../../workers/gates/release/aggregates/aggregate-table.ts";
import { tabulate } from "../../workers/gates/release/aggregates/tabulate.ts";
import { guardTable } from "../../workers/gates/release/guard/guarded-table.ts";
import { keepTold, readHistory } from "../../workers/gates/release/guard/history.ts";
import type { AggregateMeasure, AggregateTable } from "../../workers/terms/release.ts";
import type { SqliteDatabase } from "../../workers/vault/sqlite.ts";
import { attack, type Break, type Hidden, type Published } from "./differencing-attacker.ts";

/** What many games of releasing and attacking came to. */
export interface Tally {
  games: number;
  released: number;
  refused: number;
  /** Refused as they were, released with more cells withheld. */
  mended: number;
  /** Releases after which the attacker singled somebody out. */
  broken: Break[];
  /** Refusals where the attacker found nothing either. */
  needless: number;
}

type Dimension = "prefecture" | "gender";

interface Person {
  readonly id: number;
  prefecture: string;
  readonly gender: string;
  orders: number[];
}

type Among = (person: Person) => boolean;

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
const noScores: PersonScores = {
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
};

/** One game: a random population, releases one after another while it changes, each attacked together with all before it. */
export function play(db: SqliteDatabase, seed: number, tally: Tally): void {
  const game = new Game(db, randomFrom(seed));
  const rounds = 2 + game.draw(3);
  for (let round = 0; round < rounds; round++) {
    if (round > 0) game.timePasses();
    game.release(tally);
  }
  tally.games++;
}

class Game {
  private readonly db: SqliteDatabase;
  private readonly random: () => number;
  private readonly k: number;
  private people: Person[] = [];
  private readonly published: Published[] = [];
  private readonly hidden: Hidden[] = [];
  private readonly asked: Among[] = [];
  private next = 1;
  private releases = 0;

  constructor(db: SqliteDatabase, random: () => number) {
    this.db = db;
    this.random = random;
    for (const table of [
      "release_sets",
      "release_members",
      "release_classes",
      "releases",
      "orders",
      "customers",
    ])
      db.run(`DELETE FROM ${table}`);
    db.run("DELETE FROM release_classes");
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
    if (kind === 1) for (const person of this.some()) this.change(person, "prefecture");
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

  /** Asks for a table; what the guard lets through is kept and attacked, what it refuses is attacked to see whether it had to be. */
  release(tally: Tally): void {
    const columns = buildColumns(this.db);
    const among = this.among();
    const byId = new Map(this.people.map((person) => [person.id, person]));
    const mask = Uint8Array.from(columns.people.id, (id) => (among(byId.get(id)!) ? 1 : 0));
    const dimensions = (["prefecture", "gender"] as const).filter(() => this.draw(2) === 0);
    const measures: AggregateMeasure[] = this.draw(2) === 0 ? ["people"] : ["people", "revenue"];
    if (this.draw(4) === 0) measures.push("orders");
    const raw = tabulate({ columns, scores: noScores }, mask, dimensions, measures);
    const frame = { dimensions, measures, currency: "JPY", k: this.k };
    const history = readHistory(this.db, columns);
    const plain = guardTable(history, columns, frame, raw, false);
    const known = [this.published.length, this.hidden.length] as const;
    const tell = (table: AggregateTable) => this.tell(table, dimensions, this.people.filter(among), measures);
    if (!plain.verdict.safe) {
      tally.refused++;
      tell(protectTable(frame, raw, plain.pattern));
      if (this.attack() === undefined) tally.needless++;
      this.published.length = known[0];
      this.hidden.length = known[1];
    }
    const last = plain.verdict.safe ? plain : guardTable(history, columns, frame, raw, true);
    const table = protectTable(frame, raw, last.pattern);
    if (!last.verdict.safe || table.totals === undefined || raw.total.people < this.k) return;
    if (!plain.verdict.safe) tally.mended++;
    this.db.run(
      `INSERT INTO releases (id, at, kind, segment, purpose, recipient, people, row_count, folder, manifest, state)
       VALUES (?, '', 'aggregate', '', 'analytics', 'self', 0, 0, '', '{}', 'released')`,
      [this.releases + 1],
    );
    keepTold(this.db, this.releases + 1, last.telling, columns);
    this.asked.push(among);
    tell(table);
    tally.released++;
    const broken = this.attack();
    if (broken !== undefined) tally.broken.push(broken);
    this.releases++;
  }

  private attack(): Break | undefined {
    const depth = this.published.length > 36 ? 2 : this.published.length > 14 ? 3 : 4;
    return attack(this.published, this.hidden, { k: this.k, depth, since: this.releases });
  }

  /** What a reader has of a table: the numbers, and who is counted where. */
  private tell(
    table: AggregateTable,
    dimensions: readonly Dimension[],
    people: readonly Person[],
    measures: readonly AggregateMeasure[],
  ): void {
    const release = this.releases;
    const put = (inside: Among, suppressed: boolean): void => {
      const counted = people.filter(inside);
      if (counted.length === 0) return;
      if (suppressed) this.hidden.push({ release, people: new Set(counted.map(({ id }) => id)) });
      else
        for (const measure of measures) {
          const parts = new Map(counted.map((person) => [person.id, amount(person, measure)]));
          for (const [id, part] of parts) if (part === 0) parts.delete(id);
          if (parts.size > 0) this.published.push({ release, measure, parts });
        }
    };
    for (const { labels, suppressed } of table.cells)
      put(
        (person) => dimensions.every((dimension, at) => person[dimension] === labels[at]),
        suppressed !== undefined,
      );
    for (const { dimension, label, suppressed } of table.margins)
      put((person) => person[dimensions[dimension]!] === label, suppressed !== undefined);
    if (table.totals !== undefined) put(() => true, false);
  }

  /** Everybody, a part, one more condition on an earlier part, or the rest of it. */
  private among(): Among {
    const earlier = this.asked[this.draw(this.asked.length || 1)];
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

  private some(): readonly Person[] {
    return this.people.filter(() => this.draw(6) === 0);
  }

  private join(count: number): void {
    for (let at = 0; at < count; at++) {
      const person: Person = {
        id: this.next++,
        prefecture: "",
        gender: this.draw(2) === 0 ? "female" : "male",
        orders: [],
      };
      this.db.run("INSERT INTO customers (id, import_id, source, gender) VALUES (?, 1, 'shop', ?)", [
        person.id,
        person.gender,
      ]);
      this.change(person, "prefecture");
      for (let order = this.draw(3); order > 0; order--) this.buy(person);
      this.people.push(person);
    }
  }

  private change(person: Person, what: "prefecture"): void {
    person[what] = `県${this.draw(3)}`;
    this.db.run("UPDATE customers SET prefecture = ? WHERE id = ?", [person.prefecture, person.id]);
  }

  private buy(person: Person): void {
    const paid = 100 * (1 + this.draw(9));
    person.orders = [...person.orders, paid];
    this.db.run(
      `INSERT INTO orders (customer_id, source, order_key, day, amount, currency, channel, import_id)
       VALUES (?, 'shop', NULL, 20000, ?, 'JPY', 'web', 1)`,
      [person.id, paid],
    );
  }
}

function amount({ orders }: Person, measure: AggregateMeasure): number {
  if (measure === "people") return 1;
  return measure === "orders" ? orders.length : orders.reduce((sum, paid) => sum + paid, 0);
}

/** Nothing played yet. */
export function emptyTally(): Tally {
  return { games: 0, released: 0, refused: 0, mended: 0, broken: [], needless: 0 };
}
