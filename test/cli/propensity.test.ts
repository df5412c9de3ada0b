import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { json, kurabito } from "./kurabito.ts";
import { writeSampleFiles } from "./sample-files.ts";

interface Answer {
  readonly model: string;
  readonly question: string;
  readonly review: { readonly verdict: string; readonly checks: readonly { readonly code: string }[] };
  readonly auc: { readonly mean: number } | null;
  readonly customers: readonly {
    readonly chance: number;
    readonly base: number;
    readonly reasons: readonly { readonly adds: number }[];
    readonly others: number;
  }[];
}

// What people will do next, over the exports of the sample shop.
let folder = "";
let vault: readonly string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kurabito-next-"));
  vault = ["--vault", join(folder, "shop.kura")];
  const files = await writeSampleFiles(folder, "en");
  await json(["vault", "create", ...vault]);
  await json(["import", ...files, ...vault]);
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

const settings = [
  ["lookalike", ["share=0.2"], "lookalike"],
  ["email", ["zone=Asia/Tokyo"], "open"],
  ["email", ["outcome=click"], "click"],
  ["propensity", ["question=first-purchase", "horizon=60"], "firstPurchase"],
  ["propensity", ["question=renewal"], "renewal"],
  ["propensity", ["question=new-product"], "newProduct"],
] as const;

test.each(settings)(
  "%s %j: a verdict, and people only where it may be used; chances that add up",
  async (model, given, question) => {
    const set = given.flatMap((one) => ["--set", one]);
    const found = await json<Answer>(["analyse", model, ...vault, ...set]);
    expect(found).toMatchObject({ model, question });
    expect(found.review.checks.length).toBeGreaterThan(0);
    expect(found.customers.length > 0).toBe(found.review.verdict !== "do-not-use");
    for (const { chance, base, reasons, others } of found.customers)
      expect(base + reasons.reduce((sum, { adds }) => sum + adds, others)).toBeCloseTo(chance, 9);
  },
  60_000,
);

test("in words; wrong settings and segments that are not there are said", async () => {
  const shown = await kurabito(["analyse", "email", ...vault]);
  expect(shown.code).toBe(0);
  for (const set of ["share=0.9", "segment=nobody", "end=soon"])
    expect((await kurabito(["analyse", "lookalike", ...vault, "--set", set])).code).toBe(2);
  expect((await kurabito(["analyse", "email", ...vault, "--set", "zone=Mars"])).code).toBe(2);
  expect((await kurabito(["analyse", "propensity", "--set", "horizon=60"])).code).toBe(2);
}, 60_000);
