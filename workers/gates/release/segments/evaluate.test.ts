import fc from "fast-check";
import { expect, test } from "vitest";
import type { PersonScores } from "../../../analysis/person-scores.ts";
import type { Columns, WordColumn } from "../../../columns/columns.ts";
import type { Condition, SegmentDefinition } from "../../../terms/segment.ts";
import { evaluateOver, type SegmentSource } from "./evaluate.ts";

/** A person as a plain object: what the naive evaluator below reads. */
interface Plain {
  permitted: boolean;
  prefecture: string | undefined;
  group: string | undefined;
  orders: { amount: number; channel: string | undefined }[];
  products: string[];
  recencyDays: number;
  pAlive: number;
  r: number;
}

const words = ["a", "b", "c"];
const person: fc.Arbitrary<Plain> = fc.record({
  permitted: fc.boolean(),
  prefecture: fc.option(fc.constantFrom(...words), { nil: undefined }),
  group: fc.option(fc.constantFrom("lost", "new"), { nil: undefined }),
  orders: fc.array(
    fc.record({
      amount: fc.integer({ min: 1, max: 5 }),
      channel: fc.option(fc.constantFrom(...words), { nil: undefined }),
    }),
    { maxLength: 4 },
  ),
  products: fc.uniqueArray(fc.constantFrom(...words), { maxLength: 3 }),
  recencyDays: fc.oneof(fc.constant(NaN), fc.integer({ min: 0, max: 9 })),
  pAlive: fc.oneof(fc.constant(NaN), fc.double({ min: 0, max: 1, noNaN: true })),
  r: fc.integer({ min: 0, max: 5 }),
});

const flag = fc.constantFrom(true, false);
const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    kind: fc.constant("number" as const),
    attribute: fc.constantFrom(
      "recencyDays" as const,
      "orders" as const,
      "revenue" as const,
      "pAlive" as const,
      "recencyScore" as const,
    ),
    comparison: fc.constantFrom("atLeast" as const, "atMost" as const, "between" as const, "is" as const),
    value: fc.oneof(fc.integer({ min: -1, max: 9 }), fc.double({ min: 0, max: 1, noNaN: true })),
    upper: fc.integer({ min: -1, max: 9 }),
    not: flag,
  }),
  fc.record({
    kind: fc.constant("choice" as const),
    attribute: fc.constantFrom(
      "prefecture" as const,
      "channel" as const,
      "product" as const,
      "rfmGroup" as const,
    ),
    values: fc.uniqueArray(fc.constantFrom(...words, "new", "gone"), { minLength: 1 }),
    not: flag,
  }),
);
const definition: fc.Arbitrary<SegmentDefinition> = fc.record({
  groups: fc.array(fc.record({ anyOf: fc.array(condition, { minLength: 1, maxLength: 3 }) }), {
    maxLength: 4,
  }),
});

/** One person, one condition, in the plainest words. */
function holds(someone: Plain, asked: Condition): boolean {
  if (asked.kind === "choice") {
    const has: readonly (string | undefined)[] = {
      prefecture: [someone.prefecture],
      rfmGroup: [someone.group],
      channel: someone.orders.map((order) => order.channel),
      product: someone.products,
    }[asked.attribute as "prefecture" | "rfmGroup" | "channel" | "product"];
    return asked.values.some((value) => has.includes(value)) !== (asked.not ?? false);
  }
  const number = {
    recencyDays: someone.recencyDays,
    orders: someone.orders.length,
    revenue: someone.orders.reduce((sum, order) => sum + order.amount, 0),
    pAlive: someone.pAlive,
    recencyScore: someone.r,
  }[asked.attribute as "recencyDays" | "orders" | "revenue" | "pAlive" | "recencyScore"];
  if (asked.attribute === "pAlive" && Number.isNaN(number)) return false;
  const { value, upper = value } = asked;
  const met = {
    atLeast: number >= value,
    atMost: number <= value,
    is: number === value,
    between: number >= Math.min(value, upper) && number <= Math.max(value, upper),
  }[asked.comparison];
  return met !== (asked.not ?? false);
}

