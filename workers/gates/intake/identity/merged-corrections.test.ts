import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { insertCustomers, type TestCustomer } from "../../../../test/support/customers.ts";
import { testWorkspace, type TestWorkspace } from "../../../../test/support/test-workspace.ts";
import type { CorrectionChange } from "../../../terms/rights.ts";
import { withDoomed } from "../../keep/doomed.ts";
import { personValues } from "../../keep/erasure/person-values.ts";
import { correctCustomer } from "../../keep/rights/correct-customer.ts";
import { intakeMethods } from "../index.ts";
import { identityMethods } from "./methods.ts";

const now = () => new Date("2026-11-20T00:00:00Z");
const people: readonly TestCustomer[] = [
  {
    family: "山田",
    given: "花子",
    street: "旧町1-1",
    prefecture: "東京都",
    email: "old@example.jp",
    number: "A1",
  },
  { family: "山田", given: "花子", street: "旧町1-1", email: "old@example.jp", number: "B1" },
  {
    family: "山田",
    given: "ハナコ",
    street: "別町2-2",
    prefecture: "大阪府",
    phone: "+819011112222",
    number: "C1",
  },
];

let workspace: TestWorkspace;
let ids: readonly number[];

beforeEach(async () => {
  workspace = await testWorkspace(now);
  const made = await workspace.vault.change(["people"], () => insertCustomers(workspace.vault.db, people));
  if (!made.ok) throw new Error(made.error.code);
  ids = made.value;
});

async function done(answer: Promise<{ readonly ok: boolean }>): Promise<void> {
  expect(await answer).toMatchObject({ ok: true });
}
const id = (at: number): number => ids[at] ?? 0;
const correct = (at: number, ...changes: readonly CorrectionChange[]) =>
  done(correctCustomer(workspace, { customerId: id(at), changes: [...changes], reason: "本人" }));
const merge = (into: number, ...others: readonly number[]) =>
  identityMethods.mergeCustomers(workspace, { customerId: id(into), others: others.map(id) });
const unmerge = (from: number, ...members: readonly number[]) =>
  identityMethods.unmergeCustomers(workspace, { customerId: id(from), members: members.map(id) });
const field = (at: number, name: string): unknown =>
  workspace.vault.db.first<Record<string, unknown>>(`SELECT ${name} AS value FROM customers WHERE id = ?`, [
    id(at),
  ])?.["value"];
const contacts = (at: number): readonly string[] =>
  workspace.vault.db
    .rows<{ value: string }>(
      "SELECT value FROM identifiers WHERE customer_id = ? AND kind <> 'customer_id' ORDER BY value",
      [id(at)],
    )
    .map(({ value }) => value);
async function importFile(text: string): Promise<number> {
  const file = new Blob([text]);
  const preview = await intakeMethods.previewFile(workspace, { file, name: "shop.csv" });
  if (!preview.ok) throw new Error(preview.error.code);
  const plan = { ...preview.value.plan, source: "shop" };
  const answer = await intakeMethods.importFile(workspace, { file, name: "shop.csv", plan });
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value.importId;
}

