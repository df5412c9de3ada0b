import { describe, expect, test } from "vitest";
import { testWorkspace, type TestWorkspace } from "../../../../test/support/test-workspace.ts";
import { value } from "../../../../test/support/value.ts";
import type { DataMap, MapField } from "../../../terms/data-map.ts";
import { intakeMethods } from "../../intake/index.ts";
import { dataMapMethods } from "./index.ts";

const now = () => new Date("2026-11-21T03:00:00Z");
const shop =
  "注文番号,会員ID,メールアドレス,氏名,都道府県,注文日,金額,宗教\nA1,1,taro@example.jp,山田 太郎,東京,2026-01-05,1200,x\nA2,2,hana@example.jp,鈴木 花,,2026-01-06,500,y\n";
const members = "会員ID,メールアドレス,郵便番号\n9,jiro@example.jp,1000001\n";

async function filled(): Promise<TestWorkspace> {
  const workspace = await testWorkspace(now);
  for (const [text, name] of [
    [shop, "shop.csv"],
    [members, "members.csv"],
  ] as const) {
    const file = new Blob([text]);
    const { plan } = value(await intakeMethods.previewFile(workspace, { file, name }));
    value(await intakeMethods.importFile(workspace, { file, name, plan }));
  }
  return workspace;
}

function field(map: DataMap, id: string): MapField {
  const found = map.fields.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no field ${id}`);
  return found;
}

describe("the data map", () => {
  test("says of each field how much is in it, where from, what for and what uses it", async () => {
    const map = value(await dataMapMethods.dataMap(await filled(), {}));
    expect(map.people).toBe(3);
    expect(field(map, "customers.prefecture")).toMatchObject({
      class: "quasi_identifier",
      filled: 1,
      rows: 3,
      sources: ["shop"],
      purposes: ["service", "analytics", "profiling"],
    });
    expect(field(map, "identifiers.email")).toMatchObject({
      filled: 3,
      rows: 3,
      sources: ["members", "shop"],
      uses: ["matching", "customer-view"],
      gaps: ["no-value"],
    });
    expect(field(map, "orders.amount").uses).toEqual(["customer-view", "rfm"]);
    expect(field(map, "customers.city").gaps).toEqual(["empty"]);
    expect(map.refused).toEqual([{ heading: "宗教", source: "shop", files: 1 }]);
    expect(map.sources.map(({ name, imports }) => [name, imports])).toEqual([
      ["members", 1],
      ["shop", 1],
    ]);
  });

  test("what is kept on a documented basis is a field with its reason", async () => {
    const workspace = await testWorkspace(now);
    const file = new Blob(["会員ID,アレルギー\n1,卵\n2,\n"]);
    const { plan } = value(await intakeMethods.previewFile(workspace, { file, name: "m.csv" }));
    const reason = "食物アレルギーの事故を防ぐため、書面で同意を得ている";
    const bases = [{ column: 1, purpose: "service", reason, hash: false } as const];
    value(await intakeMethods.importFile(workspace, { file, name: "m.csv", plan: { ...plan, bases } }));
    const map = value(await dataMapMethods.dataMap(workspace, {}));
    expect(field(map, "attributes.m.アレルギー")).toMatchObject({
      class: "special_category",
      filled: 1,
      rows: 2,
      purposes: ["service"],
      basis: { purpose: "service", reason },
    });
    expect(map.refused).toEqual([]);
  });

  test("the links of the picture add up to the fields and rows they stand for", async () => {
    const map = value(await dataMapMethods.dataMap(await filled(), {}));
    expect(map.fromSources).toContainEqual({ from: "shop", to: "orders", weight: 2 });
    for (const { from, to, weight } of map.toPurposes)
      expect(
        map.fields.filter(
          (one) => one.table === from && one.filled > 0 && one.purposes.some((purpose) => purpose === to),
        ),
      ).toHaveLength(weight);
  });

  test("what the customer gets is kept, taken away with an empty text, and only for fields there are", async () => {
    const workspace = await filled();
    const save = (id: string, text: string) => dataMapMethods.saveFieldValue(workspace, { field: id, text });
    value(await save("identifiers.email", "注文の確認メール"));
    const map = value(await dataMapMethods.dataMap(workspace, {}));
    expect(field(map, "identifiers.email")).toMatchObject({ value: "注文の確認メール", gaps: [] });
    value(await save("identifiers.email", ""));
    expect(field(value(await dataMapMethods.dataMap(workspace, {})), "identifiers.email").value).toBe("");
    expect(await save("customers.id", "x")).toMatchObject({ error: { code: "field-unknown" } });
  });

  test("a segment that asks of a field is a use of it", async () => {
    const workspace = await filled();
    workspace.vault.db.run("INSERT INTO segments (name, definition, created_at) VALUES ('東京', ?, '')", [
      JSON.stringify({
        groups: [{ anyOf: [{ kind: "choice", attribute: "prefecture", values: ["東京都"] }] }],
      }),
    ]);
    const map = value(await dataMapMethods.dataMap(workspace, {}));
    expect(field(map, "customers.prefecture").uses).toContain("segments");
    expect(field(map, "customers.gender").uses).toEqual([]);
  });
});
