import { beforeAll, describe, expect, test } from "vitest";
import { insertCustomers, type TestCustomer } from "../../../test/support/customers.ts";
import { xorshift } from "../../../test/support/consent-histories.ts";
import { memoryReleases } from "../../../test/support/memory-releases.ts";
import { testWorkspace } from "../../../test/support/test-workspace.ts";
import { parseIsoDate } from "../../base/calendar.ts";
import { inputs, type Input } from "../../contract.ts";
import { inlinePool } from "../../pool/inline-pool.ts";
import { shares } from "../../shares.ts";
import type { Workspace } from "../../workspace.ts";
import { featureRun } from "./feature-run.ts";
import { purposesOf } from "./method-purposes.ts";
import { useTally } from "./use-tally.ts";

const FIRST = parseIsoDate("2024-01-01") ?? 0;
const PEOPLE = 700;
/** Who objected to analysis and to profiling, and what is told of them differs between the two vaults. */
const OBJECTOR = 17;

interface Made {
  readonly workspace: Workspace;
  /** What a release wrote into its table. */
  readonly written: string[];
}

/** Purchases at a rate of the person's own until they drop out: what lifetime models take people to do. */
function purchases(index: number): NonNullable<TestCustomer["orders"]> {
  const random = xorshift(index * 7919 + 17);
  const uniform = (): number => (random(1_000_000) + 0.5) / 1_000_000;
  const rate = -Math.log(uniform()) / 60;
  const leaving = uniform() ** 2;
  const orders = [];
  let day = uniform() * 330;
  do {
    orders.push({ day: FIRST + Math.floor(day), amount: 1000 + random(4000), product: "tea" });
    day -= Math.log(uniform()) / rate;
  } while (day < 700 && uniform() > leaving);
  return orders;
}

function customer(index: number, other: boolean): TestCustomer {
  const objects = index === OBJECTOR;
  const odd = objects && other;
  const orders = odd
    ? Array.from({ length: 9 }, (_, order) => ({
        day: FIRST + order * 11,
        amount: 900_000,
        product: "only the objector's",
      }))
    : purchases(index);
  const denied = (["analytics", "profiling"] as const).map((purpose) => ({
    purpose,
    state: "denied",
    heldFrom: "2025-01-01T00:00:00.000Z",
  }));
  const mail = { purpose: "email_marketing", state: "granted", heldFrom: "2024-06-01T00:00:00.000Z" };
  return {
    id: index + 1,
    name: odd ? "別の名前" : `客 ${String(index)}`,
    email: `c${String(index)}@example.jp`,
    prefecture: odd ? "沖縄県" : index % 3 === 0 ? "東京都" : "大阪府",
    registeredOn: FIRST,
    orders,
    consents: objects ? [...denied, mail] : [mail],
  };
}

async function make(other: boolean): Promise<Made> {
  const bare = await testWorkspace(() => new Date("2026-06-01T00:00:00.000Z"));
  const written: string[] = [];
  const releases = memoryReleases();
  const workspace: Workspace = {
    ...bare,
    models: inlinePool(),
    releases: {
      ...releases,
      publish: (token) => {
        written.push(new TextDecoder().decode(releases.staged.get(token)?.[0]?.bytes));
        return releases.publish(token);
      },
    },
  };
  const { vault } = bare;
  const done = await vault.change(["people", "consent"], () => {
    insertCustomers(
      vault.db,
      Array.from({ length: PEOPLE }, (_, index) => customer(index, other)),
    );
  });
  if (!done.ok) throw new Error(done.error.code);
  return { workspace, written };
}

