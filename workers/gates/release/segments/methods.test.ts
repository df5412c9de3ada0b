import { beforeEach, describe, expect, test } from "vitest";
import { insertCustomers } from "../../../../test/support/customers.ts";
import { testWorkspace, type TestWorkspace } from "../../../../test/support/test-workspace.ts";
import { parseIsoDate } from "../../../base/calendar.ts";
import type { Outcome } from "../../../base/fault.ts";
import type { Act, Window } from "../../../terms/segment-acts.ts";
import type { Condition, SegmentDefinition } from "../../../terms/segment.ts";
import { shares } from "../../../shares.ts";

const now = new Date("2026-03-10T00:00:00.000Z");
const day = (iso: string): number => parseIsoDate(iso) ?? 0;
/** Noon in Japan. */
const noon = (iso: string): number => day(iso) * 86_400 + 3 * 3600;
const all = (...conditions: Condition[]): SegmentDefinition => ({
  groups: conditions.map((condition) => ({ anyOf: [condition] })),
});
const ever: Window = { kind: "ever" };
const did = (act: Act, n = 1, window: Window = ever): Condition => ({
  kind: "did",
  act,
  times: { comparison: "atLeast", n },
  window,
});
const tea: Act = { what: "order", products: ["tea"] };
const cake: Act = { what: "order", products: ["cake"] };

let workspace: TestWorkspace;
const ask = async <T>(outcome: Promise<Outcome<T>>): Promise<T> => {
  const got = await outcome;
  if (!got.ok) throw new Error(got.error.code);
  return got.value;
};
const people = async (definition: SegmentDefinition): Promise<number> =>
  (await ask(shares.previewSegment(workspace, { definition, language: "en" }))).people;
const save = async (name: string, definition: SegmentDefinition) =>
  ask(shares.saveSegment(workspace, { name, definition, language: "en" }));

beforeEach(async () => {
  workspace = await testWorkspace(() => now);
  const { vault } = workspace;
  const denied = { purpose: "profiling", state: "denied", heldFrom: "2026-01-01T00:00:00.000Z" };
  const made = await vault.change(["people", "imports"], () => {
    const buys = (product: string, ...days: string[]) =>
      days.map((iso) => ({ day: day(iso), amount: 1000, product }));
    insertCustomers(vault.db, [
      { id: 1, email: "a@example.jp", orders: [...buys("tea", "2026-01-01"), ...buys("cake", "2026-01-11")] },
      { id: 2, orders: buys("tea", "2026-01-01", "2026-02-01") },
      { id: 3, orders: buys("cake", "2026-03-01") },
      { id: 4, email: "d@example.jp", orders: buys("tea", "2026-01-05"), consents: [denied] },
    ]);
    for (const [customer, at, kind] of [
      [1, "2026-02-01", "visit"],
      [1, "2026-02-02", "login"],
      [3, "2025-06-01", "visit"],
      [4, "2026-02-01", "visit"],
    ] as const)
      vault.db.run("INSERT INTO events (customer_id, at, kind, import_id) VALUES (?, ?, ?, 1)", [
        customer,
        noon(at),
        kind,
      ]);
    for (const [customer, event] of [
      [1, "sent"],
      [1, "opened"],
      [2, "sent"],
      [4, "opened"],
    ] as const)
      vault.db.run(
        "INSERT INTO messages (customer_id, at, event, channel, campaign, import_id) VALUES (?, ?, ?, 'email', 'spring', 1)",
        [customer, noon("2026-02-20"), event],
      );
    vault.db.run(
      "INSERT INTO reviews (customer_id, day, kind, rating, masked, product, import_id) VALUES (2, ?, 'review', 2, 0, 'tea', 1)",
      [day("2026-02-05")],
    );
  });
  if (!made.ok) throw new Error(made.error.code);
});

