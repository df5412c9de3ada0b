import { readFile } from "node:fs/promises";
import { createContext, runInContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { insertCustomers, type TestCustomer } from "../../../../test/support/customers.ts";
import { memoryReleases } from "../../../../test/support/memory-releases.ts";
import { testWorkspace } from "../../../../test/support/test-workspace.ts";
import { unwatched } from "../../../base/job.ts";
import { keptModel, type KeptModel } from "../../../models/propensity/kept-model.ts";
import { learn } from "../../../models/propensity/learnt.ts";
import type { DataTable } from "../../../models/design/table.ts";
import type { EdgeCard, EdgePack, EdgeRule } from "../../../terms/edge-pack.ts";
import type { Workspace } from "../../../workspace.ts";
import { edgeMethods, releaseMethods, segmentMethods, verifyManifest } from "../index.ts";
import { edgeCard } from "./edge-card.ts";

interface Reader {
  readonly chanceOfLeaving: (
    card: Pick<EdgeCard, "base" | "terms" | "pairs">,
    visitor: Readonly<Record<string, number | string | undefined>>,
  ) => number;
  readonly offersFor: (rules: readonly EdgeRule[], basket: readonly string[]) => readonly string[];
}

/** The lines that docs/edge-pack.md tells a shop to paste. */
async function readerOfTheDocument(): Promise<Reader> {
  const text = await readFile(new URL("../../../../docs/edge-pack.md", import.meta.url), "utf8");
  const code = /```js\n([\s\S]*?)```/u.exec(text)?.[1] ?? "";
  const context = createContext({});
  runInContext(`${code}\nglobalThis.reader = { chanceOfLeaving, offersFor };`, context);
  return context["reader"] as Reader;
}

/** People of few different kinds, of whom those with long pauses leave, more so on one channel. */
function people(rows: number) {
  const at = (row: number, salt: number) =>
    ((Math.imul(row + 1, 2654435761) ^ Math.imul(salt, 40503)) >>> 8) % 1000;
  const sinceLast = Float64Array.from({ length: rows }, (_, row) =>
    row % 11 === 0 ? NaN : 10 * (at(row, 1) % 9),
  );
  const orders = Float64Array.from({ length: rows }, (_, row) => 1 + (at(row, 2) % 6));
  const codes = Int32Array.from({ length: rows }, (_, row) => at(row, 3) % 3);
  const labels = Uint8Array.from({ length: rows }, (_, row) => {
    const pause = Number.isNaN(sinceLast[row]!) ? 40 : sinceLast[row]!;
    const chance =
      1 / (1 + Math.exp(1 - pause / 25 + orders[row]! / 3 - (codes[row] === 1 && pause > 40 ? 1.5 : 0)));
    return at(row, 4) / 1000 < chance ? 1 : 0;
  });
  const table: DataTable = {
    rows,
    columns: [
      { name: "sinceLast", kind: "number", values: sinceLast },
      { name: "orders", kind: "number", values: orders },
      { name: "lastChannel", kind: "category", levels: ["shop", "web", "app"], codes },
    ],
  };
  return { table, labels };
}

describe("the scoring card", () => {
  test("gives the model's chance to every person, read with the documented lines", async () => {
    const { chanceOfLeaving } = await readerOfTheDocument();
    const { table, labels } = people(2400);
    const learnt = learn(table, labels, { bins: 16, pairs: 2 }, unwatched)!;
    const found = edgeCard(keptModel(learnt), 10)!;
    expect(found.bins).toBe(0);
    const { chance } = learnt.chances(table);
    const [sinceLast, orders, channel] = table.columns;
    let apart = 0;
    for (let row = 0; row < table.rows; row++) {
      const since = sinceLast?.kind === "number" ? sinceLast.values[row]! : NaN;
      const visitor = {
        ...(!Number.isNaN(since) && { sinceLast: since }),
        orders: orders?.kind === "number" ? orders.values[row]! : 0,
        lastChannel: channel?.kind === "category" ? channel.levels[channel.codes[row]!]! : "",
      };
      apart = Math.max(apart, Math.abs(chanceOfLeaving(found.card, visitor) - chance[row]!));
    }
    // Cells of pairs of few people add nothing here; there are none among so many.
    expect(found.pairCells).toBe(0);
    expect(learnt.model.pairs.length).toBeGreaterThan(0);
    expect(apart).toBeLessThan(2e-4);
  });

  const kept: KeptModel = {
    intercept: -0.5,
    columns: [
      {
        name: "orders",
        ordered: true,
        cuts: [1.5, 2.5, 1234.5],
        labels: [],
        values: [0.4, 1, -0.2, -0.6, 0.3],
        people: [4, 30, 6, 5, 40],
      },
      {
        name: "lastChannel",
        ordered: false,
        cuts: [],
        labels: ["", "shop", "rare", "web"],
        values: [0, 0.25, 2, -0.1],
        people: [0, 50, 3, 32],
      },
    ],
    pairs: [
      {
        first: 0,
        second: 1,
        rowOf: [0, 0, 0, 0, 1],
        columnOf: [0, 0, 1, 1],
        width: 2,
        values: [0.2, -0.1, 0, 0.05],
        people: [30, 9, 20, 26],
      },
    ],
  };

  test("joins or leaves out what few people made, exactly so", () => {
    expect(edgeCard(kept, 10)).toEqual({
      card: {
        base: -0.5,
        terms: [
          {
            field: "orders",
            bins: [
              { to: 1.5, adds: 1 },
              // (6 · -0.2 + 5 · -0.6) / 11
              { from: 1.5, to: 1230, adds: -0.3818 },
              { from: 1230, adds: 0.3 },
            ],
            otherwise: 0,
          },
          {
            field: "lastChannel",
            bins: [
              { level: "shop", adds: 0.25 },
              { level: "web", adds: -0.1 },
            ],
            otherwise: 0,
          },
        ],
        pairs: [
          {
            fields: ["orders", "lastChannel"],
            cells: [
              {
                bins: [
                  { blank: true, adds: 0 },
                  { blank: true, adds: 0 },
                ],
                adds: 0.2,
              },
              {
                bins: [
                  { blank: true, adds: 0 },
                  { level: "shop", adds: 0 },
                ],
                adds: 0.2,
              },
              {
                bins: [
                  { to: 1230, adds: 0 },
                  { blank: true, adds: 0 },
                ],
                adds: 0.2,
              },
              {
                bins: [
                  { to: 1230, adds: 0 },
                  { level: "shop", adds: 0 },
                ],
                adds: 0.2,
              },
              {
                bins: [
                  { from: 1230, adds: 0 },
                  { level: "rare", adds: 0 },
                ],
                adds: 0.05,
              },
              {
                bins: [
                  { from: 1230, adds: 0 },
                  { level: "web", adds: 0 },
                ],
                adds: 0.05,
              },
            ],
          },
        ],
      },
      bins: 3,
      pairCells: 1,
    });
  });

  test("is not made of a model that did not keep how many people it learnt from", () => {
    const { name, ordered, cuts, labels, values } = kept.columns[0]!;
    const older = { name, ordered, cuts, labels, values };
    expect(edgeCard({ ...kept, columns: [older] }, 10)).toBeUndefined();
  });
});

const customer = (index: number): TestCustomer => ({
  id: index + 1,
  family: "山田秘密",
  given: `花子${String(index)}`,
  email: `secret${String(index)}@example.com`,
  phone: `0901234${String(1000 + index)}`,
  prefecture: index % 2 === 0 ? "東京都" : "大阪府",
  orders: [
    {
      day: 20_000 - index,
      amount: 1000 + index,
      key: `o${String(index)}`,
      product: index % 3 === 0 ? "tea" : "cup",
    },
  ],
});

async function shop() {
  const base = await testWorkspace(() => new Date("2026-11-21T10:20:30.000Z"));
  const releases = memoryReleases();
  const workspace: Workspace = { ...base, releases };
  const { db } = workspace.vault;
  await workspace.vault.change(["people"], () => {
    insertCustomers(
      db,
      Array.from({ length: 120 }, (_, index) => customer(index)),
    );
    // Every fourth order of tea holds a cake besides.
    db.run("INSERT INTO products (code, name) VALUES ('cake', 'cake')");
    db.run(
      `INSERT INTO order_lines (order_id, product_id, quantity, amount, import_id)
       SELECT id, (SELECT id FROM products WHERE code = 'cake'), 1, 100, 1 FROM orders WHERE (customer_id - 1) % 6 = 0`,
    );
  });
  return { workspace, written: releases.files };
}

describe("a pack", () => {
  test("holds rules and conditions of enough people, a proof and nobody's identifier, and verifies", async () => {
    const { workspace, written } = await shop();
    const save = (name: string, values: string[]) =>
      segmentMethods.saveSegment(workspace, {
        name,
        definition: { groups: [{ anyOf: [{ kind: "choice", attribute: "prefecture", values }] }] },
      });
    await save("Tokyo", ["東京都"]);
    await save("Nobody", ["沖縄県"]);
    await save("がん患者", ["大阪府"]);
    const request = { parts: ["card", "rules", "segments"] as const };
    const preview = await edgeMethods.previewEdge(workspace, { ...request, parts: [...request.parts] });
    expect(preview).toMatchObject({ ok: true, value: { missing: [{ part: "card", why: "model-no-run" }] } });
    const out = await edgeMethods.releaseEdge(workspace, {
      request: { parts: ["rules", "segments"] },
      folder: "out",
    });
    if (!out.ok) throw new Error(out.error.code);
    const [file = ""] = out.value.release.files;
    expect(file).toMatch(/^kurabito-edge-everybody-.*\.json$/u);
    const text = new TextDecoder().decode(written.get(file));
    const pack = JSON.parse(text) as EdgePack;
    // 40 of 120 bought tea, 20 a cake, always with tea: 20 / 40 against 20 / 120.
    expect(pack.rules).toEqual([
      { bought: "cake", offer: "tea", support: 0.1667, confidence: 1, lift: 3 },
      { bought: "tea", offer: "cake", support: 0.1667, confidence: 0.5, lift: 3 },
    ]);
    expect(pack.segments?.map(({ name }) => name)).toEqual(["Tokyo", "segment-3"]);
    expect(pack.proof).toMatchObject({
      k: 10,
      withheld: { segments: 1 },
      differentialPrivacy: null,
      guardedAgainst: 0,
    });
    for (const secret of ["山田秘密", "花子", "secret", "0901234", "o1"]) expect(text).not.toContain(secret);
    const manifest = new TextDecoder().decode(
      written.get([...written.keys()].find((name) => name.endsWith(".manifest.json"))!),
    );
    const report = await verifyManifest(manifest, async (name) => written.get(name));
    expect(report.checks.filter(({ passed }) => !passed)).toEqual([]);
    expect(out.value.manifest).toMatchObject({
      kind: "edge",
      k: 10,
      people: 120,
      columns: ["rules", "segments"],
    });
    const { offersFor } = await readerOfTheDocument();
    expect(offersFor(pack.rules!, ["tea"])).toEqual(["cake"]);
    expect(offersFor(pack.rules!, ["tea", "cake"])).toEqual([]);
  });

  test("and a table after it are judged together: one buyer more leaves neither", async () => {
    const { workspace } = await shop();
    const release = () =>
      edgeMethods.releaseEdge(workspace, { request: { parts: ["rules"] }, folder: "out" });
    expect(await release()).toMatchObject({ ok: true });
    expect(await release()).toMatchObject({ ok: true });
    await workspace.vault.change(["people"], () => void insertCustomers(workspace.vault.db, [customer(120)]));
    expect(
      await releaseMethods.releaseAggregate(workspace, {
        request: { dimensions: [], measures: ["people"] },
        folder: "out",
      }),
    ).toMatchObject({ ok: false, error: { code: "release-differencing" } });
    expect(await release()).toMatchObject({ ok: false, error: { code: "release-too-few" } });
  });
});
