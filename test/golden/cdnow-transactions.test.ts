import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { analyseTable, type PurchaseTable, type TableOptions } from "../../workers/analysis/analyse.ts";
import { epochDay, parseIsoDate } from "../../workers/base/calendar.ts";
import { unwatched } from "../../workers/base/job.ts";
import { sortOrders } from "../../workers/columns/order-sort.ts";
import { bgnbdModel } from "../../workers/models/bgnbd/expectations.ts";
import { fitBgnbd } from "../../workers/models/bgnbd/fit.ts";
import { holdout, tracking } from "../../workers/models/lifetime/holdout.ts";
import { lifetime } from "../../workers/models/lifetime/lifetime.ts";
import { paretoNbdModel } from "../../workers/models/paretonbd/expectations.ts";
import { fitParetoNbd } from "../../workers/models/paretonbd/fit.ts";
import { purchaseHistories } from "../../workers/models/purchase-histories.ts";
import { readCdnowSummary } from "./cdnow-summary.ts";

// The same study from its single purchases: 6,919 rows, which are not in this repository.
const log = new URL("../../../shared/data/cdnow/CDNOW_sample.txt", import.meta.url);
const present = existsSync(log);
if (!present) console.warn("skipped: ../shared/data/cdnow/CDNOW_sample.txt is not there");

function readLog(): PurchaseTable {
  const rows = readFileSync(log, "latin1")
    .trim()
    .split(/\r?\n/)
    .map((line) => line.trim().split(/\s+/) as [string, string, string, string, string]);
  const customers = [...new Set(rows.map(([, id]) => id))];
  const code = new Map(customers.map((id, index) => [id, index]));
  return {
    customers,
    customer: Int32Array.from(rows, ([, id]) => code.get(id)!),
    day: Int32Array.from(rows, ([, , date]) =>
      epochDay(+date.slice(0, 4), +date.slice(4, 6), +date.slice(6))!,
    ),
    amount: Float64Array.from(rows, ([, , , , amount]) => Number(amount)),
  };
}

function ordersOf(table: PurchaseTable) {
  const { start, row } = sortOrders(table.customer, table.day, table.customers.length);
  return {
    start,
    day: Int32Array.from(row, (from) => table.day[from]!),
    amount: Float64Array.from(row, (from) => table.amount![from]!),
    mask: new Uint8Array(table.customers.length).fill(1),
  };
}

