import { beforeAll, describe, expect, test } from "vitest";
import { insertCustomers, type TestCustomer } from "../../test/support/customers.ts";
import { testWorkspace, type TestWorkspace } from "../../test/support/test-workspace.ts";
import { value } from "../../test/support/value.ts";
import { parseIsoDate } from "../base/calendar.ts";
import { fault } from "../base/fault.ts";
import { cancelJob, newJobTicket } from "../base/job.ts";
import { churnOf, listChurn } from "../gates/use/churn-people.ts";
import { featureRun } from "../gates/use/feature-run.ts";
import { unwatched } from "../base/job.ts";
import { inlinePool } from "../pool/inline-pool.ts";
import { randomStream } from "../stats/random.ts";
import type { ChurnReport } from "../terms/churn.ts";
import { fitChurn, latestChurn } from "./churn-report.ts";
import { fitGroups, latestGroups } from "./group-report.ts";
import { fitLifetime } from "./lifetime-report.ts";
import { personScores } from "./person-scores.ts";

const now = () => new Date("2026-11-21T09:00:00Z");
const first = parseIsoDate("2025-01-01")!;
const end = parseIsoDate("2026-10-31")!;
const denied = { purpose: "profiling", state: "denied", heldFrom: "2026-01-01T00:00:00.000Z" };

