import "../../../../test/support/derive-once.ts";
import { expect, test } from "vitest";
import { erasureWorld } from "../../../../test/support/erasure-world.ts";
import { fault } from "../../../base/fault.ts";
import { cancelJob, newJobTicket } from "../../../base/job.ts";
import { MOST_ERASED } from "../../../terms/erasure.ts";
import { erasureMethods } from "./index.ts";

test("a hundred thousand people at once, stopped half-way: nobody is erased, and the file is as it was", async () => {
  const world = await erasureWorld(new Date("2026-06-01T09:00:00.000Z"));
  const vault = await world.open();
  const customerIds = Array.from({ length: MOST_ERASED }, (_, at) => at + 1);
  const filled = await vault.change(["people"], () => {
    const ids = Int32Array.from(customerIds);
    const emails = customerIds.map((id) => `person.${String(id)}@example.jp`);
    vault.db.bulkInsert("INSERT INTO customers (id, import_id, source) VALUES (?, 1, 'shop')", [ids]);
    vault.db.bulkInsert(
      `INSERT INTO identifiers (customer_id, kind, value, display, source, since, import_id)
       VALUES (?, 'email', ?, ?, 'shop', '', 1)`,
      [ids, emails, emails],
    );
  });
  expect(filled.ok).toBe(true);
  const before = world.file.stored?.bytes.slice();
  const job = newJobTicket("erasing");
  const emit = world.events.push.bind(world.events);
  let halfway = 0;
  world.events.push = (event) => {
    if (
      event.kind === "progress" &&
      event.progress.phase === "erase" &&
      event.progress.done > MOST_ERASED / 2
    ) {
      halfway = event.progress.done;
      cancelJob(job);
    }
    return emit(event);
  };
  const workspace = world.workspace(vault);
  expect(await erasureMethods.eraseCustomers(workspace, { customerIds, reason: "閉店", job })).toEqual(
    fault("cancelled"),
  );
  expect(halfway).toBeGreaterThan(0);
  for (const [table, rows] of [
    ["customers", MOST_ERASED],
    ["identifiers", MOST_ERASED],
    ["tombstones", 0],
    ["erased_people", 0],
    ["certificates", 0],
  ] as const)
    expect([table, vault.db.count(`SELECT count(*) FROM ${table}`)]).toEqual([table, rows]);
  expect(Buffer.compare(world.file.stored?.bytes ?? Buffer.alloc(0), before ?? Buffer.alloc(1))).toBe(0);
  expect(world.file.erasures).toBeUndefined();
  expect(vault.db.rows("PRAGMA foreign_key_check")).toEqual([]);
  vault.close();
});
