import { beforeEach, describe, expect, test } from "vitest";
import { insertCustomers, type TestCustomer } from "../../../../test/support/customers.ts";
import { memoryReleases } from "../../../../test/support/memory-releases.ts";
import { testWorkspace } from "../../../../test/support/test-workspace.ts";
import { value } from "../../../../test/support/value.ts";
import { fault } from "../../../base/fault.ts";
import type { AggregateRequest } from "../../../terms/release.ts";
import type { Workspace } from "../../../workspace.ts";
import { figureMethods, releaseMethods } from "../index.ts";

const customer = (index: number, prefecture: string, amount: number): TestCustomer => ({
  prefecture,
  orders: [{ day: 20_000 - (index % 50), amount, key: `o${String(index)}` }],
});

let workspace: Workspace;
beforeEach(async () => {
  const base = await testWorkspace(() => new Date("2026-11-21T10:20:30.000Z"));
  workspace = {
    ...base,
    releases: memoryReleases(),
  };
});

const change = async (body: () => void): Promise<void> =>
  value(await workspace.vault.change(["people", "insight"], body));
const come = (...customers: readonly TestCustomer[]) =>
  change(() => void insertCustomers(workspace.vault.db, customers));
const release = (request: AggregateRequest) =>
  releaseMethods.releaseAggregate(workspace, { request, folder: "out" });
const preview = async (request: AggregateRequest) =>
  value(await releaseMethods.previewAggregate(workspace, request));

describe("quantiles beside earlier releases", () => {
  const request: AggregateRequest = { dimensions: [], measures: ["people", "median"] };

  test("are told as rounded; who moves across the rounding alone is not told", async () => {
    await come(...Array.from({ length: 100 }, (_, index) => customer(index, "東京都", 1000 + 10 * index)));
    const { totals } = await preview(request);
    expect(totals).toEqual([100, 1500]);
    value(await release(request));
    value(await release(request));
    // One person's spend crosses from below the rounding to above it: the count stays, the parts do not.
    await change(() => workspace.vault.db.run("UPDATE orders SET amount = 9000 WHERE customer_id = 1"));
    expect(await release(request)).toMatchObject({ ok: false, error: { code: "release-differencing" } });
    value(await release({ ...request, measures: ["people"] }));
    // Withholding more drops the quantile first.
    const guarded = await preview({ ...request, guarded: true });
    expect(guarded.totals).toEqual([100, null]);
  });

  test("of margins are not told", async () => {
    await come(
      ...Array.from({ length: 120 }, (_, index) =>
        customer(index, ["東京都", "大阪府"][index % 2]!, 1000 + 5 * index),
      ),
    );
    const table = await preview({ dimensions: ["prefecture"], measures: ["people", "median"] });
    expect(table.cells.map(({ values }) => values[1])).toEqual([1300, 1300]);
    expect(table.totals).toEqual([120, null]);
  });
});

describe("a mean", () => {
  test("passes the guard as its sum does: one purchase more is not told", async () => {
    await come(...Array.from({ length: 60 }, (_, index) => customer(index, "東京都", 1000 + index)));
    value(await release({ dimensions: [], measures: ["people", "meanRevenue"] }));
    await change(() => workspace.vault.db.run("UPDATE orders SET amount = 5000 WHERE customer_id = 7"));
    expect(await release({ dimensions: [], measures: ["people", "revenueShare"] })).toMatchObject({
      ok: false,
      error: { code: "release-differencing" },
    });
  });
});

