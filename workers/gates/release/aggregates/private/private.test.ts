import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { insertCustomers, type TestCustomer } from "../../../../../test/support/customers.ts";
import { memoryReleases } from "../../../../../test/support/memory-releases.ts";
import { testWorkspace } from "../../../../../test/support/test-workspace.ts";
import { value } from "../../../../../test/support/value.ts";
import { fault } from "../../../../base/fault.ts";
import { aggregateDimensions, publicDimensions, type AggregateRequest } from "../../../../terms/release.ts";
import type { SegmentDefinition } from "../../../../terms/segment.ts";
import type { Workspace } from "../../../../workspace.ts";
import { releaseMethods, segmentMethods, verifyManifest } from "../../index.ts";
import { spentRho, vaultRho } from "./budget.ts";
import { isOwnFacts } from "./plan.ts";
import { publicLabels } from "./public-labels.ts";

const day = 20_000;
const yes = {
  purpose: "analytics",
  recipient: "self",
  state: "granted",
  heldFrom: "2026-01-01T00:00:00.000Z",
};

function people(): TestCustomer[] {
  return Array.from({ length: 400 }, (_, index): TestCustomer => ({
    family: "佐藤",
    given: `花子${String(index)}`,
    prefecture: ["東京都", "大阪府", "北海道", "どこか"][index % 4]!,
    // One person with a million orders' worth of spend: a bound keeps them from being seen.
    orders: [{ day: day - index, amount: index === 0 ? 900_000_000 : 1000, key: `o${String(index)}` }],
    consents: [yes],
  }));
}

async function shop() {
  const releases = memoryReleases();
  const base = await testWorkspace(() => new Date("2026-11-21T10:20:30.000Z"));
  const workspace: Workspace = { ...base, releases };
  value(
    await workspace.vault.change(["people", "consent"], () => insertCustomers(workspace.vault.db, people())),
  );
  return { workspace, files: releases.files };
}

const request: AggregateRequest = {
  dimensions: ["prefecture"],
  measures: ["people", "revenue"],
  language: "en",
  privacy: { epsilon: 2, mechanism: "laplace", revenueBound: 10_000 },
};