/** Two kinds: who buys often and small, and who buys seldom and much; half of each stop some day. */
function shop(count: number): TestCustomer[] {
  const random = randomStream(12);
  return Array.from({ length: count }, (_, i) => {
    const often = i % 2 === 0;
    const start = first + random.below(200);
    const stop = random.uniform() < 0.5 ? start + 100 + random.below(500) : end;
    const orders: { day: number; amount: number; product: string }[] = [];
    for (
      let day = start;
      day <= Math.min(end, stop);
      day += often ? 10 + random.below(15) : 50 + random.below(30)
    ) {
      const amount = often ? 900 + random.below(300) : 9000 + random.below(4000);
      orders.push({ day, amount, product: `P${String(random.below(often ? 20 : 4))}` });
    }
    return { orders, ...(i % 20 === 0 && { consents: [denied] }) };
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

describe("who is likely to leave, from the vault", () => {
  let workspace: TestWorkspace;
  let report: ChurnReport;
  beforeAll(async () => {
    workspace = await open(shop(700));
    report = value(await fitChurn(workspace, { options: { horizonDays: 60 }, job: undefined }));
  });

  test("a run is kept with its card, and nobody who objected is in it", async () => {
    expect(report.review.verdict).not.toBe("do-not-use");
    expect(report).toMatchObject({
      end: "2026-10-31",
      horizonDays: 60,
      activeDays: 120,
      withheld: 35,
      currency: "JPY",
    });
    expect([report.learntFrom, report.judgedFrom]).toEqual(["2026-07-03", "2026-09-01"]);
    expect(value(await latestChurn(workspace))).toEqual(report);
    const { db } = workspace.vault;
    expect(db.count("SELECT count(*) FROM churn_scores")).toBe(report.people);
    expect(db.count("SELECT count(*) FROM churn_scores WHERE (customer_id - 1) % 20 = 0")).toBe(0);
    const [line] = db.rows<{ payload: string }>("SELECT payload FROM record WHERE action = 'fit-churn'");
    expect(JSON.parse(line!.payload)).toMatchObject({ purpose: "profiling", scored: report.people });
  });

  test("people are listed by risk with reasons that sum to it, each with their own entry", async () => {
    const page = value(await listChurn(workspace, { offset: 0, limit: 50 }));
    expect(page.total).toBe(report.people);
    let before = 1;
    for (const { chance, base, reasons, others, customerId } of page.rows) {
      expect(chance).toBeLessThanOrEqual(before);
      before = chance;
      expect(reasons.length).toBeGreaterThan(0);
      expect(reasons.length).toBeLessThanOrEqual(3);
      expect(base + reasons.reduce((sum, { adds }) => sum + adds, others)).toBeCloseTo(chance, 12);
      expect(churnOf(workspace, customerId)).toMatchObject({ chance, run: { runId: report.runId } });
    }
    const known = page.rows.flatMap(({ reasons }) => reasons).find(({ field }) => field === "sinceLast");
    expect(typeof known?.value).toBe("number");
    const rest = value(await listChurn(workspace, { offset: report.people - 5, limit: 50 }));
    expect(rest.rows).toHaveLength(5);
  });

  test("the stored chance is a score segments can ask of", () => {
    const { churnRisk } = personScores(workspace);
    expect(churnRisk.filter((risk) => !Number.isNaN(risk))).toHaveLength(report.people);
    expect(churnRisk[0]).toBeNaN();
  });

  test("cancelled: nothing is stored, the run before stays", async () => {
    const ticket = newJobTicket("stop");
    cancelJob(ticket);
    const outcome = await fitChurn(workspace, { options: {}, job: ticket });
    expect(outcome.ok ? "" : outcome.error.code).toBe("cancelled");
    expect(value(await latestChurn(workspace))?.runId).toBe(report.runId);
  });

  test.each([
    ["who will leave", fitChurn],
    ["lifetime value", fitLifetime],
    ["kinds of customers", fitGroups],
  ] as const)("%s, cancelled while it is being stored, leaves nothing of the run", async (_, fit) => {
    const { db } = workspace.vault;
    const tables = ["runs", "record", "churn_scores", "scores", "customer_groups", "forecast_people"];
    const stored = () => tables.map((table) => db.count(`SELECT count(*) FROM ${table}`));
    const before = stored();
    const ticket = newJobTicket("stop");
    let storing = false;
    const outcome = await fit(workspace, { options: {}, job: ticket }, () => {
      storing = true;
      cancelJob(ticket);
      return () => undefined;
    });
    expect(storing).toBe(true);
    expect(outcome).toEqual(fault("cancelled"));
    expect(stored()).toEqual(before);
  });

  test("kinds of customers: the two there are, told apart by pace and amount", async () => {
    const groups = value(await fitGroups(workspace, { options: { k: 2 }, job: undefined }));
    expect(groups.groups).toHaveLength(2);
    expect(groups.groups.reduce((sum, { people }) => sum + people, 0)).toBe(groups.people);
    const amounts = groups.groups.map(({ meanAmount }) => meanAmount).sort((a, b) => a - b);
    expect(amounts[0]).toBeLessThan(3000);
    expect(amounts[1]).toBeGreaterThan(7000);
    for (const { traits } of groups.groups) expect(traits.length).toBeGreaterThan(0);
    expect(value(await latestGroups(workspace))).toEqual(groups);
    const { db } = workspace.vault;
    expect(db.count("SELECT count(*) FROM customer_groups")).toBe(groups.people);
    expect(groups.counts.map(({ k }) => k)).toEqual([2, 3, 4, 5, 6, 7, 8]);
  });

  test("who is erased, or objects, has no score any more", async () => {
    const page = value(await listChurn(workspace, { offset: 0, limit: 2 }));
    const [gone, objecting] = page.rows.map(({ customerId }) => customerId);
    const { vault } = workspace;
    value(
      await vault.change(["people", "consent"], () => {
        vault.db.run("DELETE FROM customers WHERE id = ?", [gone!]);
        vault.db.run(
          `INSERT INTO consents (customer_id, purpose, recipient, state, held_from, known_at, source)
           VALUES (?, 'profiling', 'self', 'denied', '2026-11-20T00:00:00.000Z', '2026-11-20T00:00:00.000Z', 'test')`,
          [objecting!],
        );
      }),
    );
    const { db } = vault;
    expect(db.count("SELECT count(*) FROM churn_scores WHERE customer_id = ?", [gone!])).toBe(0);
    expect(db.count("SELECT count(*) FROM customer_groups WHERE customer_id = ?", [gone!])).toBe(0);
    expect(churnOf(workspace, objecting!)).toBeUndefined();
    const after = value(await listChurn(workspace, { offset: 0, limit: 500 }));
    expect(after.total).toBe(page.total - 2);
  });
});

describe("what a model is handed beside orders", () => {
  test("first times of products, price taken off, messages, visits on the last day they can have been", async () => {
    const workspace = await open([
      {
        orders: [
          { day: 20_000, amount: 1000, product: "A" },
          { day: 20_010, amount: 500, product: "A" },
          { day: 20_020, amount: 700, product: "B" },
        ],
      },
    ]);
    const { vault } = workspace;
    value(
      await vault.change(["people"], () => {
        const { db } = vault;
        db.run("UPDATE order_lines SET amount = 1000 WHERE id = 2");
        // Noon, and 20 o'clock of the day before: by then it is the next day in Japan.
        for (const hours of [12, -4])
          db.run("INSERT INTO events (customer_id, at, kind, import_id) VALUES (1, ?, 'login', 1)", [
            20_015 * 86_400 + hours * 3600,
          ]);
        for (const event of ["sent", "clicked", "bounced", "unsubscribed"])
          db.run(
            "INSERT INTO messages (customer_id, at, event, channel, import_id) VALUES (1, ?, ?, 'email', 1)",
            [20_016 * 86_400, event],
          );
      }),
    );
    const history = featureRun(workspace, "profiling").history(unwatched);
    expect([...history.newProducts!.day]).toEqual([20_000, 20_020]);
    expect([...history.discount!]).toEqual([0, 0.5, 0]);
    expect([...history.visits!.day]).toEqual([20_015, 20_016]);
    expect([...history.messages!.code].sort()).toEqual([0, 1, 2]);
    expect(history.channel!.words).toEqual(["web"]);
    expect(history.inquiries).toBeUndefined();
  });
});

test("a shop too small gets a verdict in words and no score", async () => {
  const workspace = await open(shop(60));
  const report = value(await fitChurn(workspace, { options: {}, job: undefined }));
  expect(report.review.verdict).toBe("do-not-use");
  expect(report.expected).toBeUndefined();
  expect(value(await listChurn(workspace, { offset: 0, limit: 10 })).rows).toEqual([]);
  const groups = value(await fitGroups(workspace, { options: {}, job: undefined }));
  expect(groups.review.checks.map(({ code }) => code)).toContain("groups-too-few-customers");
  expect(groups.groups).toEqual([]);
});