describe("conditions over a vault's own tables", () => {
  test("orders of a product, events, messages, reviews and contacts; who objected is never in", async () => {
    expect(await people(all(did(tea)))).toBe(2);
    expect(await people(all(did(tea, 2)))).toBe(1);
    expect(await people(all(did({ what: "event", kinds: ["visit"] })))).toBe(2);
    expect(await people(all(did({ what: "event" }, 1, { kind: "lastDays", days: 40 })))).toBe(1);
    expect(await people(all(did({ what: "message", events: ["opened"], campaigns: ["spring"] })))).toBe(1);
    expect(await people(all(did({ what: "review", ratingAtMost: 2 })))).toBe(1);
    expect(await people(all({ kind: "known", fact: "email" }))).toBe(1);
    expect(await people(all({ kind: "known", fact: "email", not: true }))).toBe(2);
  });

  test("bought this, then not that within so many days", async () => {
    const sequence = { kind: "sequence", occurrence: "first", first: tea, window: ever } as const;
    expect(await people(all({ ...sequence, then: cake, followed: true, withinDays: 10 }))).toBe(1);
    expect(await people(all({ ...sequence, then: cake, followed: true, withinDays: 9 }))).toBe(0);
    expect(await people(all({ ...sequence, then: cake, followed: false, withinDays: 30 }))).toBe(1);
    // The data ends on 1 March: of 2 January plus 90 days nothing can be said yet.
    expect(await people(all({ ...sequence, then: cake, followed: false, withinDays: 90 }))).toBe(0);
  });

  test("columns of events follow what is committed", async () => {
    const visited = all(did({ what: "event", kinds: ["visit"] }));
    expect(await people(visited)).toBe(2);
    await workspace.vault.change(["people", "imports"], () => {
      workspace.vault.db.run(
        "INSERT INTO events (customer_id, at, kind, import_id) VALUES (2, 1000, 'visit', 1)",
      );
    });
    expect(await people(visited)).toBe(3);
  });
});

describe("saved segments", () => {
  test("answer their sentence in the language that was asked for, and tell of a name that platforms block", async () => {
    const saved = await save("Buyers", all(did(tea)));
    expect(saved.sentence).toBe("People who ordered tea at least once.");
    expect(saved.nameTells).toBeUndefined();
    const definition = all(did(tea));
    expect(await ask(shares.saveSegment(workspace, { name: "お茶", definition }))).toMatchObject({
      sentence: "teaの注文が 1 回以上の人です。",
    });
    expect((await save("Diabetes patients", definition)).nameTells).toEqual(["health"]);
  });

  test("stand on each other but never in a ring, and stay while something stands on them", async () => {
    const buyers = await save("Buyers", all(did(tea)));
    const mine = await save("Mine", all({ kind: "segment", segmentId: buyers.id }));
    expect(mine.people).toBe(2);
    expect(mine.sentence).toBe("People who are in “Buyers”.");
    const ring = all({ kind: "segment", segmentId: mine.id });
    expect(await shares.saveSegment(workspace, { id: buyers.id, name: "Buyers", definition: ring })).toEqual({
      ok: false,
      error: { code: "segment-ring" },
    });
    const gone = all({ kind: "segment", segmentId: 77 });
    expect(await shares.previewSegment(workspace, { definition: gone, language: "en" })).toMatchObject({
      error: { code: "segment-unknown" },
    });
    expect(await shares.deleteSegment(workspace, { segmentId: buyers.id })).toEqual({
      ok: false,
      error: { code: "segment-in-use", details: { name: "Mine" } },
    });
    await ask(shares.deleteSegment(workspace, { segmentId: mine.id }));
    await ask(shares.deleteSegment(workspace, { segmentId: buyers.id }));
  });

  test("say of one person why: each condition with the person's own fact; of an objector nothing is asked", async () => {
    const { id } = await save("Regulars", all(did(tea, 2), { kind: "known", fact: "email" }));
    const explain = (customerId: number) =>
      ask(shares.explainMembership(workspace, { customerId, segmentId: id, language: "en" }));
    expect(await explain(2)).toEqual({
      inside: false,
      withheld: false,
      groups: [
        {
          met: true,
          not: false,
          conditions: [
            {
              text: "who ordered tea at least 2 times",
              fact: "2 times (latest on February 1, 2026)",
              met: true,
            },
          ],
        },
        {
          met: false,
          not: false,
          conditions: [{ text: "of whom there is an e-mail address", fact: "there is none", met: false }],
        },
      ],
    });
    expect(await explain(4)).toEqual({ inside: false, withheld: true, groups: [] });
  });
});

