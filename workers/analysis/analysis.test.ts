import { beforeAll, describe, expect, test } from "vitest";
import { insertCustomers, type TestCustomer } from "../../test/support/customers.ts";
import { testWorkspace, type TestWorkspace } from "../../test/support/test-workspace.ts";
import { value } from "../../test/support/value.ts";
import { parseIsoDate } from "../base/calendar.ts";
import { cancelJob, newJobTicket } from "../base/job.ts";
import { inlinePool } from "../pool/inline-pool.ts";
import { randomStream } from "../stats/random.ts";
import { repeatPurchaseNames } from "../models/repeat-families.ts";
import { analyseTable } from "./analyse.ts";
import { unwatched } from "../base/job.ts";
import { analysisMethods, personScores } from "./index.ts";

const now = () => new Date("2026-11-21T09:00:00Z");
const day = (text: string) => parseIsoDate(text)!;
const denied = (purpose: string) => ({ purpose, state: "denied", heldFrom: "2026-01-01T00:00:00.000Z" });

async function open(customers: readonly TestCustomer[]): Promise<TestWorkspace> {
  const workspace = { ...(await testWorkspace(now)), models: inlinePool() };
  const changed = await workspace.vault.change(["people"], () => {
    insertCustomers(workspace.vault.db, customers);
  });
  if (!changed.ok) throw new Error(changed.error.code);
  return workspace;
}

/** Customers who buy and leave as BG/NBD says, over two years. */
function shop(count: number): TestCustomer[] {
  const stream = randomStream(77);
  const [first, end] = [day("2024-11-01"), day("2026-10-31")];
  return Array.from({ length: count }, (_, i) => {
    const orders: { day: number; amount: number }[] = [];
    const pace = 60 / stream.gamma(0.7);
    const leave = stream.beta(0.8, 2.5);
    const level = 9000 / stream.gamma(4);
    for (let at = first + stream.below(400); at <= end; at += Math.ceil(stream.exponential() * pace)) {
      orders.push({ day: at, amount: Math.max(1, Math.round((level * stream.gamma(6)) / 6)) });
      if (orders.length > 1 && stream.uniform() < leave) break;
    }
    return { orders, ...(i % 20 === 0 && { consents: [denied("profiling")] }) };
  });
}

describe("an empty vault", () => {
  test("has an overview of nothing, reports that must not be used, and no run", async () => {
    const workspace = await open([]);
    const overview = value(await analysisMethods.overview(workspace, {}));
    expect(overview).toMatchObject({
      customers: 0,
      orders: 0,
      revenue: 0,
      averageOrder: 0,
      repeatRate: 0,
      months: [],
    });
    expect(overview.firstDay).toBeUndefined();
    expect(value(await analysisMethods.rfm(workspace, {})).review.verdict).toBe("do-not-use");
    expect(value(await analysisMethods.cohorts(workspace, {})).review.verdict).toBe("do-not-use");
    expect(value(await analysisMethods.latestLifetime(workspace, {}))).toBeNull();
    const fit = value(await analysisMethods.fitLifetime(workspace, { options: {}, job: undefined }));
    expect(fit.review.verdict).toBe("do-not-use");
    expect(fit.purchases).toBeUndefined();
    expect(fit.cohortRates).toBeUndefined();
    expect(personScores(workspace).recencyDays).toHaveLength(0);
  });
});

