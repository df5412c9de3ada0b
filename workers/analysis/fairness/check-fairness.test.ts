import { beforeAll, describe, expect, test } from "vitest";
import { insertCustomers, type TestCustomer } from "../../../test/support/customers.ts";
import { memoryReleases } from "../../../test/support/memory-releases.ts";
import { testWorkspace, type TestWorkspace } from "../../../test/support/test-workspace.ts";
import { value } from "../../../test/support/value.ts";
import { parseIsoDate } from "../../base/calendar.ts";
import { fault } from "../../base/fault.ts";
import { modelCard } from "../model-card/model-card.ts";
import { inlinePool } from "../../pool/inline-pool.ts";
import { shares } from "../../shares.ts";
import { randomStream } from "../../stats/random.ts";
import type { EdgeRequest } from "../../terms/edge-pack.ts";
import type { ConsentedRequest } from "../../terms/release.ts";
import type { SegmentDefinition } from "../../terms/segment.ts";
import type { Workspace } from "../../workspace.ts";
import en from "../../words/en/reviews.json" with { type: "json" };
import ja from "../../words/ja/reviews.json" with { type: "json" };
import {
  groupingKinds,
  type FairnessMeasureName,
  type FairnessReport,
  type Grouping,
} from "../../terms/model-fairness.ts";
import { fitChurn, latestChurnRun } from "../churn-report.ts";
import { fitLifetime } from "../lifetime-report.ts";
import { checkFairness } from "./check-fairness.ts";

const FIRST = parseIsoDate("2025-01-01") ?? Number.NaN;

/** Who comes by "flash" leaves far more often, and more of Osaka do; gender is drawn at random; a few live in Naha. */
function shop(): TestCustomer[] {
  const random = randomStream(7);
  return Array.from({ length: 1800 }, (_, at) => {
    const leaving = at % 2 === 0 ? 0.06 : 0.45;
    const orders = [];
    let day = FIRST + random.below(570);
    do {
      orders.push({ day, amount: 2000 + random.below(800), product: "P1" });
      day += 14 + random.below(12);
    } while (day <= FIRST + 600 && random.uniform() > leaving);
    const osaka = random.uniform() < (at % 2 === 0 ? 0.03 : 0.97);
    const said = (state: string) => [{ purpose: "profiling", state, heldFrom: "2025-01-01T00:00:00.000Z" }];
    const mail = { purpose: "email_marketing", state: "granted", heldFrom: "2025-01-01T00:00:00.000Z" };
    const consents = [...(at === 1 ? said("denied") : at % 5 === 0 ? said("granted") : []), mail];
    const email = `c${String(at)}@example.jp`;
    return { orders, email, prefecture: at < 12 ? "沖縄県" : osaka ? "大阪府" : "東京都", consents };
  });
}

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = { ...(await testWorkspace(() => new Date("2026-11-21T09:00:00Z"))), models: inlinePool() };
  const { vault } = workspace;
  value(
    await vault.change(["people"], () => {
      const { db } = vault;
      const ids = insertCustomers(db, shop());
      // The learner that is quicker to fit: what is compared is the same.
      db.run("INSERT INTO model_champions (model, learner, at) VALUES ('churn', 'logistic', '')");
      const random = randomStream(5);
      for (const [at, id] of ids.entries()) {
        db.run("UPDATE orders SET channel = ? WHERE customer_id = ?", [at % 2 === 0 ? "club" : "flash", id]);
        db.run("UPDATE customers SET gender = ? WHERE id = ?", [
          random.below(2) === 0 ? "female" : "male",
          id,
        ]);
      }
    }),
  );
  value(await fitChurn(workspace, { options: { horizonDays: 60 }, job: undefined }));
});

const check = (by: Grouping, contact?: number) =>
  checkFairness(workspace, { model: "churn", by, ...(contact !== undefined && { contact }) });
const measure = (report: FairnessReport, name: FairnessMeasureName) =>
  report.measures.find((one) => one.measure === name)!;

