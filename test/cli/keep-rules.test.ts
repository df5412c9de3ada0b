import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DataDiet } from "../../workers/terms/data-diet.ts";
import type { DueRun } from "../../workers/terms/keep-due.ts";
import type { KeepPreview, KeepRuleEntry, KeepRun } from "../../workers/terms/keep-rules.ts";
import { json, kurabito } from "./kurabito.ts";

let folder = "";
let vault: readonly string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kurabito-keep-"));
  vault = ["--vault", join(folder, "shop.kura")];
  const file = join(folder, "orders.csv");
  await writeFile(
    file,
    [
      "customer,email,prefecture,order,date,total",
      "1,a@example.jp,東京都,A1,2024-03-01,1000",
      "1,a@example.jp,東京都,A2,2026-10-01,1200",
      "2,b@example.jp,沖縄県,A3,2023-02-01,900",
    ].join("\n"),
  );
  const map = join(folder, "map.json");
  const columns = {
    customer: "customer_id",
    email: "email",
    prefecture: "prefecture",
    order: "order_id",
    date: "order_date",
    total: "order_total",
  };
  await writeFile(map, JSON.stringify({ columns, currency: "JPY" }));
  await json(["vault", "create", ...vault]);
  await json(["import", file, "--map", map, ...vault]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("rules of keeping on the command line", () => {
  test("the diet tells each field's use, risk and worth", async () => {
    const { risk, fields } = await json<DataDiet>(["vault", "diet", ...vault]);
    expect(risk).toMatchObject({ people: 2, unique: 1, smallest: 1 });
    expect(fields.find(({ id }) => id === "orders.day")?.loss).toBe("everything");
    const { out } = await kurabito(["vault", "diet", ...vault]);
    expect(out).toContain("Of 2 people, 100.0% stand alone");
  });

  test("a rule is made, previewed with counts and examples, and swept", async () => {
    const rule = [
      "age",
      "--table",
      "orders",
      "--purpose",
      "analytics",
      "--days",
      "400",
      "--action",
      "delete",
    ];
    const made = await json<KeepRuleEntry>(["policy", "keep", ...rule, ...vault]);
    expect(made).toMatchObject({ id: 1, rule: { kind: "age", active: true } });
    const found = await json<KeepPreview>(["policy", "preview", "1", "--keep", ...vault]);
    expect(found).toMatchObject({ things: 2, people: 2 });
    expect(found.examples.map(({ day }) => day)).toEqual(["2023-02-01", "2024-03-01"]);
    const shown = await kurabito(["policy", "show", ...vault]);
    expect(shown.out).toContain("delete rows of");
    const swept = await json<{ kept: readonly KeepRun[] }>(["policy", "sweep", ...vault]);
    expect(swept.kept).toMatchObject([{ ruleId: 1, things: 2 }]);
    expect((await json<KeepPreview>(["policy", "preview", "1", "--keep", ...vault])).things).toBe(0);
  });

  test("a rule runs by itself once it was switched on, and asks first where it would reach too many", async () => {
    const erase = ["--inactive-days", "1000", "--action", "erase", "--undated", "act"];
    await json(["policy", "add", ...erase, ...vault]);
    expect((await kurabito(["policy", "sweep", "--due", ...vault])).out).toContain(
      "No rule that runs by itself",
    );
    const { out } = await kurabito(["policy", "automatic", "1", ...vault]);
    expect(out).toContain("now runs by itself");
    expect((await kurabito(["policy", "automatic", "9", "--keep", ...vault])).code).toBe(1);
    const done = await json<DueRun>(["policy", "sweep", "--due", ...vault]);
    // One of two people: the user looks first.
    expect(done).toMatchObject({ ran: [], asked: [{ ruleId: 1, people: 1, asksFirst: true }] });
    await kurabito(["policy", "automatic", "1", "--off", ...vault]);
    expect(await json<DueRun>(["policy", "sweep", "--due", ...vault])).toEqual({ ran: [], asked: [] });
  });

  test("half a rule is a misuse", async () => {
    expect((await kurabito(["policy", "keep", "age", "--table", "orders", ...vault])).code).toBe(2);
    expect((await kurabito(["policy", "keep", "forever", ...vault])).code).toBe(2);
    expect((await kurabito(["policy", "preview", "9", "--keep", ...vault])).code).toBe(1);
  });
});
