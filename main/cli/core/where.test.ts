import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { numberAttributes } from "../../../workers/terms/segment.ts";
import { parseWhere } from "./where.ts";

function conditionOf(text: string) {
  const parsed = parseWhere([text]);
  return parsed.ok ? parsed.value.groups[0]?.anyOf[0] : undefined;
}

describe("--where", () => {
  test.each([
    ["orders>=2", { attribute: "orders", comparison: "atLeast", value: 2 }],
    ["recencyDays <= 90", { attribute: "recencyDays", comparison: "atMost", value: 90 }],
    ["pAlive<0.5", { attribute: "pAlive", comparison: "atLeast", value: 0.5, not: true }],
    ["pAlive>0.5", { attribute: "pAlive", comparison: "atMost", value: 0.5, not: true }],
    ["orders=1", { attribute: "orders", comparison: "is", value: 1 }],
    ["orders!=1", { attribute: "orders", comparison: "is", value: 1, not: true }],
    ["revenue=5000..20000", { attribute: "revenue", comparison: "between", value: 5000, upper: 20000 }],
    ["prefecture=東京都, 大阪府", { attribute: "prefecture", values: ["東京都", "大阪府"] }],
    ["channel!=web", { attribute: "channel", values: ["web"], not: true }],
  ])("%s", (text, condition) => {
    expect(conditionOf(text)).toMatchObject(condition);
    if (!("not" in condition)) expect(conditionOf(text)).not.toHaveProperty("not");
  });

  test("expressions are groups, | stands inside one", () => {
    const parsed = parseWhere(["orders>=2", "pAlive<0.5|recencyDays>=180"]);
    expect(parsed.ok && parsed.value.groups.map(({ anyOf }) => anyOf.length)).toEqual([1, 2]);
  });

  test.each([
    "",
    "orders",
    "orders>=",
    "orders>=two",
    "height>=2",
    "prefecture>=東京都",
    "revenue>=1..2",
    "orders>=2|",
  ])("%j cannot be read", (text) => {
    expect(parseWhere([text]).ok).toBe(false);
  });

  test("reads any number it is given back", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...numberAttributes),
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.constantFrom(">=", "<="),
        (attribute, value, sign) => {
          expect(conditionOf(`${attribute}${sign}${String(value)}`)).toMatchObject({ attribute, value });
        },
      ),
    );
  });
});
