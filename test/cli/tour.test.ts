import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runTour, tourPassphrase, type TourOutcome } from "../../main/tour/run-tour.ts";
import { newJobTicket } from "../../workers/base/job.ts";
import { json } from "./kurabito.ts";

describe("the sample tour without a window", () => {
  let out = "";
  let tour: TourOutcome;

  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), "kurabito-tour-"));
    const io = {
      out: () => undefined,
      err: () => undefined,
      env: {},
      readInput: async () => undefined,
      now: () => new Date("2026-11-21T09:00:00Z"),
      job: newJobTicket("tour"),
    };
    tour = await runTour({ out, language: "en" }, io);
  });

  afterAll(() => rm(out, { recursive: true, force: true }));

  test("imports six files and releases two that verify", () => {
    expect(tour.results.imports.map(({ quarantined }) => quarantined)).toEqual([0, 7, 0, 0, 0, 0]);
    expect(tour.results.releases.map(({ report }) => report.intact)).toEqual([true, true]);
    expect(tour.results.record.verification.intact).toBe(true);
    expect(tour.results.segment.en.people).toBe(tour.results.segment.ja.people);
  });

  test("leaves the sample's files, the released files and a report in both languages", async () => {
    expect((await readdir(join(out, "sample-files"))).sort()).toEqual([
      "mail-campaign-activity.csv",
      "mail-subscribers.csv",
      "till-sales.csv",
      "web-shop-activity.csv",
      "web-shop-orders.csv",
      "web-shop-reviews.csv",
    ]);
    // Of each release: the file, its manifest, and the page by which its receiver checks both.
    const endings = (await readdir(join(out, "released"))).map((name) => name.replace(/^[^.]*/, ""));
    expect(endings.sort()).toEqual([
      ".csv",
      ".csv",
      ".manifest.json",
      ".manifest.json",
      ".verify.html",
      ".verify.html",
    ]);
    const report = await readFile(tour.report, "utf8");
    expect(report).toContain('<section lang="ja">');
    expect(report).toContain('<section lang="en">');
    expect(report).not.toMatch(/\{\{|undefined|NaN/);
  });

  test("leaves a vault that its passphrase opens", async () => {
    const env = { KURABITO_PASSPHRASE: tourPassphrase };
    const info = await json<{ sample: boolean; orders: number }>(["vault", "info", "--vault", tour.vault], {
      env,
    });
    expect(info.sample).toBe(true);
    expect(info.orders).toBeGreaterThan(3500);
  });
});