describe("a forecast compared by a declared grouping", () => {
  test("is the run's own on the people held out, and where place goes with leaving the choice is to be looked at", async () => {
    const report = value(await check({ kind: "prefecture" }));
    const run = latestChurnRun(workspace)!;
    expect(report).toMatchObject({ runId: run.runId, same: true, judgedFrom: run.judgedFrom, k: 10 });
    // Few live in Naha: they are neither told of nor counted.
    expect(report.people).toBeLessThan(run.validation!.people);
    expect(report).not.toHaveProperty("others");
    expect(report.verdict).toBe("look-closer");
    expect(measure(report, "selection").verdict).toBe("look-closer");
    expect(report.groups.map(({ group }) => group).sort()).toEqual(["大阪府", "東京都"]);
    const total = report.groups.reduce((sum, { people, observed }) => sum + people * observed.value, 0);
    expect(total).toBeLessThanOrEqual(run.validation!.left);
    expect(report.contact).toBe(Math.round(0.1 * run.people));
  });

  test("joins the review, the card and the record, once for each grouping", async () => {
    value(await check({ kind: "prefecture" }, 50));
    value(await check({ kind: "gender" }));
    const { review, runId } = latestChurnRun(workspace)!;
    const own = review.checks.filter(({ code }) => code.startsWith("fairness-by-"));
    expect(own.map(({ code }) => code.replace(/-[a-z]+$/u, ""))).toEqual([
      "fairness-by-prefecture",
      "fairness-by-gender",
    ]);
    expect(own[0]).toMatchObject({ code: "fairness-by-prefecture-fail", verdict: "use-with-care" });
    expect(review.verdict).toBe("use-with-care");
    const card = value(await modelCard(workspace, { runId, language: "ja" }));
    expect(card.sections.find(({ code }) => code === "fairness")?.lines.join(" ")).toMatch(/大阪府/);
    expect(card.checks.map(({ sentence }) => sentence).join(" ")).toContain("都道府県による比較");
    const [line] = workspace.vault.db.rows<{ payload: string }>(
      "SELECT payload FROM record WHERE action = 'model-fairness' ORDER BY seq DESC LIMIT 1",
    );
    expect(JSON.parse(line!.payload)).toMatchObject({ run: runId, by: "gender", purpose: "profiling" });
    const overview = value(await shares.latestFairness(workspace, { model: "churn" }));
    expect(overview.reports.map(({ by }) => by.kind).sort()).toEqual(["gender", "prefecture"]);
    expect(overview).toMatchObject({ open: [], fields: [], kinds: groupingKinds });
  });

  test("by a segment, and by what nobody declared, is in no vault or was not run", async () => {
    const definition: SegmentDefinition = {
      groups: [{ anyOf: [{ kind: "choice", attribute: "channel", values: ["flash"] }] }],
    };
    const { id } = value(await shares.saveSegment(workspace, { name: "flash buyers", definition }));
    const report = value(await check({ kind: "segment", segmentId: id }));
    expect(report).toMatchObject({ name: "flash buyers" });
    expect(report.groups.map(({ group }) => group).sort()).toEqual(["in", "out"]);
    expect(await check({ kind: "segment", segmentId: 999 })).toEqual(fault("segment-unknown"));
    expect(await check({ kind: "field", fieldId: 999 })).toEqual(fault("grouping-not-declared"));
    expect(await checkFairness(workspace, { model: "open", by: { kind: "gender" } })).toEqual(
      fault("model-never-run"),
    );
    // Nobody's age is known: nothing is told and nothing is called fair.
    expect(value(await check({ kind: "ageBand" }))).toMatchObject({
      groups: [],
      verdict: "too-little-evidence",
    });
  });

  test("of the lifetime model, too: who bought again in the time held out", async () => {
    value(await fitLifetime(workspace, { options: {}, job: undefined }));
    const answer = await checkFairness(workspace, { model: "lifetime", by: { kind: "channel" } });
    const report = value(answer);
    expect(report.same).toBe(true);
    expect(report.groups.map(({ group }) => group).sort()).toEqual(["club", "flash"]);
    const [club, flash] = ["club", "flash"].map((name) => report.groups.find(({ group }) => group === name)!);
    expect(club!.observed.value).toBeGreaterThan(flash!.observed.value);
  });

  test("keeps a discount by it from leaving without a written reason, also once the model was run anew", async () => {
    value(await fitChurn(workspace, { options: { horizonDays: 60 }, job: undefined }));
    const definition: SegmentDefinition = {
      groups: [{ anyOf: [{ kind: "number", attribute: "churnRisk", comparison: "atLeast", value: 0.3 }] }],
    };
    const { id: segmentId } = value(await shares.saveSegment(workspace, { name: "leaving", definition }));
    const request: ConsentedRequest = {
      segmentId,
      purpose: "email_marketing",
      recipient: "self",
      platform: "spreadsheet",
      language: "en",
      effect: "discount",
    };
    const decided = value(await shares.decideRelease(workspace, { request }));
    expect(decided.needsReason).toBe(true);
    expect(decided.checks).toContainEqual({
      question: "fair",
      code: "forecast-unfair",
      details: { model: "churn", by: "prefecture", name: "" },
    });
    const informed = await shares.decideRelease(workspace, {
      request: { ...request, effect: "information" },
    });
    expect(value(informed).needsReason).toBe(false);
    const refused = await shares.releaseConsented(workspace, { request, folder: "/x" });
    expect(refused).toMatchObject({ ok: false, error: { code: "release-unfair" } });
    const overview = value(await shares.latestFairness(workspace, { model: "churn" }));
    expect(overview.reports).toEqual([]);
    expect(overview.open.map(({ by }) => by.kind)).toContain("prefecture");
  });

  test("keeps its scoring card from leaving for a site without a written reason, which manifest and record keep", async () => {
    const shop: Workspace = { ...workspace, releases: memoryReleases() };
    const request: EdgeRequest = { parts: ["card"], language: "en" };
    const { unfair } = value(await shares.previewEdge(shop, request));
    expect(unfair).toContainEqual({ model: "churn", by: "prefecture" });
    expect(await shares.releaseEdge(shop, { request, folder: "/x" })).toMatchObject({
      ok: false,
      error: { code: "release-unfair", details: { groups: expect.stringContaining("prefecture") as string } },
    });
    const reason = "The site shows the same to everybody";
    const { manifest } = value(
      await shares.releaseEdge(shop, { request: { ...request, reason }, folder: "/x" }),
    );
    expect(manifest.despite).toEqual({ forecasts: unfair, reason });
    const [line] = shop.vault.db.rows<{ payload: string }>(
      "SELECT payload FROM record WHERE action = 'release-edge' ORDER BY seq DESC LIMIT 1",
    );
    expect(JSON.parse(line!.payload)).toMatchObject({
      reason,
      forecasts: expect.stringContaining("churn: prefecture") as string,
    });
  });
});

