import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { insertCustomers, type TestCustomer } from "../../../test/support/customers.ts";
import { testWorkspace, type TestWorkspace } from "../../../test/support/test-workspace.ts";
import { value } from "../../../test/support/value.ts";
import type { UseAnswer } from "../../terms/consent.ts";
import type { PolicyPack, PolicyPreview } from "../../terms/policy.ts";
import { legalBases, purposeCodes, recipients, type PurposeCode } from "../../terms/purpose.ts";
import { consentedWays } from "../../terms/release.ts";
import { mayUse } from "../use/may-use.ts";
import { permittedPeople, releasablePeople } from "../use/permitted-people.ts";
import { enactDefaults } from "./enact.ts";
import { evidenceMonths, policyOf } from "./in-force.ts";
import { policyMethods } from "./methods.ts";
import { programPacks } from "./packs/index.ts";

const NOW = new Date("2026-11-22T03:00:00.000Z");
const AD = "ads_matching";
const HELD = "2026-01-10T00:00:00.000Z";

interface Said {
  readonly purpose?: PurposeCode;
  readonly recipient?: string;
  readonly state?: string;
  readonly wording?: string;
  readonly country?: string;
}

function said(workspace: TestWorkspace, customer: number, { purpose = AD, recipient = "google_ads", state = "granted", wording, country }: Said): void {
  const { db } = workspace.vault;
  if (wording !== undefined)
    db.run("INSERT OR IGNORE INTO wordings (hash, text, version, since) VALUES (?, ?, 1, ?)", [wording, wording, HELD]);
  db.run(
    `INSERT INTO consents (customer_id, purpose, recipient, state, held_from, known_at, source, country, wording_id)
     VALUES (?, ?, ?, ?, ?, ?, 'shop', ?, (SELECT id FROM wordings WHERE hash = ?))`,
    [customer, purpose, recipient, state, HELD, HELD, country ?? null, wording ?? null],
  );
} // prettier-ignore

const JAPANESE = "広告のため、米国の会社に渡すことに同意します。";
const VAGUE = "広告に使うことに同意します。";

async function shop(statements: readonly (Said | undefined)[]): Promise<TestWorkspace> {
  const workspace = await testWorkspace(() => NOW);
  const done = await workspace.vault.change(["people", "consent"], () => {
    insertCustomers(
      workspace.vault.db,
      statements.map((_, at): TestCustomer => ({ id: at + 1, email: `p${String(at)}@example.jp` })),
    );
    statements.forEach((one, at) => {
      if (one !== undefined) said(workspace, at + 1, one);
    });
  });
  if (!done.ok) throw new Error(done.error.code);
  return workspace;
}

const ads = (workspace: TestWorkspace) =>
  releasablePeople(workspace.vault, workspace.columns(), AD, "google_ads", NOW);
describe("APPI art. 28 at the release gate", () => {
  let workspace: TestWorkspace;
  beforeAll(async () => {
    workspace = await shop([
      { wording: JAPANESE },
      { wording: VAGUE },
      { country: "US" },
      { country: "SG" },
      { state: "denied", wording: JAPANESE },
      {},
    ]);
  });

  test("without packs a yes to the recipient is enough; one that is about another country is none", () => {
    expect([...ads(workspace).mask]).toEqual([1, 1, 1, 0, 0, 1]);
  });

  test("the preview says how many would stay and which rule keeps them; nothing changes but the record", async () => {
    const preview = value(await policyMethods.previewPolicy(workspace, { packs: ["appi"] }));
    const use = preview.uses.find(({ recipient }) => recipient === "google_ads");
    expect(use).toEqual({ purpose: AD, within: false, recipient: "google_ads", now: 4, then: 2 });
    expect(preview.rules).toMatchObject([
      { pack: "appi", rule: { id: "appi_abroad" }, people: 2, releases: 0 },
    ]);
    expect(preview.before).toEqual([]);
    expect(ads(workspace).count).toBe(4);
    expect(lastAct(workspace)).toEqual(["policy-previewed", { packs: "appi 2026-11-22", stopped: 0 }]);
  });

  test("once applied, the gate does as foretold, and a person's answer names the rule", async () => {
    value(await policyMethods.applyPolicy(workspace, { packs: ["appi"] }));
    const people = ads(workspace);
    expect([...people.mask]).toEqual([1, 0, 1, 0, 0, 0]);
    expect(people.withheld).toEqual({ "consent-denied": 1, "consent-unknown": 1, "stopped-by-law": 2 });
    expect(lastAct(workspace)).toEqual(["policy-applied", { packs: "appi 2026-11-22", before: "" }]);
    const answers = value(await mayUse(workspace, { customerId: 2 }));
    expect(answers.find(isGoogleAds)).toMatchObject({
      allowed: false,
      reason: "stopped-by-law",
      rules: ["appi_abroad"],
    });
    for (const customerId of [1, 3])
      expect(value(await mayUse(workspace, { customerId })).find(isGoogleAds)).toMatchObject({
        allowed: true,
      });
  });

  test("the preview of taking it away shows who would be reached again", async () => {
    const preview = value(await policyMethods.previewPolicy(workspace, { packs: [] }));
    const use = preview.uses.find(({ recipient }) => recipient === "google_ads");
    expect(use).toMatchObject({ now: 2, then: 4 });
    expect(preview.rules).toEqual([]);
  });

  test("what is in force outlives the program: the vault keeps the pack whole", async () => {
    const vault = await workspace.reopened();
    const again = { ...workspace, vault };
    const { packs } = value(await policyMethods.showPolicy(again, {}));
    expect(packs.filter(({ inForce }) => inForce !== undefined).map(({ id }) => id)).toEqual(["appi"]);
    vault.close();
  });
});

