import { describe, expect, test } from "vitest";
import { allOf, number, templates } from "../../../workers/terms/segment-templates.ts";
import { builderWith, choice, definitionIn } from "./definition.ts";
import { definitionOf, draftOf, emptyCondition, emptyGroup, isFinished } from "./draft.ts";
import { parseRoute } from "../../state/route.ts";

const all = allOf(
  { ...number("pAlive", "atMost", 0.5), not: true },
  { ...number("recencyDays", "between", 30), upper: 90 },
  choice("prefecture", "東京都", "大阪府"),
);

describe("a draft of a segment", () => {
  test("opens and closes without a change", () => {
    expect(definitionOf(draftOf(all)).definition).toEqual(all);
    for (const template of Object.values(templates))
      expect(definitionOf(draftOf(template)).definition).toEqual(template);
  });

  test("leaves out what is not filled in, and says which groups are asked", () => {
    const [first, second] = draftOf(all);
    if (!first || !second) throw new Error("no groups");
    const blank = emptyGroup();
    const half = { ...second, conditions: [...second.conditions, emptyCondition("product")] };
    const { definition, groupIds } = definitionOf([first, blank, half]);
    expect(groupIds).toEqual([first.id, second.id]);
    expect(definition.groups).toEqual(all.groups.slice(0, 2));
  });

  test("a range needs both its ends", () => {
    const [group] = draftOf(allOf(number("orders", "between", 3)));
    const [condition] = group?.conditions ?? [];
    expect(condition && isFinished(condition)).toBe(false);
  });

  test("travels in the address of the builder", () => {
    const { place, tab, rest } = parseRoute(builderWith(all));
    expect([place, tab]).toEqual(["audience", "builder"]);
    expect(definitionIn(rest)).toEqual(all);
    expect(definitionIn(["from", "{"])).toBeUndefined();
    expect(definitionIn(["from", '{"groups":[{"anyOf":[]}]}'])).toBeUndefined();
    expect(definitionIn(["7"])).toBeUndefined();
  });
});