describe("a few customers", () => {
  let workspace: TestWorkspace;
  beforeAll(async () => {
    workspace = await open([
      {
        orders: [
          { day: day("2026-08-05"), amount: 1000 },
          { day: day("2026-10-01"), amount: 3000 },
        ],
      },
      {
        orders: [
          { day: day("2026-08-20"), amount: 500 },
          { day: day("2026-09-02"), amount: -200 },
        ],
      },
      { orders: [{ day: day("2026-10-10"), amount: 9000 }], consents: [denied("analytics")] },
      { orders: [{ day: day("2026-10-11"), amount: 700, currency: "USD" }] },
      {},
    ]);
  });

  test("the overview counts orders, returns and people as the use gate allows", async () => {
    const overview = value(await analysisMethods.overview(workspace, {}));
    expect(overview).toMatchObject({
      currency: "JPY",
      customers: 4,
      withheld: 1,
      orders: 3,
      returns: 1,
      revenue: 4300,
      averageOrder: 1433,
      repeatRate: 0.5,
      firstDay: "2026-08-05",
      lastDay: "2026-10-01",
    });
    expect(overview.months).toEqual([
      { month: "2026-08", orders: 2, revenue: 1500, newCustomers: 2 },
      { month: "2026-09", orders: 0, revenue: -200, newCustomers: 0 },
      { month: "2026-10", orders: 1, revenue: 3000, newCustomers: 0 },
    ]);
    expect(overview.channels).toEqual([{ channel: "web", orders: 3, revenue: 4300 }]);
  });

  test("cohorts leave out who objected to analytics", async () => {
    const report = value(await analysisMethods.cohorts(workspace, {}));
    expect(report.cohorts).toEqual([{ start: "2026-08", size: 2, retained: [2, 0, 1] }]);
    expect(report.withheld).toBe(1);
    const weekly = value(await analysisMethods.cohorts(workspace, { unit: "week", end: "2026-08-31" }));
    expect(weekly.cohorts.map(({ start }) => start)).toEqual(["2026-08-03", "2026-08-17"]);
  });

  test("a date that does not exist is refused", async () => {
    for (const ask of [analysisMethods.rfm, analysisMethods.cohorts])
      expect(await ask(workspace, { end: "2026-02-31" })).toMatchObject({
        ok: false,
        error: { code: "bad-arguments" },
      });
  });
});