describe("a sensitive dimension", () => {
  const people = (prefecture: string, female: number, male: number, from: number) =>
    Array.from({ length: female + male }, (_, at) => customer(from + at, prefecture, 1000));

  test("lines without enough different values are told as one, with the smallest other", async () => {
    await come(
      ...people("東京都", 30, 30, 0),
      ...people("大阪府", 24, 0, 100),
      ...people("京都府", 10, 12, 200),
    );
    await change(() => {
      const { db } = workspace.vault;
      db.run(
        "UPDATE customers SET gender = CASE WHEN id <= 30 THEN 'female' WHEN id <= 60 THEN 'male' WHEN id <= 94 THEN 'female' ELSE 'male' END",
      );
    });
    const request: AggregateRequest = {
      dimensions: ["prefecture", "gender"],
      measures: ["people"],
      sensitive: { dimension: "gender" },
    };
    const table = await preview(request);
    expect(table.diversity).toEqual({ dimension: "gender", l: 2, pooled: 2 });
    expect(
      table.margins.filter(({ dimension }) => dimension === 0).map(({ label, values }) => [label, ...values]),
    ).toEqual([
      ["東京都", 60],
      ["京都府\n大阪府", 46],
    ]);
    expect(table.cells.map(({ values }) => values[0])).toEqual([30, 30, 34, 12]);
  });

  test("special-category data always is; where even all are alike, nothing is told", async () => {
    await come(...people("東京都", 30, 0, 0));
    await change(() => {
      const { db } = workspace.vault;
      db.run(
        "INSERT INTO imports (id, name, source, sha256, bytes, plan, at, read, stored, quarantined, repeated) VALUES (1, 'f', 's', '', 0, '{}', '', 0, 0, 0, 0)",
      );
      for (const [id, purpose] of [
        [1, "analytics"],
        [2, "service"],
      ] as const)
        db.run(
          "INSERT INTO fields (id, import_id, heading, target, class, purposes, stored, basis) VALUES (?, 1, ?, 'attribute', 'special_category', '[]', 1, ?)",
          [id, `allergy ${String(id)}`, JSON.stringify({ purpose, reason: "r" })],
        );
      db.run(
        "INSERT INTO attributes (customer_id, field_id, value, import_id) SELECT id, 1, 'none', 1 FROM customers",
      );
      db.run(
        "INSERT INTO attributes (customer_id, field_id, value, import_id) SELECT id, 2, 'x', 1 FROM customers",
      );
    });
    expect(value(await figureMethods.listAnalysableAttributes(workspace, {}))).toEqual([
      { id: 1, heading: "allergy 1" },
    ]);
    const request: AggregateRequest = {
      dimensions: ["specialAttribute"],
      measures: ["people"],
      attributeField: 1,
    };
    expect(await release({ ...request, attributeField: 2 })).toEqual(fault("attribute-unknown"));
    const table = await preview(request);
    expect(table).toMatchObject({ diversity: { l: 2, impossible: true } });
    expect(table.totals).toBeUndefined();
    expect(table.cells.every(({ values }) => values.length === 0)).toBe(true);
    expect(await release(request)).toMatchObject({ ok: false, error: { code: "release-too-few" } });
    await change(() =>
      workspace.vault.db.run("UPDATE attributes SET value = 'nuts' WHERE customer_id % 2 = 0"),
    );
    expect((await preview(request)).cells.map(({ labels, values }) => [labels[0], values[0]])).toEqual([
      ["none", 15],
      ["nuts", 15],
    ]);
    value(await release(request));
  });
});

describe("what a model expects", () => {
  const request: AggregateRequest = { dimensions: ["churnTenth"], measures: ["people", "meanChurnRisk"] };
  const run = (id: number, end: string) =>
    change(() => {
      const { db } = workspace.vault;
      db.run("INSERT INTO runs (id, model, at, options, report) VALUES (?, 'churn', '', '{}', ?)", [
        id,
        JSON.stringify({ end }),
      ]);
      db.run("DELETE FROM churn_scores");
      db.run(
        "INSERT INTO churn_scores (customer_id, run_id, churn_risk) SELECT id, ?, id / 1000.0 FROM customers WHERE id > 10",
        [id],
      );
    });

  test("is told by tenths of those scored; of another run only four weeks apart", async () => {
    await come(...Array.from({ length: 210 }, (_, index) => customer(index, "東京都", 1000)));
    await run(1, "2026-10-01");
    const table = await preview(request);
    expect(table.cells.map(({ labels, values }) => [labels[0], values[0]])).toEqual(
      Array.from({ length: 10 }, (_, at) => [String(at + 1).padStart(2, "0"), 20]),
    );
    // The first tenth: ids 191 to 210.
    expect(table.cells[0]!.values[1]).toBeCloseTo(0.2005, 4);
    value(await release(request));
    value(await release(request));
    await run(2, "2026-10-20");
    expect((await preview(request)).modelWait).toBe(9);
    expect(await release(request)).toEqual(fault("release-model-again", { days: 9, date: "2026-10-01" }));
    await run(3, "2026-10-29");
    value(await release(request));
  });
});