function column(values: readonly (string | undefined)[]): WordColumn {
  const all = [...new Set(values.filter((value) => value !== undefined))];
  const codes = new Int32Array(new SharedArrayBuffer(4 * values.length));
  for (const [index, value] of values.entries()) codes[index] = value === undefined ? -1 : all.indexOf(value);
  return { codes, words: all };
}

function ints(values: readonly number[]): Int32Array<SharedArrayBuffer> {
  const array = new Int32Array(new SharedArrayBuffer(4 * values.length));
  array.set(values);
  return array;
}

function starts(lists: readonly { readonly length: number }[]): Int32Array<SharedArrayBuffer> {
  let sum = 0;
  return ints([0, ...lists.map((list) => (sum += list.length))]);
}

function sourceOf(people: readonly Plain[]): SegmentSource {
  const orders = people.flatMap((someone, index) => someone.orders.map((order) => ({ ...order, index })));
  const none = column(people.map(() => undefined));
  const amount = new Float64Array(new SharedArrayBuffer(8 * orders.length));
  amount.set(orders.map((order) => order.amount));
  const columns: Columns = {
    people: {
      count: people.length,
      id: ints(people.map((_, index) => index + 1)),
      prefecture: column(people.map((someone) => someone.prefecture)),
      country: none,
      gender: none,
      ageBand: none,
      source: none,
      since: ints(people.map(() => 0)),
    },
    orders: {
      count: orders.length,
      start: starts(people.map((someone) => someone.orders)),
      person: ints(orders.map((order) => order.index)),
      day: ints(orders.map(() => 0)),
      amount,
      channel: column(orders.map((order) => order.channel)),
      currency: "JPY",
      otherCurrency: 0,
    },
    purchases: () => ({
      start: starts(people.map((someone) => someone.products)),
      product: column(people.flatMap((someone) => someone.products)),
    }),
    indexOf: (id) => id - 1,
  };
  const floats = (of: (someone: Plain) => number) => Float64Array.from(people, of);
  const unknown = floats(() => NaN);
  const scores: PersonScores = {
    end: 0,
    recencyDays: floats((someone) => someone.recencyDays),
    orders: floats((someone) => (someone.orders.length === 0 ? NaN : someone.orders.length)),
    revenue: floats((someone) =>
      someone.orders.length === 0 ? NaN : someone.orders.reduce((sum, order) => sum + order.amount, 0),
    ),
    averageOrder: unknown,
    tenureDays: unknown,
    r: Uint8Array.from(people, (someone) => someone.r),
    f: new Uint8Array(people.length),
    m: new Uint8Array(people.length),
    rfmGroup: column(people.map((someone) => someone.group)),
    pAlive: floats((someone) => someone.pAlive),
    expectedPurchases: unknown,
    lifetimeValue: unknown,
  };
  return { columns, scores, permitted: Uint8Array.from(people, (someone) => Number(someone.permitted)) };
}

test("a definition lets in exactly whom a plain reading of it lets in, group by group", () => {
  fc.assert(
    fc.property(fc.array(person, { maxLength: 30 }), definition, (people, asked) => {
      const found = evaluateOver(sourceOf(people), asked);
      let left = people
        .map((someone, index) => ({ someone, index }))
        .filter(({ someone }) => someone.permitted);
      for (const [group, { anyOf }] of asked.groups.entries()) {
        left = left.filter(({ someone }) => anyOf.some((one) => holds(someone, one)));
        expect(found.steps[group]).toEqual({ group, remaining: left.length });
      }
      const inside = new Set(left.map(({ index }) => index));
      expect([...found.mask]).toEqual(people.map((_, index) => Number(inside.has(index))));
      expect(found.people).toBe(left.length);
    }),
    { numRuns: 2000 },
  );
});

test("a value that no longer exists matches nobody", () => {
  const [one] = fc.sample(person, 1);
  const source = sourceOf([{ ...one!, permitted: true }]);
  const gone: SegmentDefinition = {
    groups: [{ anyOf: [{ kind: "choice", attribute: "product", values: ["gone"] }] }],
  };
  expect(evaluateOver(source, gone).people).toBe(0);
});