describe("a column of a special category", () => {
  const reason = "Asked for to see that nobody is left out";
  const keep = async (heading: string, purpose: string) => {
    const { vault } = workspace;
    let fieldId = 0;
    value(
      await vault.change(["people"], () => {
        const { db } = vault;
        const importId = 1;
        db.run(
          `INSERT OR IGNORE INTO imports (id, name, source, sha256, bytes, plan, at, read, stored, quarantined, repeated)
           VALUES (1, 'f', 'shop', '', 0, '{}', '', 0, 0, 0, 0)`,
        );
        db.run(
          `INSERT INTO fields (import_id, heading, target, class, purposes, stored, fate, basis)
           VALUES (?, ?, 'ignore', 'special_category', ?, 1, 'keep', ?)`,
          [importId, heading, JSON.stringify([purpose]), JSON.stringify({ purpose, reason })],
        );
        fieldId = db.lastId();
        for (const { id } of db.rows<{ id: number }>("SELECT id FROM customers"))
          db.run("INSERT INTO attributes (customer_id, field_id, value, import_id) VALUES (?, ?, ?, ?)", [
            id,
            fieldId,
            id % 2 === 0 ? "yes" : "no",
            importId,
          ]);
      }),
    );
    return fieldId;
  };

  test("is read only where it was kept for profiling, and of those who said yes where a pack asks for it", async () => {
    const analytics = await keep("Diet", "analytics");
    const profiling = await keep("Disability", "profiling");
    expect(await check({ kind: "field", fieldId: analytics })).toEqual(fault("grouping-not-declared"));
    const report = value(await check({ kind: "field", fieldId: profiling }));
    expect(report).toMatchObject({ name: "Disability" });
    expect(report.people).toBe(latestChurnRun(workspace)!.validation!.people);
    // Where a pack asks for explicit consent only those are asked about who said yes: one of five.
    value(await shares.applyPolicy(workspace, { packs: ["gdpr"] }));
    const asked = value(await check({ kind: "field", fieldId: profiling }));
    expect(asked.people).toBeGreaterThan(0.1 * report.people);
    expect(asked.people).toBeLessThan(0.3 * report.people);
  });
});

test("every verdict by every grouping has its sentence in both languages", () => {
  for (const kind of [...groupingKinds, "segment", "field"])
    for (const verdict of ["pass", "fail", "unclear"])
      for (const words of [en, ja]) expect(words).toHaveProperty([`fairness-by-${kind}-${verdict}`]);
});