describe.skipIf(!present)("CDNOW from single purchases", () => {
  const table = present ? readLog() : { customers: [], customer: new Int32Array(0), day: new Int32Array(0) };
  const end = parseIsoDate("1997-09-30")!;
  const until = end + 39 * 7;

  function calibrated() {
    const orders = ordersOf(table);
    const histories = purchaseHistories(orders, { end, unit: "week" }, unwatched);
    const later = purchaseHistories(orders, { end: until, unit: "week" }, unwatched);
    return { orders, histories, later, fit: fitBgnbd(histories, unwatched) };
  }

  test("purchases summarise to the published 2,357 rows", () => {
    const { histories } = calibrated();
    const published = readCdnowSummary();
    expect([...histories.frequency]).toEqual([...published.frequency]);
    histories.recency.forEach((value, i) =>
      expect(Math.abs(value - published.recency[i]!)).toBeLessThan(0.0101),
    );
    histories.T.forEach((value, i) => expect(Math.abs(value - published.T[i]!)).toBeLessThan(0.0101));
    // Published to the cent.
    histories.spend.forEach((value, i) =>
      expect(Math.abs((value || 0) - published.spend[i]!)).toBeLessThan(0.00501),
    );
    expect(histories.frequency.reduce((sum, x) => sum + x)).toBe(2457);
  });

  test("parameters of the BTYD vignette, whose times are not rounded", () => {
    const { parameters, logLikelihood } = calibrated().fit;
    expect(parameters.r).toBeCloseTo(0.242594, 5);
    expect(parameters.alpha).toBeCloseTo(4.413599, 4);
    expect(parameters.a).toBeCloseTo(0.792921, 4);
    expect(parameters.b).toBeCloseTo(2.425904, 4);
    expect(logLikelihood).toBeCloseTo(-9582.429, 3);
  });

  test("held-out 39 weeks by purchases before (BTYD vignette)", () => {
    const { histories, later, fit } = calibrated();
    const bins = holdout(histories, later, bgnbdModel(fit.parameters), 39, unwatched);
    expect(bins.map(({ people }) => people)).toEqual([1411, 439, 214, 100, 62, 38, 29, 64]);
    const actual = [0.2367116, 0.6970387, 1.392523, 1.56, 2.532258, 2.947368, 3.862069, 6.359375];
    const expected = [0.2250893, 0.5231364, 1.044126, 1.520256, 2.163824, 2.653789, 3.503957, 6.157036];
    bins.forEach((bin, i) => {
      expect(bin.actual).toBeCloseTo(actual[i]!, 5);
      // The vignette's optimiser stops at alpha 4.41366 instead of 4.41360: 1e-5 relative.
      expect(Math.abs(bin.expected / expected[i]! - 1)).toBeLessThan(3e-5);
    });
  });

  test("held-out 39 weeks by purchases before, Pareto/NBD (BTYD vignette)", () => {
    const { histories, later } = calibrated();
    const model = paretoNbdModel(fitParetoNbd(histories, unwatched).parameters);
    const bins = holdout(histories, later, model, 39, unwatched);
    const expected = [0.138, 0.6, 1.196, 1.714, 2.399, 2.907, 3.819, 6.403];
    // Printed with three digits by a search that stopped short of the maximum.
    bins.forEach((bin, i) => expect(Math.abs(bin.expected - expected[i]!)).toBeLessThan(1.1e-3));
  });

  test("running totals of weeks 20 to 25 (BTYD vignette)", () => {
    const { orders, histories, fit } = calibrated();
    const weeks = tracking(
      orders,
      histories,
      bgnbdModel(fit.parameters),
      { end: until, unit: "week" },
      unwatched,
    );
    const expected = [1312.458, 1387.346, 1460.392, 1531.713, 1601.418, 1669.6];
    const actual = [1359, 1414, 1484, 1517, 1573, 1672];
    const named = new Map(weeks.map((entry) => [entry.week, entry]));
    expected.forEach((value, i) => {
      expect(Math.abs(named.get(20 + i)!.expected / value - 1)).toBeLessThan(1e-4);
      expect(named.get(20 + i)!.actual).toBe(actual[i]);
    });
  });

  test("the lifetime model gives figures that may be used", () => {
    const orders = ordersOf(table);
    const input = {
      ...orders,
      end,
      unit: "week",
      moneyUnit: 1,
      horizonDays: 273,
      annualDiscount: 0.1,
    } as const;
    const output = lifetime(input, unwatched);
    expect(output.review.verdict).toBe("use");
    expect(output.purchases?.parameters.r).toBeCloseTo(0.2426, 4);
    expect(output.spend?.parameters.p).toBeCloseTo(6.249, 2);
    const { value, low, high } = output.total!;
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
    const sum = output.scores.lifetimeValue.reduce((total, each) => total + each);
    expect(Math.abs(sum / value - 1)).toBeLessThan(1e-12);
    // The 1,882 held-out purchases were 9 % more than expected and of higher amounts, and the value is
    // discounted: a third is the room for what the model cannot know.
    const orderDays = orders.day.map((day) => (day > end ? 1 : 0));
    const actual = orders.amount.reduce((total, amount, i) => total + amount * orderDays[i]!, 0);
    expect(Math.abs(actual / value - 1)).toBeLessThan(0.33);
  });

  interface Document {
    readonly n: number;
    readonly parameters: Readonly<Record<string, number>>;
    readonly logLikelihood: number;
    readonly converged: boolean;
    readonly review: { readonly verdict: string };
    readonly customers: readonly Readonly<Record<string, number | string>>[];
    readonly cohorts: readonly {
      readonly start: string;
      readonly size: number;
      readonly retained: readonly number[];
    }[];
  }

  function document(model: Parameters<typeof analyseTable>[0], options: TableOptions): Document {
    const outcome = analyseTable(model, table, options, unwatched);
    if (!outcome.ok) throw new Error(outcome.error.code);
    return outcome.value as unknown as Document;
  }

  test("analyse bgnbd with a horizon", () => {
    const found = document("bgnbd", { unit: "week", end: "1997-09-30", horizon: 52 });
    expect(found.n).toBe(2357);
    expect(found.converged).toBe(true);
    expect(found.logLikelihood).toBeCloseTo(-9582.429, 2);
    expect(found.review.verdict).toBe("use");
    const best = found.customers.find(({ customer }) => customer === table.customers[1515])!;
    // Customer 1516 of the vignette, whose rounded parameters move the fourth digit.
    expect(best["expectedPurchases"]).toBeCloseTo(25.756, 2);
    expect(best["pAlive"]).toBeCloseTo(0.96885, 4);
    expect(best["lifetimeValue"]).toBeGreaterThan(0);
  });

  test("analyse gammagamma", () => {
    const found = document("gammagamma", { unit: "week", end: "1997-09-30" });
    expect(found.n).toBe(946);
    expect(found.parameters["p"]).toBeCloseTo(6.25, 2);
    expect(found.parameters["q"]).toBeCloseTo(3.74, 2);
    expect(found.parameters["v"]).toBeCloseTo(15.45, 1);
  });

  test("analyse rfm and cohort account for every customer", () => {
    const scored = document("rfm", {}).customers;
    expect(scored).toHaveLength(2357);
    expect(scored.reduce((sum, { frequency }) => sum + Number(frequency), 0)).toBe(6919);
    expect(scored.reduce((sum, { monetary }) => sum + Number(monetary), 0)).toBeCloseTo(244_091.94, 2);
    const { cohorts } = document("cohort", { unit: "month" });
    expect(cohorts.map(({ start, size }) => [start, size])).toEqual(
      ["1997-01", "1997-02", "1997-03"].map((start) => [start, cohortSize(start)]),
    );
    expect(cohorts[0]!.retained).toHaveLength(18);
    expect(cohorts.every(({ size, retained }) => retained[0] === size)).toBe(true);
  });

  function cohortSize(month: string): number {
    const first = new Map<number, number>();
    table.customer.forEach((customer, i) =>
      first.set(customer, Math.min(first.get(customer) ?? Infinity, table.day[i]!)),
    );
    return [...first.values()].filter((day) => new Date(day * 86_400_000).toISOString().slice(0, 7) === month)
      .length;
  }
});
