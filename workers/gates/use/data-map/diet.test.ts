import { beforeAll, describe, expect, test } from "vitest";
import { insertCustomers } from "../../../../test/support/customers.ts";
import { testWorkspace, type TestWorkspace } from "../../../../test/support/test-workspace.ts";
import type { DataDiet } from "../../../terms/data-diet.ts";
import { dataDiet } from "./diet.ts";
import { toldApart } from "./told-apart.ts";

// Twelve people. By prefecture: 6, 5 and one alone in 沖縄県. By prefecture and gender: 4, 2, 3, 2, 1.
const prefectures = "東東東東東東大大大大大沖".split("");
const genders = "ffffmmmmmffm".split("");

let workspace: TestWorkspace;
let diet: DataDiet;
beforeAll(async () => {
  workspace = await testWorkspace(() => new Date("2026-11-22T00:00:00.000Z"));
  const { db } = workspace.vault;
  await workspace.vault.change(["people"], () => {
    insertCustomers(
      db,
      prefectures.map((prefecture, at) => ({
        id: at + 1,
        name: `客${String(at)}`,
        prefecture,
        orders: [{ day: 20_000, amount: 100 }],
      })),
    );
    genders.forEach((gender, at) => db.run("UPDATE customers SET gender = ? WHERE id = ?", [gender, at + 1]));
    db.run(
      "INSERT INTO imports (id, name, source, sha256, bytes, plan, at, read, stored, quarantined, repeated) VALUES (1, 'f', 'shop', '', 0, '{}', '', 0, 0, 0, 0)",
    );
    db.run(
      "INSERT INTO fields (id, import_id, heading, target, class, purposes, stored, basis) VALUES (1, 1, '血液型', 'ignore', 'special_category', '[]', 1, ?)",
      [JSON.stringify({ purpose: "service", reason: "x" })],
    );
    ["A", "A", "B", "A", "O", "O"].forEach((value, at) =>
      db.run("INSERT INTO attributes (customer_id, field_id, value, import_id) VALUES (?, 1, ?, 1)", [
        at + 1,
        value,
      ]),
    );
  });
  const found = await dataDiet(workspace);
  if (!found.ok) throw new Error(found.error.code);
  diet = found.value;
});

const field = (id: string) => diet.fields.find((one) => one.id === id);

describe("how well people can be told apart", () => {
  test("by all quasi-identifiers together: classes, k, the share who stand alone, l", () => {
    expect(diet.risk).toEqual({
      quasiIdentifiers: ["source", "prefecture", "gender"],
      people: 12,
      // 東f 4, 東m 2, 大m 3, 大f 2, 沖m 1
      classes: 5,
      smallest: 1,
      unique: 1 / 12,
      bySize: [
        { from: 1, to: 1, people: 1 },
        { from: 2, to: 4, people: 11 },
        { from: 5, to: 9, people: 0 },
        { from: 10, people: 0 },
      ],
      // 東f holds A, A, B, A; 東m holds O, O.
      diversity: { heading: "血液型", smallest: 1 },
    });
  });

  test("by one field alone, and without it", () => {
    expect(field("customers.prefecture")?.risk).toEqual({ uniqueAlone: 1 / 12, uniqueWithout: 0 });
    expect(field("customers.gender")?.risk).toEqual({ uniqueAlone: 0, uniqueWithout: 1 / 12 });
    expect(field("customers.full_name")?.risk).toBeUndefined();
  });

  test("agrees with a reckoning over texts", () => {
    const { db } = workspace.vault;
    const rows = db.rows<Record<string, string | null>>("SELECT prefecture, gender, country FROM customers");
    const sizes = new Map<string, number>();
    for (const row of rows) {
      const key = JSON.stringify(row);
      sizes.set(key, (sizes.get(key) ?? 0) + 1);
    }
    const { risk } = toldApart(db, ["prefecture", "gender", "country"]);
    expect(risk.classes).toBe(sizes.size);
    expect(risk.smallest).toBe(Math.min(...sizes.values()));
  });

  test("an empty vault has nobody to tell apart", async () => {
    const empty = await testWorkspace();
    const found = await dataDiet(empty);
    expect(found).toMatchObject({
      ok: true,
      value: { risk: { people: 0, classes: 0, smallest: 0, unique: 0 }, fields: [] },
    });
  });
});

describe("what would be lost without a field", () => {
  test("nothing where no model reads it, everything where purchases are made of it", () => {
    expect(field("customers.gender")).toMatchObject({ loss: "nothing", advice: "drop" });
    expect(field("customers.prefecture")).toMatchObject({ loss: "nothing", advice: "drop" });
    expect(field("orders.day")).toMatchObject({ loss: "everything", advice: "keep" });
    expect(field("customers.full_name")).toMatchObject({ loss: "nothing", advice: "keep" });
  });

  test("a segment that reads a telling field makes it one to coarsen", async () => {
    await workspace.vault.change(["segments"], () => {
      const definition = {
        groups: [{ anyOf: [{ kind: "choice", attribute: "prefecture", values: ["東"] }] }],
      };
      workspace.vault.db.run("INSERT INTO segments (name, definition, created_at) VALUES ('s', ?, '')", [
        JSON.stringify(definition),
      ]);
    });
    const again = await dataDiet(workspace);
    const found = again.ok ? again.value.fields.find(({ id }) => id === "customers.prefecture") : undefined;
    expect(found).toMatchObject({ advice: "coarsen", loss: "nothing" });
    expect(found?.uses).toContain("segments");
  });
});
