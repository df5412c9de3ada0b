import { expect, test } from "vitest";
import { insertCustomers } from "../../../test/support/customers.ts";
import { testWorkspace } from "../../../test/support/test-workspace.ts";
import { unwatched } from "../../base/job.ts";
import type { PersonHistory } from "../../models/propensity/person-history.ts";
import { featureRun } from "./feature-run.ts";

const denied = {
  purpose: "profiling",
  state: "denied",
  heldFrom: "2026-01-01T00:00:00.000Z",
} as const;

test("what people wrote, logged in and used becomes dated numbers of those who may be considered; no word leaves the gate", async () => {
  const workspace = await testWorkspace(() => new Date("2026-11-21T09:00:00Z"));
  const { vault } = workspace;
  const done = await vault.change(["people"], () => {
    const { db } = vault;
    insertCustomers(db, [
      { orders: [{ day: 20_000, amount: 100 }] },
      { orders: [{ day: 20_000, amount: 100 }], consents: [denied] },
      { orders: [{ day: 20_000, amount: 100 }] },
    ]);
    const write = (who: number, day: number, kind: string, text: string | null) =>
      db.run(
        "INSERT INTO reviews (customer_id, day, kind, text, masked, import_id) VALUES (?, ?, ?, ?, 0, 1)",
        [who, day, kind, text],
      );
    write(1, 20_010, "inquiry", "まだ届きません。困っています。返金してください。");
    write(1, 20_005, "review", "とても美味しいです");
    write(1, 20_006, "review", null);
    write(2, 20_007, "inquiry", "最悪です");
    write(3, 20_008, "inquiry", "在庫はありますか");
    const act = (who: number, kind: string, seconds: number | null) =>
      db.run("INSERT INTO events (customer_id, at, kind, seconds, import_id) VALUES (?, ?, ?, ?, 1)", [
        who,
        20_000 * 86_400,
        kind,
        seconds,
      ]);
    act(1, "login", null);
    act(1, "app", 90);
    act(2, "login", 60);
    act(3, "other", 600);
  });
  expect(done.ok).toBe(true);
  const run = featureRun(workspace, "profiling");
  const history: PersonHistory = run.history(unwatched);
  const { texts, logins, use, visits } = history;
  const row = [...run.customersOf(Int32Array.from({ length: run.people }, (_, at) => at))].indexOf(1);
  const own = <T>(start: Int32Array, list: ArrayLike<T>) =>
    Array.from(list).slice(start[row], start[row + 1]);
  expect(run.people).toBe(2);
  expect(texts!.day).toHaveLength(3);
  expect(own(texts!.start, texts!.day)).toEqual([20_005, 20_010]);
  expect(own(texts!.start, texts!.tone).map(Math.sign)).toEqual([1, -1]);
  expect(own(texts!.start, texts!.parting)).toEqual([0, 1]);
  // "Is it in stock?" has no tone, which is not the same as a neutral one.
  expect([...texts!.tone].filter(Number.isNaN)).toHaveLength(1);
  expect([visits!.day.length, logins!.day.length, [...use!.seconds]]).toEqual([2, 1, [90]]);
  const strings = JSON.stringify(history, (_, value: unknown) =>
    ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number>) : value,
  );
  expect(strings).not.toMatch(/届き|美味|最悪|在庫/u);
});
