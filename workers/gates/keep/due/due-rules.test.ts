import { beforeEach, describe, expect, test } from "vitest";
import { insertCustomers } from "../../../../test/support/customers.ts";
import { testWorkspace, type TestWorkspace } from "../../../../test/support/test-workspace.ts";
import { value } from "../../../../test/support/value.ts";
import { parseIsoDate } from "../../../base/calendar.ts";
import { fault } from "../../../base/fault.ts";
import { cancelJob, newJobTicket } from "../../../base/job.ts";
import type { RuleFamily } from "../../../terms/keep-due.ts";
import type { KeepRule } from "../../../terms/keep-rules.ts";
import { keepMethods } from "../index.ts";
import { keepRuleMethods } from "../rules/methods.ts";
import { dueMethods } from "./methods.ts";

const day = (iso: string): number => parseIsoDate(iso) ?? NaN;
let clock = new Date("2026-11-22T03:00:00.000Z");
let workspace: TestWorkspace;
const count = (sql: string): number => workspace.vault.db.count(sql);
const runDue = async () => value(await dueMethods.runDueRules(workspace, {}));
const status = async () => value(await dueMethods.keepStatus(workspace, {}));
const lines = (): number => count("SELECT count(*) FROM record");

/** A hundred people: twelve bought last in May 2022, ten of the others besides in 2023; all others in October 2026. */
beforeEach(async () => {
  clock = new Date("2026-11-22T03:00:00.000Z");
  workspace = await testWorkspace(() => clock);
  value(
    await workspace.vault.change(["people"], () => {
      insertCustomers(
        workspace.vault.db,
        Array.from({ length: 100 }, (_, at) => ({
          id: at + 1,
          name: `客${String(at)}`,
          email: `p${String(at)}@example.jp`,
          orders: [
            {
              day: day(at < 12 ? "2022-05-01" : "2026-10-01"),
              amount: 1000,
              key: `k-${String(at)}`,
            },
            ...(at >= 12 && at < 22 ? [{ day: day("2023-05-01"), amount: 500, key: `o-${String(at)}` }] : []),
          ],
        })),
      );
    }),
  );
});

const inactive = async (inactiveDays = 1095): Promise<number> =>
  value(
    await keepMethods.saveRetention(workspace, {
      rule: { inactiveDays, action: "erase", undated: "keep", active: true },
    }),
  ).id;
const oldOrders: KeepRule = {
  kind: "age",
  table: "orders",
  purpose: "analytics",
  days: 1000,
  action: "delete",
  active: true,
};
const keep = async (rule: KeepRule): Promise<number> =>
  value(await keepRuleMethods.saveKeepRule(workspace, { rule })).id;
const automate = (family: RuleFamily, ruleId: number, things: number, people: number) =>
  dueMethods.setRuleAutomatic(workspace, { family, ruleId, automatic: true, seen: { things, people } });

