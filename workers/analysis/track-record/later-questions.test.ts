import { beforeAll, describe, expect, test } from "vitest";
import { insertCustomers } from "../../../test/support/customers.ts";
import { testWorkspace, type TestWorkspace } from "../../../test/support/test-workspace.ts";
import { value } from "../../../test/support/value.ts";
import { isoDate, parseIsoDate } from "../../base/calendar.ts";
import { inlinePool } from "../../pool/inline-pool.ts";
import { randomStream } from "../../stats/random.ts";
import type { PropensityOptions } from "../../terms/propensity.ts";
import { fitPropensity } from "../propensity/fit.ts";
import { modelDrift } from "./drift.ts";
import { trackRecord } from "./track-record.ts";

const end = parseIsoDate("2026-10-31")!;
const from = end - 90;

/** A shop of regulars who order in time or stop, who try new products or never do, and of newcomers who begin large or small. */
function shop(count: number) {
  const random = randomStream(21);
  return Array.from({ length: count }, (_, i) => {
    const pace = 12 + random.below(20);
    const first = end - 900 + random.below(860);
    const curious = random.uniform() < 0.5;
    const large = random.uniform() < 0.4;
    // Half keep to their day for good; the others are uneven, and stop for good after one order in six.
    const steady = random.uniform() < 0.5;
    const jitter = steady ? 1 : Math.round(0.45 * pace);
    const orders = [];
    for (
      let day = first, k = 0;
      day <= end && (k < 3 || steady || random.uniform() < 5 / 6);
      day += pace - jitter + random.below(2 * jitter + 1), k++
    )
      orders.push({
        day,
        amount: (large ? 4000 : 600) + random.below(500),
        key: `${String(i)}-${String(k)}`,
        product: curious ? `P${String(random.below(400))}` : "P1",
      });
    return { orders };
  });
}

describe("renewals, new products and newcomers like the best: forecast, counted, and held against today", () => {
  let workspace: TestWorkspace;
  let renewed: Awaited<ReturnType<typeof ask>>["run"];
  beforeAll(async () => {
    workspace = {
      ...(await testWorkspace(() => new Date("2026-11-21T09:00:00Z"))),
      models: inlinePool(),
    };
    const { vault } = workspace;
    value(await vault.change(["people"], () => void insertCustomers(vault.db, shop(900))));
  });

  /** Asks one question; the next that is asked settles this one, and lets the people of its forecast go. */
  async function ask(options: PropensityOptions) {
    const report = value(
      await fitPropensity(workspace, { options: { ...options, end: isoDate(from) }, job: undefined }),
    );
    const run = value(await trackRecord(workspace, { model: options.question })).runs[0]!;
    return { report, run };
  }

  test("who renews: an order before it is late, each in their own days", async () => {
    const { report, run } = await ask({ question: "renewal", horizonDays: 30 });
    renewed = run;
    expect(report.review.checks.filter(({ verdict }) => verdict === "do-not-use")).toEqual([]);
    expect(run).toMatchObject({ state: "passed", forecast: { outcome: "order", horizonDays: 30 } });
    const { db } = workspace.vault;
    expect(run.followed).toBe(report.people);
    const came = db.count(
      `SELECT count(*) FROM forecast_people f WHERE f.run_id = ${String(run.runId)} AND EXISTS (SELECT 1 FROM orders o
         WHERE o.customer_id = f.customer_id AND o.day > ${String(from)} AND o.day <= ${String(from)} + f.days)`,
    );
    expect(run.result).toMatchObject({ happened: came, people: run.followed });
    expect(
      db.count(`SELECT count(DISTINCT days) FROM forecast_people WHERE run_id = ${String(run.runId)}`),
    ).toBeGreaterThan(5);
    expect(run.result!.plainAuc).toBeDefined();
  });

  test("who buys something new: counted from the lines of their orders", async () => {
    const { run } = await ask({ question: "newProduct", horizonDays: 30 });
    const { db } = workspace.vault;
    const came = db.count(
      `SELECT count(*) FROM forecast_people f WHERE f.run_id = ${String(run.runId)} AND EXISTS (
         SELECT 1 FROM orders o JOIN order_lines l ON l.order_id = o.id
         WHERE o.customer_id = f.customer_id AND o.day > ${String(from)} AND o.day <= ${String(from + 30)}
           AND NOT EXISTS (SELECT 1 FROM orders b JOIN order_lines m ON m.order_id = b.id
             WHERE b.customer_id = f.customer_id AND b.day <= ${String(from)} AND m.product_id = l.product_id))`,
    );
    expect(run).toMatchObject({ state: "passed", forecast: { outcome: "new-product" } });
    expect(run.result).toMatchObject({ happened: came, verdict: "as-forecast" });
    expect(run.result!.auc!.value).toBeGreaterThan(0.8);
  });

  test("newcomers like the best: those whose spend came to be as high", async () => {
    const { report, run } = await ask({
      question: "lookalike",
      seed: { kind: "best", share: 0.3, valueDays: 60 },
    });
    const { threshold = 0, earlyDays } = report.seed!;
    const { db } = workspace.vault;
    const came = db.count(
      `SELECT count(*) FROM forecast_people f WHERE f.run_id = ${String(run.runId)} AND (
         SELECT coalesce(sum(o.amount), 0) FROM orders o, (SELECT min(day) AS first FROM orders WHERE customer_id = f.customer_id) b
         WHERE o.customer_id = f.customer_id AND o.day > b.first + ${String(earlyDays)}
           AND o.day <= b.first + ${String(earlyDays + 60)}) >= ${String(threshold)}`,
    );
    expect(run).toMatchObject({ state: "passed", forecast: { outcome: "best-spend", horizonDays: 60 } });
    expect(run.result).toMatchObject({ happened: came });
    expect(came).toBeGreaterThan(0);
    expect(run.result!.auc!.value).toBeGreaterThan(0.7);
  });

  test("what was settled when its time had passed tells the same without its people", async () => {
    const { db } = workspace.vault;
    const [settled] = value(await trackRecord(workspace, { model: "renewal" })).runs;
    expect(db.count(`SELECT count(*) FROM forecast_people WHERE run_id = ${String(settled!.runId)}`)).toBe(0);
    expect(settled!.result).toEqual(renewed.result);
  });

  test("how far those asked about have moved is told field by field, for each question over its own people", async () => {
    const drifts = value(await modelDrift(workspace, { job: undefined }));
    expect(drifts.map(({ model }) => model).sort()).toEqual(["lookalike", "newProduct", "renewal"]);
    const of = (model: string) => drifts.find((one) => one.model === model)!;
    for (const { model, features, people, peopleNow } of drifts) {
      expect([model, features.length > 2, people > 0, peopleNow > 0]).toEqual([model, true, true, true]);
      expect(features.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 6);
      for (const { before, now } of features)
        for (const shares of [before, now])
          expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    }
    expect(of("renewal").features.map(({ feature }) => feature)).toContain("dueDays");
    expect(of("lookalike").features.map(({ feature }) => feature)).toContain("firstAmount");
    expect(of("newProduct").features.map(({ feature }) => feature)).toContain("sinceNew");
  });
});
