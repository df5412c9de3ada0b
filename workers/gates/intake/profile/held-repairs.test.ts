import { describe, expect, test } from "vitest";
import { testWorkspace } from "../../../../test/support/test-workspace.ts";
import { value } from "../../../../test/support/value.ts";
import type { HeldRepair } from "../../../terms/held-repair.ts";
import { intakeMethods } from "../index.ts";

const now = () => new Date("2026-11-21T03:00:00Z");

const amounts = Array.from(
  { length: 30 },
  (_, index) => `C${String(index)},2026-01-05,${String(1000 + index)}`,
);
const text = [
  "会員ID,注文日,金額",
  ...amounts,
  "C30,令和8年1月6日,1000",
  'C31,2026-01-05,"1,031"',
  "C1,2026-01-05,1001",
  "C32,2026-01-05,9000000",
  "",
].join("\n");

async function heldBy(held: readonly HeldRepair[]) {
  const workspace = await testWorkspace(now);
  const file = new Blob([text]);
  const { plan } = value(await intakeMethods.previewFile(workspace, { file, name: "o.csv" }));
  const chosen = { ...plan, held: [...held] };
  const outcome = value(await intakeMethods.importFile(workspace, { file, name: "o.csv", plan: chosen }));
  const page = value(await intakeMethods.listQuarantine(workspace, { offset: 0, limit: 50 }));
  const profile = value(await intakeMethods.profileFile(workspace, { file, name: "o.csv", plan }));
  return { workspace, outcome, rows: page.rows, profile };
}

describe("repairs that are not accepted", () => {
  test("all are accepted where nothing is said", async () => {
    expect((await heldBy([])).outcome).toMatchObject({ read: 34, quarantined: 0 });
  });

  test("their rows wait as they came, each kind by itself, and nothing else does", async () => {
    const { profile } = await heldBy([]);
    const bounds = profile.repairs.find(({ kind }) => kind === "outlier")?.bounds ?? { low: 0, high: 0 };
    expect(bounds.high).toBeLessThan(9_000_000);
    for (const [held, raw, reason] of [
      [{ kind: "date" }, "C30,令和8年1月6日,1000", "repair-held"],
      [{ kind: "amount", column: 2 }, 'C31,2026-01-05,"1,031"', "repair-held"],
      [{ kind: "duplicate-row" }, "C1,2026-01-05,1001", "duplicate-row"],
      [{ kind: "outlier", column: 2, bounds }, "C32,2026-01-05,9000000", "outlier"],
    ] as const) {
      const { outcome, rows } = await heldBy([held]);
      expect(outcome).toMatchObject({ read: 34, stored: 33, quarantined: 1 });
      expect(rows).toMatchObject([{ raw, reason }]);
    }
  });

  test("storing such a row accepts its repair", async () => {
    const { workspace, rows } = await heldBy([{ kind: "date" }]);
    const [row] = rows;
    const mended = await intakeMethods.mendQuarantined(workspace, {
      rowId: row?.id ?? 0,
      raw: row?.raw ?? "",
    });
    expect(value(mended).stored).toBe(true);
    expect(workspace.vault.db.count("SELECT day FROM orders ORDER BY id DESC LIMIT 1")).toBe(20459);
  });
});
