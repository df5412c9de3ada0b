import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { EdgePack } from "../../workers/terms/edge-pack.ts";
import type { ReleaseOutcome } from "../../workers/terms/release.ts";
import { json, kurabito } from "./kurabito.ts";

let folder = "";
let vault = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kurabito-figures-"));
  vault = join(folder, "shop.kurabito");
  await json(["vault", "create", "--vault", vault]);
  const rows = Array.from({ length: 120 }, (_, at) => {
    const month = String(1 + (at % 3));
    const own = (product: string, amount: number) =>
      [
        `C${String(at)}`,
        ["東京都", "大阪府"][at % 2],
        `O${String(at)}`,
        `2026-0${month}-05`,
        product,
        amount,
      ].join(",");
    return [
      own(at % 4 === 0 ? "湯呑み" : "煎茶", 1000 + 37 * at),
      ...(at % 4 === 1 ? [own("急須", 3000)] : []),
    ];
  }).flat();
  const path = join(folder, "orders.csv");
  await writeFile(path, ["顧客番号,都道府県,注文番号,注文日,商品名,金額", ...rows].join("\n"));
  await json(["import", path, "--vault", vault]);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const release = (...more: readonly string[]) => [
  "release",
  ...more,
  "--out",
  join(folder, "out"),
  "--vault",
  vault,
];

describe("release aggregate with derived figures", () => {
  test("tells means, shares and a rounded median, as a sheet and as a page under one manifest that verifies", async () => {
    const measures = "people,peopleShare,meanRevenue,median";
    const { manifest, paths } = await json<ReleaseOutcome>(
      release("aggregate", "--by", "prefecture", "--measures", measures, "--page"),
    );
    expect(manifest.files.map(({ name }) => name.split(".").at(-1))).toEqual(["csv", "html"]);
    const [csv = "", page = ""] = paths;
    const lines = (await readFile(csv, "utf8")).trim().split("\r\n");
    const [, people, share, , median] = lines[1]!.split(",");
    expect([people, share]).toEqual(["60", "0.5"]);
    expect(Number(median) % 100).toBe(0);
    // A quantile of the whole is not told beside those of its parts.
    expect(lines.at(-1)).toMatch(/,(n\/a|なし)$/u);
    expect(await readFile(page, "utf8")).toContain("<svg");
    const proof = paths.find((one) => one.endsWith(".manifest.json")) ?? "";
    expect((await kurabito(["verify", proof])).code).toBe(0);
  });

  test("noise and means do not go together, in words", async () => {
    const refused = await kurabito([
      ...release("aggregate", "--by", "prefecture", "--measures", "people,median", "--epsilon", "1"),
      "--lang",
      "en",
    ]);
    expect([refused.code, refused.err]).toEqual([
      1,
      expect.stringContaining("people, orders and spend only"),
    ]);
  });
});

describe("release figures and release edge", () => {
  test.each(["cohorts", "products", "productPairs"])(
    "%s leave with a manifest that verifies",
    async (kind) => {
      const { paths, manifest } = await json<ReleaseOutcome>(release("figures", "--table", kind));
      expect(manifest).toMatchObject({ kind: "aggregate", k: 10 });
      const proof = paths.find((one) => one.endsWith(".manifest.json")) ?? "";
      expect((await kurabito(["verify", proof])).code).toBe(0);
    },
  );

  test("the pack holds what may be told, says what may not and why, and nobody", async () => {
    const { paths, manifest } = await json<ReleaseOutcome>(release("edge"));
    expect(manifest).toMatchObject({ kind: "edge", columns: ["rules"] });
    const text = await readFile(
      paths.find((one) => one.endsWith(".json") && !one.includes(".manifest.")) ?? "",
      "utf8",
    );
    expect(text).not.toMatch(/C\d|O\d/u);
    const pack = JSON.parse(text) as EdgePack;
    expect(pack.rules?.[0]).toMatchObject({ bought: "急須", offer: "煎茶", confidence: 1 });
    const said = await kurabito([...release("edge"), "--lang", "en"]);
    expect(said.out).toContain("Scoring card: not in the pack.");
  });

  test.each([
    [["figures", "--table", "people"], 2],
    [["figures", "--table", "products", "--products", "40"], 2],
    [["edge", "--parts", "names"], 2],
    [["edge", "--parts", "card"], 1],
  ])("%j: exit code %i", async (options, code) => {
    expect((await kurabito(release(...options))).code).toBe(code);
  });
});
