import { describe, expect, test } from "vitest";
import en from "../words/en/words.json";
import ja from "../words/ja/words.json";
import { askerOf, reasonOf, recordAskers, recordReasons } from "./record-reasons.ts";

describe("why a line was written, and who asked", () => {
  test.each([
    ["keep", "erase", {}, "asked-by-person", "person"],
    ["keep", "run-retention", { rule: 1 }, "storage-limit", "keeper"],
    ["keep", "run-retention", { rule: 1, automatic: true }, "storage-limit", "program"],
    ["keep", "rule-automatic", { rule: 1, automatic: true }, "storage-limit", "keeper"],
    ["keep", "evidence-expired", {}, "storage-limit", "program"],
    ["release", "release-consented", {}, "gave-out", "keeper"],
    ["release", "recalled-person", {}, "asked-by-person", "person"],
    ["intake", "imported", {}, "took-in", "keeper"],
    ["use", "used", {}, "purpose", "program"],
    ["use", "policy-applied", {}, "law-in-force", "keeper"],
    ["vault", "an-act-of-later", {}, "security", "keeper"],
  ] as const)("%s %s", (gate, action, payload, reason, asker) => {
    expect(reasonOf({ gate, action })).toBe(reason);
    expect(askerOf({ gate, action, payload })).toBe(asker);
  });

  test("every reason and asker has a label in both languages", () => {
    for (const words of [en, ja]) {
      expect(Object.keys(words.recordWhy).sort()).toEqual([...recordReasons].sort());
      expect(Object.keys(words.recordWho).sort()).toEqual([...recordAskers].sort());
    }
  });
});
