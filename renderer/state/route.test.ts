import { describe, expect, test } from "vitest";
import { address, parseRoute, places, tabs } from "./route.ts";

describe("addresses", () => {
  test("every tab's address leads to it", () => {
    for (const place of places)
      for (const tab of tabs[place])
        expect(parseRoute(address(place, tab))).toEqual({ place, tab, rest: [] });
  });

  test("a place alone opens its first tab", () => {
    expect(parseRoute("#/data")).toEqual({ place: "data", tab: "import", rest: [] });
  });

  test("what follows the tab is kept, whatever it holds", () => {
    expect(parseRoute(address("data", "customers", 12, "a/b c"))).toEqual({
      place: "data",
      tab: "customers",
      rest: ["12", "a/b c"],
    });
  });

  test.each(["", "#", "#/nowhere", "#/__proto__/x", "#/home/nothing"])("%j leads home", (hash) => {
    expect(parseRoute(hash)).toEqual({ place: "home", tab: "overview", rest: [] });
  });

  test("a tab of another place is not taken", () => {
    expect(parseRoute("#/see/retention")).toEqual({ place: "see", tab: "rfm", rest: [] });
  });
});
