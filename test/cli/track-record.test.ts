import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { json, kurabito } from "./kurabito.ts";

// A shop of two years in which forecasts made in the past can be held against what came.
let folder = "";
let vault: readonly string[] = [];

/** Regular customers, each at a pace of their own, half of whom stop some day. */
function orders(): string {
  const lines = ["customer,date,amount"];
  let seed = 7;
  const uniform = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let customer = 0; customer < 700; customer++) {
    const pace = 8 + 30 * uniform();
    const stop = uniform() < 0.5 ? 200 + 500 * uniform() : 730;
    for (let day = 300 * uniform(); day < stop; day += pace * (0.4 + 1.2 * uniform()))
      lines.push(
        `C${String(customer)},${new Date(Date.UTC(2024, 0, 1 + Math.floor(day))).toISOString().slice(0, 10)},${String(500 + Math.floor(4000 * uniform()))}`,
      );
  }
  return lines.join("\n");
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kurabito-record-"));
  vault = ["--vault", join(folder, "shop.kura")];
  const file = join(folder, "orders.csv");
  await writeFile(file, orders());
  await json(["vault", "create", ...vault]);
  await json(["import", file, ...vault]);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test("nothing forecast yet is said, and no gain or card without a run", async () => {
  expect(await json(["analyse", "track-record", ...vault])).toMatchObject({ runs: [] });
  expect(await json(["analyse", "drift", ...vault])).toEqual({ models: [] });
  expect((await kurabito(["analyse", "champion", ...vault])).code).toBe(1);
  expect((await kurabito(["analyse", "card", ...vault, "--run", "9"])).code).toBe(1);
});

test("a forecast of the past beside what came, whether to learn anew, champion and challengers", async () => {
  await json(["analyse", "churn", ...vault, "--set", "horizon=60", "--set", "end=2025-09-30"]);
  const { runs } = await json<{
    runs: readonly { state: string; result: { people: number; verdict: string } }[];
  }>(["analyse", "track-record", ...vault, "--model", "churn"]);
  expect(runs[0]).toMatchObject({ state: "passed", model: "churn", until: "2025-11-29" });
  expect(runs[0]!.result.people).toBeGreaterThan(300);
  const drift = await json<{
    models: readonly { advice: { verdict: string; reasons: readonly unknown[] } }[];
  }>(["analyse", "drift", ...vault]);
  expect(drift.models[0]!.advice).toMatchObject({ verdict: "now" });
  const champion = await json<{ figures: readonly { learner: string }[] }>(["analyse", "champion", ...vault]);
  expect(champion.figures.map(({ learner }) => learner)).toEqual(["ebm", "logistic", "boosting"]);
  expect((await kurabito(["analyse", "champion", ...vault, "--promote", "boosting"])).code).toBe(2);
});

test("the gain in money with its likelihood, and the card as a page and as JSON", async () => {
  const asked = ["--cost", "100", "--spend", "9000", "--margin", "40", "--won", "10"];
  const gain = await json<{ gain: { value: number; low: number }; likely: number }>([
    "analyse",
    "gain",
    ...vault,
    ...asked,
    "--contact",
    "40",
  ]);
  expect(gain).toMatchObject({ contact: 40, cost: 4000 });
  expect(gain.gain.low).toBeLessThan(gain.gain.value);
  expect(gain.likely).toBeGreaterThan(0);
  const card = await json<{ sections: readonly { code: string }[] }>([
    "analyse",
    "card",
    ...vault,
    "--run",
    "1",
  ]);
  expect(card).toMatchObject({ format: "kurabito-model-card/1", model: "churn" });
  const out = join(folder, "out");
  await json(["analyse", "card", ...vault, "--run", "1", "--out", out]);
  expect((await readdir(out)).sort()).toEqual([
    "kurabito-model-card-churn-1.html",
    "kurabito-model-card-churn-1.json",
  ]);
  const record = await kurabito(["record", "list", ...vault]);
  expect(record.code).toBe(0);
});