describe("a rule runs by itself", () => {
  test("only once its preview was seen and still says the same; a changed rule no longer does", async () => {
    const id = await inactive();
    expect(
      await dueMethods.setRuleAutomatic(workspace, { family: "activity", ruleId: id, automatic: true }),
    ).toEqual(fault("rule-not-previewed"));
    expect(await automate("activity", id, 11, 11)).toEqual(fault("rule-not-previewed"));
    expect(await automate("keep", id, 12, 12)).toEqual(fault("rule-unknown"));
    // Not switched on: nothing runs.
    expect(await runDue()).toEqual({ ran: [], asked: [] });
    value(await automate("activity", id, 12, 12));
    const list = async () => value(await keepMethods.listRetention(workspace, {}));
    expect((await list())[0]?.automaticSince).toBe("2026-11-22T03:00:00.000Z");
    const [entry] = await list();
    value(await keepMethods.saveRetention(workspace, { id, rule: entry!.rule }));
    expect((await list())[0]?.automaticSince).toBeDefined();
    value(await keepMethods.saveRetention(workspace, { id, rule: { ...entry!.rule, inactiveDays: 30 } }));
    expect((await list())[0]?.automaticSince).toBeUndefined();
    expect(await runDue()).toEqual({ ran: [], asked: [] });
    expect(count("SELECT count(*) FROM customers")).toBe(100);
  });

  test("a rule that is off cannot be let run by itself", async () => {
    const id = await keep({ ...oldOrders, active: false });
    expect(await automate("keep", id, 22, 22)).toEqual(fault("rule-not-previewed"));
  });

  test("with a line in the record each, once a day, and the home screen hears of it for a day", async () => {
    value(await automate("activity", await inactive(), 12, 12));
    // After the people are gone, ten old orders are left.
    const age = await keep(oldOrders);
    value(await automate("keep", age, 22, 22));
    value(await keepRuleMethods.saveKeepRule(workspace, { id: age, rule: { ...oldOrders, days: 1001 } }));
    expect((await status()).due).toMatchObject([
      { family: "activity", things: 12, people: 12, automatic: true, asksFirst: false },
      { family: "keep", things: 22, people: 22, automatic: false, asksFirst: true },
    ]);
    expect(await runDue()).toEqual({
      ran: [
        {
          family: "activity",
          ruleId: 1,
          deed: { reaches: "people", action: "erase" },
          things: 12,
          people: 12,
          at: clock.toISOString(),
        },
      ],
      asked: [],
    });
    expect(count("SELECT count(*) FROM customers")).toBe(88);
    value(await automate("keep", age, 10, 10));
    // Twelve and ten of the hundred: over a fifth in one go, were they one run; today's first rule is done.
    expect(await runDue()).toMatchObject({
      ran: [{ family: "keep", deed: { reaches: "rows", table: "orders", action: "delete" }, things: 10 }],
    });
    expect((await status()).ran.map(({ family, things }) => [family, things])).toEqual([
      ["activity", 12],
      ["keep", 10],
    ]);
    const saved = await workspace.reopened();
    expect(saved.db.count("SELECT count(*) FROM orders")).toBe(88);
    expect(
      saved.db.count(
        "SELECT count(*) FROM record WHERE json_extract(payload, '$.automatic') = 1 AND action LIKE '%run%'",
      ),
    ).toBe(2);
    saved.close();
    clock = new Date("2026-11-24T03:00:00.000Z");
    expect((await status()).ran).toEqual([]);
  });

  test("and not again the same day, nor while the clock stands before its last run", async () => {
    const id = await inactive();
    value(await automate("activity", id, 12, 12));
    expect((await runDue()).ran).toHaveLength(1);
    value(
      await workspace.vault.change(["people"], () => {
        insertCustomers(workspace.vault.db, [
          {
            id: 201,
            name: "古い人",
            email: "old@example.jp",
            orders: [{ day: day("2021-01-01"), amount: 1, key: "old" }],
          },
        ]);
      }),
    );
    clock = new Date("2026-11-22T23:59:00.000Z");
    expect((await runDue()).ran).toEqual([]);
    clock = new Date("2026-11-20T23:59:00.000Z");
    expect((await runDue()).ran).toEqual([]);
    clock = new Date("2026-11-23T00:01:00.000Z");
    expect((await runDue()).ran).toMatchObject([{ people: 1 }]);
  });

  test("nothing due writes nothing", async () => {
    value(await automate("activity", await inactive(10_000), 0, 0));
    const before = lines();
    expect(await runDue()).toEqual({ ran: [], asked: [] });
    expect(lines()).toBe(before);
  });

  test("over a fifth of the people asks first, also when several rules reach them together", async () => {
    // The clock of the machine went ahead by years: the rule would erase everybody.
    value(await automate("activity", await inactive(), 12, 12));
    clock = new Date("2033-01-01T00:00:00.000Z");
    expect(await runDue()).toMatchObject({ ran: [], asked: [{ people: 100, asksFirst: true }] });
    expect(count("SELECT count(*) FROM customers")).toBe(100);
    clock = new Date("2026-11-22T03:00:00.000Z");
    value(await automate("keep", await keep({ ...oldOrders, days: 1200 }), 22, 22));
    const done = await runDue();
    expect(done.ran.map(({ family }) => family)).toEqual(["activity"]);
    expect(done.asked).toMatchObject([{ family: "keep", people: 10 }]);
    expect(count("SELECT count(*) FROM orders")).toBe(98);
  });

  test("cancelled, the rule that runs takes nobody away", async () => {
    value(await automate("activity", await inactive(), 12, 12));
    const job = newJobTicket("k");
    cancelJob(job);
    expect(await dueMethods.runDueRules(workspace, { job })).toEqual(fault("cancelled"));
    expect(count("SELECT count(*) FROM customers")).toBe(100);
    expect((await runDue()).ran).toMatchObject([{ people: 12 }]);
  });
});
