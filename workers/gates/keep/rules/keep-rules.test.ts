import { beforeEach, describe, expect, test } from "vitest";
import { insertCustomers } from "../../../../test/support/customers.ts";
import { testWorkspace, type TestWorkspace } from "../../../../test/support/test-workspace.ts";
import { value } from "../../../../test/support/value.ts";
import { parseIsoDate } from "../../../base/calendar.ts";
import { newJobTicket } from "../../../base/job.ts";
import type { KeepRule } from "../../../terms/keep-rules.ts";
import { policyMethods } from "../../policy/methods.ts";
import { keepRuleMethods } from "./methods.ts";

const NOW = new Date("2026-11-22T03:00:00.000Z");
const day = (iso: string): number => parseIsoDate(iso) ?? NaN;
const age = (rule: Partial<Extract<KeepRule, { kind: "age" }>>): KeepRule => ({
  ...{ kind: "age", table: "orders", purpose: "analytics", days: 365, action: "delete", active: true },
  ...rule,
});

let workspace: TestWorkspace;
const count = (sql: string): number => workspace.vault.db.count(sql);
const add = async (rule: KeepRule): Promise<number> =>
  value(await keepRuleMethods.saveKeepRule(workspace, { rule })).id;
const preview = async (ruleId: number) => value(await keepRuleMethods.previewKeepRule(workspace, { ruleId }));
const run = async (ruleId?: number) =>
  value(await keepRuleMethods.runKeepRules(workspace, ruleId === undefined ? {} : { ruleId }));

/** Forty people: an order each in May 2024 (web) and in October 2026; number 40 is restricted. */
beforeEach(async () => {
  workspace = await testWorkspace(() => NOW);
  const { db } = workspace.vault;
  value(
    await workspace.vault.change(["people", "consent"], () => {
      insertCustomers(
        db,
        Array.from({ length: 40 }, (_, at) => ({
          id: at + 1,
          name: `客${String(at)}`,
          email: `p${String(at)}@example.jp`,
          orders: [
            { day: day("2024-05-01") + (at % 28), amount: 1000, key: `old-${String(at)}`, product: "tea" },
            { day: day("2026-10-01") + (at % 28), amount: 500, key: `new-${String(at)}` },
          ],
        })),
      );
      db.run("INSERT INTO restrictions (customer_id, restricted, at, reason) VALUES (40, 1, ?, '')", [
        NOW.toISOString(),
      ]);
    }),
  );
});

describe("rows by age", () => {
  test("the preview counts, the run deletes just those with their lines; who is restricted is left alone", async () => {
    const id = await add(age({}));
    const found = await preview(id);
    expect(found).toMatchObject({
      asOf: "2026-11-22",
      upTo: "2025-11-21",
      things: 39,
      people: 39,
      restricted: 1,
    });
    expect(found.examples).toHaveLength(10);
    expect(found.examples[0]).toEqual({ customerId: 1, day: "2024-05-01" });
    expect(await run(id)).toEqual([{ ruleId: id, things: 39, people: 39, figures: 0 }]);
    expect(count("SELECT count(*) FROM orders")).toBe(41);
    expect(count("SELECT count(*) FROM order_lines")).toBe(1);
    expect(count("SELECT count(*) FROM customers")).toBe(40);
    expect((await preview(id)).things).toBe(0);
    const line = workspace.vault.db.first<{ payload: string }>(
      "SELECT payload FROM record WHERE action = 'keep-rule-run'",
    );
    expect(JSON.parse(line?.payload ?? "")).toMatchObject({ rule: id, things: 39, table: "orders" });
  });

  test("rows stay as long as another purpose needs them, and the preview says which", async () => {
    const id = await add(age({}));
    await add(age({ purpose: "service", days: 3650 }));
    expect(await preview(id)).toMatchObject({ things: 0, keptFor: { purpose: "service", days: 3650 } });
    await run();
    expect(count("SELECT count(*) FROM orders")).toBe(80);
    // A rule that is off keeps nothing.
    value(
      await keepRuleMethods.saveKeepRule(workspace, {
        id: id + 1,
        rule: age({ purpose: "service", days: 3650, active: false }),
      }),
    );
    expect((await preview(id)).things).toBe(39);
  });

  test("turned into figures: whole months, and only cells of ten people or more stay", async () => {
    const { db } = workspace.vault;
    value(
      await workspace.vault.change(["people"], () =>
        db.run("UPDATE orders SET channel = 'till' WHERE day < ? AND customer_id <= 4", [day("2025-01-01")]),
      ),
    );
    const id = await add(age({ action: "anonymise" }));
    expect(await preview(id)).toMatchObject({
      upTo: "2025-10-31",
      things: 39,
      figures: { kept: 1, rowsLost: 4 },
    });
    expect(await run(id)).toMatchObject([{ things: 39, figures: 1 }]);
    expect(db.rows("SELECT table_name, month, label, people, things, amount FROM kept_figures")).toEqual([
      { table_name: "orders", month: "2024-05", label: "web JPY", people: 35, things: 35, amount: 35_000 },
    ]);
  });

  test("blurred: what may tell of the person goes, day and amount stay, and none is counted twice", async () => {
    const id = await add(age({ action: "generalise" }));
    expect(await run(id)).toMatchObject([{ things: 39 }]);
    expect(count("SELECT count(*) FROM orders WHERE order_key IS NULL")).toBe(39);
    expect(count("SELECT count(*) FROM orders")).toBe(80);
    expect((await preview(id)).things).toBe(0);
  });
});

