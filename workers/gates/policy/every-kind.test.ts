import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { insertCustomers } from "../../../test/support/customers.ts";
import { testWorkspace, type TestWorkspace } from "../../../test/support/test-workspace.ts";
import { value } from "../../../test/support/value.ts";
import type { PolicyCondition, PolicyPack } from "../../terms/policy.ts";
import { basisAct } from "../intake/treat/bases.ts";
import { lawfulPlan } from "../intake/treat/lawful-plan.ts";
import { keepRuleMethods } from "../keep/rules/methods.ts";
import { saveRequest } from "../keep/rights/requests.ts";
import { messageDemands, stoppedContents } from "../release/consented/demands.ts";
import { releaseMethods } from "../release/methods.ts";
import { formatOf } from "../release/platforms/index.ts";
import { recallMethods } from "../release/recall/methods.ts";
import { useMethods } from "../use/index.ts";
import { releasablePeople } from "../use/permitted-people.ts";
import { enact } from "./enact.ts";

const NOW = new Date("2026-06-10T09:00:00.000Z");
let workspace: TestWorkspace;

/** 1 said yes to all; 2 refused; 3 was in a list for Meta and refused afterwards; 4's data are frozen; 5 said nothing. */
beforeEach(async () => {
  workspace = await testWorkspace(() => NOW);
  const { vault } = workspace;
  const said = (state: string, day: string) =>
    [
      { purpose: "profiling", recipient: "self" },
      { purpose: "email_marketing", recipient: "self" },
      { purpose: "ads_matching", recipient: "meta" },
    ].map((about) => ({ ...about, state, heldFrom: `${day}T00:00:00Z` }));
  value(
    await vault.change(["people", "consent"], () => {
      insertCustomers(vault.db, [
        { id: 1, name: "一", email: "a@example.jp", consents: said("granted", "2026-01-01") },
        { id: 2, name: "二", email: "b@example.jp", consents: said("denied", "2026-01-01") },
        {
          id: 3,
          name: "三",
          email: "c@example.jp",
          consents: [...said("granted", "2026-01-01"), ...said("denied", "2026-06-01")],
        },
        { id: 5, name: "五", email: "e@example.jp" },
        { id: 4, name: "四", email: "d@example.jp", consents: said("granted", "2026-01-01") },
      ]);
      vault.db.run("INSERT INTO restrictions (customer_id, restricted, at, reason) VALUES (4, 1, ?, '')", [
        NOW.toISOString(),
      ]);
      vault.db.run("INSERT INTO sources (name, party) VALUES ('broker', 'third')");
      vault.db.run(
        `INSERT INTO releases (id, at, kind, segment, purpose, recipient, platform, people, row_count, folder, manifest, state)
         VALUES (1, '2026-05-03T12:00:00.000Z', 'consented', 's', 'ads_matching', 'meta', 'meta_customer_list', 1, 1, '', '{}', 'released')`,
      );
      vault.db.run("INSERT INTO release_people VALUES (1, 3)");
    }),
  );
});

const rulesFor = async (customerId: number, purpose: string, recipient: string) =>
  value(await useMethods.mayUse(workspace, { customerId })).find(
    (one) => one.purpose === purpose && one.recipient === recipient,
  )?.rules;
const plan = (source: string) => ({
  reading: { encoding: "utf-8", delimiter: ",", dateOrder: "ymd", decimalMark: "." } as const,
  columns: ["full_name", "page"] as const,
  currency: "JPY",
  source,
});
const meta = { purpose: "ads_matching", recipient: "meta", platform: "meta_customer_list" } as const;

type Kind = PolicyCondition["kind"];

/** What a rule of a kind says, and what a gate answers that must differ once it is in force. */
interface Probe {
  readonly asks: PolicyCondition;
  readonly ask: () => Promise<unknown>;
}

/**
 * Each kind of condition and the gate that asks it. A kind that is missing here does not compile; one whose gate does not ask
 * it fails. What no program can ask is held by the types, and their own tests are named.
 */
