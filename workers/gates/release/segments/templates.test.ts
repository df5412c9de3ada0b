import { expect, test } from "vitest";
import { insertCustomers, type TestCustomer } from "../../../../test/support/customers.ts";
import { testWorkspace } from "../../../../test/support/test-workspace.ts";
import { parseIsoDate } from "../../../base/calendar.ts";
import { shares } from "../../../shares.ts";
import type { SegmentTemplate } from "../../../terms/segment-templates.ts";

const end = parseIsoDate("2026-05-31") ?? 0;

/** Came back after 10 days and one more for each before them; every fourth never did. */
function customer(index: number): TestCustomer {
  const first = end - 380;
  const second = index % 4 === 3 ? [] : [{ day: first + 10 + index, amount: 1000 }];
  return { id: index + 1, orders: [{ day: first, amount: 1000 }, ...second] };
}

async function templatesOf(customers: readonly TestCustomer[]): Promise<readonly SegmentTemplate[]> {
  const workspace = await testWorkspace(() => new Date("2026-06-01T00:00:00.000Z"));
  const last = { id: 999, orders: [{ day: end, amount: 1000 }] };
  const done = await workspace.vault.change(["people"], () => {
    insertCustomers(workspace.vault.db, [...customers, last]);
  });
  if (!done.ok) throw new Error(done.error.code);
  const told = await shares.segmentTemplates(workspace, { language: "en" });
  if (!told.ok) throw new Error(told.error.code);
  return told.value;
}

test("the days of the templates are those of this vault's people, and say where they come from", async () => {
  const told = await templatesOf(Array.from({ length: 80 }, (_, index) => customer(index)));
  const of = (name: string) => told.find((one) => one.name === name);
  // Gaps of 10 to 88 days without every fourth: quantiles by hand, 84.1 at nineteen of twenty.
  expect(of("second-due")?.basis).toEqual({ kind: "gaps", gaps: 60, low: 30, high: 69 });
  expect(of("second-due")?.sentence).toBe(
    "People whose number of orders is exactly 1, and whose last order was between 30 and 69 days ago.",
  );
  expect(of("win-back")?.basis).toEqual({ kind: "gaps", gaps: 60, low: 85 });
  expect(of("about-to-leave")?.basis).toMatchObject({ kind: "gaps", high: 84 });
  expect(of("vip")).toEqual({
    name: "vip",
    definition: of("vip")?.definition,
    sentence: of("vip")?.sentence,
  });
});

test("of few people what is usual stands, and says so", async () => {
  const told = await templatesOf([customer(0), customer(1)]);
  const bases = Object.fromEntries(told.flatMap(({ name, basis }) => (basis ? [[name, basis]] : [])));
  expect(bases).toEqual({
    "second-due": { kind: "usual", low: 30, high: 90 },
    "win-back": { kind: "usual", low: 180 },
  });
});
