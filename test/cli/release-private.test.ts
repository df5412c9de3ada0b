import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ReleaseOutcome } from "../../workers/terms/release.ts";
import { json, kurabito } from "./kurabito.ts";

let folder = "";
let vault = "";
let out = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kurabito-private-"));
  vault = join(folder, "shop.kurabito");
  out = join(folder, "out");
  await json(["vault", "create", "--vault", vault]);
  const places = ["東京都", "大阪府", "京都府", "愛知県"];
  const rows = Array.from({ length: 120 }, (_, at) =>
    [`C${String(at)}`, places[at % 4], `O${String(at)}`, `2026-0${String(1 + (at % 3))}-01`, 1000 + at].join(
      ",",
    ),
  );
  const path = join(folder, "orders.csv");
  await writeFile(path, ["顧客番号,都道府県,注文番号,注文日,合計金額", ...rows].join("\n"));
  await json(["import", path, "--vault", vault]);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const aggregate = (...more: readonly string[]) => [
  ...["release", "aggregate", "--by", "prefecture", "--measures", "people", "--out", out, "--vault", vault],
  ...more,
];
const research = (...more: readonly string[]) => [
  ...["release", "research", "--by", "prefecture,firstOrderMonth", "--out", out, "--vault", vault],
  ...more,
];

describe("release aggregate --epsilon", () => {
  test("leaves with noise, says what it promises, and verifies", async () => {
    const { manifest, paths } = await json<ReleaseOutcome>(aggregate("--epsilon", "0.5"));
    expect(manifest.privacy).toMatchObject({ mechanism: "gaussian", epsilon: 0.5, delta: 1e-6 });
    expect(manifest.rows).toBe(49);
    const path = paths.find((one) => one.endsWith(".manifest.json")) ?? "";
    expect((await kurabito(["verify", path])).code).toBe(0);
    const english = await kurabito([...aggregate("--rho", "0.01"), "--lang", "en"]);
    expect(english.out).toContain("Noise was added: epsilon");
    const japanese = await kurabito([...aggregate("--rho", "0.01"), "--lang", "ja"]);
    expect(japanese.out).toContain("ノイズを加えました");
  });

  test.each([
    [["--epsilon", "0"]],
    [["--epsilon", "much"]],
    [["--epsilon", "1", "--rho", "0.1"]],
    [["--rho", "0.1", "--mechanism", "laplace"]],
    [["--mechanism", "laplace"]],
  ])("%j: wrong use", async (options) => {
    expect((await kurabito(aggregate(...options))).code).toBe(2);
  });

  test("more than the vault's budget is refused in words", async () => {
    const refused = await kurabito([...aggregate("--rho", "0.9"), "--lang", "en"]);
    expect([refused.code, refused.err]).toEqual([
      1,
      expect.stringContaining("privacy budget does not reach"),
    ]);
  });
});

describe("release research", () => {
  test("writes rows of which each is one of ten alike, and a manifest that verifies", async () => {
    const { manifest, paths } = await json<ReleaseOutcome>(research("--k", "12"));
    expect(manifest).toMatchObject({ kind: "research", k: 12 });
    const csv = await readFile(paths.find((one) => one.endsWith(".csv")) ?? "", "utf8");
    const counts = new Map<string, number>();
    for (const line of csv.trim().split("\r\n").slice(1)) counts.set(line, (counts.get(line) ?? 0) + 1);
    expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(12);
    expect(csv).not.toMatch(/C\d/u);
    const path = paths.find((one) => one.endsWith(".manifest.json")) ?? "";
    expect((await kurabito(["verify", path])).code).toBe(0);
  });

  test.each([
    [["--by", "street"], 2],
    [["--facts", "names"], 2],
    [["--t", "3"], 2],
    [["--suppress", "0.5"], 2],
    [["--k", "5"], 2],
    [["--k", "500"], 1],
  ])("%j: exit code %i", async (options, code) => {
    expect((await kurabito(research(...options))).code).toBe(code);
  });
});