describe("people after their contract", () => {
  const ended = (undated: "keep" | "last_activity"): KeepRule => ({
    ...{ kind: "contract_end", event: "解約", days: 90, action: "erase", active: true },
    undated,
  });
  beforeEach(async () => {
    value(
      await workspace.vault.change(["people"], () => {
        for (const [customer, on] of [
          [1, "2025-01-10"],
          [2, "2026-11-01"],
          [3, "2025-01-10"],
          [3, "2026-11-02"],
          [40, "2025-01-10"],
        ] as const)
          workspace.vault.db.run(
            "INSERT INTO events (customer_id, at, kind, name, import_id) VALUES (?, ?, 'other', '解約', 1)",
            [customer, day(on) * 86_400],
          );
        workspace.vault.db.run("DELETE FROM orders WHERE customer_id = 5 AND day > ?", [day("2026-01-01")]);
      }),
    );
  });

  test("the latest end counts; whoever has none stays", async () => {
    const id = await add(ended("keep"));
    expect(await preview(id)).toMatchObject({
      people: 1,
      undated: 0,
      restricted: 1,
      examples: [{ customerId: 1, day: "2025-01-10" }],
    });
    expect(await run(id)).toMatchObject([{ people: 1 }]);
    expect(count("SELECT count(*) FROM customers")).toBe(39);
    expect(count("SELECT count(*) FROM tombstones")).toBeGreaterThan(0);
  });

  test("or is counted from the last activity on, where the rule says so", async () => {
    const id = await add(ended("last_activity"));
    const found = await preview(id);
    expect(found).toMatchObject({ people: 2, undated: 1 });
    expect(found.examples.map(({ customerId }) => customerId)).toEqual([1, 5]);
  });
});

describe("evidence", () => {
  test("outlives the address for as long as the rule says, and for longer where the law in force asks", async () => {
    const { vault } = workspace;
    value(
      await vault.change(["retention"], () => {
        for (const [hash, at] of [
          ["a", "2020-01-01T00:00:00.000Z"],
          ["b", "2025-01-01T00:00:00.000Z"],
          ["c", "2026-11-01T00:00:00.000Z"],
        ] as const)
          vault.db.run("INSERT INTO tombstones (hash, at, reason) VALUES (?, ?, 'erasure')", [hash, at]);
      }),
    );
    const id = await add({ kind: "evidence", months: 12, active: true });
    expect(await preview(id)).toMatchObject({ things: 2, upTo: "2025-11-22" });
    value(await policyMethods.applyPolicy(workspace, { packs: ["tokusho"] }));
    expect(await preview(id)).toMatchObject({ things: 1, lawMonths: 36, upTo: "2023-11-22" });
    expect(await run(id)).toMatchObject([{ things: 1 }]);
    expect(count("SELECT count(*) FROM tombstones")).toBe(2);
  });
});

describe("the rules", () => {
  test("all active ones run together; one nobody knows is refused; a cancelled job changes nothing", async () => {
    await add(age({ active: false }));
    expect(await run()).toEqual([]);
    expect(await keepRuleMethods.previewKeepRule(workspace, { ruleId: 99 })).toMatchObject({ error: { code: "rule-unknown" } });
    expect(await keepRuleMethods.runKeepRules(workspace, { ruleId: 99 })).toMatchObject({ error: { code: "rule-unknown" } });
    const id = await add(age({}));
    const job = newJobTicket("stop");
    Atomics.store(new Int32Array(job.flag), 0, 1);
    expect(await keepRuleMethods.runKeepRules(workspace, { ruleId: id, job })).toMatchObject({ error: { code: "cancelled" } });
    expect(count("SELECT count(*) FROM orders")).toBe(80);
  }); // prettier-ignore
});
