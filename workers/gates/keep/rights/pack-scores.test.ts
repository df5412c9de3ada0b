import { expect, test } from "vitest";
import en from "../../../words/en/rights.json" with { type: "json" };
import ja from "../../../words/ja/rights.json" with { type: "json" };
import { catalogueTables } from "../../use/catalogue.ts";
import { isScoreTold } from "./pack-scores.ts";

/** What models concluded of people: kept for profiling and for nothing else. */
function scoreColumns(): readonly string[] {
  return catalogueTables().flatMap(([table, { person, columns }]) =>
    person.kind === "nobody"
      ? []
      : Object.entries(columns).flatMap(([column, { purposes }]) =>
          purposes.length === 1 && purposes[0] === "profiling" ? [`${table}.${column}`] : [],
        ),
  );
}

test("everything models concluded of a person is told to the person who asks, also what a table of scores added tomorrow holds", () => {
  const columns = scoreColumns();
  expect(columns).toContain("churn_scores.churn_risk");
  expect(columns).toContain("forecast_people.said");
  expect(
    columns.filter((one) => {
      const [table = "", column = ""] = one.split(".");
      return !isScoreTold(table, column);
    }),
  ).toEqual([]);
});

test("every figure has its meaning, and those no segment asks for their name, in both languages", () => {
  const meanings = Object.keys(en.pack).filter((key) => /^(?:score|name)_/u.test(key));
  expect(meanings.length).toBeGreaterThan(20);
  expect(Object.keys(ja.pack).filter((key) => /^(?:score|name)_/u.test(key))).toEqual(meanings);
});
