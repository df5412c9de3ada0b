import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ErasureCertificate } from "../../workers/terms/erasure.ts";
import type { RetrainingOverview } from "../../workers/terms/retraining.ts";
import { json, kurabito } from "./kurabito.ts";
import { writeSampleFiles } from "./sample-files.ts";

let folder = "";
let vault: readonly string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kurabito-retrain-"));
  vault = ["--vault", join(folder, "shop.kura")];
  const files = await writeSampleFiles(folder, "en");
  await json(["vault", "create", ...vault]);
  await json(["import", ...files, ...vault]);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test("nothing marked: nothing is done, and it says so", async () => {
  const none = await kurabito(["analyse", "retrain", ...vault]);
  expect([none.code, none.out]).toEqual([0, expect.stringContaining("No model has seen anybody")]);
  expect((await kurabito(["analyse", "retrain", ...vault, "--model", "weather"])).code).toBe(2);
});

test("an erasure runs the models anew that had seen the person, says what moved, and its certificate's runs are settled", async () => {
  await json(["analyse", "bgnbd", ...vault, "--set", "horizon=180"]);
  await json(["analyse", "churn", ...vault, "--set", "horizon=60"]);
  const certificate = await json<ErasureCertificate>([
    "subject",
    "erase",
    ...vault,
    "--customer",
    "1",
    "--reason",
    "request",
  ]);
  expect(certificate.runs.map(({ model }) => model)).toEqual(["lifetime", "churn"]);
  const left = await json<RetrainingOverview>(["analyse", "retrain", ...vault, "--dry-run"]);
  expect(left.marked).toEqual([]);
  expect(left.done.map(({ model, before, run, erased }) => [model, before, run, erased])).toEqual([
    ["churn", 2, 4, 1],
    ["lifetime", 1, 3, 1],
  ]);
  const told = await kurabito(["subject", "erase", ...vault, "--customer", "2", "--reason", "request"]);
  expect(told.code).toBe(0);
  expect(told.out).toContain("stands in the place of run 3, without 1 erased people");
  expect(told.out).toMatch(/Chance of leaving: of [\d,]+ customers, [\d,]+ moved by more than 5%/u);
});
