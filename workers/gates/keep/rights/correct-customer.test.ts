import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { testWorkspace, type TestWorkspace } from "../../../../test/support/test-workspace.ts";
import { value } from "../../../../test/support/value.ts";
import type { ImportOutcome } from "../../../terms/intake.ts";
import { intakeMethods } from "../../intake/index.ts";
import { rightsMethods } from "./methods.ts";

const now = () => new Date("2026-11-21T03:00:00Z");

async function bringIn(workspace: TestWorkspace, content: string, source = "shop"): Promise<ImportOutcome> {
  const file = new Blob([content]);
  const name = `${source}.csv`;
  const preview = value(await intakeMethods.previewFile(workspace, { file, name }));
  return value(await intakeMethods.importFile(workspace, { file, name, plan: { ...preview.plan, source } }));
}

const heading = "会員ID,メールアドレス,電話番号,姓,名,都道府県,性別\n";
const first = `${heading}1,old@example.jp,090-1111-2222,田中,花子,東京都,女\n2,taro@example.jp,080-3333-4444,鈴木,太郎,大阪府,男\n`;

async function shop(): Promise<TestWorkspace> {
  const workspace = await testWorkspace(now);
  await bringIn(workspace, first);
  return workspace;
}

const person = (workspace: TestWorkspace, id = 1) => ({
  ...workspace.vault.db.first<{ readonly search_key: string } & Record<string, string | null>>(
    "SELECT family_name, given_name, full_name, prefecture, gender, age_band, search_key FROM customers WHERE id = ?",
    [id],
  ),
  contacts: workspace.vault.db
    .rows<{ value: string }>(
      "SELECT value FROM identifiers WHERE customer_id = ? AND kind IN ('email', 'phone') ORDER BY kind, value",
      [id],
    )
    .map((row) => row.value),
});

