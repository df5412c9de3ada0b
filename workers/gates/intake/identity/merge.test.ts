import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { insertCustomers, type TestCustomer } from "../../../../test/support/customers.ts";
import { testWorkspace, type TestWorkspace } from "../../../../test/support/test-workspace.ts";
import { takeAway } from "../../keep/take-away.ts";
import { consentLedger, stateBytes } from "../../use/consent-ledger.ts";
import { standing } from "../../use/consent.ts";
import { unwatched } from "../../../base/job.ts";
import { nextId } from "../store/context.ts";
import { refreshSearchKeys } from "../store/search-keys.ts";
import { identityMethods } from "./methods.ts";

const now = () => new Date("2026-11-20T00:00:00Z");

const yes = (heldFrom: string) => ({ purpose: "email_marketing", state: "granted", heldFrom });
const no = (heldFrom: string) => ({ purpose: "email_marketing", state: "denied", heldFrom });

const people: readonly TestCustomer[] = [
  { family: "髙﨑", given: "恵", prefecture: "東京都", email: "megumi@example.jp", number: "A1", orders: [{ day: 20000, amount: 500, key: "O1" }], consents: [yes("2026-03-01T00:00:00.000Z")] },
  { family: "高崎", given: "恵", street: "霞が関1-2-3", phone: "+819077770001", number: "B1", orders: [{ day: 20010, amount: 700, key: "O2" }, { day: 20020, amount: 100 }], consents: [no("2026-01-01T00:00:00.000Z")] },
  { family: "高崎", given: "めぐみ", email: "m.takasaki@example.com", number: "C1", orders: [{ day: 20030, amount: 900 }], consents: [yes("2026-02-01T00:00:00.000Z"), yes("2026-06-01T00:00:00.000Z")] },
  { family: "鈴木", given: "一郎", number: "D1", orders: [{ day: 20040, amount: 50 }] },
  { family: "田中", given: "花子", email: "hanako@example.jp", number: "E1", consents: [no("2026-05-01T00:00:00.000Z")] },
]; // prettier-ignore

let workspace: TestWorkspace;
let ids: readonly number[];

beforeEach(async () => {
  workspace = await testWorkspace(now);
  const made = await workspace.vault.change(["people"], () => insertCustomers(workspace.vault.db, people));
  if (!made.ok) throw new Error(made.error.code);
  ids = made.value;
  await workspace.vault.change(["releases"], () => {
    const { db } = workspace.vault;
    refreshSearchKeys(db, new Set(ids));
    for (const id of [1, 2])
      db.run(
        "INSERT INTO releases VALUES (?, '', 'consented', 's', 'email_marketing', 'self', NULL, 2, 2, '', '{}', 'published', NULL)",
        [id],
      );
    for (const [release, person] of [[1, 0], [1, 1], [2, 1], [2, 2]] as const) db.run("INSERT INTO release_people VALUES (?, ?)", [release, ids[person]!]); // prettier-ignore
    db.run("INSERT INTO runs VALUES (1, 'm', '', '{}', '{}')");
    for (const person of [0, 1, 4])
      db.run("INSERT INTO scores VALUES (?, 1, 0.5, ?, NULL)", [ids[person]!, person]);
    db.run(
      "INSERT INTO customer_revisions (customer_id, import_id, field, before) VALUES (?, 1, 'city', '港区')",
      [ids[1]!],
    );
  });
});

/** All that the vault holds of each person and nobody has retracted. */
function state(): unknown {
  const { db } = workspace.vault;
  const tables = ["customers", "identifiers", "orders", "customer_revisions", "scores", "release_people"];
  return {
    rows: tables.map((table) => db.rows(`SELECT * FROM ${table} ORDER BY 1, 2`)),
    lines: db.rows("SELECT * FROM order_lines ORDER BY id"),
    consents: db
      .rows<object>(
        "SELECT customer_id, purpose, recipient, state, held_from, known_at, source, wording_id, evidence, import_id FROM consents WHERE id NOT IN (SELECT consent_id FROM consent_retractions)",
      )
      .map((row) => JSON.stringify(row))
      .sort(),
    members: db.rows("SELECT * FROM merge_members"),
    logs: db.rows("SELECT * FROM merge_rows"),
  };
}

async function done(answer: Promise<{ readonly ok: boolean }>): Promise<void> {
  expect(await answer).toMatchObject({ ok: true });
}

const merge = (into: number, ...others: readonly number[]) =>
  identityMethods.mergeCustomers(workspace, { customerId: ids[into]!, others: others.map((at) => ids[at]!) });
const unmerge = (from: number, ...members: readonly number[]) =>
  identityMethods.unmergeCustomers(workspace, {
    customerId: ids[from]!,
    members: members.map((at) => ids[at]!),
  });

function standingOf(person: number): number {
  const columns = workspace.columns();
  const { general } = standing(consentLedger(workspace.vault), columns, "email_marketing", { held: now() });
  return general[columns.indexOf(ids[person]!)]!;
}

