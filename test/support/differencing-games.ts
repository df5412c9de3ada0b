import { buildColumns } from "../../workers/columns/build.ts";
import { protectTable } from "../../workers/gates/release/aggregates/aggregate-table.ts";
import { tabulate } from "../../workers/gates/release/aggregates/tabulate.ts";
import { guardTable } from "../../workers/gates/release/guard/guarded-table.ts";
import { keepTold, readHistory } from "../../workers/gates/release/guard/history.ts";
import type { CountedMeasure, AggregateTable } from "../../workers/terms/release.ts";
import type { SqliteDatabase } from "../../workers/vault/sqlite.ts";
import { attack, type Break, type Hidden, type Published } from "./differencing-attacker.ts";
import { amountOf, GameShop, inEmpty, noScores, randomFrom, type Among, type Player } from "./game-shop.ts";

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

/** One game: a random population, releases one after another while it changes, each attacked together with all before it. */
export function play(db: SqliteDatabase, seed: number, tally: Tally): void {
  inEmpty(db, () => {
    const shop = new GameShop(db, randomFrom(seed));
    const game = new Game(shop);
    const rounds = 2 + shop.draw(3);
    for (let round = 0; round < rounds; round++) {
      if (round > 0) shop.timePasses();
      game.release(tally);
    }
  });
  tally.games++;
}

class Game {
  private readonly shop: GameShop;
  private readonly published: Published[] = [];
  private readonly hidden: Hidden[] = [];
  private readonly asked: Among[] = [];
  private releases = 0;

  constructor(shop: GameShop) {
    this.shop = shop;
  }

  /** Asks for a table; what the guard lets through is kept and attacked, what it refuses is attacked to see whether it had to be. */
  release(tally: Tally): void {
    const { db, people, k } = this.shop;
    const columns = buildColumns(db);
    const among = this.shop.among(this.asked);
    const byId = new Map(people.map((person) => [person.id, person]));
    const mask = Uint8Array.from(columns.people.id, (id) => (among(byId.get(id)!) ? 1 : 0));
    const dimensions = (["prefecture", "gender"] as const).filter(() => this.shop.draw(2) === 0);
    const measures: CountedMeasure[] = this.shop.draw(2) === 0 ? ["people"] : ["people", "revenue"];
    if (this.shop.draw(4) === 0) measures.push("orders");
    const raw = tabulate({ columns, scores: noScores }, mask, dimensions, measures);
    const frame = { dimensions, measures, currency: "JPY", k };
    const history = readHistory(db, columns);
    const plain = guardTable(history, columns, frame, raw, false);
    const known = [this.published.length, this.hidden.length] as const;
    const tell = (table: AggregateTable) => this.tell(table, dimensions, people.filter(among), measures);
    if (!plain.verdict.safe) {
      tally.refused++;
      tell(protectTable(frame, raw, plain.pattern));
      if (this.attack() === undefined) tally.needless++;
      this.published.length = known[0];
      this.hidden.length = known[1];
    }
    const last = plain.verdict.safe ? plain : guardTable(history, columns, frame, raw, true);
    const table = protectTable(frame, raw, last.pattern);
    if (!last.verdict.safe || table.totals === undefined || raw.total.people < k) return;
    if (!plain.verdict.safe) tally.mended++;
    this.shop.enter(this.releases + 1);
    keepTold(db, this.releases + 1, last.telling, columns);
    this.asked.push(among);
    tell(table);
    tally.released++;
    const broken = this.attack();
    if (broken !== undefined) tally.broken.push(broken);
    this.releases++;
  }

  private attack(): Break | undefined {
    const depth = this.published.length > 36 ? 2 : this.published.length > 14 ? 3 : 4;
    return attack(this.published, this.hidden, { k: this.shop.k, depth, since: this.releases });
  }

  /** What a reader has of a table: the numbers, and who is counted where. */
  private tell(
    table: AggregateTable,
    dimensions: readonly Dimension[],
    people: readonly Player[],
    measures: readonly CountedMeasure[],
  ): void {
    const release = this.releases;
    const put = (inside: Among, suppressed: boolean): void => {
      const counted = people.filter(inside);
      if (counted.length === 0) return;
      if (suppressed) this.hidden.push({ release, people: new Set(counted.map(({ id }) => id)) });
      else
        for (const measure of measures) {
          const parts = new Map(counted.map((person) => [person.id, amountOf(person, measure)]));
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
}

/** Nothing played yet. */
export function emptyTally(): Tally {
  return { games: 0, released: 0, refused: 0, mended: 0, broken: [], needless: 0 };
}