function isGoogleAds({ purpose, recipient }: Pick<UseAnswer, "purpose" | "recipient">): boolean {
  return purpose === AD && recipient === "google_ads";
}

function lastAct(workspace: TestWorkspace): readonly [string, unknown] {
  const line = workspace.vault.db.first<{ action: string; payload: string }>(
    "SELECT action, payload FROM record ORDER BY seq DESC LIMIT 1",
  );
  return [line?.action ?? "", JSON.parse(line?.payload ?? "{}")];
}

describe("bases at the use gate", () => {
  test("a basis the law does not know for a purpose lets in only who said yes", async () => {
    const workspace = await shop([
      { purpose: "profiling", recipient: "self" },
      undefined,
      { purpose: "profiling", recipient: "self", state: "denied" },
    ]);
    const { vault } = workspace;
    value(await vault.change(["consent"], () => vault.db.run("UPDATE purposes SET basis = 'contract' WHERE code = 'profiling'")));
    expect([...workspace.permitted("profiling").mask]).toEqual([1, 1, 0]);
    const preview = value(await policyMethods.previewPolicy(workspace, { packs: ["gdpr"] }));
    expect(preview.uses.find(({ purpose, within }) => within && purpose === "profiling")).toMatchObject({ now: 2, then: 1 });
    expect(preview.rules.map(({ rule, people }) => [rule.id, people])).toEqual([["gdpr_basis", 1]]);
    value(await policyMethods.applyPolicy(workspace, { packs: ["gdpr"] }));
    expect([...workspace.permitted("profiling").mask]).toEqual([1, 0, 0]);
  }); // prettier-ignore
});

describe("past releases", () => {
  test("are judged by what was known when they left", async () => {
    const workspace = await shop([{ wording: JAPANESE }, { wording: VAGUE }, {}]);
    const { vault } = workspace;
    const put = (kind: string, at: string, recipient: string, k: number | null): number => {
      vault.db.run(
        `INSERT INTO releases (at, kind, segment, purpose, recipient, people, row_count, folder, manifest, state)
         VALUES (?, ?, 's', ?, ?, 3, 3, '/', ?, 'released')`,
        [
          at,
          kind,
          kind === "aggregate" ? "analytics" : AD,
          recipient,
          JSON.stringify(k === null ? {} : { k }),
        ],
      );
      return vault.db.lastId();
    };
    value(
      await vault.change(["releases"], () => {
        const ids = [put("consented", "2026-02-01T00:00:00.000Z", "google_ads", null)];
        put("consented", "2026-02-02T00:00:00.000Z", "ly_corporation", null);
        put("aggregate", "2026-02-03T00:00:00.000Z", "self", 10);
        put("aggregate", "2026-02-04T00:00:00.000Z", "self", 20);
        for (const id of ids)
          for (const customer of [1, 2, 3])
            vault.db.run("INSERT INTO release_people (release_id, customer_id) VALUES (?, ?)", [
              id,
              customer,
            ]);
      }),
    );
    const strict: PolicyPack = {
      ...programPacks.find(({ id }) => id === "appi")!,
      version: "2027-01-01",
    };
    const rules = strict.rules.map((rule) =>
      rule.asks.kind === "smallest_cell"
        ? {
            ...rule,
            asks: { ...rule.asks, k: 15 },
            passes: [{ kind: "release" as const, shape: "aggregate" as const, smallest: 15 }],
          }
        : rule,
    );
    const files = [JSON.stringify({ ...strict, rules })];
    const preview: PolicyPreview = value(await policyMethods.previewPolicy(workspace, { packs: [], files }));
    expect(preview.packs).toEqual([{ id: "appi", version: "2027-01-01" }]);
    expect(preview.releases.total).toBe(4);
    expect(preview.releases.stopped.map(({ id, people, stopped }) => [id, people, stopped])).toEqual([
      [3, 3, 0],
      [1, 3, 2],
    ]);
    expect(preview.rules.map(({ rule, people, releases }) => [rule.id, people, releases])).toEqual([
      ["appi_abroad", 2, 1],
      ["appi_statistics", 0, 1],
    ]);
    const state = value(await policyMethods.applyPolicy(workspace, { packs: [], files }));
    expect(state.packs.find(({ id }) => id === "appi")).toMatchObject({
      origin: "file",
      version: "2027-01-01",
      inForce: { version: "2027-01-01" },
    });
    // The newest known is what its name means from now on, also beside other packs.
    const both = value(await policyMethods.applyPolicy(workspace, { packs: ["appi", "tokusho"] }));
    expect(both.packs.flatMap(({ id, inForce }) => (inForce ? [[id, inForce.version]] : []))).toEqual([
      ["tokusho", "2026-11-22"],
      ["appi", "2027-01-01"],
    ]);
  });
});

