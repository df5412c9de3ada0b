import { beforeAll, describe, expect, test } from "vitest";
import { insertCustomers, type TestCustomer } from "../../../test/support/customers.ts";
import { memoryReleases } from "../../../test/support/memory-releases.ts";
import { testWorkspace, type TestWorkspace } from "../../../test/support/test-workspace.ts";
import { value } from "../../../test/support/value.ts";
import { parseIsoDate } from "../../base/calendar.ts";
import { inlinePool } from "../../pool/inline-pool.ts";
import { randomStream } from "../../stats/random.ts";
import type { ChurnReport } from "../../terms/churn.ts";
import type { Workspace } from "../../workspace.ts";
import { challengeChurn, latestChallenge, promoteLearner } from "../champion/challenge.ts";
import { fitChurn, latestChurn } from "../churn-report.ts";
import { contactGainOf } from "../contact-gain.ts";
import { fitLifetime } from "../lifetime-report.ts";
import { modelCard } from "../model-card/model-card.ts";
import { saveModelCard } from "../model-card/save-model-card.ts";
import { churnWhatIf } from "../what-if.ts";
import { modelDrift } from "./drift.ts";
import { trackRecord } from "./track-record.ts";

const now = () => new Date("2026-11-21T09:00:00Z");
const first = parseIsoDate("2024-06-01")!;
const end = parseIsoDate("2026-10-31")!;
/** The day forecasts are made on: three months of what then happened lie in the vault, too. */
const FORECAST = "2026-07-25";
const denied = { purpose: "profiling", state: "denied", heldFrom: "2026-01-01T00:00:00.000Z" };

/** Newcomers all the time who buy at a pace of their own and drop out at a chance of their own, as BG/NBD has it. */
function shop(count: number): TestCustomer[] {
  const random = randomStream(12);
  return Array.from({ length: count }, (_, i) => {
    const rate = random.gamma(1.2) / 20;
    const leave = random.beta(0.6, 3);
    const orders: { day: number; amount: number; product: string }[] = [];
    for (
      let day = first + random.below(end - first);
      day <= end;
      day += Math.ceil(random.exponential() / Math.max(1e-4, rate))
    ) {
      orders.push({ day, amount: 500 + random.below(5000), product: `P${String(random.below(9))}` });
      if (random.uniform() < leave) break;
    }
    return { orders, ...(i % 25 === 0 && { consents: [denied] }) };
  });
}

async function open(customers: readonly TestCustomer[]): Promise<TestWorkspace> {
  const workspace = { ...(await testWorkspace(now)), models: inlinePool() };
  const { vault } = workspace;
  value(
    await vault.change(["people"], () => {
      insertCustomers(vault.db, customers);
    }),
  );
  return workspace;
}

