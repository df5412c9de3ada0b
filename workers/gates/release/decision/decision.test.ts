import { beforeAll, describe, expect, test } from "vitest";
import { insertCustomers, type TestCustomer } from "../../../../test/support/customers.ts";
import { memoryReleases } from "../../../../test/support/memory-releases.ts";
import { testWorkspace } from "../../../../test/support/test-workspace.ts";
import { parseIsoDate } from "../../../base/calendar.ts";
import type { Outcome } from "../../../base/fault.ts";
import { inlinePool } from "../../../pool/inline-pool.ts";
import { shares } from "../../../shares.ts";
import { randomStream } from "../../../stats/random.ts";
import type { WorthTerms } from "../../../terms/decision.ts";
import type { ConsentedRequest } from "../../../terms/release.ts";
import type { Workspace } from "../../../workspace.ts";
import { manifestBytes, parseManifest } from "../files/manifest.ts";

const now = new Date("2026-06-15T03:00:00.000Z");
const today = parseIsoDate("2026-06-15") ?? 0;
const FIRST = today - 700;
const PEOPLE = 900;

const value = async <T>(outcome: Promise<Outcome<T>>): Promise<T> => {
  const got = await outcome;
  if (!got.ok) throw new Error(got.error.code);
  return got.value;
};

/** Buys at a rate of their own until they leave. */
function customer(index: number): TestCustomer {
  const random = randomStream(index + 1);
  const rate = random.gamma(1) / 60;
  const leaving = random.beta(1, 4);
  const orders = [];
  let day = 300 * random.uniform();
  do {
    orders.push({ day: FIRST + Math.floor(day), amount: Math.round(2000 + 3000 * random.uniform()) });
    day += random.exponential() / rate;
  } while (day <= 699 && random.uniform() > leaving);
  const mail = { purpose: "email_marketing", state: "granted", heldFrom: "2024-06-01T00:00:00.000Z" };
  return {
    id: index + 1,
    name: `客${String(index)}`,
    email: `c${String(index)}@example.jp`,
    prefecture: index % 3 === 0 ? "東京都" : "大阪府",
    orders: index === 0 ? [...orders, { day: today - 1, amount: 3000 }] : orders,
    consents: [mail],
  };
}

async function shop(): Promise<Workspace> {
  const bare = await testWorkspace(() => now);
  const { db } = bare.vault;
  await value(
    bare.vault.change(["people", "consent"], () => {
      insertCustomers(
        db,
        Array.from({ length: PEOPLE }, (_, index) => customer(index)),
      );
      db.run("UPDATE customers SET gender = CASE WHEN id % 4 = 0 THEN 'male' ELSE 'female' END");
    }),
  );
  return {
    ...bare,
    models: inlinePool(),
    releases: memoryReleases(),
  };
}

let workspace: Workspace;
let mailing: ConsentedRequest;

beforeAll(async () => {
  workspace = await shop();
  const { id } = await value(shares.saveSegment(workspace, { name: "全員", definition: { groups: [] } }));
  mailing = { segmentId: id, purpose: "email_marketing", recipient: "self", platform: "spreadsheet" };
});

const terms = { costPerContact: 30, margin: 0.4, offerCost: 100, days: 30 };
const decide = (more: Partial<ConsentedRequest> = {}, worth?: object) =>
  value(
    shares.decideRelease(workspace, {
      request: { ...mailing, ...more },
      ...(worth && { worth: { ...terms, ...worth } }),
    }),
  );
const release = (more: Partial<ConsentedRequest> = {}) =>
  shares.releaseConsented(workspace, { request: { ...mailing, ...more }, folder: "/x" });

