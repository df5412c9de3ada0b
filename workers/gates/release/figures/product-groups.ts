import type { Columns } from "../../../columns/columns.ts";
import { basketGroups, ruleFigures, type BasketGroups } from "../../../models/association/baskets.ts";
import { usualProducts } from "../../../terms/figures.ts";
import { personAmounts } from "../aggregates/tabulate.ts";
import { meanOf, shareOf, type CellOfGroups, type GroupedTable } from "./grouped-table.ts";
import type { PeopleGroup } from "./protect-groups.ts";

/** Pairs looked at, the most frequent first. */
const mostPairs = 24;

/** What was bought by whom, of the people in a mask. */
export function productsBought(columns: Columns, mask: Uint8Array, most = usualProducts) {
  const { start, product } = columns.items();
  const baskets = { orderStart: columns.orders.start, itemStart: start, product: product.codes };
  const found = basketGroups(baskets, mask, most);
  return { ...found, names: found.products.map((code) => product.words[code]!) };
}

/** Everybody, then the buyers of each product, then of each pair: the groups of both tables of products, and of the edge pack's rules. */
export function productGroupsOf(
  { buyers, pairs }: BasketGroups,
  mask: Uint8Array,
  summed: boolean,
): readonly PeopleGroup[] {
  const everybody = Int32Array.from(mask.keys()).filter((person) => mask[person] === 1);
  const group = (people: Int32Array, own: boolean): PeopleGroup => ({ people, block: 0, summed: own });
  return [
    group(everybody, summed),
    ...buyers.map((people) => group(people, summed)),
    ...pairs.slice(0, mostPairs).map(({ together }) => group(together, false)),
  ];
}

/** The most bought products: who bought them, and what those people order and spend in all. */
export function productTable(columns: Columns, mask: Uint8Array, most?: number): GroupedTable {
  const { names, ...found } = productsBought(columns, mask, most);
  const groups = productGroupsOf({ ...found, pairs: [] }, mask, true);
  const all = groups[0]!.people.length;
  const [count, spend] = [personAmounts(columns, "orders"), personAmounts(columns, "revenue")];
  return {
    groups,
    summed: true,
    columns: [{ code: "people" }, { code: "peopleShare" }, { code: "meanOrders" }, { code: "meanRevenue" }],
    rows: names.map((name, at) => {
      const own = [at + 1];
      const { people } = groups[at + 1]!;
      return {
        labels: [name],
        figures: [
          { of: own, figure: () => people.length },
          { of: [0, ...own], figure: () => shareOf(people.length, all) },
          { of: own, figure: () => meanOf(people, count, 100) },
          { of: own, figure: () => meanOf(people, spend, 1) },
        ],
      };
    }),
  };
}

/** Two products in one order: how many people, and what buying the one says of the other. */
export function pairTable(columns: Columns, mask: Uint8Array, most?: number): GroupedTable {
  const { names, ...found } = productsBought(columns, mask, most);
  const groups = productGroupsOf(found, mask, false);
  const size = (group: number): number => groups[group]!.people.length;
  const digits = (value: number): number => Math.round(value * 10_000) / 10_000;
  return {
    groups,
    summed: false,
    columns: [
      { code: "people" },
      { code: "support" },
      { code: "confidence" },
      { code: "confidenceBack" },
      { code: "lift" },
    ],
    rows: found.pairs.slice(0, mostPairs).map(({ first, second }, at) => {
      const pair = 1 + names.length + at;
      const [one, other] = [first + 1, second + 1];
      const rule = () => ruleFigures(size(0), size(one), size(other), size(pair));
      const back = () => ruleFigures(size(0), size(other), size(one), size(pair));
      const cells: readonly CellOfGroups[] = [
        { of: [pair], figure: () => size(pair) },
        { of: [0, pair], figure: () => digits(rule().support) },
        { of: [one, pair], figure: () => digits(rule().confidence) },
        { of: [other, pair], figure: () => digits(back().confidence) },
        { of: [0, one, other, pair], figure: () => digits(rule().lift) },
      ];
      return { labels: [names[first]!, names[second]!], figures: cells };
    }),
  };
}
