import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readDonations } from "../golden/donations.ts";
import { json, kurabito } from "./kurabito.ts";

const cdnow = fileURLToPath(new URL("../../../shared/data/cdnow/CDNOW_sample.txt", import.meta.url));
const clock = ["--set", "customer=2", "--set", "date=3", "--set", "amount=5", "--set", "unit=week", "--set", "end=1997-09-30"]; // prettier-ignore

interface Fit {
  readonly parameters: Readonly<Record<string, number>>;
  readonly standardErrors: Readonly<Record<string, number>>;
  readonly logLikelihood: number;
  readonly n: number;
  readonly converged: boolean;
  readonly skipped: number;
}

/** Fader, Hardie & Lee (2005), table 2; standard errors as the lifetimes package prints them. */
describe.skipIf(!existsSync(cdnow))(
  existsSync(cdnow)
    ? "analyse --in on CDNOW"
    : "analyse --in on CDNOW (skipped: the data set is not beside the repository)",
  () => {
    test("BG/NBD gives the published figures", async () => {
      const fit = await json<Fit>(["analyse", "bgnbd", "--in", cdnow, ...clock]);
      expect(fit).toMatchObject({ model: "bgnbd", n: 2357, converged: true, skipped: 0 });
      expect(fit.parameters["r"]).toBeCloseTo(0.243, 3);
      expect(fit.parameters["alpha"]).toBeCloseTo(4.414, 3);
      expect(fit.parameters["a"]).toBeCloseTo(0.793, 3);
      expect(fit.parameters["b"]).toBeCloseTo(2.426, 3);
      expect(fit.standardErrors["r"]).toBeCloseTo(0.012557, 4);
      expect(fit.logLikelihood).toBeCloseTo(-9582.4, 1);
    });

    test("Pareto/NBD and MBG/NBD give the published figures", async () => {
      const pareto = await json<Fit>(["analyse", "paretonbd", "--in", cdnow, ...clock]);
      expect(pareto).toMatchObject({ model: "paretonbd", n: 2357, converged: true });
      expect(pareto.parameters["r"]).toBeCloseTo(0.553, 3);
      expect(Math.abs(pareto.parameters["alpha"]! - 10.578)).toBeLessThan(2e-3);
      expect(pareto.parameters["s"]).toBeCloseTo(0.606, 3);
      expect(Math.abs(pareto.parameters["beta"]! - 11.669)).toBeLessThan(1e-2);
      expect(pareto.logLikelihood).toBeCloseTo(-9594.976, 2);
      const mbg = await json<Fit>(["analyse", "mbgnbd", "--in", cdnow, ...clock]);
      expect(mbg.parameters["r"]).toBeCloseTo(0.525, 3);
      expect(mbg.parameters["alpha"]).toBeCloseTo(6.183, 3);
      expect(mbg.parameters["a"]).toBeCloseTo(0.891, 3);
      expect(mbg.parameters["b"]).toBeCloseTo(1.614, 3);
    });

    test("with a horizon, each customer by name", async () => {
      const { customers } = await json<{ customers: Record<string, number | string>[] }>([
        "analyse", "bgnbd", "--in", cdnow, ...clock, "--set", "horizon=39",
      ]); // prettier-ignore
      // Customer 0001 of the paper's spreadsheet: x = 2, t_x = 30.43, T = 38.86 gives 1.226.
      const first = customers.find(({ customer }) => customer === "0001");
      expect(first).toMatchObject({ frequency: 2 });
      expect(Number(first?.["expectedPurchases"])).toBeCloseTo(1.226, 3);
      expect(Number(first?.["pAlive"])).toBeCloseTo(0.7266, 3);
      expect(customers).toHaveLength(2357);
    });

    test("Gamma-Gamma gives the published figures", async () => {
      const fit = await json<Fit>(["analyse", "gammagamma", "--in", cdnow, ...clock]);
      expect(fit.n).toBe(946);
      expect(fit.parameters["p"]).toBeCloseTo(6.25, 2);
      expect(fit.parameters["q"]).toBeCloseTo(3.744, 2);
      expect(fit.parameters["v"]).toBeCloseTo(15.44, 1);
    });
  },
);

