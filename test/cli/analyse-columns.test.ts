import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { randomStream } from "../../workers/stats/random.ts";
import { json, kurabito } from "./kurabito.ts";

let folder = "";
const at = (name: string) => join(folder, name);

/** A shop's customers: orders and city say something of leaving; `refund` and `left_on` are known only afterwards. */
function customers(n: number): string {
  const random = randomStream(17);
  const lines = ["id,orders,spend,city,plan,left,refund,left_on"];
  for (let i = 0; i < n; i++) {
    const orders = random.below(12);
    const city = ["東京", "大阪", "京都"][random.below(3)] ?? "";
    const left = random.uniform() < 1 / (1 + Math.exp(0.5 * orders - 2 - (city === "大阪" ? 1 : 0)));
    const spend = `"¥${(orders * 1200 + random.below(900)).toLocaleString("en")}"`;
    const refund = left ? 100 + random.below(50) : 0;
    lines.push([`c${String(i)}`, orders, spend, city, "one", left ? "はい" : "いいえ", refund, left ? "2026-01-01" : ""].join(",")); // prettier-ignore
  }
  return lines.join("\n");
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kurabito-columns-"));
  await writeFile(at("customers.csv"), customers(300));
  await writeFile(at("one.csv"), "x,y\n1,yes\n");
  // Two columns of one heading, and now and then a number that stands for "without end".
  await writeFile(at("twice.csv"), `y,x,x\n${Array.from({ length: 200 }, (_, i) => `${String((i * 7) % 2)},${i % 9 === 0 ? "1e308" : String((i * 13) % 17)},${String((i * 5) % 11)}`).join("\n")}\n`); // prettier-ignore
  await writeFile(at("same.csv"), `x,y\n${"1,no\n2,no\n".repeat(40)}`);
  await writeFile(at("big.csv"), `x,y\n${Array.from({ length: 200 }, (_, i) => `${String(1e12 + i * 7e9)},${i % 3 === 0 || i > 150 ? "1" : "0"}`).join("\n")}\n`); // prettier-ignore
  await writeFile(at("apart.csv"), `x,y\n${Array.from({ length: 100 }, (_, i) => `${String(i)},${i < 50 ? "0" : "1"}`).join("\n")}\n`); // prettier-ignore
});

afterAll(() => rm(folder, { recursive: true, force: true }));

interface Logistic {
  readonly n: number;
  readonly positive: readonly string[];
  readonly coefficients: Readonly<Record<string, number | null>> | null;
  readonly intercept: number | null;
  readonly auc: { readonly mean: number } | null;
  readonly leaks: readonly string[];
  readonly separating: readonly string[];
  readonly review: { readonly verdict: string; readonly checks: readonly { readonly code: string }[] };
}

const logistic = (file: string, ...settings: readonly string[]) =>
  json<Logistic>(["analyse", "logistic", "--in", at(file), ...settings.flatMap((one) => ["--set", one])]);

describe("analyse logistic", () => {
  test("names the column that was known only afterwards", async () => {
    const { leaks, review } = await logistic("customers.csv", "target=left", "drop=left_on");
    expect(leaks).toEqual(["refund"]);
    expect(review.verdict).toBe("do-not-use");
  });

  test("tells columns of one heading apart, and a number beyond all measure is a blank", async () => {
    const { coefficients, review } = await logistic("twice.csv", "target=y");
    expect(Object.keys(coefficients ?? {})).toEqual(expect.arrayContaining(["x", "x (2)"]));
    expect(Object.values(coefficients ?? {}).every((value) => Number.isFinite(value))).toBe(true);
    expect(review.verdict).not.toBe("use");
  });

  test("reads amounts and Japanese categories, leaves out identifiers and constants, guesses what yes is", async () => {
    const { positive, coefficients, review, auc, leaks } = await logistic(
      "customers.csv",
      "target=left",
      "drop=refund,left_on",
    );
    expect(positive).toEqual(["はい"]);
    expect(Object.keys(coefficients ?? {})).toEqual(["orders", "spend", "city大阪", "city東京"]);
    expect(coefficients?.["city大阪"]).toBeGreaterThan(0);
    expect(auc?.mean).toBeGreaterThan(0.7);
    expect(leaks).toEqual([]);
    const codes = review.checks.map(({ code }) => code);
    expect(codes).toContain("columns-identifier");
    expect(review.verdict).not.toBe("do-not-use");
  });

  test.each([
    ["one.csv", "one row"],
    ["same.csv", "one outcome only"],
  ])("%s: %s gives words, no numbers", async (file) => {
    const { coefficients, intercept, auc, review } = await logistic(file, "target=y");
    expect([coefficients, intercept, auc]).toEqual([null, null, null]);
    expect(review.verdict).toBe("do-not-use");
  });

  test("amounts of a billion billion and completely separate outcomes stay finite", async () => {
    const big = await logistic("big.csv", "target=y");
    expect(Number.isFinite(big.coefficients?.["x"])).toBe(true);
    const apart = await logistic("apart.csv", "target=y");
    expect(apart.separating).toEqual(["x"]);
    expect(apart.leaks).toEqual(["x"]);
    expect(Math.abs(apart.coefficients?.["x"] ?? Infinity)).toBeLessThan(1);
    expect(apart.review.verdict).toBe("do-not-use");
  });

  test("says it in both languages", async () => {
    const words = [
      "analyse",
      "logistic",
      "--in",
      at("customers.csv"),
      "--set",
      "target=left",
      "--set",
      "drop=left_on",
    ];
    const english = await kurabito([...words, "--lang", "en"]);
    expect(english.code).toBe(0);
    expect(english.out).toContain("Leak: refund alone");
    expect((await kurabito([...words, "--lang", "ja"])).out).toContain("情報漏れ：refundだけで");
  });
});