describe("segments as sets", () => {
  test("a snapshot is compared in counts: who came, who left and why", async () => {
    const { id } = await save("Tea", all(did(tea)));
    const snapshot = await ask(shares.takeSnapshot(workspace, { segmentId: id }));
    expect(snapshot).toMatchObject({ people: 2, reason: "asked" });
    const { db } = workspace.vault;
    await workspace.vault.change(["people", "imports", "consent"], () => {
      insertCustomers(db, [
        {
          id: 9,
          registeredOn: day("2026-03-11"),
          orders: [{ day: day("2026-03-11"), amount: 1, product: "tea" }],
        },
      ]);
      db.run("DELETE FROM customers WHERE id = 1");
      const three = db.count("SELECT id FROM orders WHERE customer_id = 3");
      db.run(
        `INSERT INTO order_lines (order_id, product_id, quantity, amount, import_id)
         SELECT ?, id, 1, 1, 1 FROM products WHERE name = 'tea'`,
        [three],
      );
    });
    const changes = await ask(shares.segmentChanges(workspace, { snapshotId: snapshot.id }));
    expect(changes).toMatchObject({
      redefined: false,
      people: 3,
      stayed: 1,
      came: { total: 2, newcomers: 1, nowFit: 1 },
      left: { total: 1, gone: 1, withheld: 0, byGroup: [] },
    });
    await ask(shares.saveSegment(workspace, { id, name: "Tea", definition: all(did(tea, 3)) }));
    expect(await ask(shares.segmentChanges(workspace, { snapshotId: snapshot.id }))).toMatchObject({
      redefined: true,
      people: 0,
      left: { total: 2, gone: 1, byGroup: [{ group: 0, people: 1 }] },
    });
  });

  test("of one segment only the twelve newest snapshots are kept; they go with it", async () => {
    const { id } = await save("Tea", all(did(tea)));
    for (let n = 0; n < 14; n++) await ask(shares.takeSnapshot(workspace, { segmentId: id }));
    const kept = await ask(shares.listSnapshots(workspace, { segmentId: id }));
    expect(kept).toHaveLength(12);
    await ask(shares.deleteSnapshot(workspace, { snapshotId: kept[0]!.id }));
    await ask(shares.deleteSegment(workspace, { segmentId: id }));
    expect(workspace.vault.db.count("SELECT count(*) FROM segment_snapshot_people")).toBe(0);
  });

  test("in an order each person counts for the first segment that takes them", async () => {
    const first = await save("Tea", all(did(tea)));
    const second = await save("Anything", all(did({ what: "order" })));
    const segmentIds = [first.id, second.id];
    const order = await ask(shares.savePriority(workspace, { name: "Spring", segmentIds }));
    expect(order.segments.map(({ people: n, counted }) => [n, counted])).toEqual([
      [2, 2],
      [3, 1],
    ]);
    expect(await ask(shares.listPriorities(workspace, {}))).toEqual([order]);
    expect(await shares.deleteSegment(workspace, { segmentId: first.id })).toMatchObject({
      error: { code: "segment-in-use" },
    });
    const overlap = await ask(shares.overlapSegments(workspace, { segmentIds }));
    expect(overlap.pairs).toEqual([
      [2, 2],
      [2, 3],
    ]);
    expect(overlap.parts).toEqual([
      { segmentIds, people: 2 },
      { segmentIds: [second.id], people: 1 },
    ]);
    await ask(shares.deletePriority(workspace, { priorityId: order.id }));
    await ask(shares.deleteSegment(workspace, { segmentId: first.id }));
  });
});