describe("a table with noise", () => {
  test("leaves with every prefecture in it, intervals, a manifest of its promise, and its budget spent", async () => {
    const { workspace, files } = await shop();
    const preview = value(
      await releaseMethods.previewAggregate(workspace, { ...request, privacy: { rho: 0.02 } }),
    );
    expect(preview.privacy).toMatchObject({
      mechanism: "gaussian",
      rho: 0.02,
      delta: 1e-6,
      budget: vaultRho,
      spent: 0,
    });
    expect(preview.privacy?.halfWidths).toHaveLength(2);
    const affordable = { ...request, privacy: { ...request.privacy, epsilon: 0.9 } };
    const { manifest } = value(
      await releaseMethods.releaseAggregate(workspace, { request: affordable, folder: "/f" }),
    );
    expect(manifest.privacy).toEqual({
      mechanism: "laplace",
      epsilon: 0.9,
      delta: 0,
      rho: 0.405,
      revenueBound: 10_000,
    });
    expect(manifest.k).toBeUndefined();
    expect(spentRho(workspace.vault.db)).toBeCloseTo(0.405, 12);
    const [name = ""] = manifest.files.map((file) => file.name);
    const rows: string[][] = parse(Buffer.from(files.get(name)!), { bom: true });
    expect(rows).toHaveLength(1 + 48 + 1);
    const column = (at: number) => rows.slice(1).map((row) => Number(row[at]));
    for (const at of [1, 3]) {
      const numbers = column(at);
      expect(numbers.every((number) => Number.isInteger(number) && number >= 0)).toBe(true);
      expect(numbers.slice(0, -1).reduce((sum, number) => sum + number, 0)).toBe(numbers.at(-1));
    }
    expect(Math.abs(column(1).at(-1)! - 400)).toBeLessThan(200);
    expect(manifest.people).toBe(column(1).at(-1));
    // 399 people of 1,000 and one clamped to 10,000: the millions of one person are not in it.
    expect(column(3).at(-1)!).toBeLessThan(1_500_000);
    const manifestName = [...files.keys()].find((one) => one.endsWith(".json")) ?? "";
    const text = new TextDecoder().decode(files.get(manifestName));
    expect(
      (await verifyManifest(text, async (one) => files.get(one))).checks.every(({ passed }) => passed),
    ).toBe(true);
  });

  test("is refused once the budget does not reach, and what was spent cannot be taken back", async () => {
    const { workspace, files } = await shop();
    const dear = { ...request, privacy: { rho: 0.3 } };
    value(await releaseMethods.releaseAggregate(workspace, { request: dear, folder: "/f" }));
    const before = files.size;
    expect(await releaseMethods.releaseAggregate(workspace, { request: dear, folder: "/f" })).toEqual(
      fault("privacy-budget-spent", { left: 0.2, budget: vaultRho, needed: 0.3 }),
    );
    expect(files.size).toBe(before);
    const { db } = workspace.vault;
    expect(() => db.run("DELETE FROM privacy_spending")).toThrow("stays spent");
    expect(() => db.run("UPDATE privacy_spending SET rho = 0.001")).toThrow("stays spent");
    expect(spentRho(db)).toBe(0.3);
  });

  test.each<[string, Partial<AggregateRequest>, string]>([
    ["channels come from the data", { dimensions: ["channel"] }, "privacy-dimension"],
    ["RFM groups depend on others", { dimensions: ["rfmGroup"] }, "privacy-dimension"],
    ["people have to be counted", { measures: ["revenue"] }, "bad-arguments"],
    ["epsilon or rho, not both", { privacy: { epsilon: 1, rho: 0.1 } }, "bad-arguments"],
    ["neither", { privacy: {} }, "bad-arguments"],
    ["rho of a Laplace", { privacy: { rho: 0.1, mechanism: "laplace" } }, "bad-arguments"],
  ])("%s: refused", async (_, change, code) => {
    const { workspace } = await shop();
    const asked = { ...request, ...change };
    expect(await releaseMethods.previewAggregate(workspace, asked)).toMatchObject({
      ok: false,
      error: { code },
    });
    expect(spentRho(workspace.vault.db)).toBe(0);
  });

  test("the window offers the dimensions that have public lines, and no others", () => {
    const today = new Date("2026-11-21T10:20:30.000Z");
    const open = aggregateDimensions.filter((dimension) => publicLabels(dimension, today) !== undefined);
    expect(open.toSorted()).toEqual(publicDimensions.toSorted());
    expect(publicLabels("firstOrderMonth", today)?.slice(-2)).toEqual(["2026-11", ""]);
  });

  test("segments by people's own facts only", async () => {
    const { workspace } = await shop();
    const of = async (name: string, definition: SegmentDefinition) =>
      value(await segmentMethods.saveSegment(workspace, { name, definition })).id;
    const scores = await of("score", {
      groups: [{ anyOf: [{ kind: "number", attribute: "recencyScore", comparison: "atLeast", value: 3 }] }],
    });
    const own = await of("own", {
      groups: [{ anyOf: [{ kind: "choice", attribute: "prefecture", values: ["東京都"] }] }],
    });
    const small = { ...request, privacy: { rho: 0.01 } };
    expect(await releaseMethods.previewAggregate(workspace, { ...small, segmentId: scores })).toEqual(fault("privacy-segment")); // prettier-ignore
    expect((await releaseMethods.previewAggregate(workspace, { ...small, segmentId: own })).ok).toBe(true);
    expect(isOwnFacts({ groups: [{ anyOf: [{ kind: "segment", segmentId: 1 }] }] })).toBe(false);
  });

  test("two dimensions: rows, columns and total add up", async () => {
    const { workspace, files } = await shop();
    const two = { ...request, dimensions: ["gender", "ageBand"] as const, privacy: { rho: 0.1 } };
    value(await releaseMethods.releaseAggregate(workspace, { request: { ...two, dimensions: [...two.dimensions] }, folder: "/f" })); // prettier-ignore
    const csv = [...files].find(([name]) => name.endsWith(".csv"))![1];
    const rows: string[][] = parse(Buffer.from(csv), { bom: true });
    expect(rows).toHaveLength(1 + 5 * 11 + 5 + 11 + 1);
    const cells = rows.slice(1, 56);
    const total = (label: string, at: 0 | 1) => Number(rows.find((row) => row[at] === label && row[1 - at] === rows.at(-1)![0])![2]); // prettier-ignore
    const sum = (label: string, at: 0 | 1) => cells.filter((row) => row[at] === label).reduce((so, row) => so + Number(row[2]), 0); // prettier-ignore
    expect(total("female", 0)).toBe(sum("female", 0));
    expect(total("30-39", 1)).toBe(sum("30-39", 1));
  });
});