const gates: Readonly<Record<Kind, Probe | { readonly heldBy: string }>> = {
  basis: {
    asks: { kind: "basis", purposes: ["profiling"], bases: ["consent"] },
    ask: async () => (await Promise.resolve(workspace.permitted("profiling"))).count,
  },
  objection: {
    asks: { kind: "objection", purposes: ["profiling"] },
    ask: () => rulesFor(2, "profiling", "self"),
  },
  restriction: { asks: { kind: "restriction" }, ask: () => rulesFor(4, "email_marketing", "self") },
  special_category: {
    asks: { kind: "special_category" },
    ask: async () => {
      const basis = { column: 1, purpose: "service", reason: "同意書", hash: false } as const;
      return Promise.resolve(
        basisAct(workspace.vault.db, { importId: 1, now: NOW.toISOString() }, basis).payload,
      );
    },
  },
  towards: {
    asks: { kind: "towards", recipients: "advertising", needs: "yes" },
    ask: () => rulesFor(2, "ads_matching", "meta"),
  },
  transfer: {
    asks: { kind: "transfer", adequate: [], processors: "bound" },
    ask: () =>
      Promise.resolve(
        releasablePeople(workspace.vault, workspace.columns(), "ads_matching", "meta", NOW).withheld,
      ),
  },
  carries_none: {
    asks: { kind: "carries_none", shape: "list", of: ["contact"] },
    ask: () => Promise.resolve(stoppedContents(workspace, meta, formatOf(meta)!)),
  },
  // No writer accepts a pseudonymised set: giving it one does not compile.
  never_sent: { heldBy: "workers/gates/release/pseudonymised.test.ts" },
  refusal_stops: {
    asks: { kind: "refusal_stops", businessDays: 10 },
    ask: async () =>
      value(await recallMethods.recallPreview(workspace, { customerIds: [3], wish: "opt_out" })).targets.map(
        ({ dueOn }) => dueOn,
      ),
  },
  refused_suppressed_only: {
    asks: { kind: "refused_suppressed_only" },
    ask: () => rulesFor(2, "ads_matching", "meta"),
  },
  smallest_cell: {
    asks: { kind: "smallest_cell", k: 37 },
    ask: async () =>
      value(
        await releaseMethods.previewAggregate(workspace, {
          dimensions: ["prefecture"],
          measures: ["people"],
        }),
      ).k,
  },
  evidence_kept: {
    asks: { kind: "evidence_kept", event: "request", months: 400 },
    ask: async () => {
      const rule = { kind: "evidence", months: 12, active: true } as const;
      const { id } = value(await keepRuleMethods.saveKeepRule(workspace, { rule }));
      return value(await keepRuleMethods.previewKeepRule(workspace, { ruleId: id })).lawMonths;
    },
  },
  answer_within: {
    asks: { kind: "answer_within", requests: ["access"], days: 3 },
    ask: async () =>
      value(await saveRequest(workspace, { kind: "access", law: "gdpr", receivedOn: "2026-06-01" })).deadline,
  },
  declared_purpose: {
    asks: { kind: "declared_purpose" },
    ask: async () => {
      const { vault } = workspace;
      // Behaviour has lost its purposes; a name is still stored for the others.
      value(
        await vault.change(["consent"], () =>
          vault.db.run("DELETE FROM purposes WHERE code IN ('service', 'analytics', 'profiling')"),
        ),
      );
      return value(lawfulPlan(vault.db, { ...plan("shop"), columns: [...plan("shop").columns] }, NOW))
        .columns;
    },
  },
  confirmed_join: {
    asks: { kind: "confirmed_join" },
    ask: () =>
      Promise.resolve(
        lawfulPlan(workspace.vault.db, { ...plan("broker"), columns: [...plan("broker").columns] }, NOW).ok,
      ),
  },
  message_says: {
    asks: { kind: "message_says", purposes: ["email_marketing"], items: ["sender_name"] },
    ask: () => Promise.resolve(messageDemands(workspace, { purpose: "email_marketing" })),
  },
};

function packOf(asks: PolicyCondition): PolicyPack {
  const words = { ja: "試験", en: "test" };
  return {
    ...{ format: 1, id: "gdpr", version: "2026-06-01", law: words },
    rules: [
      {
        ...{ id: "the_rule", article: words, from: "2020-01-01", says: words, asks },
        passes: [{ kind: "field", purposes: ["service"] }],
        stops: [{ kind: "field", purposes: [] }],
      },
    ],
  };
}

let pseudonymTests = "";
beforeAll(() => {
  pseudonymTests = readFileSync(join(import.meta.dirname, "../release/pseudonymised.test.ts"), "utf8");
});

describe("every kind of rule is asked by a gate", () => {
  test.each(Object.entries(gates))("%s", async (kind, probe) => {
    if ("heldBy" in probe) {
      expect(probe.heldBy).toBe("workers/gates/release/pseudonymised.test.ts");
      expect(pseudonymTests).toContain("@ts-expect-error");
      return;
    }
    expect(probe.asks.kind).toBe(kind);
    const without = await probe.ask();
    value(
      await workspace.vault.change(["vault", "consent"], () => {
        enact(workspace.vault.db, [packOf(probe.asks)], new Date("2026-06-01T00:00:00.000Z"));
      }),
    );
    expect(await probe.ask()).not.toEqual(without);
  });
});
