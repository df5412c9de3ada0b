import { beforeEach, describe, expect, test } from "vitest";
import { insertCustomers, type TestCustomer } from "../../../../test/support/customers.ts";
import { testWorkspace, type TestWorkspace } from "../../../../test/support/test-workspace.ts";
import { value } from "../../../../test/support/value.ts";
import type { Outcome } from "../../../base/fault.ts";
import { unwatched } from "../../../base/job.ts";
import { takeAway } from "../../keep/take-away.ts";
import { refreshSearchKeys } from "../store/search-keys.ts";
import { identityMethods } from "./methods.ts";

const said = (purpose: string, state: string, heldFrom: string) => ({ purpose, state, heldFrom });

const people: readonly TestCustomer[] = [
  { family: "髙﨑", given: "恵", email: "megumi@example.jp", number: "A1", orders: [{ day: 20000, amount: 500 }], consents: [said("email_marketing", "granted", "2026-03-01T00:00:00.000Z")] },
  { family: "高崎", given: "恵", email: "megumi@example.com", phone: "+819077770001", consents: [said("email_marketing", "denied", "2026-01-01T00:00:00.000Z"), said("profiling", "granted", "2026-01-01T00:00:00.000Z")] },
  { family: "高崎", given: "めぐみ", phone: "+819077770002" },
  { family: "鈴木", given: "一郎" },
]; // prettier-ignore

let workspace: TestWorkspace;

beforeEach(async () => {
  workspace = await testWorkspace(() => new Date("2026-11-20T00:00:00Z"));
  await workspace.vault.change(["people"], () => {
    refreshSearchKeys(workspace.vault.db, new Set(insertCustomers(workspace.vault.db, people)));
    const pair = (a: number, b: number, probability: number, likely: number) =>
      workspace.vault.db.run(
        `INSERT INTO duplicate_pairs (customer_id, other_id, state, probability, weight, likely, evidence, at)
           VALUES (?, ?, 'waiting', ?, 9, ?, '[{"field":"family","agreement":"variant","weight":7.1}]', '2026-11-01')`,
        [a, b, probability, likely],
      );
    pair(1, 2, 0.9995, 1);
    pair(2, 3, 0.9, 1);
    pair(1, 3, 0.6, 0);
    pair(3, 4, 0.1, 0);
  });
});

const queue = async () =>
  value(await identityMethods.listDuplicateGroups(workspace, { offset: 0, limit: 10 }));
const state = () => {
  const { db } = workspace.vault;
  const pairs = "customer_id, other_id, state, probability, weight, likely, evidence, later_at";
  return {
    pairs: db.rows(`SELECT ${pairs} FROM duplicate_pairs ORDER BY customer_id, other_id`),
    people: db.rows("SELECT * FROM customers ORDER BY id"),
    identifiers: db.rows("SELECT * FROM identifiers ORDER BY id"),
    orders: db.rows("SELECT * FROM orders ORDER BY id"),
    members: db.count("SELECT count(*) FROM merge_members"),
  };
};

describe("the queue", () => {
  test("shows people of several pairs together, weak pairs apart, with values and reasons", async () => {
    const { total, groups } = await queue();
    expect(total).toBe(2);
    expect(groups.map(({ key }) => key)).toEqual(["1-2-3", "3-4"]);
    const [first] = groups;
    expect(first?.people[0]).toMatchObject({
      id: 1,
      orders: 1,
      values: {
        name: [{ text: "髙﨑 恵", source: "shop" }],
        email: [{ text: "megumi@example.jp", source: "shop", at: "2026-01-01T00:00:00.000Z" }],
      },
    });
    expect(first?.pairs).toHaveLength(3);
    expect(first?.pairs[0]?.evidence).toEqual([
      { field: "family", agreement: "variant", weight: 7.1, a: "髙﨑", b: "高崎" },
    ]);
  });

  test("says before joining that the most restrictive consent will hold", async () => {
    const { groups } = await queue();
    expect(groups[0]?.consents).toEqual([
      { purpose: "profiling", recipient: "self", said: [null, "granted", null], joined: "granted" },
      { purpose: "email_marketing", recipient: "self", said: ["granted", "denied", null], joined: "denied" },
    ]);
  });

  test("what is put off comes last and stays", async () => {
    value(await identityMethods.decideGroup(workspace, { people: [1, 2, 3], decision: "later" }));
    const { groups, later } = await queue();
    expect(groups.map(({ key }) => key)).toEqual(["3-4", "1-2-3"]);
    expect(later).toBe(1);
  });

  test("the estimate of a rate counts pairs while the expected share of wrong ones is within it", async () => {
    const { estimates, people: all } = value(await identityMethods.duplicateOverview(workspace, {}));
    expect(all).toBe(4);
    expect(estimates.map(({ falseMergeRate, pairs }) => [falseMergeRate, pairs])).toEqual([
      [0.001, 1],
      [0.005, 1],
      [0.01, 1],
      [0.02, 1],
      [0.05, 1],
    ]);
    expect(estimates[0]?.wrong).toBeCloseTo(0.0005, 9);
    expect(estimates[0]?.threshold).toBe(0.9995);
  });

  test("a sample is spread over what would be joined", async () => {
    const sample = value(await identityMethods.sampleDuplicates(workspace, { atLeast: 0.5 }));
    expect(sample.map(({ a, b }) => [a.id, b.id])).toEqual([
      [1, 2],
      [2, 3],
    ]);
  });
});

