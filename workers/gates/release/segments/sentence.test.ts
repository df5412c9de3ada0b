import { expect, test } from "vitest";
import type { Condition, SegmentDefinition } from "../../../terms/segment.ts";
import { segmentSentence } from "./sentence.ts";

const of = (...groups: Condition[][]): SegmentDefinition => ({ groups: groups.map((anyOf) => ({ anyOf })) });
const recent: Condition = { kind: "number", attribute: "recencyDays", comparison: "atMost", value: 90 };
const often: Condition = { kind: "number", attribute: "orders", comparison: "atLeast", value: 3 };
const rich: Condition = {
  kind: "number",
  attribute: "revenue",
  comparison: "between",
  value: 50000,
  upper: 10000,
};
const where: Condition = {
  kind: "choice",
  attribute: "prefecture",
  values: ["東京都", "神奈川県", "千葉県"],
};
const lost: Condition = { kind: "choice", attribute: "rfmGroup", values: ["lost"], not: true };
const tea: Condition = { kind: "choice", attribute: "product", values: ["煎茶"], not: true };
const alive: Condition = { kind: "number", attribute: "pAlive", comparison: "atLeast", value: 0.7 };

test.each<[SegmentDefinition, string, string]>([
  [of(), "プロファイリングの対象にできる人全員です。", "Everybody whom profiling may consider."],
  [of([recent]), "最後の注文から 90 日以内の人です。", "People whose last order was at most 90 days ago."],
  [
    of([recent], [often], [where]),
    "最後の注文から 90 日以内で、注文回数が 3 回以上で、都道府県が東京都、神奈川県または千葉県の人です。",
    "People whose last order was at most 90 days ago, and whose number of orders is at least 3, and whose prefecture is 東京都, 神奈川県, or 千葉県.",
  ],
  [
    of([lost], [rich]),
    "RFM グループが離れたではなく、購入金額の合計が ￥10,000以上 ￥50,000以下の人です。",
    "People whose RFM group is not lost, and whose total spend is between ¥10,000 and ¥50,000.",
  ],
  [
    of([often, tea], [alive]),
    "「注文回数が 3 回以上」または「買ったことのある商品が煎茶ではない」に当てはまり、今も顧客でいる確率が 70%以上の人です。",
    "People (whose number of orders is at least 3 or who never bought 煎茶), and whose chance of still being a customer is at least 70%.",
  ],
])("%j", (definition, ja, en) => {
  expect(segmentSentence(definition, "ja", "JPY")).toBe(ja);
  expect(segmentSentence(definition, "en", "JPY")).toBe(en);
});

test("money is in minor units of its currency, numbers have their plural, long lists are cut", () => {
  const spent: Condition = { kind: "number", attribute: "averageOrder", comparison: "is", value: 123456 };
  expect(segmentSentence(of([spent]), "en", "EUR")).toBe("People whose average order is exactly €1,234.56.");
  const one: Condition = { ...recent, value: 1 };
  expect(segmentSentence(of([one]), "en", "JPY")).toBe("People whose last order was at most 1 day ago.");
  const many: Condition = {
    kind: "choice",
    attribute: "country",
    values: ["A", "B", "C", "D", "E", "F", "G"],
  };
  expect(segmentSentence(of([many]), "en", "JPY")).toBe("People whose country is A, B, C, D, or 3 others.");
  expect(segmentSentence(of([many]), "ja", "JPY")).toBe("国がA、B、C、Dまたはほか 3 件の人です。");
});
