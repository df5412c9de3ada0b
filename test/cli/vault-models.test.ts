import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fairnessMeasureNames, type FairnessReport } from "../../workers/terms/model-fairness.ts";
import { json, kurabito } from "./kurabito.ts";
import { writeSampleFiles } from "./sample-files.ts";

interface Churn {
  readonly model: string;
  readonly n: number;
  readonly positives: number;
  readonly horizon: number;
  readonly auc: { readonly mean: number; readonly low: number; readonly high: number } | null;
  readonly review: { readonly verdict: string; readonly checks: readonly { readonly code: string }[] };
  readonly customers: readonly {
    readonly customer: string;
    readonly churn: number;
    readonly base: number;
    readonly reasons: readonly { readonly term: string; readonly adds: number }[];
    readonly others: number;
  }[];
}

// Models that keep their runs in a vault, over the exports of the sample shop.
let folder = "";
let vault: readonly string[] = [];
let orders = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kurabito-models-"));
  vault = ["--vault", join(folder, "shop.kura")];
  const files = await writeSampleFiles(folder, "en");
  orders = files[1] ?? "";
  await json(["vault", "create", ...vault]);
  await json(["import", ...files, ...vault]);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test("churn: the names of a file's document, by customers' numbers in the vault, reasons that sum", async () => {
  const found = await json<Churn>(["analyse", "churn", ...vault, "--set", "horizon=60"]);
  expect(found).toMatchObject({ model: "churn", horizon: 60 });
  for (const name of [
    "end",
    "learntFrom",
    "judgedFrom",
    "logLoss",
    "brier",
    "calibration",
    "gains",
    "decisions",
  ])
    expect(found).toHaveProperty(name);
  expect(found.positives).toBeLessThan(found.n);
  if (found.review.verdict === "do-not-use") {
    expect(found.customers).toEqual([]);
    return;
  }
  expect(found.auc!.low).toBeLessThan(found.auc!.mean);
  expect(found.customers.length).toBeGreaterThan(0);
  for (const { churn, base, reasons, others } of found.customers)
    expect(base + reasons.reduce((sum, { adds }) => sum + adds, others)).toBeCloseTo(churn, 9);
});

test("churn --fairness-by: only groupings that were named, with the review they join and in words", async () => {
  const churn = ["analyse", "churn", ...vault, "--set", "horizon=60"];
  const found = await json<Churn & { readonly fairness: readonly FairnessReport[] }>([
    ...churn,
    ...["--fairness-by", "prefecture", "--fairness-by", "channel"],
  ]);
  expect(found.fairness.map(({ by, same, model }) => [by.kind, same, model])).toEqual([
    ["prefecture", true, "churn"],
    ["channel", true, "churn"],
  ]);
  for (const { groups, measures, k } of found.fairness) {
    for (const { people, expected } of groups) {
      expect(people).toBeGreaterThanOrEqual(k);
      expect(expected).toBeGreaterThan(0);
    }
    expect(measures.map(({ measure }) => measure)).toEqual([...fairnessMeasureNames]);
  }
  expect(found.review.checks.filter(({ code }) => code.startsWith("fairness-by-"))).toHaveLength(2);
  const shown = await kurabito([...churn, "--fairness-by", "age-band"]);
  expect(shown.code).toBe(0);
  expect(shown.out).toContain("Compared by age band");
  expect((await kurabito([...churn, "--fairness-by", "shoe-size"])).code).toBe(2);
  expect((await kurabito([...churn, "--contact", "50"])).code).toBe(2);
  expect((await kurabito([...churn, "--fairness-by", "gender", "--contact", "0"])).code).toBe(2);
  expect((await kurabito([...churn, "--fairness-by", "field=Diet"])).code).toBe(1);
  expect((await kurabito(["analyse", "rfm", ...vault, "--fairness-by", "gender"])).code).toBe(2);
});

test("fields, groups and columns are said in the reader's language", async () => {
  const said = async (...args: readonly string[]) =>
    (await kurabito(["analyse", ...args, ...vault, "--lang", "ja"])).out;
  const churn = await said("churn", "--set", "horizon=60");
  expect(churn).toMatch(/最後の注文からの日数 [+-]\d/u);
  expect(churn).toContain("離れる（100人中）");
  const groups = await said("kmeans", "--set", "k=3");
  expect(groups).toMatch(/よく買う|最近買った/u);
  const rfm = await said("rfm");
  expect(rfm).toContain("最優良顧客");
  for (const text of [churn, groups, rfm]) expect(text).not.toMatch(/days since|champions|reasons|size/u);
});

test("--contact: so many would be contacted, as in the window; more than there are is all of them", async () => {
  const compared = async (...contact: readonly string[]) => {
    const open = ["analyse", "email", ...vault, "--fairness-by", "prefecture", ...contact];
    const [report] = (await json<{ readonly fairness: readonly FairnessReport[] }>(open)).fairness;
    return report!;
  };
  const [usual, many, all] = [
    await compared(),
    await compared("--contact", "400"),
    await compared("--contact", "99999999"),
  ];
  expect(usual.contact).toBe(Math.round(usual.scored / 10));
  expect(many.contact).toBe(400);
  expect(all.contact).toBe(all.scored);
  const chosen = ({ groups }: FairnessReport) =>
    groups.reduce((sum, { people, selection }) => sum + people * selection.value, 0) /
    groups.reduce((sum, { people }) => sum + people, 0);
  expect(chosen(usual)).toBeCloseTo(0.1, 1);
  expect(chosen(many)).toBeCloseTo(400 / many.scored, 1);
  expect(chosen(all)).toBe(1);
  const help = await kurabito(["analyse", "email", "--help"]);
  expect(help.out).toContain("[--contact PEOPLE]");
  expect(help.out).toContain("--contact is the number of people");
});

test("k-means: groups by behaviour, their sizes those of all customers with orders", async () => {
  const found = await json<{ k: number; n: number; sizes: readonly number[]; silhouette: number }>([
    "analyse",
    "kmeans",
    ...vault,
    "--set",
    "k=3",
  ]);
  expect(found.k).toBe(3);
  expect(found.sizes.reduce((sum, size) => sum + size, 0)).toBe(found.n);
  expect(found.silhouette).toBeGreaterThan(-1);
});

test("a model of files alone still asks for its file, and nothing takes both", async () => {
  expect((await kurabito(["analyse", "gmm", ...vault, "--set", "k=2"])).code).toBe(2);
  expect((await kurabito(["analyse", "kmeans", ...vault, "--in", orders, "--set", "k=2"])).code).toBe(2);
});