const anybody = {
  groups: [{ anyOf: [{ kind: "number", attribute: "orders", comparison: "atLeast", value: 1 }] }],
} as const;
const bought = {
  groups: [
    {
      anyOf: [
        {
          kind: "did",
          act: { what: "order", products: ["tea"] },
          times: { comparison: "atLeast", n: 1 },
          window: { kind: "ever" },
        },
        { kind: "known", fact: "email", not: true },
      ],
    },
  ],
} as const;
const aggregate = { dimensions: ["prefecture"], measures: ["people", "revenue"], segmentId: 1 } as const;
const mailing = {
  segmentId: 1,
  purpose: "email_marketing",
  recipient: "self",
  platform: "spreadsheet",
  language: "en",
} as const;
/** A question to each method of analytics and profiling, in an order in which each finds what it needs. */
const questions: readonly (readonly [keyof typeof shares, unknown])[] = [
  ["overview", {}],
  ["rfm", {}],
  ["cohorts", {}],
  ["fitLifetime", { options: {} }],
  ["fitChurn", { options: {} }],
  ["listChurn", { offset: 0, limit: 20 }],
  ["checkFairness", { model: "churn", by: { kind: "prefecture" } }],
  ["trackRecord", {}],
  ["modelDrift", {}],
  ["challengeChurn", {}],
  ["churnWhatIf", { customerId: 1, changes: [{ field: "sinceLast", value: 1 }] }],
  ["modelCard", { runId: 1, language: "en" }],
  ["saveModelCard", { runId: 1, folder: "/x", language: "en" }],
  ["measureFieldLosses", {}],
  ["fitGroups", { options: {} }],
  ["fitPropensity", { options: { question: "newProduct" } }],
  ["fitPropensity", { options: { question: "lookalike", seed: { kind: "best", share: 0.2 } } }],
  ["fitPropensity", { options: { question: "open", zone: "UTC" } }],
  ["listPropensity", { question: "newProduct", offset: 0, limit: 20 }],
  ["retrain", {}],
  ["segmentVocabulary", {}],
  ["segmentTemplates", { language: "en" }],
  ["segmentActs", { what: "order" }],
  ["saveSegment", { name: "buyers", definition: anybody }],
  ["saveSegment", { name: "tea", definition: bought }],
  ["explainMembership", { customerId: OBJECTOR + 1, segmentId: 1, language: "en" }],
  ["overlapSegments", { segmentIds: [1, 2] }],
  ["previewPriority", { segmentIds: [2, 1] }],
  ["savePriority", { name: "first", segmentIds: [2, 1] }],
  ["listPriorities", {}],
  ["takeSnapshot", { segmentId: 2 }],
  ["segmentChanges", { snapshotId: 1 }],
  ["previewSegment", { definition: anybody, language: "en" }],
  ["listSegments", { language: "en" }],
  ["previewAggregate", aggregate],
  ["previewConsented", mailing],
  [
    "decideRelease",
    {
      request: { ...mailing, groups: ["prefecture"], effect: "discount" },
      worth: { costPerContact: 30, margin: 0.4, discount: 0.1, response: { value: 0.03 } },
    },
  ],
  [
    "compareOffers",
    {
      offers: [
        { request: mailing, worth: { costPerContact: 30, margin: 0.4, response: { value: 0.03 } } },
        { request: { ...mailing, segmentId: 2 }, worth: { costPerContact: 80, margin: 0.4 } },
      ],
    },
  ],
  ["releaseConsented", { request: { ...mailing, holdout: { share: 0.2, seed: 7 } }, folder: "/x" }],
  ["holdoutResult", { releaseId: 1 }],
  ["buyersProfile", { releaseId: 1 }],
  ["releaseAggregate", { request: aggregate, folder: "/x" }],
  ["previewFigures", { kind: "cohorts", language: "en" }],
  ["previewFigures", { kind: "products", language: "en" }],
  ["releaseFigures", { request: { kind: "cohorts", unit: "quarter" }, folder: "/x" }],
  ["previewEdge", { parts: ["card", "rules", "segments"] }],
  ["releaseEdge", { request: { parts: ["card", "segments"], language: "en" }, folder: "/x" }],
  ["previewResearch", { columns: ["prefecture", "gender"], facts: ["orders", "spend"] }],
  ["releaseResearch", { request: { columns: ["gender"], facts: [] }, folder: "/y" }],
  ["releaseConsented", { request: mailing, folder: "/x" }],
];

let vaults: readonly [Made, Made];
beforeAll(async () => {
  vaults = [await make(false), await make(true)];
});

describe("every method of the contract", () => {
  test("has declared what it reads people for", () => {
    expect(Object.keys(inputs).filter((name) => purposesOf(name) === undefined)).toEqual([]);
  });

  test("of analytics and profiling is among those asked below", () => {
    const using = Object.keys(inputs).filter((name) =>
      purposesOf(name)?.some((purpose) => purpose === "analytics" || purpose === "profiling"),
    );
    expect([...new Set(questions.map(([name]) => name))].sort()).toEqual(using.sort());
  });
});

