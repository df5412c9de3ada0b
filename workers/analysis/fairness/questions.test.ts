import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { workspaceWithFiles } from "../../../test/support/memory-files.ts";
import { insertUnevenShop, type lives } from "../../../test/support/uneven-shops.ts";
import { value } from "../../../test/support/value.ts";
import { parseIsoDate } from "../../base/calendar.ts";
import { manifestBytes, parseManifest } from "../../gates/release/files/manifest.ts";
import { inlinePool } from "../../pool/inline-pool.ts";
import { shares } from "../../shares.ts";
import type { FairnessMeasureName, FairnessReport } from "../../terms/model-fairness.ts";
import { runName } from "../../terms/model-fairness.ts";
import type { PropensityOptions, PropensityReport } from "../../terms/propensity.ts";
import type { ConsentedRequest } from "../../terms/release.ts";
import type { NumberAttribute, SegmentDefinition } from "../../terms/segment.ts";
import type { Workspace } from "../../workspace.ts";
import { checkFairness } from "./check-fairness.ts";

const now = () => new Date("2026-11-21T09:00:00Z");
const end = parseIsoDate("2026-11-20")!;
const reason = "大阪の店の移転を知らせる企画で、近くの人に多く届くため";

interface Case {
  readonly options: PropensityOptions;
  readonly attribute: NumberAttribute;
  readonly shop: keyof typeof lives;
  readonly pairs: number;
}

const seed = { kind: "best", share: 0.4, valueDays: 90 } as const;
const mail = { shop: "messages", pairs: 1000 } as const;
const zone = "Asia/Tokyo";
const cases: readonly Case[] = [
  { options: { question: "lookalike", seed }, attribute: "lookalike", shop: "lookalike", pairs: 2700 },
  { options: { question: "open", zone }, attribute: "openChance", ...mail },
  { options: { question: "click", zone }, attribute: "clickChance", ...mail },
  {
    options: { question: "renewal", horizonDays: 30 },
    attribute: "renewal",
    shop: "renewals",
    pairs: 1000,
  },
  {
    options: { question: "newProduct", horizonDays: 30 },
    attribute: "newProduct",
    shop: "products",
    pairs: 700,
  },
  {
    options: { question: "firstPurchase", horizonDays: 60 },
    attribute: "firstPurchase",
    shop: "leads",
    pairs: 1500,
  },
];

/** The fields of people that forecasts can be compared by, as columns and as the tables name them. */
const fields = { ageBand: "age_band", gender: "gender", prefecture: "prefecture", country: "country" };
type Field = keyof typeof fields;

/** The workspace, and what of these fields is read through it from now on. */
function watched(workspace: Workspace): { readonly workspace: Workspace; readonly read: Set<string> } {
  const read = new Set<string>();
  const columns = () => {
    const own = workspace.columns();
    const people = new Proxy(own.people, {
      get: (target, name) => {
        if (Object.keys(fields).includes(String(name))) read.add(String(name));
        return Reflect.get(target, name) as unknown;
      },
    });
    return new Proxy(own, {
      get: (target, name) => (name === "people" ? people : (Reflect.get(target, name) as unknown)),
    });
  };
  workspace.columns();
  const { db } = workspace.vault;
  for (const method of ["rows", "first"] as const) {
    const plain = db[method].bind(db);
    vi.spyOn(db, method).mockImplementation((sql: string, parameters) => {
      for (const [field, column] of Object.entries(fields))
        if (new RegExp(`\\b${column}\\b`, "u").test(sql)) read.add(field);
      return plain(sql, parameters);
    });
  }
  return { workspace: { ...workspace, columns }, read };
}

const measure = (report: FairnessReport, name: FairnessMeasureName) =>
  report.measures.find((one) => one.measure === name)!;

afterEach(() => vi.restoreAllMocks());