describe("a shop with enough customers", () => {
  let workspace: TestWorkspace;
  beforeAll(async () => {
    workspace = await open(shop(900));
  });

  test("RFM: cells and groups each hold everybody once", async () => {
    const report = value(await analysisMethods.rfm(workspace, {}));
    const total = (list: readonly { readonly people: number }[]) =>
      list.reduce((sum, { people }) => sum + people, 0);
    expect(report.people).toBe(900);
    expect(total(report.cells)).toBe(900);
    expect(total(report.groups)).toBe(900);
    expect(report.cells).toHaveLength(25);
    const revenue = report.cells.reduce((sum, cell) => sum + cell.revenue, 0);
    expect(revenue).toBe(value(await analysisMethods.overview(workspace, {})).revenue);
  });

  test("a fit is stored with its scores, recorded, and found again after opening the saved file", async () => {
    const report = value(
      await analysisMethods.fitLifetime(workspace, {
        options: { horizonDays: 180 },
        job: newJobTicket("fit"),
      }),
    );
    expect(report.review.verdict).not.toBe("do-not-use");
    expect([report.people, report.withheld, report.horizonDays]).toEqual([855, 45, 180]);
    expect(report.aliveHistogram.reduce((sum, people) => sum + people)).toBe(855);
    const tenths = report.valueTenths.reduce((sum, each) => sum + each);
    // Each tenth is rounded to the yen.
    expect(Math.abs(tenths - report.total!.value)).toBeLessThanOrEqual(6);
    expect([...report.valueTenths].sort((a, b) => b - a)).toEqual(report.valueTenths);
    expect(workspace.events.some((event) => event.kind === "progress" && event.job === "fit")).toBe(true);

    const saved = await workspace.reopened();
    expect(saved.db.count("SELECT count(*) FROM scores WHERE run_id = ?", [report.runId])).toBe(855);
    const again = value(await analysisMethods.latestLifetime({ ...workspace, vault: saved }, {}));
    expect(again).toEqual(report);
    const line = saved.db.first<{ payload: string }>(
      "SELECT payload FROM record WHERE action = 'fit-lifetime'",
    );
    expect(JSON.parse(line!.payload)).toMatchObject({
      purpose: "profiling",
      people: 855,
      withheld: 45,
      scored: 855,
    });
  });

  test("the scores of a person agree with the orders and the run; who objected has none", () => {
    const scores = personScores(workspace);
    const { orders, people } = workspace.columns();
    for (const person of [0, 20, 40]) {
      expect(scores.orders[person]).toBeNaN();
      expect(scores.pAlive[person]).toBeNaN();
      expect([scores.r[person], scores.rfmGroup.codes[person]]).toEqual([0, -1]);
    }
    for (const person of [1, 7, 333]) {
      const [from, to] = [orders.start[person]!, orders.start[person + 1]!];
      expect(scores.orders[person]).toBe(to - from);
      expect(scores.recencyDays[person]).toBe(scores.end - orders.day[to - 1]!);
      expect(scores.tenureDays[person]).toBe(scores.end - orders.day[from]!);
      expect(scores.revenue[person]).toBe(
        orders.amount.subarray(from, to).reduce((sum, amount) => sum + amount, 0),
      );
      expect(scores.averageOrder[person]).toBe(scores.revenue[person]! / (to - from));
      const stored = workspace.vault.db.first<{ p_alive: number; lifetime_value: number }>(
        "SELECT p_alive, lifetime_value FROM scores WHERE customer_id = ?",
        [people.id[person]!],
      );
      expect(scores.pAlive[person]).toBe(stored!.p_alive);
      expect(scores.lifetimeValue[person]).toBe(stored!.lifetime_value);
    }
    expect(personScores(workspace)).toBe(scores);
  });

  test("a cancelled fit answers so and leaves the last run as it was", async () => {
    const before = value(await analysisMethods.latestLifetime(workspace, {}));
    const ticket = newJobTicket("stop");
    cancelJob(ticket);
    const outcome = await analysisMethods.fitLifetime(workspace, { options: {}, job: ticket });
    expect(outcome).toEqual({ ok: false, error: { code: "cancelled" } });
    expect(value(await analysisMethods.latestLifetime(workspace, {}))).toEqual(before);
  });

  test("an objection after the fit hides the score at once", async () => {
    const changed = await workspace.vault.change(["consent"], () => {
      workspace.vault.db.run(
        `INSERT INTO consents (customer_id, purpose, recipient, state, held_from, known_at, source)
         VALUES (?, 'profiling', 'self', 'denied', '2026-11-01T00:00:00.000Z', '2026-11-01T00:00:00.000Z', 'shop')`,
        [workspace.columns().people.id[1]!],
      );
    });
    expect(changed.ok).toBe(true);
    expect(personScores(workspace).pAlive[1]).toBeNaN();
    expect(personScores(workspace).pAlive[7]).toBeGreaterThan(0);
  });
});