describe("a pack may only tighten", () => {
  test("no set of packs and no basis lets anybody in whom the gates keep out by themselves", async () => {
    const states = ["granted", "unknown", "denied"] as const;
    const workspace = await shop(
      Array.from({ length: 60 }, (_, at) => ({
        purpose: purposeCodes[at % purposeCodes.length]!,
        recipient: recipients[at % 7]!,
        state: states[at % 3]!,
        ...(at % 4 === 0 ? { wording: JAPANESE } : {}),
        ...(at % 5 === 0 ? { country: "US" } : {}),
      })),
    );
    const { vault } = workspace;
    const columns = workspace.columns();
    const none = policyOf([], NOW);
    fc.assert(
      fc.property(
        fc.subarray([...programPacks]),
        fc.constantFrom(...consentedWays),
        fc.constantFrom(...legalBases),
        (packs, { purpose, recipient }, basis) => {
          vault.db.run("UPDATE purposes SET basis = ? WHERE code = ?", [basis, purpose]);
          const policy = policyOf(packs, NOW);
          const pairs = [
            [permittedPeople(vault, columns, purpose, NOW, none), permittedPeople(vault, columns, purpose, NOW, policy)],
            [
              releasablePeople(vault, columns, purpose, recipient, NOW, none),
              releasablePeople(vault, columns, purpose, recipient, NOW, policy),
            ],
          ];
          for (const [free, bound] of pairs)
            for (let person = 0; person < 60; person++) expect(bound!.mask[person]!).toBeLessThanOrEqual(free!.mask[person]!);
        },
      ),
      { numRuns: 60 },
    );
  }); // prettier-ignore
});

describe("what else the packs say", () => {
  test("a rule before its first day says nothing", () => {
    const packs = programPacks.filter(({ id }) => id === "uk_gdpr");
    expect(policyOf(packs, new Date("2020-12-31T23:59:59Z")).rules).toEqual([]);
    expect(policyOf(packs, new Date("2021-01-01T00:00:00Z")).rules.length).toBeGreaterThan(8);
  });

  test("evidence is kept for the longest time any pack asks", async () => {
    const workspace = await shop([]);
    const { vault } = workspace;
    expect(evidenceMonths(vault.db, "last_sending", NOW)).toBe(0);
    value(await policyMethods.applyPolicy(workspace, { packs: ["tokutei_denshi_mail"] }));
    expect(evidenceMonths(vault.db, "last_sending", NOW)).toBe(1);
    value(await policyMethods.applyPolicy(workspace, { packs: ["tokutei_denshi_mail", "tokusho"] }));
    expect(evidenceMonths(vault.db, "last_sending", NOW)).toBe(36);
    expect(evidenceMonths(vault.db, "request", NOW)).toBe(0);
  });

  test("packs that stay keep the day they began; an unknown one is refused and nothing changes", async () => {
    let now = NOW;
    const workspace = await testWorkspace(() => now);
    value(await workspace.vault.change(["vault"], () => enactDefaults(workspace.vault.db, "ja", now)));
    const since = async () =>
      value(await policyMethods.showPolicy(workspace, {})).packs.flatMap(({ id, inForce }) =>
        inForce ? [[id, inForce.since]] : [],
      );
    const began = NOW.toISOString();
    expect(await since()).toEqual([["appi", began], ["tokutei_denshi_mail", began], ["tokusho", began]]);
    now = new Date("2026-12-01T00:00:00.000Z");
    expect(await policyMethods.applyPolicy(workspace, { packs: ["appi", "lgpd"] })).toEqual({
      ok: false,
      error: { code: "policy-pack-unknown", details: { id: "lgpd" } },
    });
    value(await policyMethods.applyPolicy(workspace, { packs: ["appi", "ccpa"] }));
    expect(await since()).toEqual([["appi", began], ["ccpa", now.toISOString()]]);
  }); // prettier-ignore
});