describe("forecasts held against what happened", () => {
  let workspace: TestWorkspace;
  let report: ChurnReport;
  beforeAll(async () => {
    workspace = await open(shop(1600));
    value(await fitLifetime(workspace, { options: { end: FORECAST, horizonDays: 90 }, job: undefined }));
    report = value(
      await fitChurn(workspace, { options: { end: FORECAST, horizonDays: 60 }, job: undefined }),
    );
  });

  test("each run keeps what it said, of those who may be considered, and its figures beside it", () => {
    const { db } = workspace.vault;
    expect(report.review.verdict).not.toBe("do-not-use");
    expect(db.count("SELECT count(*) FROM forecast_people WHERE run_id = 2")).toBe(report.people);
    expect(db.count("SELECT count(*) FROM forecast_people WHERE (customer_id - 1) % 25 = 0")).toBe(0);
    expect(
      db.rows("SELECT run_id, model, until_day - from_day AS days FROM run_forecasts ORDER BY run_id"),
    ).toEqual([
      { run_id: 1, model: "lifetime", days: 90 },
      { run_id: 2, model: "churn", days: 60 },
    ]);
  });

  test("leaving: counted from the orders that came, as a plain count says, with a verdict", async () => {
    const { runs, today } = value(await trackRecord(workspace, { model: "churn" }));
    expect(today).toBe("2026-10-31");
    const [run] = runs;
    expect(run).toMatchObject({ state: "passed", from: FORECAST, until: "2026-09-23", daysPassed: 60 });
    expect(run!.followed).toBe(report.people);
    const from = parseIsoDate(FORECAST)!;
    const stayed = workspace.vault.db.count(
      `SELECT count(DISTINCT f.customer_id) FROM forecast_people f JOIN orders o ON o.customer_id = f.customer_id
       WHERE f.run_id = 2 AND o.day > ${String(from)} AND o.day <= ${String(from + 60)}`,
    );
    const result = run!.result!;
    expect(result.happened).toBe(report.people - stayed);
    expect(result.expected.value).toBeCloseTo(report.expected!.value, 6);
    expect(result.verdict).toBe("as-forecast");
    expect(result.auc!.value).toBeGreaterThan(0.65);
    expect(result.plainAuc).toBeGreaterThan(0.5);
    expect(result.calibration.length).toBeGreaterThan(5);
  });

  test("purchases: the range holds what came, and the plain rule is told beside it", async () => {
    const [run] = value(await trackRecord(workspace, { model: "lifetime" })).runs;
    expect(run).toMatchObject({ state: "passed", daysPassed: 90 });
    expect(run!.result).toMatchObject({ verdict: "as-forecast", comparison: "better" });
    expect(run!.result!.plainExpected).toBeGreaterThan(run!.result!.happened * 1.3);
  });

  test("a forecast whose time has come partly tells what is known so far", async () => {
    value(await fitChurn(workspace, { options: { end: "2026-10-01", horizonDays: 60 }, job: undefined }));
    const [run] = value(await trackRecord(workspace, { model: "churn" })).runs;
    expect(run).toMatchObject({ state: "partly", daysPassed: 30 });
    expect(run!.result).toBeUndefined();
    expect(run!.soFar!.happened).toBeGreaterThan(0);
    expect(run!.soFar!.verdict).toBeUndefined();
  });

  test("once a time has passed by a fortnight the next run settles it: figures stay, what was said of each goes", async () => {
    const { db } = workspace.vault;
    // The run just before settled the first: its sixty days ended on 23 September.
    expect(db.count("SELECT count(*) FROM forecast_people WHERE run_id = 2")).toBe(0);
    const settled = value(await trackRecord(workspace, { model: "churn" })).runs.find(
      ({ runId }) => runId === 2,
    );
    expect(settled).toMatchObject({
      state: "passed",
      followed: report.people,
      result: { people: report.people },
    });
    expect(db.count("SELECT count(*) FROM run_forecasts WHERE result IS NOT NULL")).toBe(1);
  });

  test("an erased person's forecast goes with them, the figures stay", async () => {
    const { db } = workspace.vault;
    const { customer_id: gone } = db.first<{ customer_id: number }>(
      "SELECT customer_id FROM forecast_people WHERE run_id = 1 LIMIT 1",
    )!;
    const before = value(await trackRecord(workspace, { model: "lifetime" })).runs[0]!;
    value(
      await workspace.vault.change(["people"], () => {
        db.run("DELETE FROM customers WHERE id = ?", [gone]);
      }),
    );
    const [after] = value(await trackRecord(workspace, { model: "lifetime" })).runs;
    expect(after!.followed).toBe(before.followed - 1);
    expect(after!.forecast).toEqual(before.forecast);
  });

  test("drift: the newest run of each model beside today, with advice and its reason", async () => {
    const drifts = value(await modelDrift(workspace, { job: undefined }));
    expect(drifts.map(({ model }) => model).sort()).toEqual(["churn", "lifetime"]);
    const lifetime = drifts.find(({ model }) => model === "lifetime")!;
    expect(lifetime.features.map(({ feature }) => feature).sort()).toEqual([
      "gap",
      "meanAmount",
      "orders",
      "sinceLast",
    ]);
    expect(lifetime.features.every(({ verdict }) => verdict === "steady")).toBe(true);
    // Its ninety days ended on 23 October.
    expect(lifetime.advice).toMatchObject({ verdict: "now", reasons: [{ code: "horizon-over" }] });
    const churn = drifts.find(({ model }) => model === "churn")!;
    expect(churn.features.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 6);
    expect(churn.advice.reasons[0]!.code).toBe("ageing");
  });

  test("champion and challengers are kept with the run, and nothing is put in another's place by itself", async () => {
    expect(value(await latestChallenge(workspace))).toEqual({ champion: "ebm", report: null });
    const refused = await promoteLearner(workspace, { learner: "logistic" });
    expect(refused.ok ? "" : refused.error.code).toBe("champion-barred");
    const challenged = value(await challengeChurn(workspace, { job: undefined }));
    expect(challenged.figures.map(({ learner }) => learner)).toEqual(["ebm", "logistic", "boosting"]);
    expect(value(await latestChallenge(workspace))).toEqual({ champion: "ebm", report: challenged });
    const trees = challenged.challengers.find(({ learner }) => learner === "boosting")!;
    expect(trees.bars).toContain("no-reasons");
    const logistic = challenged.challengers.find(({ learner }) => learner === "logistic")!;
    const outcome = await promoteLearner(workspace, { learner: "logistic" });
    expect(outcome.ok).toBe(logistic.bars.length === 0);
    if (!outcome.ok) return;
    const next = value(await fitChurn(workspace, { options: { horizonDays: 60 }, job: undefined }));
    expect(next.learner).toBe("logistic");
    expect(next.expected).toBeDefined();
    const { db } = workspace.vault;
    expect(db.count("SELECT count(*) FROM record WHERE action = 'promote-learner'")).toBe(1);
  });

  test("what if: nothing otherwise is the stored chance; ordering again lowers it, on the same scale", async () => {
    const latest = value(await latestChurn(workspace))!;
    const { db } = workspace.vault;
    const { customer_id: customerId, churn_risk: risk } = db.first<{
      customer_id: number;
      churn_risk: number;
    }>("SELECT customer_id, churn_risk FROM churn_scores ORDER BY churn_risk DESC LIMIT 1")!;
    const asIs = value(await churnWhatIf(workspace, { customerId, changes: [] }));
    expect(asIs).toMatchObject({ runId: latest.runId });
    expect(asIs.now).toBeCloseTo(risk, 12);
    expect(asIs.then).toBe(asIs.now);
    const again = value(
      await churnWhatIf(workspace, { customerId, changes: [{ field: "sinceLast", value: 1 }] }),
    );
    expect(again.then).toBeLessThan(asIs.now);
    expect(again.base + again.reasons.reduce((sum, { adds }) => sum + adds, again.others)).toBeCloseTo(
      again.then,
      12,
    );
    const since = asIs.fields.find(({ field }) => field === "sinceLast")!;
    const own = since.choices.find(({ value: days }) => days === 1 || days === 2);
    expect(own).toBeDefined();
    const nobody = await churnWhatIf(workspace, { customerId: 26, changes: [] });
    expect(nobody.ok ? "" : nobody.error.code).toBe("customer-unknown");
  });

  test("the decision in money: what contacting brings, and how likely", async () => {
    const asked = { cost: 80, spend: 6000, margin: 0.4, won: 0.1 };
    const best = value(await contactGainOf(workspace, asked));
    expect(best.contact).toBe(best.best?.contact ?? best.contact);
    const few = value(await contactGainOf(workspace, { ...asked, contact: 10 }));
    expect(few).toMatchObject({ contact: 10, cost: 800 });
    expect(few.gain.value).toBeCloseTo(few.leaving.value * 0.1 * 2400 - 800, 6);
    expect(few.likely).toBeGreaterThan(few.blindly);
    const dear = value(await contactGainOf(workspace, { ...asked, cost: 1e6 }));
    expect(dear.best).toBeUndefined();
    expect(dear.likely).toBeLessThan(0.01);
  });

  test("the model card: all sections in both languages, saved as a page and as JSON, told in the record", async () => {
    const { runId } = value(await latestChurn(workspace))!;
    const en = value(await modelCard(workspace, { runId, language: "en" }));
    const ja = value(await modelCard(workspace, { runId, language: "ja" }));
    expect(en.sections.map(({ code }) => code)).toEqual(ja.sections.map(({ code }) => code));
    expect(en.sections.map(({ code }) => code)).toContain("special");
    expect(JSON.stringify([en, ja])).not.toMatch(/\{\{|undefined|NaN/u);
    const releases = memoryReleases();
    const writing: Workspace = { ...workspace, releases };
    value(await saveModelCard(writing, { runId, folder: "x", language: "ja" }));
    const text = (at: number) => new TextDecoder().decode([...releases.files.values()][at]);
    expect([...releases.files.keys()].map((name) => name.split(".").at(-1))).toEqual(["json", "html"]);
    expect(JSON.parse(text(0))).toEqual(ja);
    expect(text(1)).toContain("モデルカード");
    expect(workspace.vault.db.count("SELECT count(*) FROM record WHERE action = 'model-card-saved'")).toBe(1);
    const unknown = await modelCard(workspace, { runId: 999, language: "en" });
    expect(unknown.ok ? "" : unknown.error.code).toBe("run-unknown");
  });
});

describe("three hundred customers of a young shop", () => {
  test("every model says a verdict in words and no nonsense number, and keeps no forecast it would not stand by", async () => {
    const workspace = await open(
      shop(300).map((customer) => ({ orders: customer.orders?.slice(0, 2) ?? [] })),
    );
    const churn = value(await fitChurn(workspace, { options: {}, job: undefined }));
    const lifetime = value(await fitLifetime(workspace, { options: {}, job: undefined }));
    const { runs } = value(await trackRecord(workspace, {}));
    for (const [model, verdict] of [
      ["churn", churn.review.verdict],
      ["lifetime", lifetime.review.verdict],
    ] as const)
      expect(runs.some((run) => run.model === model)).toBe(verdict !== "do-not-use");
    expect(JSON.stringify([churn, lifetime, runs])).not.toMatch(/NaN|Infinity|null,null/u);
    expect(churn.review.checks.some(({ verdict }) => verdict !== "use")).toBe(true);
    const cards = await Promise.all(
      [churn.runId, lifetime.runId].map((runId) => modelCard(workspace, { runId, language: "en" })),
    );
    for (const card of cards)
      expect(value(card).checks.every(({ sentence }) => sentence.includes(" "))).toBe(true);
  });
});