describe("joining", () => {
  test("brings orders, identifiers and releases together and fills what was empty", async () => {
    await done(merge(0, 1, 2));
    const { db } = workspace.vault;
    expect(db.count("SELECT count(*) FROM orders WHERE customer_id = ?", [ids[0]!])).toBe(4);
    expect(db.count("SELECT count(*) FROM identifiers WHERE customer_id = ?", [ids[0]!])).toBe(6);
    expect(db.count("SELECT count(*) FROM release_people WHERE customer_id = ?", [ids[0]!])).toBe(2);
    expect(db.first("SELECT family_name, street FROM customers WHERE id = ?", [ids[0]!])).toEqual({
      family_name: "髙﨑",
      street: "霞が関1-2-3",
    });
    expect(workspace.columns().people.count).toBe(3);
  });

  test("the most restrictive consent holds, whatever its date; taking out restores both", async () => {
    expect(standingOf(0)).toBe(stateBytes.granted);
    await done(merge(0, 1));
    expect(standingOf(0)).toBe(stateBytes.denied);
    await done(merge(2, 0));
    expect(standingOf(2)).toBe(stateBytes.denied);
    await done(unmerge(2, 1));
    expect(standingOf(2)).toBe(stateBytes.granted);
    expect(standingOf(1)).toBe(stateBytes.denied);
  });

  test("a person who is joined twice over can be taken out from the middle", async () => {
    const before = state();
    await done(merge(0, 1));
    await done(merge(2, 0));
    await done(merge(2, 3));
    await done(unmerge(2, 0));
    expect(workspace.vault.db.count("SELECT count(*) FROM orders WHERE customer_id = ?", [ids[2]!])).toBe(4);
    expect(workspace.vault.db.count("SELECT count(*) FROM orders WHERE customer_id = ?", [ids[0]!])).toBe(1);
    await done(unmerge(2, 1, 3));
    expect(state()).toEqual(before);
  });

  test("the one who stayed can leave: the rest stay together", async () => {
    const before = state();
    await done(merge(0, 1, 2, 3));
    await done(unmerge(0, 0));
    expect(workspace.vault.db.count("SELECT count(*) FROM customers")).toBe(3);
    expect(await identityMethods.listMerged(workspace, { customerId: ids[1]! })).toMatchObject({
      ok: true,
      value: [{ id: ids[2]! }, { id: ids[3]! }],
    });
    await done(unmerge(1, 2, 3));
    expect(state()).toEqual(before);
  });

  test("orders that came since stay with the one who stayed", async () => {
    await done(merge(0, 1));
    await workspace.vault.change(["people"], () => {
      workspace.vault.db.run(
        "INSERT INTO orders (customer_id, source, day, amount, currency, import_id) VALUES (?, 's', 20100, 1, 'JPY', 9)",
        [ids[0]!],
      );
    });
    await done(unmerge(0, 1));
    expect(workspace.vault.db.count("SELECT count(*) FROM orders WHERE customer_id = ?", [ids[0]!])).toBe(2);
    expect(workspace.vault.db.count("SELECT count(*) FROM orders WHERE customer_id = ?", [ids[1]!])).toBe(2);
  });

  test("nobody is given the number of a joined person, and strangers are refused", async () => {
    await done(merge(0, 4));
    expect(nextId(workspace.vault.db, "customers")).toBeGreaterThan(ids[4]!);
    expect(await unmerge(0, 2)).toEqual({ ok: false, error: { code: "customer-unknown" } });
    expect(await merge(0, 4)).toEqual({ ok: false, error: { code: "customer-unknown" } });
  });

  test("erasing the joined person leaves nothing of those behind them", async () => {
    await done(merge(0, 1));
    await workspace.vault.change(["people"], () =>
      takeAway(workspace.vault, [ids[0]!], "erase", now(), unwatched),
    );
    const rest = JSON.stringify(state());
    expect(rest).not.toContain("霞が関");
    expect(workspace.vault.db.count("SELECT count(*) FROM merge_members")).toBe(0);
    expect(workspace.vault.db.count("SELECT count(*) FROM merge_rows")).toBe(0);
  });

  test("the record tells each act and names nobody", async () => {
    await done(merge(0, 1));
    await done(unmerge(0, 1));
    const lines = JSON.stringify(workspace.vault.db.rows("SELECT action, payload FROM record"));
    expect(lines).toContain("people-merged");
    expect(lines).toContain("people-unmerged");
    expect(lines).not.toMatch(/高崎|髙﨑|example/u);
    expect(workspace.vault.verifyRecord(unwatched).intact).toBe(true);
  });
});

test("any sequence of joins and partings, undone, restores everything", async () => {
  const step = fc.record({ kind: fc.constantFrom("merge", "unmerge"), a: fc.nat(4), b: fc.nat(4) });
  const before = state();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      for (const { kind, a, b } of steps) await (kind === "merge" ? merge(a, b) : unmerge(a, b));
      const { db } = workspace.vault;
      expect(db.count("SELECT count(*) FROM orders")).toBe(5);
      expect(
        db.count("SELECT count(*) FROM customers") + db.count("SELECT count(*) FROM merge_members"),
      ).toBe(5);
      for (;;) {
        const left = db.first<{ id: number; customer_id: number }>(
          "SELECT id, customer_id FROM merge_members",
        );
        if (left === undefined) break;
        await done(
          identityMethods.unmergeCustomers(workspace, { customerId: left.customer_id, members: [left.id] }),
        );
      }
      expect(state()).toEqual(before);
    }),
    { numRuns: 25 },
  );
});