describe("what it would be worth", () => {
  test("without a model only what it takes to break even", async () => {
    const { worth } = await decide({}, { response: { value: 0.03 } });
    expect(worth?.basis.map(({ code }) => code)).toEqual(["no-model", "mean-order"]);
    expect(worth?.value).toBeUndefined();
    const mean = Number(worth?.basis[1]?.details["amount"]);
    expect(worth?.breakEven.response).toBeCloseTo(30 / (0.4 * mean - 100), 3);
  });

  test("with a model: a likely range, what it rests on, where to cut, and the cut as a segment brings those people", async () => {
    const report = await value(shares.fitLifetime(workspace, { options: {} }));
    expect(report.review.verdict).not.toBe("do-not-use");
    const { worth, people, currency } = await decide(
      {},
      { response: { value: 0.04, low: 0.02, high: 0.06 } },
    );
    expect([people, currency]).toEqual([PEOPLE, "JPY"]);
    if (worth?.value === undefined) throw new Error("no value");
    expect(worth.value.low).toBeLessThan(worth.value.value);
    expect(worth.value.value).toBeLessThan(worth.value.high);
    expect(worth.extraBuyers?.value).toBeCloseTo(0.04 * PEOPLE, 0);
    const codes = worth.basis.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(["response", "same-ratio"]));
    expect(codes.some((code) => code === "model" || code === "model-with-care")).toBe(true);
    expect(worth.gain.at(-1)).toMatchObject({ contacted: PEOPLE, value: worth.value.value });
    expect(worth.breakEven.response).toBeGreaterThan(0);
    if (worth.cut === undefined) throw new Error("no cut");
    const { attribute, atLeast, people: best } = worth.cut;
    expect(worth.cut.value.value).toBeGreaterThan(worth.value.value);
    const preview = await value(
      shares.previewSegment(workspace, {
        definition: {
          groups: [{ anyOf: [{ kind: "number", attribute, comparison: "atLeast", value: atLeast }] }],
        },
        language: "en",
      }),
    );
    expect(preview.people).toBe(best);
    const templates = await value(shares.segmentTemplates(workspace, { language: "en" }));
    const due = templates.find(({ name }) => name === "second-due");
    expect(due?.basis).toMatchObject({ kind: "model", end: report.end });
    expect(due?.basis?.low).toBeLessThan(due?.basis?.high ?? NaN);
    // With a run, who is about to leave is asked of the model.
    expect(templates.find(({ name }) => name === "about-to-leave")?.basis).toBeUndefined();
  });

  test("offers stand side by side, over the same days, and one is called best only where there is evidence", async () => {
    const tokyo = { kind: "choice", attribute: "prefecture", values: ["東京都"] } as const;
    const { id } = await value(
      shares.saveSegment(workspace, {
        name: "東京",
        definition: { groups: [{ anyOf: [{ ...tokyo, values: [...tokyo.values] }] }] },
      }),
    );
    const { days, ...own } = terms;
    const offer = (response: NonNullable<WorthTerms["response"]>, more: Partial<ConsentedRequest> = {}) => ({
      request: { ...mailing, ...more },
      worth: { ...own, response },
    });
    const good = { value: 0.12, low: 0.1, high: 0.14 };
    const compared = await value(
      shares.compareOffers(workspace, {
        days,
        offers: [offer({ value: 0.02, low: 0.01, high: 0.03 }), offer(good), offer(good, { segmentId: id })],
      }),
    );
    expect(compared.advice).toEqual({ verdict: "ahead", best: 1, doubts: [] });
    expect(compared.offers.map(({ people }) => people)).toEqual([PEOPLE, PEOPLE, PEOPLE / 3]);
    expect(compared.offers.map(({ shared }) => shared[2])).toEqual([PEOPLE / 3, PEOPLE / 3, PEOPLE / 3]);
    const { worth } = await decide({}, { response: good });
    expect(compared.offers[1]).toMatchObject({
      cost: 30 * PEOPLE,
      costPerContact: 30,
      worth: { value: worth?.value },
    });
    expect(compared.offers[1]?.behind).toBeUndefined();
    expect(compared.offers[0]?.behind?.low).toBeGreaterThan(0);

    const hoped = await value(
      shares.compareOffers(workspace, { days, offers: [offer({ value: 0.12 }), offer({ value: 0.02 })] }),
    );
    expect(hoped.advice).toMatchObject({ verdict: "too-little-evidence", best: 0 });
    expect(hoped.advice.doubts).toContain("assumed-response");
    const dear = { ...offer(good), worth: { ...own, costPerContact: 1e9, response: good } };
    const none = await value(shares.compareOffers(workspace, { days, offers: [dear, dear] }));
    expect(none.advice.verdict).toBe("none-pays");
    const wrong = await shares.compareOffers(workspace, {
      offers: [offer(good), offer(good, { segmentId: 99 })],
    });
    expect(wrong).toMatchObject({ error: { code: "segment-unknown" } });
  });

  test("the chance to buy adds up to the purchases expected in a short time", async () => {
    const short = await decide({}, { days: 7, response: { value: 0.01 } });
    const long = await decide({}, { days: 180, response: { value: 0.01 } });
    expect(short.worth?.buyersAnyway).toBeGreaterThan(0);
    expect(long.worth?.buyersAnyway).toBeGreaterThan(short.worth?.buyersAnyway ?? NaN);
    expect(long.worth?.buyersAnyway).toBeLessThan(PEOPLE);
  });

  test("without a response and without a measured lift: break-even alone; a control leaves fewer people", async () => {
    const { worth } = await decide({}, {});
    expect(worth?.value).toBeUndefined();
    expect(worth?.gain).toEqual([]);
    expect(worth?.basis.at(-1)?.code).toBe("no-response");
    expect(worth?.breakEven.ratio).toBeGreaterThan(1);
    expect((await decide({ holdout: { share: 0.2 } }, {})).people).toBe(PEOPLE - 180);
  });

  test("a model that orders have left behind is said to be old", async () => {
    const other = await shop();
    await value(shares.saveSegment(other, { name: "全員", definition: { groups: [] } }));
    await value(shares.fitLifetime(other, { options: { end: "2026-04-15" } }));
    const { worth } = await value(
      shares.decideRelease(other, { request: mailing, worth: { ...terms, response: { value: 0.02 } } }),
    );
    expect(worth?.basis[0]).toMatchObject({ code: "model-old", details: { end: "2026-04-15" } });
    expect(worth?.value).toBeUndefined();
  });
});