describe("decisions and their undoing", () => {
  const batchOf = (outcome: Outcome<{ readonly batch?: number }>): number => value(outcome).batch ?? 0;

  test.each(["merge", "apart"] as const)(
    "%s of a group, undone, leaves everything as before",
    async (decision) => {
      const before = state();
      const batch = batchOf(await identityMethods.decideGroup(workspace, { people: [1, 2, 3], decision }));
      expect((await queue()).decided).toBe(1);
      expect(state()).not.toEqual(before);
      expect(value(await identityMethods.undoDecision(workspace, { batch }))).toEqual({ decisions: 1 });
      expect(state()).toEqual(before);
      expect(await identityMethods.undoDecision(workspace, { batch })).toMatchObject({
        error: { code: "decision-unknown" },
      });
    },
  );

  test("a subset is joined and the rest of the group waits on", async () => {
    value(await identityMethods.decideGroup(workspace, { people: [1, 2], decision: "merge" }));
    expect((await queue()).groups.map(({ key }) => key)).toEqual(["1-3", "3-4"]);
  });

  test("a join of joined people is taken back to what they were, not further", async () => {
    batchOf(await identityMethods.decideGroup(workspace, { people: [2, 3], decision: "merge" }));
    const before = state();
    const batch = batchOf(
      await identityMethods.decideGroup(workspace, { people: [1, 2], decision: "merge" }),
    );
    value(await identityMethods.undoDecision(workspace, { batch }));
    expect(state()).toMatchObject({ pairs: before.pairs, people: before.people, members: 1 });
  });

  test("an earlier decision is taken back after a later one", async () => {
    const first = batchOf(
      await identityMethods.decideGroup(workspace, { people: [1, 2], decision: "merge" }),
    );
    batchOf(await identityMethods.decideGroup(workspace, { people: [1, 3], decision: "merge" }));
    value(await identityMethods.undoDecision(workspace, { batch: first }));
    const merged = value(await identityMethods.listMerged(workspace, { customerId: 1 }));
    expect(merged.map(({ id }) => id)).toEqual([3]);
  });

  test("a subset is split out of a person, and the split undone", async () => {
    value(await identityMethods.mergeCustomers(workspace, { customerId: 1, others: [2, 3] }));
    value(await identityMethods.unmergeCustomers(workspace, { customerId: 1, members: [1, 3] }));
    expect(workspace.vault.db.count("SELECT count(*) FROM customers")).toBe(4);
    const { entries, total } = value(await identityMethods.listDecisions(workspace, { offset: 0, limit: 5 }));
    expect(total).toBe(2);
    expect(entries.map(({ decision, people: who }) => [decision, who.map(({ name }) => name)])).toEqual([
      ["split", ["髙﨑 恵", "高崎 めぐみ"]],
      ["merge", ["髙﨑 恵", "高崎 恵", "高崎 めぐみ"]],
    ]);
    value(await identityMethods.undoDecision(workspace, { batch: entries[0]?.batch ?? 0 }));
    const merged = value(await identityMethods.listMerged(workspace, { customerId: 1 }));
    expect(merged.map(({ id }) => id).sort()).toEqual([2, 3]);
  });

  test("all that was joined at once is taken back at once", async () => {
    const before = state();
    const { batch = 0, pairs } = value(await identityMethods.mergeDuplicates(workspace, { atLeast: 0.5 }));
    expect(pairs).toBe(2);
    expect(value(await identityMethods.undoDecision(workspace, { batch }))).toEqual({ decisions: 2 });
    expect(state()).toEqual(before);
  });

  test("decisions leave with their people, and the record names nobody", async () => {
    const batch = batchOf(
      await identityMethods.decideGroup(workspace, { people: [1, 2], decision: "merge" }),
    );
    await identityMethods.undoDecision(workspace, { batch });
    await workspace.vault.change(["people"], () =>
      takeAway(workspace.vault, [1], "erase", workspace.now(), unwatched),
    );
    expect(workspace.vault.db.count("SELECT count(*) FROM duplicate_decisions")).toBe(0);
    const lines = workspace.vault.db.rows<{ action: string; payload: string }>(
      "SELECT action, payload FROM record",
    );
    expect(lines.map(({ action }) => action)).toContain("decision-undone");
    expect(JSON.stringify(lines)).not.toMatch(/高崎|髙﨑|example/u);
  });
});