describe.each(cases)("a forecast of $options.question", ({ options, attribute, shop, pairs }) => {
  const { question } = options;
  let workspace: Workspace;
  let run: PropensityReport;
  let segmentId: number;
  beforeAll(async () => {
    workspace = { ...(await workspaceWithFiles(now)).workspace, models: inlinePool() };
    const { vault } = workspace;
    value(await vault.change(["people"], () => insertUnevenShop(vault.db, shop, pairs, end)));
    run = value(await shares.fitPropensity(workspace, { options, job: undefined }));
    const definition: SegmentDefinition = {
      groups: [{ anyOf: [{ kind: "number", attribute, comparison: "atLeast", value: 0 }] }],
    };
    segmentId = value(await shares.saveSegment(workspace, { name: "春の案内", definition })).id;
  }, 60_000);

  const by = async (kind: Field, through = workspace) =>
    value(
      await checkFairness(through, { model: question, by: { kind }, contact: Math.round(0.45 * run.people) }),
    );
  const request = (more: Partial<ConsentedRequest> = {}): ConsentedRequest => ({
    segmentId,
    purpose: "email_marketing",
    recipient: "self",
    platform: "spreadsheet",
    effect: "discount",
    ...more,
  });
  const release = (more: Partial<ConsentedRequest> = {}) =>
    shares.releaseConsented(workspace, { request: request(more), folder: "/x" });

  test("is fair to those nobody can tell apart, and a list leaves by it", async () => {
    expect(run.review.verdict).not.toBe("do-not-use");
    expect(value(await shares.latestFairness(workspace, { model: question })).reports).toEqual([]);
    const { workspace: through, read } = watched(workspace);
    const report = await by("gender", through);
    expect([...read]).toEqual(["gender"]);
    expect(report).toMatchObject({ runId: run.runId, same: true, verdict: "fair" });
    const [one, other] = report.groups;
    expect(one!.people + other!.people).toBe(run.validation!.people);
    expect(other).toEqual({
      ...one,
      group: other!.group,
      expected: expect.closeTo(one!.expected, 12) as number,
    });
    const { manifest } = value(await release());
    expect(manifest.sending).not.toHaveProperty("reason");
    expect(manifest.sending).not.toHaveProperty("forecasts");
  });

  test("says that too few are known of an age", async () => {
    const report = await by("ageBand");
    expect(report.verdict).toBe("too-little-evidence");
    expect(report.people).toBeLessThan(run.validation!.people / 5);
    expect(value(await shares.decideRelease(workspace, { request: request() })).needsReason).toBe(false);
  });

  test("chooses where more are keen: it is found, and a discount by it waits for a reason that is kept", async () => {
    const { workspace: through, read } = watched(workspace);
    const report = await by("prefecture", through);
    expect([...read]).toEqual(["prefecture"]);
    expect(report.verdict).toBe("look-closer");
    expect(measure(report, "selection").verdict).toBe("look-closer");
    const rate = (name: string) => report.groups.find(({ group }) => group === name)!.selection.value;
    expect(rate("大阪府")).toBeGreaterThan(1.5 * rate("東京都"));
    const { review } = value(await shares.latestPropensity(workspace, { question }))!;
    expect(review.checks.map(({ code }) => code)).toEqual(
      expect.arrayContaining([
        "fairness-by-gender-pass",
        "fairness-by-ageBand-unclear",
        "fairness-by-prefecture-fail",
      ]),
    );

    const decided = value(await shares.decideRelease(workspace, { request: request() }));
    expect(decided.needsReason).toBe(true);
    expect(decided.checks).toContainEqual({
      question: "fair",
      code: "forecast-unfair",
      details: { model: runName(question), by: "prefecture", name: "" },
    });
    for (const effect of ["discount", "exclusion"] as const)
      expect(await release({ effect })).toEqual({
        ok: false,
        error: { code: "release-unfair", details: { groups: "prefecture" } },
      });
    const informed = value(await release({ effect: "information" })).manifest;
    expect(informed.sending).not.toHaveProperty("reason");
    const { manifest } = value(await release({ reason }));
    expect(manifest.sending).toMatchObject({
      reason,
      forecasts: [{ model: question, by: "prefecture" }],
    });
    expect(parseManifest(new TextDecoder().decode(manifestBytes(manifest)))).toEqual(manifest);
    const [line] = workspace.vault.db.rows<{ payload: string }>(
      "SELECT payload FROM record WHERE action = 'release-consented' ORDER BY seq DESC LIMIT 1",
    );
    expect(JSON.parse(line!.payload)).toMatchObject({ reason, forecasts: `${question}: prefecture` });
    expect(JSON.parse(line!.payload)).not.toHaveProperty("unfair");
  });
});