describe("an effect measured before", () => {
  test("a release with a control lends its ratio and interval to the next of its kind, and to no other", async () => {
    const own = await shop();
    const { db } = own.vault;
    const { id } = await value(shares.saveSegment(own, { name: "全員", definition: { groups: [] } }));
    const request = { ...mailing, segmentId: id };
    await value(shares.fitLifetime(own, { options: {} }));
    const { release: entry } = await value(
      shares.releaseConsented(own, {
        request: { ...request, holdout: { share: 0.4, seed: 3 } },
        folder: "/x",
      }),
    );
    const held = await value(shares.listHeldOut(own, { releaseId: entry.id, offset: 0, limit: 500 }));
    const control = new Set(held.rows.map((one) => one.id));
    await value(
      own.vault.change(["people", "imports"], () => {
        for (let customer = 1; customer <= PEOPLE; customer++) {
          // One of twelve of the control buys, two of twelve of those in the file.
          if (customer % 12 > (control.has(customer) ? 0 : 1)) continue;
          db.run(
            "INSERT INTO orders (customer_id, source, day, amount, currency, import_id) VALUES (?, 'shop', ?, 3000, 'JPY', 2)",
            [customer, today + 1 + (customer % 9)],
          );
        }
      }),
    );
    const lift = await value(shares.holdoutResult(own, { releaseId: entry.id }));
    const ask = async (more: object, of: object = {}) =>
      (
        await value(
          shares.decideRelease(own, { request: { ...request, ...of }, worth: { ...terms, ...more } }),
        )
      ).worth;
    const worth = await ask({});
    const basis = worth?.basis.find(({ code }) => code === "lift");
    expect(basis?.details).toMatchObject({
      release: entry.id,
      ratio: lift.ratio.estimate,
      low: lift.ratio.low,
    });
    expect(lift.ratio.estimate).toBeGreaterThan(1.3);
    expect(worth?.value?.low).toBeLessThan(worth?.value?.high ?? NaN);
    // Twice as many buy who were contacted: as many more as would buy anyway, up to what chance made of it.
    const more = (worth?.extraBuyers?.value ?? NaN) / (worth?.buyersAnyway ?? NaN);
    expect(more).toBeGreaterThan(0.3 * ((lift.ratio.estimate ?? NaN) - 1));
    expect(more).toBeLessThan(1.5 * ((lift.ratio.estimate ?? NaN) - 1));
    expect((await ask({ liftOf: entry.id }))?.basis).toEqual(worth?.basis);
    const codesOf = (one: typeof worth) => one?.basis.map(({ code }) => code);
    expect(codesOf(await ask({ liftOf: entry.id + 99 }))).toContain("no-response");
    expect(codesOf(await ask({ response: { value: 0.02 } }))).not.toContain("lift");
  });
});

