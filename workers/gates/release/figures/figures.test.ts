import { describe, expect, test } from "vitest";
import fc from "fast-check";
import { insertCustomers, type TestCustomer } from "../../../../test/support/customers.ts";
import { memoryReleases } from "../../../../test/support/memory-releases.ts";
import { testWorkspace } from "../../../../test/support/test-workspace.ts";
import { value } from "../../../../test/support/value.ts";
import { parseIsoDate } from "../../../base/calendar.ts";
import { basketGroups } from "../../../models/association/baskets.ts";
import type { Workspace } from "../../../workspace.ts";
import { groupsToTell } from "../guard/overlapping.ts";
import { figureMethods, releaseMethods, verifyManifest } from "../index.ts";

const day = (text: string): number => parseIsoDate(text) ?? 0;

/** 40 people of January, of whom 20 ordered again in February and 5 in March; 12 of February; the vault ends on 31 March. */
function customers(): TestCustomer[] {
  const order = (date: string, key: string, product = "tea") => ({
    day: day(date),
    amount: 1000,
    key,
    product,
  });
  return Array.from({ length: 52 }, (_, index): TestCustomer => {
    const january = index < 40;
    return {
      prefecture: index % 2 === 0 ? "東京都" : "大阪府",
      orders: [
        order(january ? "2026-01-10" : "2026-02-03", `a${String(index)}`, index % 4 === 0 ? "cup" : "tea"),
        ...(january && index < 20 ? [order("2026-02-12", `b${String(index)}`)] : []),
        ...(january && index >= 35 ? [order("2026-03-31", `c${String(index)}`)] : []),
      ],
    };
  });
}

async function shop() {
  const base = await testWorkspace(() => new Date("2026-11-21T10:20:30.000Z"));
  const releases = memoryReleases();
  const workspace: Workspace = { ...base, releases };
  value(
    await workspace.vault.change(["people"], () => void insertCustomers(workspace.vault.db, customers())),
  );
  return { workspace, written: releases.files };
}

describe("cohorts", () => {
  test("tell sizes, retention and spend of enough people; the table and its page verify", async () => {
    const { workspace, written } = await shop();
    const table = value(await figureMethods.previewFigures(workspace, { kind: "cohorts" }));
    expect(table.rows).toEqual([
      { labels: ["2026-01"], figures: [40, 1.63, 1625, 0.5, "withheld", "later", "later", "later", "later"] },
      { labels: ["2026-02"], figures: [12, 1, 1000, 0, "later", "later", "later", "later", "later"] },
    ]);
    expect(table).toMatchObject({ people: 52, withheld: 1 });
    const out = value(
      await figureMethods.releaseFigures(workspace, {
        request: { kind: "cohorts", page: true, language: "en" },
        folder: "o",
      }),
    );
    const [csv = "", page = ""] = out.release.files;
    expect(new TextDecoder().decode(written.get(csv))).toContain("2026-01,40,1.63,1625,0.5,withheld,n/a");
    const html = new TextDecoder().decode(written.get(page));
    expect(html).toContain("<svg");
    expect(html).toContain("default-src 'none'");
    expect(html).not.toContain("<script");
    const manifest = [...written.keys()].find((name) => name.endsWith(".manifest.json")) ?? "";
    const report = await verifyManifest(new TextDecoder().decode(written.get(manifest)), async (name) =>
      written.get(name),
    );
    expect(report.checks.filter(({ passed }) => !passed)).toEqual([]);
  });

  test("are judged beside everything released before, and what comes after beside them", async () => {
    const { workspace } = await shop();
    const request = { kind: "cohorts", unit: "month" } as const;
    value(await figureMethods.releaseFigures(workspace, { request, folder: "o" }));
    value(await figureMethods.releaseFigures(workspace, { request, folder: "o" }));
    const total = { dimensions: [], measures: ["people" as const] };
    value(await releaseMethods.releaseAggregate(workspace, { request: total, folder: "o" }));
    const [late] = customers().slice(0, 1);
    const more = { ...late!, orders: [{ day: day("2026-01-20"), amount: 500, key: "late" }] };
    value(await workspace.vault.change(["people"], () => void insertCustomers(workspace.vault.db, [more])));
    expect(await figureMethods.releaseFigures(workspace, { request, folder: "o" })).toMatchObject({
      error: { code: "release-differencing" },
    });
    const refused = value(await figureMethods.previewFigures(workspace, request));
    expect(refused.differencing?.releases).toContain(1);
  });
});

describe("products", () => {
  test("tell of buyers, and of no product whose buyers, or all others, are few", async () => {
    const { workspace } = await shop();
    const table = value(await figureMethods.previewFigures(workspace, { kind: "products" }));
    // 13 bought a cup; all but 8 of the 52 a tea: who did not is too few.
    expect(table.rows.map(({ labels, figures }) => [labels[0], figures[0]])).toEqual([
      ["tea", "withheld"],
      ["cup", 13],
    ]);
  });
});

test("groups that overlap: no combination of what is told touches fewer than k people", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 8, maxLength: 8 }),
      fc.array(fc.subarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 1 }), { minLength: 1, maxLength: 4 }),
      (people, groups) => {
        const k = 6;
        const kept = groupsToTell({ people, adding: [], groups }, k).map((at) => new Set(groups[at]));
        // Every small combination of what is told, tried out.
        const factors = [-2, -1, 0, 1, 2];
        const all = kept.reduce<number[][]>(
          (lists) => lists.flatMap((list) => factors.map((one) => [...list, one])),
          [[]],
        );
        for (const list of all) {
          const touched = people.reduce((sum, count, pattern) => {
            const weight = list.reduce(
              (total, factor, at) => total + (kept[at]!.has(pattern) ? factor : 0),
              0,
            );
            return weight === 0 ? sum : sum + count;
          }, 0);
          expect(touched === 0 || touched >= k).toBe(true);
        }
      },
    ),
    { numRuns: 150 },
  );
});

test("baskets: buyers and pairs as counted one by one", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 }), { maxLength: 4 }), {
        minLength: 1,
        maxLength: 12,
      }),
      (people) => {
        const orders = people.flat();
        const starts = (lists: readonly (readonly unknown[])[]) =>
          Int32Array.from(
            [0, ...lists].map((_, at) => lists.slice(0, at).reduce((sum, list) => sum + list.length, 0)),
          );
        const found = basketGroups(
          { orderStart: starts(people), itemStart: starts(orders), product: Int32Array.from(orders.flat()) },
          new Uint8Array(people.length).fill(1),
          4,
        );
        for (const [at, code] of found.products.entries())
          expect([...found.buyers[at]!]).toEqual(
            people.flatMap((own, person) => (own.flat().includes(code) ? [person] : [])),
          );
        for (const { first, second, together } of found.pairs) {
          const [a, b] = [found.products[first]!, found.products[second]!];
          const both = people.flatMap((own, person) =>
            own.some((one) => one.includes(a) && one.includes(b)) ? [person] : [],
          );
          expect([...together]).toEqual(both);
        }
      },
    ),
    { numRuns: 200 },
  );
});