describe("a correction", () => {
  test("changes what is held, keeps what stood before with when and why, and is found by the new value", async () => {
    const workspace = await shop();
    const done = await rightsMethods.correctCustomer(workspace, {
      customerId: 1,
      changes: [
        { field: "family_name", value: "山田" },
        { field: "email", value: "ＮＥＷ@example.jp" },
        { field: "prefecture", value: "神奈川" },
        { field: "gender", value: null },
        { field: "birth_date", value: "1990-05-01" },
      ],
      reason: "結婚で改姓",
    });
    expect(value(done)).toEqual({ cells: 5, followed: [] });
    expect(person(workspace)).toMatchObject({
      family_name: "山田",
      prefecture: "神奈川県",
      gender: null,
      age_band: "30-39",
      contacts: ["new@example.jp", "+819011112222"],
    });
    expect(person(workspace).search_key).toContain("new@example.jp");
    expect(person(workspace).search_key).not.toContain("old@example.jp");
    const kept = value(await rightsMethods.listCorrections(workspace, { customerId: 1 }));
    expect(kept.find(({ field }) => field === "family_name")).toEqual({
      field: "family_name",
      before: "田中",
      after: "山田",
      at: now().toISOString(),
      reason: "結婚で改姓",
    });
    expect(kept.find(({ field }) => field === "email")).toMatchObject({
      before: "old@example.jp",
      after: "new@example.jp",
    });
    const acts = workspace.vault.db.rows<{ payload: string }>(
      "SELECT payload FROM record WHERE action = 'corrected'",
    );
    expect(acts).toHaveLength(1);
    expect(acts[0]?.payload).not.toMatch(/田中|山田|example/u);
  });

  test("is refused where it cannot be read, says nothing new, or does not say which", async () => {
    const workspace = await shop();
    const correct = (
      changes: Parameters<typeof rightsMethods.correctCustomer>[1]["changes"],
      customerId = 1,
    ) => rightsMethods.correctCustomer(workspace, { customerId, changes, reason: "" });
    expect(await correct([{ field: "email", value: "no address" }])).toMatchObject({
      error: { code: "correction-unreadable", details: { field: "email" } },
    });
    expect(await correct([{ field: "family_name", value: "田中" }])).toMatchObject({
      error: { code: "correction-nothing" },
    });
    expect(await correct([{ field: "city", value: "港区" }], 99)).toMatchObject({
      error: { code: "customer-unknown" },
    });
    await bringIn(workspace, "会員ID,メールアドレス\n1,second@example.jp\n");
    expect(await correct([{ field: "email", value: "third@example.jp" }])).toMatchObject({
      error: { code: "correction-which" },
    });
    value(await correct([{ field: "email", value: "third@example.jp", before: "second@example.jp" }]));
    expect(person(workspace).contacts).toEqual(["old@example.jp", "third@example.jp", "+819011112222"]);
    // A refused change leaves nothing behind.
    expect(workspace.vault.db.count("SELECT count(*) FROM corrections")).toBe(1);
  });

  test("a whole name and its parts go on saying the same", async () => {
    const workspace = await testWorkspace(now);
    await bringIn(workspace, "会員ID,氏名,姓,名\n1,田中 花子,田中,花子\n");
    const done = await rightsMethods.correctCustomer(workspace, {
      customerId: 1,
      changes: [{ field: "family_name", value: "山田" }],
      reason: "",
    });
    expect(value(done)).toEqual({ cells: 2, followed: ["full_name"] });
    expect(person(workspace)).toMatchObject({ full_name: "山田 花子", family_name: "山田" });
    value(
      await rightsMethods.correctCustomer(workspace, {
        customerId: 1,
        changes: [{ field: "full_name", value: "佐藤 恵" }],
        reason: "",
      }),
    );
    expect(person(workspace)).toMatchObject({ full_name: "佐藤 恵", family_name: "佐藤", given_name: "恵" });
  });

  test("an import leaves it and tells how many cells it left; undoing an import leaves it too", async () => {
    const workspace = await shop();
    const renamed = await bringIn(workspace, `${heading}1,old@example.jp,,高田,,,\n`);
    value(
      await rightsMethods.correctCustomer(workspace, {
        customerId: 1,
        changes: [
          { field: "family_name", value: "山田" },
          { field: "email", value: "new@example.jp" },
        ],
        reason: "本人の申し出",
      }),
    );
    const again = await bringIn(workspace, first);
    expect(again).toMatchObject({ keptCorrections: 2, customersNew: 0 });
    expect(person(workspace)).toMatchObject({ family_name: "山田", given_name: "花子" });
    expect(person(workspace).contacts).toEqual(["new@example.jp", "+819011112222"]);
    value(await intakeMethods.undoImport(workspace, { importId: renamed.importId }));
    value(await intakeMethods.undoImport(workspace, { importId: 1 }));
    expect(person(workspace)).toMatchObject({ family_name: "山田" });
    expect(person(workspace).contacts).toContain("new@example.jp");
    // The other person had nothing put right and goes with the import that brought them.
    expect(workspace.vault.db.count("SELECT count(*) FROM customers WHERE id = 2")).toBe(0);
  });

  test("a file that knows the person by the former address alone brings nobody new", async () => {
    const workspace = await shop();
    value(
      await rightsMethods.correctCustomer(workspace, {
        customerId: 1,
        changes: [{ field: "email", value: "new@example.jp" }],
        reason: "",
      }),
    );
    const mail = await bringIn(workspace, "email,姓\nold@example.jp,田中\n", "mail");
    expect(mail.customersNew).toBe(0);
    expect(person(workspace).contacts).toEqual(["new@example.jp", "+819011112222"]);
  });
});

describe("whatever files come and go", () => {
  const cell = fc.constantFrom("田中", "高田", "山本", "");
  const row = fc.record({
    family: cell,
    email: fc.constantFrom("old@example.jp", "new@example.jp", "else@example.jp", ""),
    prefecture: fc.constantFrom("東京都", "北海道", ""),
    source: fc.constantFrom("shop", "till"),
  });
  const step = fc.oneof(
    row.map((facts) => ({ kind: "import" as const, facts })),
    fc.nat({ max: 5 }).map((which) => ({ kind: "undo" as const, which })),
  );

  test("a corrected cell stays corrected", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const workspace = await shop();
        value(
          await rightsMethods.correctCustomer(workspace, {
            customerId: 1,
            changes: [
              { field: "family_name", value: "山田" },
              { field: "prefecture", value: null },
              { field: "email", value: "right@example.jp" },
            ],
            reason: "",
          }),
        );
        const imports = [1];
        for (const one of steps) {
          if (one.kind === "undo") {
            const importId = imports.splice(one.which % Math.max(1, imports.length), 1)[0];
            if (importId !== undefined) value(await intakeMethods.undoImport(workspace, { importId }));
          } else {
            const { family, email, prefecture, source } = one.facts;
            const done = await bringIn(
              workspace,
              `${heading}1,${email},,${family},,${prefecture},\n`,
              source,
            );
            imports.push(done.importId);
          }
          expect(person(workspace)).toMatchObject({ family_name: "山田", prefecture: null });
          const { contacts } = person(workspace);
          expect(contacts).toContain("right@example.jp");
          expect(contacts).not.toContain("old@example.jp");
        }
      }),
      { numRuns: 12 },
    );
  });
});
