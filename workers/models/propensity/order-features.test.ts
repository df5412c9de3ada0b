import fc from "fast-check";
import { expect, test } from "vitest";
import { leftAfter, orderSnapshot, type PeopleOrders } from "./order-features.ts";

type Order = readonly [day: number, amount: number];

function ordersOf(people: readonly (readonly Order[])[]): PeopleOrders {
  const sorted = people.map((orders) => [...orders].sort(([a], [b]) => a - b));
  const flat = sorted.flat();
  let at = 0;
  return {
    start: Int32Array.from([0, ...sorted.map((orders) => (at += orders.length))]),
    day: Int32Array.from(flat, ([day]) => day),
    amount: Float64Array.from(flat, ([, amount]) => amount),
    mask: new Uint8Array(people.length).fill(1),
  };
}

const row = (orders: PeopleOrders, cut: number) =>
  Object.fromEntries(
    orderSnapshot(orders, cut).table.columns.map((column) => [
      column.name,
      column.kind === "number" ? column.values[0] : undefined,
    ]),
  );

test("by hand", () => {
  const orders = ordersOf([[[10, 100], [40, 300], [100, 200], [101, -50], [150, 900]]]); // prettier-ignore
  expect(row(orders, 130)).toEqual({
    "days since last order": 30,
    "days since first order": 120,
    orders: 3,
    "orders in last 90 days": 1,
    "mean order": 550 / 3,
    "last order against mean": 200 / (550 / 3),
    "mean days between orders": 45,
    "spread of days between orders": 15,
    "days since last order against mean gap": 30 / 45,
  });
  const snapshot = orderSnapshot(orders, 130);
  expect([...leftAfter(orders, snapshot, 130, 10)]).toEqual([1]);
  expect([...leftAfter(orders, snapshot, 130, 20)]).toEqual([0]);
});

test("nothing after the cut changes anything that is known at the cut", () => {
  const order = fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: -50, max: 1000 }));
  const people = fc.array(fc.array(order, { maxLength: 8 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(people, people, fc.integer({ min: 0, max: 200 }), (known, later, cut) => {
      const more = known.map((orders, p) => [
        ...orders,
        ...(later[p] ?? []).map(([day, amount]): Order => [cut + 1 + day, amount]),
      ]);
      const before = known.map((orders) => orders.filter(([day]) => day <= cut));
      expect(orderSnapshot(ordersOf(more), cut)).toEqual(orderSnapshot(ordersOf(before), cut));
    }),
  );
});

test("only people who may be considered and had ordered have a row", () => {
  const orders = { ...ordersOf([[[1, 5]], [[1, 5]], [[9, 5]], []]), mask: Uint8Array.of(1, 0, 1, 1) }; // prettier-ignore
  expect([...orderSnapshot(orders, 5).person]).toEqual([0]);
});