describe("nothing of a person who objected makes a difference to", () => {
  test.each(questions)("%s", async (name, input) => {
    const answers: unknown[] = [];
    for (const { workspace, written } of vaults) {
      const method = shares[name] as (workspace: Workspace, input: unknown) => Promise<{ ok: boolean }>;
      const answer = await method(workspace, input);
      expect(answer).toMatchObject({ ok: true });
      // Releases carry a number and a moment of their own: what they wrote is compared.
      answers.push(name.startsWith("release") ? (written.at(-1) ?? "") : answer);
    }
    expect(snapped(answers[1], answers[0])).toEqual(answers[0]);
    expect(answers[0]).not.toBe("");
    expect(JSON.stringify(answers)).not.toMatch(/only the objector|沖縄/);
  });

  test("and no score of theirs is stored", () => {
    for (const { workspace } of vaults) {
      const { db } = workspace.vault;
      expect(db.count("SELECT count(*) FROM scores WHERE customer_id = ?", [OBJECTOR + 1])).toBe(0);
      expect(db.count("SELECT count(*) FROM scores")).toBe(PEOPLE - 1);
    }
  });
});

/** A document with the other's numbers wherever they are the same to six digits: models add in the run's own order. */
function snapped(one: unknown, other: unknown): unknown {
  if (typeof one === "number" && typeof other === "number")
    return Math.abs(one - other) <= 1e-6 * Math.max(Math.abs(one), Math.abs(other)) ? other : one;
  if (Array.isArray(one) && Array.isArray(other)) return one.map((item, at) => snapped(item, other[at]));
  if (!isRecord(one) || !isRecord(other)) return one;
  return Object.fromEntries(Object.entries(one).map(([key, own]) => [key, snapped(own, other[key])]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

describe("what a model is handed", () => {
  test("rows mean nothing outside the run: another run gives other numbers to the same people", () => {
    const { workspace } = vaults[0];
    const [one, two] = [featureRun(workspace, "profiling"), featureRun(workspace, "profiling")];
    const rows = Array.from({ length: one.people }, (_, row) => row);
    const [a, b] = [one.customersOf(rows), two.customersOf(rows)];
    expect(a).not.toEqual(b);
    expect([...a].sort((x, y) => x - y)).toEqual([...b].sort((x, y) => x - y));
    expect(a).not.toContain(OBJECTOR + 1);
    expect(one).toMatchObject({ people: PEOPLE - 1, withheld: 1 });
    const { orders } = workspace.columns();
    a.forEach((id, row) => {
      const person = workspace.columns().indexOf(id);
      const own = orders.amount.subarray(orders.start[person], orders.start[person + 1]);
      expect([...one.orders.amount.subarray(one.orders.start[row], one.orders.start[row + 1])]).toEqual([
        ...own,
      ]);
    });
  });

  test("who objects, or is frozen, while a model runs is scored no more", async () => {
    const { workspace } = vaults[0];
    const run = featureRun(workspace, "profiling");
    const row = run.customersOf(Array.from({ length: run.people }, (_, at) => at)).indexOf(5);
    const word: Input<"setConsent"> = {
      customerId: 5,
      purpose: "profiling",
      recipient: "self",
      state: "denied",
      note: "",
    };
    expect((await shares.setConsent(workspace, word)).ok).toBe(true);
    expect(run.customersOf([row])).toEqual(Int32Array.of(0));
  });
});

describe("the record", () => {
  test("tells with the next change what people were considered for, by what, and how many", async () => {
    const { workspace } = vaults[1];
    workspace.used("overview");
    workspace.used("overview");
    workspace.used("previewAggregate");
    workspace.used("importFile");
    const restrict = { customerId: 9, restricted: true, reason: "" };
    expect((await shares.setRestriction(workspace, restrict)).ok).toBe(true);
    expect((await shares.setRestriction(workspace, { ...restrict, restricted: false })).ok).toBe(true);
    const lines = workspace.vault.db.rows<{ payload: string }>(
      "SELECT payload FROM record WHERE action = 'used' ORDER BY seq",
    );
    expect(lines.map(({ payload }) => JSON.parse(payload) as unknown)).toEqual([
      { by: "overview", purpose: "analytics", people: PEOPLE - 1, times: 2 },
      { by: "previewAggregate", purpose: "analytics", people: PEOPLE - 1, times: 1 },
      { by: "previewAggregate", purpose: "profiling", people: PEOPLE - 1, times: 1 },
    ]);
  });

  test("tells nothing twice, and loses nothing when a change is taken back", () => {
    const tally = useTally();
    tally.count("rfm", "analytics", 3);
    expect(tally.acts()).toHaveLength(1);
    tally.count("rfm", "analytics", 4);
    expect(tally.acts()).toMatchObject([{ payload: { times: 2, people: 4 } }]);
    tally.count("rfm", "analytics", 4);
    tally.settle();
    expect(tally.acts()).toMatchObject([{ payload: { times: 1 } }]);
    tally.settle();
    expect(tally.acts()).toEqual([]);
  });
});
