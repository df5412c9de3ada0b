import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BuyersProfile } from "../../workers/terms/buyers-profile.ts";
import type { OfferComparison } from "../../workers/terms/offers.ts";
import type { ReleaseDecision, SendingRules } from "../../workers/terms/decision.ts";
import type { SegmentEntry } from "../../workers/terms/segment.ts";
import type { SegmentTemplate } from "../../workers/terms/segment-templates.ts";
import type { ReleaseOutcome } from "../../workers/terms/release.ts";
import { json, kurabito } from "./kurabito.ts";
import { writeSampleFiles } from "./sample-files.ts";

// Deciding before a release, over the exports of the sample shop.
let folder = "";
let vault: readonly string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kurabito-decide-"));
  vault = ["--vault", join(folder, "shop.kura")];
  const files = await writeSampleFiles(folder, "en");
  await json(["vault", "create", ...vault]);
  await json(["import", ...files, ...vault]);
  await json(["segment", "create", "buyers", "--where", "orders>=1", ...vault]);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const decide = (...more: readonly string[]) => [
  ...["release", "decide", "--segment", "buyers", "--to", "spreadsheet", ...vault, ...more],
];
const releaseBuyers = (out: string, ...more: readonly string[]) => [
  ...["release", "consented", "--segment", "buyers", "--to", "spreadsheet", "--out", out, ...vault, ...more],
];
const numbers = ["--cost", "30", "--margin", "40", "--response", "3:2:4"] as const;

test("without a model the break-even alone; with one, a likely range, a curve and what it rests on", async () => {
  const before = await json<ReleaseDecision>(decide(...numbers));
  expect(before.worth?.value).toBeUndefined();
  expect(before.worth?.basis[0]?.code).toBe("no-model");
  expect(before.worth?.breakEven.response).toBeGreaterThan(0);
  await json(["analyse", "bgnbd", ...vault]);
  const { worth, people, currency } = await json<ReleaseDecision>(decide(...numbers));
  expect(currency).toBe("JPY");
  expect(worth?.gain.at(-1)?.contacted).toBe(people);
  expect(worth?.value?.low).toBeLessThan(worth?.value?.high ?? NaN);
  expect(worth?.extraBuyers?.value).toBeCloseTo(0.03 * people, 0);
  const english = await kurabito([...decide(...numbers), "--lang", "en"]);
  expect(english.out).toContain("is likely to bring between");
  expect(english.out).toContain("How will they feel?");
  const japanese = await kurabito([...decide(...numbers), "--lang", "ja"]);
  expect(japanese.out).toContain("の間になりそうです");
});

test("offers side by side: one table, one reading of it, and too little evidence where that is so", async () => {
  await json(["segment", "create", "twice", "--where", "orders>=2", ...vault]);
  const compare = (...offers: readonly string[]) => [
    ...["release", "compare", ...offers, "--cost", "30", "--margin", "40", ...vault],
  ];
  const ahead = compare("buyers@spreadsheet,response=1:0.5:1.5", "twice@csv,response=30:29:31");
  const { offers, advice } = await json<OfferComparison>(ahead);
  expect(advice).toEqual({ verdict: "ahead", best: 1, doubts: [] });
  expect(offers[1]?.shared[0]).toBe(offers[1]?.people);
  expect(offers[0]?.behind?.low).toBeGreaterThan(0);
  const english = await kurabito([...ahead, "--lang", "en"]);
  expect(english.out).toContain("Make offer B");
  const japanese = await kurabito([
    ...compare("buyers@csv", "twice@csv,discount=10,response=3"),
    "--lang",
    "ja",
  ]);
  expect(japanese.out).toContain("証拠が足りません");
  expect(japanese.out).toContain("10% 引き");
  for (const wrong of ["twice@nowhere", "twice", "twice@csv,colour=red", "twice@csv,response=5:6:7"])
    expect((await kurabito(compare("buyers@csv", wrong))).code, wrong).toBe(2);
});

test("templates with the days of this shop, and a segment made of one and narrowed", async () => {
  const { templates } = await json<{ templates: SegmentTemplate[] }>(["segment", "templates", ...vault]);
  const due = templates.find(({ name }) => name === "second-due");
  expect(due?.basis?.kind).toMatch(/^(model|gaps)$/u);
  const create = ["segment", "create", "due", "--template", "second-due", "--where", "prefecture=京都府"];
  const made = await json<SegmentEntry>([...create, ...vault]);
  expect(made.definition.groups.slice(0, -1)).toEqual(due?.definition.groups);
  const japanese = await kurabito(["segment", "templates", ...vault, "--lang", "ja"]);
  expect(japanese.out).toContain("second-due");
  expect(japanese.out).toMatch(/生涯価値の予測|注文間隔/u);
  expect((await kurabito(["segment", "create", "x", "--template", "nobody", ...vault])).code).toBe(2);
});

