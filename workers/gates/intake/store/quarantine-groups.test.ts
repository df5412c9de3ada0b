import { describe, expect, test } from "vitest";
import { memoryReleases } from "../../../../test/support/memory-releases.ts";
import { testWorkspace, type TestWorkspace } from "../../../../test/support/test-workspace.ts";
import { value } from "../../../../test/support/value.ts";
import type { RepairRule } from "../../../terms/quarantine.ts";
import { quarantineReportMethods } from "../../release/quarantine-report.ts";
import { intakeMethods } from "../index.ts";
import { repaired } from "./repair-rules.ts";

const now = () => new Date("2026-11-21T03:00:00Z");

const good = Array.from({ length: 6 }, (_, index) => `C${String(index)},2026-01-05,${String(index)}00`);
const file = [
  "会員ID,注文日,金額",
  ...good,
  "C7,2026年1月?日,700",
  "C8,2026年1月?日,800",
  "C9,いつか,900",
  "C10,2026-01-09",
];

async function filled(): Promise<TestWorkspace> {
  const workspace = await testWorkspace(now);
  const blob = new Blob([`${file.join("\n")}\n`]);
  const { plan } = value(await intakeMethods.previewFile(workspace, { file: blob, name: "o.csv" }));
  value(await intakeMethods.importFile(workspace, { file: blob, name: "o.csv", plan }));
  return workspace;
}

const dates = { importId: 1, reason: "date-unreadable", column: "注文日" } as const;
const rule: RepairRule = { kind: "replace", column: 1, find: "?", with: "7" };

describe("rows that wait, by groups", () => {
  test("are grouped by what repairs them", async () => {
    const workspace = await filled();
    expect(value(await intakeMethods.listQuarantineGroups(workspace, {}))).toEqual([
      { importId: 1, name: "o.csv", reason: "date-unreadable", column: "注文日", rows: 3 },
      { importId: 1, name: "o.csv", reason: "too-few-cells", rows: 1 },
    ]);
  });

  test("a rule is tried first, then stores what passes; the rest waits as it came", async () => {
    const workspace = await filled();
    const { db } = workspace.vault;
    const trial = value(await intakeMethods.mendGroup(workspace, { ...dates, rule, dryRun: true }));
    expect(trial).toMatchObject({ tried: 3, changed: 2, stored: 2, dryRun: true });
    expect(trial.examples[0]).toEqual({
      line: 8,
      before: "C7,2026年1月?日,700",
      after: "C7,2026年1月7日,700",
    });
    expect(db.count("SELECT count(*) FROM orders")).toBe(6);
    expect(value(await intakeMethods.mendGroup(workspace, { ...dates, rule, dryRun: false })).stored).toBe(2);
    expect(db.count("SELECT count(*) FROM orders WHERE import_id = 1")).toBe(8);
    expect(db.rows("SELECT stored, quarantined FROM imports")).toEqual([{ stored: 8, quarantined: 2 }]);
    expect(db.rows("SELECT raw FROM quarantine WHERE state = 'waiting' ORDER BY line")).toEqual([
      { raw: "C9,いつか,900" },
      { raw: "C10,2026-01-09" },
    ]);
    expect(db.count("SELECT count(*) FROM record WHERE action = 'quarantine-group-mended'")).toBe(1);
    value(await intakeMethods.undoImport(workspace, { importId: 1 }));
    expect(db.count("SELECT count(*) FROM orders")).toBe(0);
  });

  test("the report says where and why, and nothing of what stands there", async () => {
    const workspace = await filled();
    const releases = memoryReleases();
    const input = { importId: 1, folder: "f", language: "ja" } as const;
    const report = await quarantineReportMethods.reportQuarantine({ ...workspace, releases }, input);
    expect(value(report).rows).toBe(4);
    const text = new TextDecoder().decode([...releases.files.values()][0]);
    expect(text.split("\r\n")[1]).toContain("8行目: 注文日を日付として読めません");
    expect(text).not.toMatch(/C7|いつか|700/);
    expect(workspace.vault.db.count("SELECT count(*) FROM record WHERE action = 'quarantine-reported'")).toBe(
      1,
    );
    expect(
      await quarantineReportMethods.reportQuarantine({ ...workspace, releases }, { ...input, importId: 9 }),
    ).toMatchObject({ error: { code: "import-unknown" } });
  });
});

describe("rules", () => {
  const shape = { delimiter: ",", width: 3 } as const;
  test.each<readonly [string, RepairRule, string]>([
    ["a,b", { kind: "pad" }, "a,b,"],
    ["a,b,c", { kind: "pad" }, "a,b,c"],
    ["a,b,c,,d", { kind: "join" }, "a,b,c d"],
    ['a,"b,x",', { kind: "fill", column: 2, value: "JPY" }, 'a,"b,x",JPY'],
    ['a,"b', { kind: "unquote" }, "a,b"],
    ["a-b,b-c,c", { kind: "replace", column: 1, find: "-", with: "," }, 'a-b,"b,c",c'],
    ["a-b,b-c,c", { kind: "replace", find: "-", with: "" }, "ab,bc,c"],
    ['a,"b', { kind: "pad" }, 'a,"b'],
  ])("%s by %o", (raw, rule, after) => {
    expect(repaired(raw, rule, shape)).toBe(after);
  });
});