/** The donations of Fader, Hardie & Shang (2010) written as a file of gifts, a month for a year. */
test("analyse bgbb --in gives the published figures of a file of gifts", async () => {
  const folder = await mkdtemp(join(tmpdir(), "kurabito-cli-"));
  try {
    const { frequency, recency, weight } = readDonations();
    const lines = ["donor,date"];
    let donor = 0;
    Array.from(weight).forEach((count, row) => {
      const [x, last] = [frequency[row]!, recency[row]!];
      // Which years the gifts before the last fell in does not matter to the model: the first ones.
      const years = [
        0,
        ...Array.from({ length: Math.max(0, x - 1) }, (_, i) => i + 1),
        ...(x > 0 ? [last] : []),
      ];
      for (let i = 0; i < count; i++, donor++)
        for (const year of years)
          lines.push(`d${String(donor)},2025-0${String(year + 1)}-${i % 2 === 0 ? "05" : "28"}`);
    });
    const path = join(folder, "gifts.csv");
    await writeFile(path, `${lines.join("\n")}\n`);
    const settings = ["customer=donor", "date=date", "unit=month", "end=2025-07-31", "horizon=5"];
    const fit = await json<Fit & { customers: { expectedPurchases: number }[] }>([
      "analyse", "bgbb", "--in", path, ...settings.flatMap((setting) => ["--set", setting]),
    ]); // prettier-ignore
    expect(fit).toMatchObject({ model: "bgbb", unit: "month", n: 11_104, converged: true, skipped: 0 });
    expect(Math.abs(fit.parameters["alpha"]! - 1.204)).toBeLessThan(5.1e-4);
    expect(fit.parameters["beta"]).toBeCloseTo(0.75, 3);
    expect(fit.parameters["gamma"]).toBeCloseTo(0.657, 3);
    expect(fit.parameters["delta"]).toBeCloseTo(2.783, 3);
    expect(fit.logLikelihood).toBeCloseTo(-33225.58, 2);
    const expected = fit.customers.reduce((sum, { expectedPurchases }) => sum + expectedPurchases, 0);
    expect(expected).toBeCloseTo(12_884.2, 1);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

describe("analyse --in", () => {
  let folder = "";
  let path = "";

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kurabito-cli-"));
    path = join(folder, "lines.csv");
    const rows = [
      "invoice,who,when,price,pieces",
      "1,ann,2026-01-05,100,2",
      "1,ann,2026-01-05,50,1",
      "2,ann,2026-03-07,10,3",
      '3,bob,令和8年1月9日,"1,000",1',
      "4,bob,2026-02-31,1,1",
      "5,,2026-02-01,1,1",
      "6,cat,2026-02-10,▲40,1",
      "7,cat,2026-02-11,40,1",
    ];
    await writeFile(path, `${rows.join("\n")}\n`);
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  const columns = ["--set", "customer=who", "--set", "date=when"];

  test("multiplies two columns, joins lines of an order, and counts the rows it cannot read", async () => {
    const settings = [
      ...columns,
      "--set",
      "amount=price*pieces",
      "--set",
      "order=invoice",
      "--set",
      "end=2026-03-31",
    ];
    const { customers, skipped } = await json<{ customers: Record<string, unknown>[]; skipped: number }>([
      "analyse", "rfm", "--in", path, ...settings,
    ]); // prettier-ignore
    expect(skipped).toBe(2);
    expect(
      customers.map(({ customer, recency, frequency, monetary }) => [customer, recency, frequency, monetary]),
    ).toEqual([
      ["ann", 24, 2, 280],
      ["bob", 81, 1, 1000],
      ["cat", 48, 1, 0],
    ]);
  });

  test("counts cohorts by month", async () => {
    const { cohorts } = await json<{ cohorts: unknown[] }>(["analyse", "cohort", "--in", path, ...columns]);
    expect(cohorts).toEqual([
      { start: "2026-01", size: 2, retained: [2, 0, 1] },
      { start: "2026-02", size: 1, retained: [1, 0] },
    ]);
  });

  test("will not fit a model to three people", async () => {
    const fit = await json<{ parameters: unknown; converged: boolean; review: { verdict: string } }>([
      "analyse", "bgnbd", "--in", path, ...columns,
    ]); // prettier-ignore
    expect(fit).toMatchObject({ parameters: null, converged: false, review: { verdict: "do-not-use" } });
  });

  test("a model that runs on files alone says so", async () => {
    const { code, err } = await kurabito(["analyse", "paretonbd", "--vault", join(folder, "no.kura")]);
    expect(code).toBe(2);
    expect(err).toContain("paretonbd runs on a file alone: give --in FILE.csv");
    const mixture = await kurabito(["analyse", "gmm", "--vault", join(folder, "no.kura"), "--lang", "ja"]);
    expect([mixture.code, mixture.err]).toEqual([2, expect.stringContaining("gmm はファイルだけで動きます")]);
  });

  test("says in words what a small shop can know instead", async () => {
    const small = join(folder, "small.csv");
    const lines = Array.from({ length: 30 }, (_, i) => [
      `p${String(i)},2025-0${String(1 + (i % 3))}-10`,
      ...(i % 5 === 0 ? [`p${String(i)},2025-05-10`] : []),
    ]).flat();
    await writeFile(small, `${["who,when", ...lines, "last,2026-01-05"].join("\n")}\n`);
    const { code, out } = await kurabito(["analyse", "bgnbd", "--in", small, ...columns, "--lang", "en"]);
    expect(code).toBe(0);
    expect(out).toContain("bought again within 180 days");
    expect(out).toContain("95% range");
    expect(out).toMatch(/2025-01 +10 +2 /);
  });

  test("names the columns there are when one is not", async () => {
    const { code, err } = await kurabito([
      "analyse",
      "rfm",
      "--in",
      path,
      "--set",
      "customer=whom",
      "--set",
      "date=when",
    ]);
    expect(code).toBe(2);
    expect(err).toContain("invoice, who, when, price, pieces");
  });

  test("says what is missing", async () => {
    const { code, err } = await kurabito(["analyse", "gammagamma", "--in", path, ...columns]);
    expect(code).toBe(2);
    expect(err).toContain("amount");
  });

  test("a file that is not there is a fault, not a usage error", async () => {
    const { code, out } = await kurabito([
      "analyse",
      "rfm",
      "--in",
      join(folder, "no.csv"),
      ...columns,
      "--json",
    ]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ error: { code: "file-unreadable" } });
  });
});