describe("wrong use", () => {
  test.each([
    [["logistic"], "target"],
    [["logistic", "--set", "target=nothing"], "id, orders, spend"],
    [["logistic", "--set", "target=left", "--set", "folds=many"], "folds=many"],
    [["kmeans"], "k"],
    [["cox", "--set", "time=orders", "--set", "event=left"], "by"],
  ])("%j is answered with exit code 2", async ([model = "", ...rest], said) => {
    const { code, err } = await kurabito(["analyse", model, "--in", at("customers.csv"), ...rest]);
    expect(code).toBe(2);
    expect(err).toContain(said);
  });

  test("what cannot be computed is a fault, exit code 1", async () => {
    for (const settings of [
      ["logistic", "--set", "target=city"],
      ["kmeans", "--set", "k=900"],
      ["kaplanmeier", "--set", "time=city", "--set", "event=left"],
      ["fairness", "--set", "group=city", "--set", "prediction=orders"],
    ]) {
      const [model = "", ...rest] = settings;
      const { code, out } = await kurabito([
        "analyse",
        model,
        "--in",
        at("customers.csv"),
        ...rest,
        "--json",
      ]);
      expect(code).toBe(1);
      expect(JSON.parse(out)).toMatchObject({ error: { code: "bad-arguments" } });
    }
  });
});

describe("the other models on the same file", () => {
  test("survival by city, with and without a model", async () => {
    const settings = [
      "--in",
      at("customers.csv"),
      "--set",
      "time=orders",
      "--set",
      "event=left",
      "--set",
      "by=city",
    ];
    const curves = await json<{ groups: { group: string; n: number }[]; curve: { survival: number }[] }>([
      "analyse", "kaplanmeier", ...settings,
    ]); // prettier-ignore
    expect(curves.groups.map(({ group }) => group)).toEqual(["京都", "大阪", "東京"]);
    expect(curves.groups.reduce((sum, { n }) => sum + n, 0)).toBe(300);
    expect(curves.curve.every(({ survival }) => survival >= 0 && survival <= 1)).toBe(true);
    const cox = await json<{ converged: boolean; coefficients: object }>(["analyse", "cox", ...settings]);
    expect(cox.converged).toBe(true);
    expect(Object.keys(cox.coefficients)).toEqual(["city大阪", "city東京"]);
  });

  test("groups of named columns, one assignment a row", async () => {
    const found = await json<{ assignments: (number | null)[]; sizes: number[] }>([
      "analyse", "kmeans", "--in", at("customers.csv"), "--set", "k=2", "--set", "columns=orders,spend", "--set", "scale=standard",
    ]); // prettier-ignore
    expect(found.assignments).toHaveLength(300);
    expect(found.sizes.reduce((sum, size) => sum + size, 0)).toBe(300);
  });

  test("without an outcome only who is selected is compared", async () => {
    const found = await json<{ groups: Record<string, unknown>[]; comparisons: { measure: string }[] }>([
      "analyse", "fairness", "--in", at("customers.csv"), "--set", "group=city", "--set", "prediction=left",
    ]); // prettier-ignore
    expect(new Set(found.comparisons.map(({ measure }) => measure))).toEqual(new Set(["selection"]));
    expect(found.groups[0]).not.toHaveProperty("falsePositiveRate");
  });
});
