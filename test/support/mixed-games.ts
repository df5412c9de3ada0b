import { buildColumns } from "../../workers/columns/build.ts";
import type { Columns } from "../../workers/columns/columns.ts";
import { protectTable } from "../../workers/gates/release/aggregates/aggregate-table.ts";
import { cellQuantiles, type CellQuantiles } from "../../workers/gates/release/aggregates/cell-quantiles.ts";
import type { SuppressionPattern } from "../../workers/gates/release/aggregates/suppress.ts";
import { tabulate } from "../../workers/gates/release/aggregates/tabulate.ts";
import { cohortGroups } from "../../workers/gates/release/figures/cohort-groups.ts";
import type { GroupedTable } from "../../workers/gates/release/figures/grouped-table.ts";
import { pairTable, productTable } from "../../workers/gates/release/figures/product-groups.ts";
import { protectGroups } from "../../workers/gates/release/figures/protect-groups.ts";
import { guardTable } from "../../workers/gates/release/guard/guarded-table.ts";
import { keepTold, readHistory } from "../../workers/gates/release/guard/history.ts";
import type { History, Telling } from "../../workers/gates/release/guard/told.ts";
import type { AggregateMeasure, AggregateTable, CountedMeasure } from "../../workers/terms/release.ts";
import type { SqliteDatabase } from "../../workers/vault/sqlite.ts";
import { attackWhole, type Hidden, type Published } from "./differencing-attacker.ts";
import { amountOf, GameShop, inEmpty, noScores, randomFrom, type Among, type Player } from "./game-shop.ts";
import { attackLinearly, type Singled } from "./linear-attacker.ts";

/** What is released in these games. */
export const shapes = ["table", "quantiles", "cohorts", "products", "pairs"] as const;
export type Shape = (typeof shapes)[number];

interface Count {
  released: number;
  refused: number;
  mended: number;
  needless: number;
}

/** What many games with releases of every shape came to. */
export interface MixedTally {
  games: number;
  readonly of: Readonly<Record<Shape, Count>>;
  readonly broken: { readonly seed: number; readonly shape: Shape; readonly by: Singled }[];
}

/** Nothing played yet. */
export function emptyMixedTally(): MixedTally {
  const none = (): Count => ({ released: 0, refused: 0, mended: 0, needless: 0 });
  return {
    games: 0,
    of: { table: none(), quantiles: none(), cohorts: none(), products: none(), pairs: none() },
    broken: [],
  };
}

/** All shapes of a tally together. */
export function sumOf(tally: MixedTally, what: keyof Count): number {
  return shapes.reduce((sum, shape) => sum + tally.of[shape][what], 0);
}

/** Measures that a table is asked for; means and shares tell of the sums they are made of. */
const measuresAsked: readonly (readonly AggregateMeasure[])[] = [
  ["people"],
  ["people", "revenue"],
  ["people", "orders", "revenue"],
  ["people", "meanRevenue"],
  ["meanOrders", "orderValue"],
  ["peopleShare"],
  ["people", "revenueShare"],
];
const quantilesAsked: readonly (readonly AggregateMeasure[])[] = [
  ["people", "median"],
  ["people", "lowerQuartile", "median", "upperQuartile"],
  ["median", "meanRevenue"],
];

/** What somebody can work out who has a measure and how many people there are. */
function sumsBehind(measures: readonly AggregateMeasure[]): readonly CountedMeasure[] {
  const revenue = ["revenue", "revenueShare", "meanRevenue", "orderValue"] as const;
  const orders = ["orders", "meanOrders", "orderValue"] as const;
  return [
    "people",
    ...(orders.some((one) => measures.includes(one)) ? (["orders"] as const) : []),
    ...(revenue.some((one) => measures.includes(one)) ? (["revenue"] as const) : []),
  ];
}

/** One history of releases of every shape over a population that changes, each attacked together with all before it. */
export function playMixed(db: SqliteDatabase, seed: number, tally: MixedTally): void {
  inEmpty(db, () => {
    let week = 0;
    const shop = new GameShop(db, randomFrom(seed), (draw) => ({
      day: 20_000 + 7 * week + draw(90),
      products: ["tea", "cup", "pot"].filter(() => draw(2) === 0),
    }));
    const game = new MixedGame(shop, seed);
    const rounds = 2 + shop.draw(4);
    for (; week < rounds; week++) {
      if (week > 0) shop.timePasses();
      game.release(shapes[shop.draw(shapes.length)]!, tally);
    }
  });
  tally.games++;
}

/** A release as the guard judged it: whether it may leave, what it tells, and how readers see it. */
interface Judged {
  readonly safe: boolean;
  /** Whether there is anything in it at all. */
  readonly some: boolean;
  readonly telling: Telling;
  readonly tell: () => void;
}

class MixedGame {
  private readonly shop: GameShop;
  private readonly seed: number;
  private published: Published[] = [];
  private hidden: Hidden[] = [];
  private readonly asked: Among[] = [];
  private releases = 0;

  constructor(shop: GameShop, seed: number) {
    this.shop = shop;
    this.seed = seed;
  }