describe("models on a plain table", () => {
  const table = {
    customers: ["a", "b", "c"],
    customer: Int32Array.of(0, 1, 0, 2),
    day: Int32Array.of(10, 11, 12, 12),
    amount: Float64Array.of(0.1, 5, 0.2, 7),
  };

  test("RFM names the customers as the table does", () => {
    const found = value(analyseTable("rfm", table, {}, unwatched)) as unknown as {
      customers: { customer: string; recency: number; frequency: number; monetary: number }[];
    };
    expect(
      found.customers.map(({ customer, recency, frequency, monetary }) => [
        customer,
        recency,
        frequency,
        monetary,
      ]),
    ).toEqual([
      ["a", 0, 2, 0.3],
      ["b", 1, 1, 5],
      ["c", 0, 1, 7],
    ]);
  });

  test("too little data: a verdict and nulls, never a number", () => {
    for (const model of [...repeatPurchaseNames, "gammagamma"] as const)
      expect(value(analyseTable(model, table, { horizon: 10 }, unwatched))).toMatchObject({
        parameters: null,
        logLikelihood: null,
        converged: false,
        review: { verdict: "do-not-use" },
      });
  });

  /** A shop over a hundred weeks; people come back at their own pace and leave after a purchase or in between. */
  const shopTable = (count: number) => {
    const stream = randomStream(6);
    const rows: { customer: number; day: number; amount: number }[] = [];
    for (let customer = 0; customer < count; customer++) {
      const pace = 40 / stream.gamma(1.2);
      const until = (stream.exponential() * 250) / stream.gamma(0.9);
      const level = 4000 / stream.gamma(4);
      let day = stream.below(350);
      const gone = day + until;
      do {
        rows.push({ customer, day, amount: level * stream.gamma(6) });
        day += Math.ceil(stream.exponential() * pace);
      } while (day < gone && day < 700);
    }
    return {
      customers: Array.from({ length: count }, (_, i) => `c${String(i)}`),
      customer: Int32Array.from(rows, ({ customer }) => customer),
      day: Int32Array.from(rows, ({ day }) => day),
      amount: Float64Array.from(rows, ({ amount }) => amount),
    };
  };

  interface RepeatDocument {
    readonly n: number;
    readonly converged: boolean;
    readonly logLikelihood: number;
    readonly parameters: Readonly<Record<string, number>>;
    readonly standardErrors: Readonly<Record<string, number>>;
    readonly review: { readonly verdict: string };
    readonly holdout: { readonly bins: readonly unknown[]; readonly naive: number };
    readonly customers: readonly {
      readonly expectedPurchases: number;
      readonly pAlive: number;
      readonly lifetimeValue: number;
    }[];
  }

  test.each([
    ["bgnbd", "week", ["r", "alpha", "a", "b"]],
    ["mbgnbd", "week", ["r", "alpha", "a", "b"]],
    ["paretonbd", "week", ["r", "alpha", "s", "beta"]],
    ["bgbb", "month", ["alpha", "beta", "gamma", "delta"]],
  ] as const)("%s by the %s: figures, a held-out check and each customer", (model, unit, names) => {
    const shop = shopTable(700);
    const options = { unit, horizon: 12 };
    const found = value(analyseTable(model, shop, options, unwatched)) as unknown as RepeatDocument;
    expect([found.n, found.converged]).toEqual([700, true]);
    expect(found.review.verdict).not.toBe("do-not-use");
    expect(Object.keys(found.parameters)).toEqual([...names]);
    expect(Object.keys(found.standardErrors)).toEqual([...names]);
    expect(found.logLikelihood).toBeLessThan(0);
    expect(found.holdout.bins.length).toBeGreaterThan(3);
    expect(found.holdout.naive).toBeGreaterThan(0);
    expect(found.customers).toHaveLength(700);
    for (const { expectedPurchases, pAlive, lifetimeValue } of found.customers) {
      expect(pAlive).toBeGreaterThanOrEqual(0);
      expect(pAlive).toBeLessThanOrEqual(1);
      expect(expectedPurchases).toBeGreaterThanOrEqual(0);
      expect(lifetimeValue).toBeGreaterThanOrEqual(0);
    }
  });

  test("a small shop gets no model but the repeat rates of its cohorts", () => {
    const found = value(analyseTable("bgnbd", shopTable(40), {}, unwatched)) as unknown as {
      cohortRates: { windowDays: number; people: number; cohorts: { start: string; size: number }[] };
    };
    expect(found.cohortRates.windowDays).toBe(180);
    expect(found.cohortRates.people).toBe(40);
    expect(found.cohortRates.cohorts.reduce((sum, { size }) => sum + size, 0)).toBe(40);
    expect(found.cohortRates.cohorts[0]!.start).toBe("1970-01");
  });

  test.each([
    ["an unknown unit", "bgnbd", { unit: "fortnight" }],
    ["days as cohorts", "cohort", { unit: "day" }],
    ["a date that does not exist", "rfm", { end: "2026-02-31" }],
    ["a horizon of nothing", "bgnbd", { horizon: 0 }],
    ["a discount above one", "bgnbd", { horizon: 5, discount: 3 }],
  ] as const)("%s is refused", (_, model, options) =>
    expect(analyseTable(model, table, options, unwatched)).toMatchObject({
      ok: false,
      error: { code: "bad-arguments" },
    }),
  );

  test("an empty table has no data", () => {
    const empty = { customers: [], customer: new Int32Array(0), day: new Int32Array(0) };
    expect(analyseTable("rfm", empty, {}, unwatched)).toMatchObject({
      ok: false,
      error: { code: "model-no-data" },
    });
  });
});