describe("frequency cap and contact pressure", () => {
  test("lists that left and sendings of a mail tool count; service messages are shown and do not", async () => {
    const own = await shop();
    const { db } = own.vault;
    const { id } = await value(shares.saveSegment(own, { name: "全員", definition: { groups: [] } }));
    const request = { ...mailing, segmentId: id };
    const at = (daysAgo: number): number => (today - daysAgo) * 86_400 + 3600;
    await value(
      own.vault.change(["people", "imports"], () => {
        const sent = (customerId: number, daysAgo: number, campaign: string | null, channel = "email") => {
          db.run(
            "INSERT INTO messages (customer_id, at, event, channel, campaign, import_id) VALUES (?, ?, 'sent', ?, ?, 2)",
            [customerId, at(daysAgo), channel, campaign],
          );
        };
        for (let customerId = 1; customerId <= 20; customerId++) {
          sent(customerId, 3, "新茶");
          sent(customerId, 5, "ご注文確認");
        }
        for (let customerId = 1; customerId <= 12; customerId++) sent(customerId, 10, null);
        sent(30, 2, "LINE 限定", "line");
        sent(31, 40, "むかし");
      }),
    );
    const caps = { email: { most: 2, days: 14 } };
    await value(shares.saveSendingRules(own, { caps, serviceCampaigns: [], groups: [] }));
    const before = await value(shares.decideRelease(own, { request }));
    expect(before.pressure).toEqual({ days: 30, none: PEOPLE - 21, one: 9, twoOrThree: 0, fourOrMore: 0 });
    expect(before.cap).toEqual({ class: "email", cap: caps.email, over: 12, withheld: true });
    expect(before.people).toBe(PEOPLE - 12);
    expect(before.contacts).toMatchObject({ email: 8, line: 1, service: 8 });
    const sending = await value(shares.decideRelease(own, { request: { ...request, overCap: "send" } }));
    expect(sending.pressure).toMatchObject({ none: PEOPLE - 21, one: 9, twoOrThree: 12 });
    expect(sending.cap).toMatchObject({ over: 12, withheld: false });

    const first = await value(shares.releaseConsented(own, { request, folder: "/x" }));
    expect(first.manifest).toMatchObject({
      people: PEOPLE - 12,
      withheld: { "contacted-enough": 10 },
      sending: { class: "email", cap: caps.email, overCap: "withhold", pressure: { days: 30, none: 870 } },
    });
    // The list of today is a contact: with those of the mail tool, eight more have had their fill.
    const second = await value(shares.releaseConsented(own, { request, folder: "/x" }));
    expect(second.manifest.withheld["contacted-enough"]).toBe(20);
    const third = await shares.releaseConsented(own, { request, folder: "/x" });
    expect(third).toEqual({
      ok: false,
      error: { code: "release-contacted-enough", details: { people: PEOPLE } },
    });
    const all = await value(
      shares.releaseConsented(own, { request: { ...request, overCap: "send" }, folder: "/x" }),
    );
    expect(all.manifest).toMatchObject({ people: PEOPLE, sending: { overCap: "send" } });
    const post = { ...request, purpose: "postal_marketing" } as const;
    expect((await value(shares.decideRelease(own, { request: post }))).cap).toEqual({
      class: "post",
      over: 0,
      withheld: true,
    });
  });
});

describe("fairness of who gets it", () => {
  const tokyo = {
    groups: [
      {
        anyOf: [
          { kind: "choice" as const, attribute: "gender" as const, values: ["female"] },
          { kind: "number" as const, attribute: "orders" as const, comparison: "atLeast" as const, value: 5 },
        ],
      },
    ],
  };
  const reason = "母の日の企画で、贈り先として選ばれることの多い人に送るため";

  test("is looked at only by groups somebody named, and stops a discount without a reason", async () => {
    const { id } = await value(shares.saveSegment(workspace, { name: "春", definition: tokyo }));
    const discount = { segmentId: id, effect: "discount" } as const;
    const plain = await decide(discount);
    expect([plain.fairness, plain.needsReason]).toEqual([[], false]);
    expect(plain.checks.map(({ code }) => code)).toContain("groups-not-named");
    const named = await decide({ ...discount, groups: ["gender", "prefecture"] });
    expect(named.fairness.map(({ attribute, verdict }) => [attribute, verdict])).toEqual([
      ["gender", "look-closer"],
      ["prefecture", expect.stringMatching(/^(fair|too-little-evidence)$/u)],
    ]);
    expect(named.needsReason).toBe(true);
    expect((await decide({ ...discount, effect: "information", groups: ["gender"] })).needsReason).toBe(
      false,
    );
    expect(await release({ ...discount, groups: ["gender"] })).toEqual({
      ok: false,
      error: { code: "release-unfair", details: { groups: "gender" } },
    });
    const information = await value(release({ ...discount, effect: "information", groups: ["gender"] }));
    expect(information.manifest.sending).toMatchObject({
      effect: "information",
      fairness: [{ attribute: "gender", verdict: "look-closer" }],
    });
    expect(information.manifest.sending?.reason).toBeUndefined();
  });

  test("the vault's own groups hold for every discount; the reason stands in manifest and record", async () => {
    await value(
      shares.saveSendingRules(workspace, { caps: {}, serviceCampaigns: ["", "会員証"], groups: ["gender"] }),
    );
    expect(await value(shares.sendingRules(workspace, {}))).toEqual({
      caps: {},
      serviceCampaigns: ["会員証"],
      groups: ["gender"],
    });
    const segments = await value(shares.listSegments(workspace, { language: "ja" }));
    const segmentId = segments.find(({ name }) => name === "春")?.id ?? 0;
    const stopped = await release({ segmentId, effect: "discount" });
    expect(stopped.ok).toBe(false);
    const { manifest } = await value(release({ segmentId, effect: "discount", reason }));
    expect(manifest.sending).toMatchObject({ effect: "discount", reason });
    expect(parseManifest(new TextDecoder().decode(manifestBytes(manifest)))).toEqual(manifest);
    const [line] = workspace.vault.db.rows<{ payload: string }>(
      "SELECT payload FROM record WHERE action = 'release-consented' ORDER BY seq DESC LIMIT 1",
    );
    expect(JSON.parse(line?.payload ?? "")).toMatchObject({ reason, unfair: "gender" });
  });
});
