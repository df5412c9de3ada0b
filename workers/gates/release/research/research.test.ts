import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, test } from "vitest";
import { insertCustomers, type TestCustomer } from "../../../../test/support/customers.ts";
import { memoryReleases } from "../../../../test/support/memory-releases.ts";
import { testWorkspace } from "../../../../test/support/test-workspace.ts";
import { value } from "../../../../test/support/value.ts";
import { fault } from "../../../base/fault.ts";
import type { ResearchRequest } from "../../../terms/research-file.ts";
import type { Workspace } from "../../../workspace.ts";
import { releaseMethods, verifyManifest } from "../index.ts";

const day = 20_000;

/** 240 people in three prefectures, and one alone in a fourth; every sixth objected to being looked at. */
function people(): TestCustomer[] {
  return Array.from({ length: 241 }, (_, index): TestCustomer => ({
    family: "佐藤",
    given: `花子${String(index)}`,
    email: `person${String(index)}@example.com`,
    prefecture: index === 240 ? "沖縄県" : ["東京都", "大阪府", "京都府"][index % 3]!,
    orders: Array.from({ length: 1 + (index % 4) }, (_order, at) => ({
      day: day - (index % 90) - at,
      amount: 1000 + index,
      key: `o${String(index)}-${String(at)}`,
    })),
    consents:
      index % 6 === 5 && index < 240
        ? [{ purpose: "analytics", recipient: "self", state: "denied", heldFrom: "2026-01-01T00:00:00.000Z" }]
        : [],
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

const request: ResearchRequest = {
  columns: ["prefecture", "firstOrderMonth"],
  facts: ["orders"],
  language: "en",
};

describe("a research file", () => {
  let made: Awaited<ReturnType<typeof shop>>;
  beforeAll(async () => {
    made = await shop();
  });

  test("is foretold with its levels, losses and risks", async () => {
    const preview = value(await releaseMethods.previewResearch(made.workspace, request));
    expect(preview.people).toBe(201);
    expect(preview.made?.smallest).toBeGreaterThanOrEqual(10);
    expect(preview.made?.riskBefore).toBe(1);
    expect(preview.made?.riskAfter).toBeLessThanOrEqual(0.1);
    expect(preview.made?.header).toEqual(["Prefecture", "Month of first order", "Orders"]);
    expect(preview.made?.sample).toHaveLength(5);
  });

  test("holds no one who objected and no class below k, in an order that tells nothing, and a manifest that verifies", async () => {
    const { workspace, files } = made;
    const { manifest } = value(await releaseMethods.releaseResearch(workspace, { request, folder: "/f" }));
    expect(manifest).toMatchObject({
      kind: "research",
      k: 10,
      purpose: "analytics",
      anonymity: { l: 2 },
      withheld: {},
    });
    const csv = [...files].find(([name]) => name.endsWith(".csv"))![1];
    const lines: string[][] = parse(Buffer.from(csv), { bom: true });
    const rows = lines.slice(1);
    expect(rows).toHaveLength(manifest.people);
    expect(rows.length).toBeLessThanOrEqual(201);
    expect(rows.map((row) => row.join("\u0000"))).toEqual(rows.map((row) => row.join("\u0000")).toSorted());
    const classes = new Map<string, Set<string>[]>();
    for (const [place = "", month = "", orders = ""] of rows) {
      const key = `${place}/${month}`;
      classes.set(key, [...(classes.get(key) ?? []), new Set([orders])]);
    }
    for (const members of classes.values()) {
      expect(members.length).toBeGreaterThanOrEqual(10);
      expect(new Set(members.flatMap((one) => [...one])).size).toBeGreaterThanOrEqual(2);
    }
    const text = [...files].find(([name]) => name.endsWith(".manifest.json"))![1];
    const report = await verifyManifest(new TextDecoder().decode(text), async (name) => files.get(name));
    expect(report.checks.filter(({ passed }) => !passed)).toEqual([]);
    expect(value(await releaseMethods.listReleases(workspace, {}))[0]?.kind).toBe("research");
  });

  test("a second file of the same people cut otherwise is refused where the two tell of a few", async () => {
    const { workspace } = await shop();
    value(await releaseMethods.releaseResearch(workspace, { request, folder: "/f" }));
    const { db } = workspace.vault;
    value(
      await workspace.vault.change(["people"], () =>
        db.run("DELETE FROM customers WHERE id IN (SELECT id FROM customers ORDER BY id LIMIT 3)"),
      ),
    );
    const again = await releaseMethods.releaseResearch(workspace, { request, folder: "/f" });
    expect(again).toEqual(fault("release-differencing", { k: 10, releases: "1" }));
    const preview = value(await releaseMethods.previewResearch(workspace, request));
    expect(preview.refusedBeside).toEqual([1]);
  });

  test("names values and columns as its readers do", async () => {
    const { workspace } = await shop();
    const { db } = workspace.vault;
    value(
      await workspace.vault.change(["people"], () =>
        db.run("UPDATE customers SET gender = CASE id % 2 WHEN 0 THEN 'female' ELSE 'male' END"),
      ),
    );
    const asked: ResearchRequest = { columns: ["gender"], facts: ["orders"], language: "ja" };
    const { made, review } = value(await releaseMethods.previewResearch(workspace, asked));
    expect(made?.header).toEqual(["性別", "注文数"]);
    expect(new Set(made?.sample.map(([gender]) => gender))).toEqual(new Set(["女性"]));
    expect(review.checks.flatMap(({ details: { column } }) => column ?? [])).toEqual(["注文数"]);
  });

  test("what cannot be met is said, and nothing leaves", async () => {
    const { workspace, files } = await shop();
    const strict = { ...request, k: 300 };
    const preview = value(await releaseMethods.previewResearch(workspace, strict));
    expect([preview.rows, preview.made, preview.review.verdict]).toEqual([0, undefined, "do-not-use"]);
    expect(await releaseMethods.releaseResearch(workspace, { request: strict, folder: "/f" })).toEqual(fault("release-too-few", { k: 300 })); // prettier-ignore
    expect(files.size).toBe(0);
    expect(await releaseMethods.previewResearch(workspace, { ...request, columns: ["gender", "gender"] })).toEqual(fault("bad-arguments")); // prettier-ignore
    expect(await releaseMethods.previewResearch(workspace, { ...request, segmentId: 99 })).toEqual(fault("segment-unknown")); // prettier-ignore
  });
});
