import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { packSchema, type PolicyCondition } from "../../../terms/policy.ts";
import en from "../../../words/en/policy.json";
import ja from "../../../words/ja/policy.json";
import { verdict } from "../judge.ts";
import { readPack } from "../read-pack.ts";
import { programPacks } from "./index.ts";

const rules = programPacks.flatMap((pack) =>
  pack.rules.map((rule) => ({ name: `${pack.id}: ${rule.id}`, pack, rule })),
);
const fixtures = rules.flatMap(({ name, rule }) => [
  ...rule.passes.map((one, at) => ({ name: `${name} lets pass ${String(at + 1)}`, rule, one, says: "pass" })),
  ...rule.stops.map((one, at) => ({ name: `${name} stops ${String(at + 1)}`, rule, one, says: "stop" })),
]);

describe("every rule of every pack", () => {
  test.each(fixtures)("$name", ({ rule, one, says }) => {
    expect(verdict(rule.asks, one)).toBe(says);
  });

  test.each(rules)("$name has an article, an in-force date and a sentence in both languages", ({ rule }) => {
    expect(rule.article.ja).not.toBe("");
    expect(rule.article.en).not.toBe("");
    expect(new Date(`${rule.from}T00:00:00Z`).toISOString().slice(0, 10)).toBe(rule.from);
    expect((en as Readonly<Record<string, string>>)[rule.id]).toMatch(/\.$/);
    expect((ja as Readonly<Record<string, string>>)[rule.id]).toMatch(/。$/);
  });

  test.each(rules)("$name has a case of either kind", ({ rule }) => {
    expect(rule.passes.length).toBeGreaterThan(0);
    expect(rule.stops.length).toBeGreaterThan(0);
  });

  test.each(rules)("$name is held by its cases: turned round, it fails one of them", ({ rule }) => {
    for (const asks of otherwise(rule.asks)) {
      const held =
        rule.passes.every((one) => verdict(asks, one) === "pass") &&
        rule.stops.every((one) => verdict(asks, one) === "stop");
      expect(held, JSON.stringify(asks)).toBe(false);
    }
  });

  test("no two rules share an id, and no sentence lacks its rule", () => {
    const ids = rules.map(({ rule }) => rule.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(Object.keys(en).sort()).toEqual([...ids].sort());
    expect(Object.keys(ja).sort()).toEqual([...ids].sort());
  });
});

/** The same condition, off by the least that matters. */
function otherwise(asks: PolicyCondition): readonly PolicyCondition[] {
  switch (asks.kind) {
    case "evidence_kept":
      return [
        { ...asks, months: asks.months + 1 },
        { ...asks, months: asks.months - 1 },
      ];
    case "answer_within":
      return [
        { ...asks, days: asks.days - 1 },
        { ...asks, days: asks.days + 1 },
      ];
    case "refusal_stops":
      return [{ ...asks, businessDays: asks.businessDays + 1 }];
    case "message_says":
      return asks.items.length > 1
        ? asks.items.map((item) => ({ ...asks, items: [item] }))
        : [{ ...asks, purposes: ["service"] }];
    case "smallest_cell":
      return [
        { ...asks, k: asks.k + 1 },
        { ...asks, k: asks.k - 1 },
      ];
    case "towards":
      return [{ ...asks, needs: asks.needs === "yes" ? "no_refusal" : "yes" }];
    case "basis":
      return [{ ...asks, bases: ["contract", "legal_obligation", "legitimate_interest"] }];
    case "objection":
      return [{ ...asks, purposes: ["service"] }];
    case "transfer":
      return [{ ...asks, adequate: [] }];
    case "carries_none":
      return [{ ...asks, shape: asks.shape === "anonymised" ? "pseudonymised" : "anonymised" }];
    default:
      return [];
  }
}

describe("the program's packs as files", () => {
  test.each(programPacks.map((pack) => ({ id: pack.id, pack })))(
    "$id has the form, and reads back as itself",
    ({ pack }) => {
      expect(v.is(packSchema, pack)).toBe(true);
      expect(readPack(JSON.stringify(pack))).toEqual({ ok: true, value: pack });
    },
  );
});

describe("reading a pack refuses", () => {
  const pack = programPacks.find(({ id }) => id === "can_spam")!;
  const first = pack.rules[0]!;
  const text = (change: object): string => JSON.stringify({ ...pack, ...change });

  test.each([
    ["what is no JSON", "{", { code: "policy-pack-unreadable", details: { place: "JSON" } }],
    ["a later form, whatever else it holds", text({ format: 2, rules: "new" }), { code: "policy-pack-newer", details: { format: 2, known: 1 } }],
    ["a condition it does not know", text({ rules: [{ ...first, asks: { kind: "blockchain" } }] }), { code: "policy-pack-unreadable", details: { place: "rules.0.asks.kind" } }],
    ["a rule without a case that must be stopped", text({ rules: [{ ...first, stops: [] }] }), { code: "policy-pack-unreadable", details: { place: "rules.0.stops" } }],
    ["a rule without a sentence", text({ rules: [{ ...first, id: "unheard_of" }] }), { code: "policy-pack-unreadable", details: { place: "unheard_of.says" } }],
    ["two rules of one id", text({ rules: [first, first] }), { code: "policy-pack-unreadable", details: { place: "rules.id" } }],
    ["a rule that fails its own case", text({ rules: [{ ...first, passes: first.stops }] }), { code: "policy-pack-fails", details: { rule: first.id } }],
    ["a rule whose case is about something else", text({ rules: [{ ...first, passes: [{ kind: "field", purposes: [] }] }] }), { code: "policy-pack-fails", details: { rule: first.id } }],
  ])("%s", (_, given, error) => {
    expect(readPack(given)).toEqual({ ok: false, error });
  }); // prettier-ignore
});