test("a cap keeps people back, in counts and manifest; they go only where that is said", async () => {
  const shown = await json<SendingRules>(["release", "rules", "--cap", "email=1/30", ...vault]);
  expect(shown.caps.email).toEqual({ most: 1, days: 30 });
  const out = join(folder, "out");
  const release = releaseBuyers(out);
  const before = await json<ReleaseDecision>(decide());
  const { manifest, release: entry } = await json<ReleaseOutcome>(release);
  expect(manifest.people).toBe(before.people);
  expect(entry.withheld["contacted-enough"]).toBe(before.cap.over);
  expect(manifest.withheld["contacted-enough"]).toBe(10 * Math.floor(before.cap.over / 10));
  const refused = await kurabito([...release, "--lang", "en"]);
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("frequency cap")]);
  const all = await json<ReleaseOutcome>([...release, "--over-cap", "send"]);
  expect(all.manifest.people).toBe(before.people + before.cap.over);
  expect(
    (await json<SendingRules>(["release", "rules", "--cap", "email=none", ...vault])).caps.email,
  ).toBeUndefined();
});

test("an unfair discount needs a reason", async () => {
  await json(["segment", "create", "kyoto", "--where", "prefecture=京都府", ...vault]);
  const out = join(folder, "discount");
  const discount = [
    ...["release", "consented", "--segment", "kyoto", "--to", "spreadsheet", "--out", out, ...vault],
    ...["--effect", "discount", "--groups", "prefecture"],
  ];
  const refused = await kurabito([...discount, "--lang", "ja"]);
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("理由")]);
  const { manifest, paths } = await json<ReleaseOutcome>([
    ...discount,
    "--reason",
    "A visit to the shop is meant, in Kyoto.",
  ]);
  expect(manifest.sending).toMatchObject({
    effect: "discount",
    fairness: [{ attribute: "prefecture", verdict: "look-closer" }],
    reason: "A visit to the shop is meant, in Kyoto.",
  });
  const path = paths.find((one) => one.endsWith(".manifest.json")) ?? "";
  expect((await kurabito(["verify", path])).code).toBe(0);
});

test("people of a running control stay unless they are to be reached; the recipient may read another name", async () => {
  const out = join(folder, "control");
  const release = (...more: readonly string[]) => releaseBuyers(out, ...more);
  const first = await json<ReleaseOutcome>(release("--holdout", "20", "--seed", "7", "--control-days", "3"));
  const held = first.release.withheld["held-out"] ?? 0;
  expect(held).toBeGreaterThan(0);
  const second = await json<ReleaseOutcome>(release());
  expect(second.release.withheld["in-a-control"]).toBe(held);
  expect(second.manifest.people).toBe(first.manifest.people);
  const all = await json<ReleaseOutcome>(release("--reach-controls", "--list-name", "Spring 7"));
  expect(all.manifest.people).toBe(first.manifest.people + held);
  expect(all.manifest.segment).toBe("Spring 7");
  expect(all.paths.join(" ")).not.toContain("buyers");
  expect(second.paths.join(" ")).toContain("buyers");
  const bought = await json<BuyersProfile>(["release", "buyers", String(first.release.id), ...vault]);
  expect(bought).toMatchObject({ verdict: "open", arm: "treated", k: 10, traits: [] });
  const words = await kurabito(["release", "buyers", String(first.release.id), ...vault, "--lang", "ja"]);
  expect(words.out).toContain("まだ分かりません");
  const lift = await kurabito(["release", "lift", String(first.release.id), ...vault, "--lang", "ja"]);
  expect(lift.out).toContain("以降の注文がまだありません");
  expect(lift.out).not.toContain("–");
  const decision = await kurabito([...decide(), "--lang", "ja"]);
  expect(decision.out).toMatch(/公平ですか。\n +\S/u);
  expect((await kurabito(["release", "buyers", "x", ...vault])).code).toBe(2);
  expect((await kurabito(release("--holdout", "20", "--control-days", "400"))).code).toBe(2);
});

test.each([
  [["--margin", "40"]],
  [["--cost", "x", "--margin", "40"]],
  [["--cost", "30", "--margin", "140"]],
  [["--cost", "30", "--margin", "40", "--response", "5:6:7"]],
  [["--cost", "30", "--margin", "40", "--lift", "none"]],
  [["--groups", "religion"]],
  [["--reason", "short"]],
])("%j: wrong use", async (options) => {
  expect((await kurabito(decide(...options))).code).toBe(2);
});
