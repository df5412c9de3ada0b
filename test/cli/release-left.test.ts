import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Handout, PeopleInFiles } from "../../workers/terms/handouts.ts";
import type { DataDiet } from "../../workers/terms/data-diet.ts";
import type { RecallOutcome } from "../../workers/terms/rights.ts";
import { json, kurabito } from "./kurabito.ts";
import { writeSampleFiles } from "./sample-files.ts";

let folder = "";
let vault: readonly string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kurabito-left-"));
  vault = ["--vault", join(folder, "shop.kura")];
  const files = await writeSampleFiles(folder, "en");
  await json(["vault", "create", ...vault]);
  await json(["import", ...files, ...vault]);
  await json(["segment", "create", "buyers", "--where", "orders>=1", ...vault]);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test("a release is recalled in one act; both stand in what left, and who was in it is told inside the vault", async () => {
  const out = join(folder, "out");
  await json(["release", "consented", "--segment", "buyers", "--to", "mailchimp", "--purpose", "email_marketing", "--out", out, ...vault]); // prettier-ignore
  const people = await json<PeopleInFiles>(["release", "people", "1", "--limit", "3", ...vault]);
  expect(people.rows).toHaveLength(3);
  expect(people).toMatchObject({ gone: 0 });
  const recalled = await json<RecallOutcome>(["release", "recall", "--release", "1", "--out", join(folder, "recall"), ...vault]); // prettier-ignore
  expect(recalled.people).toBe(people.total);
  expect(recalled.targets).toHaveLength(1);
  expect(await readdir(join(folder, "recall"))).toHaveLength(recalled.paths.length);
  await json(["subject", "export", "--customer", "2", "--out", join(folder, "pack"), ...vault]);
  const { handouts } = await json<{ handouts: readonly Handout[] }>(["release", "besides", ...vault]);
  expect(handouts.map(({ kind, recipients, people: about }) => [kind, recipients, about])).toEqual([
    ["access-pack", ["person"], 1],
    ["recall", [recalled.targets[0]?.recipient], people.total],
  ]);
  const told = await kurabito(["release", "besides", ...vault]);
  expect(told.out).toContain("the person themselves");
  const who = await json<PeopleInFiles>(["release", "people", "2", "--besides", ...vault]);
  expect(who.rows).toMatchObject([{ id: 2 }]);
});

test("used wrongly: no such release, no number", async () => {
  expect((await kurabito(["release", "people", "x", ...vault])).code).toBe(2);
  expect((await kurabito(["release", "people", "99", ...vault])).code).toBe(1);
  expect((await kurabito(["release", "recall", "--release", "99", ...vault])).code).toBe(1);
  expect((await kurabito(["release", "recall", ...vault])).code).toBe(2);
});

test("the diet measures what the forecast would lose without each field it reads", async () => {
  const nothing = await kurabito(["vault", "diet", "--measure", ...vault]);
  expect(nothing.code).toBe(1);
  await json(["analyse", "churn", "--set", "horizon=60", ...vault]);
  const diet = await json<DataDiet>(["vault", "diet", "--measure", ...vault]);
  expect(diet.losses?.fields.length).toBeGreaterThan(2);
  for (const { id, auc, loss } of diet.losses?.fields ?? []) {
    expect([id, loss.value]).toEqual([id, expect.closeTo((diet.losses?.auc.value ?? 0) - auc.value, 9)]);
    expect(diet.fields.find((one) => one.id === id)?.measured?.auc).toEqual(auc);
  }
  const told = await kurabito(["vault", "diet", ...vault]);
  expect(told.out).toMatch(
    /without .+ the forecast would be (as good|worse|better): AUC 0\.\d{3} → 0\.\d{3}/u,
  );
});
