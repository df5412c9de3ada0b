import { beforeAll, expect, test } from "vitest";
import { insertCustomers, type TestCustomer } from "../../../../test/support/customers.ts";
import { testWorkspace, type TestWorkspace } from "../../../../test/support/test-workspace.ts";
import { parseIsoDate } from "../../../base/calendar.ts";
import { shares } from "../../../shares.ts";
import type { BuyersProfile } from "../../../terms/buyers-profile.ts";
import { keepControl } from "./store.ts";

const sent = parseIsoDate("2026-02-01") ?? 0;
const people = 600;
/** In the file, and buys. */
const OBJECTOR = 2;

/** Of three in the file two buy where they live in Tokyo, and one of nine elsewhere; of the control hardly anybody does. */
function customer(index: number): TestCustomer {
  const tokyo = index % 2 === 0;
  const buys = isControl(index) ? index % 25 === 0 : tokyo ? index % 3 !== 0 : index % 9 === 1;
  return {
    id: index + 1,
    name: `客${String(index)}`,
    prefecture: tokyo ? "東京都" : ["大阪府", "京都府", "奈良県"][Math.min(2, Math.floor(index / 200))]!,
    orders: [
      { day: sent - 20 - (index % 7), amount: 1000 },
      // Who buys afterwards spends much then: nothing of it may describe them.
      ...(buys ? [{ day: sent + 2 + (index % 9), amount: 90_000 }] : []),
    ],
    ...(index === OBJECTOR
      ? {
          consents: [{ purpose: "profiling", state: "denied", heldFrom: "2025-01-01T00:00:00.000Z" }],
        }
      : {}),
  };
}

function isControl(index: number): boolean {
  return index % 4 === 3 || index % 8 === 0;
}

let workspace: TestWorkspace;
let profile: BuyersProfile;

beforeAll(async () => {
  workspace = await testWorkspace(() => new Date("2026-03-01T03:00:00.000Z"));
  const { db } = workspace.vault;
  const all = Array.from({ length: people }, (_, index) => index);
  const done = await workspace.vault.change(["people", "releases"], () => {
    insertCustomers(db, all.map(customer));
    db.run(
      `INSERT INTO releases (id, at, kind, segment, purpose, recipient, people, row_count, folder, manifest, state)
         VALUES (1, '2026-02-01T03:00:00.000Z', 'consented', 'all', 'email_marketing', 'self', 1, 1, '', '{}', 'released')`,
    );
    const control = all.filter(isControl);
    for (const index of all.filter((one) => !isControl(one)))
      db.run("INSERT INTO release_people (release_id, customer_id) VALUES (1, ?)", [index + 1]);
    const customers = Int32Array.from(control, (index) => index + 1);
    keepControl(db, 1, people - control.length, { share: 0.4, seed: 1, days: 30, customers });
    for (const [id, name, asked] of [
      [1, "tokyo", "2026-01-31T00:00:00.000Z"],
      [2, "糖尿病の方", "2026-01-31T00:00:00.000Z"],
      [3, "later", "2026-02-20T00:00:00.000Z"],
    ] as const) {
      db.run("INSERT INTO segments (id, name, definition, created_at) VALUES (?, ?, '{\"groups\":[]}', ?)", [
        id,
        name,
        asked,
      ]);
      db.run(
        "INSERT INTO segment_snapshots (id, segment_id, at, reason, definition, people) VALUES (?, ?, ?, 'asked', '{}', 1)",
        [id, id, asked],
      );
      for (const index of all.filter((one) => one % 2 === 0))
        db.run("INSERT INTO segment_snapshot_people (snapshot_id, customer_id) VALUES (?, ?)", [
          id,
          index + 1,
        ]);
    }
  });
  if (!done.ok) throw new Error(done.error.code);
  const told = await shares.buyersProfile(workspace, { releaseId: 1 });
  if (!told.ok) throw new Error(told.error.code);
  profile = told.value;
});

const linesOf = (trait: string) => profile.traits.find((one) => one.trait === trait)?.lines ?? [];

test("the arm that did better is described, without who objected", () => {
  const file = Array.from({ length: people }, (_, index) => index).filter(
    (index) => !isControl(index) && index !== OBJECTOR,
  );
  expect(profile).toMatchObject({ verdict: "more", arm: "treated", k: 10, from: "2026-02-02" });
  expect(profile.buyers + profile.others).toBe(file.length);
  expect(profile.buyers).toBe(file.filter((index) => customer(index).orders?.length === 2).length);
});

test("says in people out of a hundred where buyers live, and tells few people together", () => {
  const [tokyo] = linesOf("prefecture").filter(({ values }) => values.includes("東京都"));
  expect(tokyo?.verdict).toBe("more");
  expect(tokyo?.ofBuyers.value).toBeCloseTo((100 * tokyo!.buyers) / profile.buyers, 9);
  expect(tokyo?.difference.value).toBeCloseTo(tokyo!.ofBuyers.value - tokyo!.ofOthers.value, 9);
  expect(tokyo!.difference.low).toBeGreaterThan(0);
  for (const { lines } of profile.traits)
    for (const { buyers, others } of lines) expect(Math.min(buyers, others)).toBeGreaterThanOrEqual(10);
});

test("nothing done since describes them, no later snapshot does, and no segment with a sensitive name", () => {
  // Everybody had one order of 1,000 some days before: neither number nor spend tells anybody apart.
  expect(linesOf("ordersBefore")).toEqual([]);
  expect(linesOf("spendBefore")).toEqual([]);
  const segments = [...profile.traits, ...profile.tooFew].flatMap(({ segment }) => segment ?? []);
  expect(segments).toEqual(["tokyo"]);
});

test("a larger k tells less, and a release without a control nothing", async () => {
  const strict = await shares.buyersProfile(workspace, { releaseId: 1, k: 1000 });
  expect(strict).toMatchObject({ ok: true, value: { traits: [], comparisons: 0 } });
  expect(strict.ok && strict.value.tooFew.map(({ trait }) => trait)).toContain("prefecture");
  expect(await shares.buyersProfile(workspace, { releaseId: 2 })).toMatchObject({
    error: { code: "release-unknown" },
  });
});