describe("of people who are joined, what was put right", () => {
  test("outweighs what was not, stays through imports, and each has their own again when they part", async () => {
    await correct(1, { field: "street", value: "新町9-9" });
    await done(merge(0, 1));
    expect(field(0, "street")).toBe("新町9-9");
    await importFile("会員番号,番地\na1,旧町1-1\nb1,旧町1-1\n");
    expect(field(0, "street")).toBe("新町9-9");
    await done(unmerge(0, 1));
    expect([field(0, "street"), field(1, "street")]).toEqual(["旧町1-1", "新町9-9"]);
    await importFile("会員番号,番地\na1,三町3-3\nb1,三町3-3\n");
    expect([field(0, "street"), field(1, "street")]).toEqual(["三町3-3", "新町9-9"]);
  });

  test("the later of two corrections counts, whoever stays", async () => {
    await correct(1, { field: "street", value: "新町9-9" });
    await correct(0, { field: "street", value: "後町5-5" });
    await done(merge(0, 1));
    expect(field(0, "street")).toBe("後町5-5");
    await done(unmerge(0, 1));
    await done(merge(1, 0));
    expect(field(1, "street")).toBe("後町5-5");
    await done(unmerge(1, 0));
    expect([field(0, "street"), field(1, "street")]).toEqual(["後町5-5", "新町9-9"]);
  });

  test("a field that was emptied at their wish is not filled by the other's", async () => {
    await correct(0, { field: "prefecture", value: null });
    await correct(1, { field: "street", value: null });
    await done(merge(0, 2, 1));
    expect([field(0, "prefecture"), field(0, "street")]).toEqual([null, null]);
    await done(unmerge(0, 1));
    expect(field(0, "street")).toBe("旧町1-1");
  });

  test("an address that was put right is used no more, though the other has it; it comes back when they part", async () => {
    await correct(1, { field: "email", value: "new@example.jp", before: "old@example.jp" });
    await done(merge(0, 1));
    expect(contacts(0)).toEqual(["new@example.jp"]);
    await done(unmerge(0, 1));
    expect([contacts(0), contacts(1)]).toEqual([["old@example.jp"], ["new@example.jp"]]);
  });

  test("what is put right of the joined person stays theirs who stayed", async () => {
    await correct(1, { field: "street", value: "新町9-9" });
    await done(merge(0, 1));
    await correct(0, { field: "street", value: "最後町7-7" });
    await done(unmerge(0, 1));
    expect([field(0, "street"), field(1, "street")]).toEqual(["最後町7-7", "新町9-9"]);
  });

  test("an import that wrote what gave way is undone below the correction, too", async () => {
    const file = await importFile("会員番号,番地\na1,四町4-4\n");
    await correct(1, { field: "street", value: "新町9-9" });
    await done(merge(0, 1));
    await done(intakeMethods.undoImport(workspace, { importId: file }));
    expect(field(0, "street")).toBe("新町9-9");
    await done(unmerge(0, 1));
    expect(field(0, "street")).toBe("旧町1-1");
  });

  test("what gave way is searched for when they are erased", async () => {
    await correct(1, { field: "street", value: "新町9-9" });
    await done(merge(2, 1));
    const { db } = workspace.vault;
    const texts = withDoomed(db, [id(2)], () => [...personValues(db)].map(({ text }) => text));
    expect(texts).toEqual(expect.arrayContaining(["新町9-9", "別町2-2"]));
  });
});

test("any joins, partings and corrections: the latest correction shows, and parted each has what they had", async () => {
  const who = fc.nat(2);
  const step = fc.oneof(
    fc.record({ kind: fc.constant("merge" as const), a: who, b: who }),
    fc.record({ kind: fc.constant("unmerge" as const), a: who, b: who }),
    fc.record({ kind: fc.constant("correct" as const), a: who, b: fc.nat(3) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
      const { db } = workspace.vault;
      const own = new Map([0, 1, 2].map((at) => [at, field(at, "street")]));
      const corrected = new Map<number, number>();
      const survivorOf = (at: number): number =>
        ids.indexOf(
          db.count("SELECT coalesce((SELECT customer_id FROM merge_members WHERE id = ?1), ?1)", [id(at)]),
        );
      let turn = 0;
      for (const { kind, a, b } of steps) {
        if (kind === "merge") await merge(a, b);
        else if (kind === "unmerge") await unmerge(a, b);
        else if (survivorOf(a) === a) {
          const value = b === 3 ? null : `訂正町${String(b)}-${String(++turn)}`;
          const answer = await correctCustomer(workspace, {
            customerId: id(a),
            changes: [{ field: "street", value }],
            reason: "",
          });
          if (!answer.ok) continue;
          own.set(a, value);
          corrected.set(a, ++turn);
        }
        for (const at of [0, 1, 2]) {
          if (survivorOf(at) !== at) continue;
          const group = [0, 1, 2].filter((one) => survivorOf(one) === at && corrected.has(one));
          const latest = group.sort((x, y) => (corrected.get(y) ?? 0) - (corrected.get(x) ?? 0))[0];
          if (latest !== undefined) expect(field(at, "street")).toBe(own.get(latest));
        }
      }
      for (;;) {
        const left = db.first<{ id: number; customer_id: number }>(
          "SELECT id, customer_id FROM merge_members",
        );
        if (left === undefined) break;
        await done(
          identityMethods.unmergeCustomers(workspace, { customerId: left.customer_id, members: [left.id] }),
        );
      }
      for (const at of [0, 1, 2]) expect(field(at, "street")).toBe(own.get(at));
      // The next sequence begins with nothing put right.
      await workspace.vault.change(["people"], () => {
        db.run("DELETE FROM corrections");
        people.forEach(({ street }, at) => {
          db.run("UPDATE customers SET street = ? WHERE id = ?", [street ?? null, id(at)]);
        });
      });
    }),
    { numRuns: 30 },
  );
});