  release(shape: Shape, tally: MixedTally): void {
    const { db, people, k } = this.shop;
    const columns = buildColumns(db);
    const among = this.among();
    const byId = new Map(people.map((person) => [person.id, person]));
    const mask = Uint8Array.from(columns.people.id, (id) => (among(byId.get(id)!) ? 1 : 0));
    const whom = people.filter(among);
    const ask =
      shape === "table" || shape === "quantiles"
        ? this.table(shape, columns, mask, whom)
        : this.figures(shape, columns, mask, byId);
    const plain = ask(readHistory(db, columns), false);
    const count = tally.of[shape];
    if (!plain.safe) {
      count.refused++;
      const [published, hidden] = [[...this.published], [...this.hidden]];
      plain.tell();
      if (this.attack() === undefined) count.needless++;
      [this.published, this.hidden] = [published, hidden];
    }
    const last = plain.safe ? plain : ask(readHistory(db, columns), true);
    if (!last.safe || !last.some || whom.length < k) return;
    if (!plain.safe) count.mended++;
    this.shop.enter(this.releases + 1);
    keepTold(db, this.releases + 1, last.telling, columns);
    this.asked.push(among);
    last.tell();
    count.released++;
    const by = this.attack();
    if (by !== undefined) tally.broken.push({ seed: this.seed, shape, by });
    this.releases++;
  }

  private attack(): Singled | undefined {
    const { k } = this.shop;
    return (
      attackLinearly(this.published, this.hidden, k, this.releases) ??
      attackWhole(this.published, this.hidden, k, this.releases)
    );
  }

  /** As in games of tables alone, and what is in one earlier part but not in another. */
  private among(): Among {
    const { shop, asked } = this;
    if (asked.length < 2 || shop.draw(6) > 0) return shop.among(asked);
    const [one, other] = [asked[shop.draw(asked.length)]!, asked[shop.draw(asked.length)]!];
    return (person) => one(person) && !other(person);
  }

  private table(
    shape: "table" | "quantiles",
    columns: Columns,
    mask: Uint8Array,
    whom: readonly Player[],
  ): (history: History, guarded: boolean) => Judged {
    const { shop } = this;
    const asked = shape === "table" ? measuresAsked : quantilesAsked;
    const measures = asked[shop.draw(asked.length)]!;
    const dimensions = (["prefecture", "gender"] as const).filter(() => shop.draw(2) === 0);
    const frame = { dimensions, measures, currency: "JPY", k: shop.k };
    const raw = tabulate({ columns, scores: noScores }, mask, dimensions, measures);
    const quantiles = cellQuantiles(columns, raw, measures, shop.k);
    return (history, guarded) => {
      const { verdict, pattern, telling } = guardTable(history, columns, frame, raw, guarded, quantiles);
      const table = protectTable(frame, raw, pattern, quantiles);
      return {
        safe: verdict.safe,
        some: table.totals !== undefined,
        telling,
        tell: () => {
          this.tellTable(table, whom);
          if (quantiles) this.tellParts(quantiles, pattern, columns);
        },
      };
    };
  }

  /** What a reader has of a table: the numbers, and who is counted where. */
  private tellTable(
    { cells, margins, totals, dimensions, measures }: AggregateTable,
    whom: readonly Player[],
  ): void {
    const sums = sumsBehind(measures);
    const of = (person: Player, at: number) => person[dimensions[at] as "prefecture" | "gender"];
    for (const { labels, suppressed } of cells)
      this.put(
        whom.filter((person) => labels.every((label, at) => of(person, at) === label)),
        sums,
        suppressed === undefined,
      );
    for (const { dimension, label, suppressed } of margins)
      this.put(
        whom.filter((person) => of(person, dimension) === label),
        sums,
        suppressed === undefined,
      );
    if (totals !== undefined) this.put(whom, sums, true);
  }

  /** A quantile as if the number of people below, within and above its rounding had been told: more than it tells. */
  private tellParts({ parts, partOf }: CellQuantiles, pattern: SuppressionPattern, columns: Columns): void {
    const byId = new Map(this.shop.people.map((person) => [person.id, person]));
    for (const [cell, own] of parts.entries()) {
      if (pattern.everything || pattern.cells[cell] || pattern.withoutQuantiles?.has(cell) === true) continue;
      for (const part of own) {
        const inside = [...partOf.keys()].filter((person) => partOf[person] === part);
        this.put(
          inside.map((person) => byId.get(columns.people.id[person]!)!),
          ["people"],
          true,
        );
      }
    }
  }

  private figures(
    shape: "cohorts" | "products" | "pairs",
    columns: Columns,
    mask: Uint8Array,
    byId: ReadonlyMap<number, Player>,
  ): (history: History, guarded: boolean) => Judged {
    const table: GroupedTable =
      shape === "cohorts"
        ? cohortGroups(columns, mask, this.shop.draw(3) === 0 ? "quarter" : "month")
        : shape === "products"
          ? productTable(columns, mask)
          : pairTable(columns, mask);
    const { groups } = table;
    const sums = table.summed ? (["orders", "revenue"] as const) : [];
    return (history, guarded) => {
      const found = protectGroups(columns, groups, sums, this.shop.k, history, guarded);
      return {
        safe: found.verdict.safe,
        some: groups.some(({ people }, at) => found.told[at] === true && people.length > 0),
        telling: found.telling,
        tell: () => {
          for (const [at, { people, summed }] of groups.entries())
            this.put(
              [...people].map((person) => byId.get(columns.people.id[person]!)!),
              summed ? ["people", ...sums] : ["people"],
              found.told[at]!,
            );
        },
      };
    };
  }

  private put(counted: readonly Player[], measures: readonly CountedMeasure[], told: boolean): void {
    const release = this.releases;
    if (counted.length === 0) return;
    if (!told) {
      this.hidden.push({ release, people: new Set(counted.map(({ id }) => id)) });
      return;
    }
    for (const measure of measures) {
      const parts = new Map(counted.map((person) => [person.id, amountOf(person, measure)]));
      for (const [id, part] of parts) if (part === 0) parts.delete(id);
      if (parts.size > 0) this.published.push({ release, measure, parts });
    }
  }
}
