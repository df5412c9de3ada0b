import { expect, test } from "vitest";
import type { Condition, SegmentDefinition } from "../../../terms/segment.ts";
import { segmentSentence } from "./sentence.ts";

const say = (definition: SegmentDefinition, language: "ja" | "en", currency = "JPY"): string =>
  segmentSentence(definition, {
    language,
    currency,
    nameOf: (id) => (id === 3 ? "VIP" : undefined),
  });
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
  expect(say(definition, "ja")).toBe(ja);
  expect(say(definition, "en")).toBe(en);
});

test("money is in minor units of its currency, numbers have their plural, long lists are cut", () => {
  const spent: Condition = { kind: "number", attribute: "averageOrder", comparison: "is", value: 123456 };
  expect(say(of([spent]), "en", "EUR")).toBe("People whose average order is exactly €1,234.56.");
  const one: Condition = { ...recent, value: 1 };
  expect(say(of([one]), "en")).toBe("People whose last order was at most 1 day ago.");
  const many: Condition = {
    kind: "choice",
    attribute: "country",
    values: ["A", "B", "C", "D", "E", "F", "G"],
  };
  expect(say(of([many]), "en")).toBe("People whose country is A, B, C, D, or 3 others.");
  expect(say(of([many]), "ja")).toBe("国がA、B、C、Dまたはほか 3 件の人です。");
});

const everWindow = { kind: "ever" } as const;
const tea3: Condition = {
  kind: "did",
  act: { what: "order", products: ["煎茶"] },
  times: { comparison: "atLeast", n: 3 },
  window: { kind: "lastDays", days: 30 },
};
const opened: Condition = {
  kind: "did",
  act: { what: "message", events: ["opened", "clicked"], channels: ["email"] },
  times: { comparison: "atLeast", n: 1 },
  window: { kind: "between", from: "2026-03-31", to: "2026-01-01" },
};
const then: Condition = {
  kind: "sequence",
  occurrence: "first",
  first: { what: "order", products: ["煎茶"] },
  window: everWindow,
  then: { what: "order", products: ["ほうじ茶"] },
  followed: false,
  withinDays: 30,
};
const email: Condition = { kind: "known", fact: "email" };
const vip: Condition = { kind: "segment", segmentId: 3 };

test.each<[SegmentDefinition, string, string]>([
  [
    of([tea3]),
    "直近 30 日の煎茶の注文が 3 回以上の人です。",
    "People who ordered 煎茶 at least 3 times in the last 30 days.",
  ],
  [
    of([{ ...opened, not: true }]),
    "2026年1月1日から2026年3月31日までのメールの開封またはクリックが 1 回以上ではない人です。",
    "People who never opened or clicked in a message by e-mail between January 1, 2026 and March 31, 2026.",
  ],
  [
    of([then], [email], [{ ...vip, not: true }]),
    "最初の煎茶の注文のあと 30 日のうちにほうじ茶の注文がなかったことがあり、メールアドレスがあり、リスト「VIP」に入っていない人です。",
    "People who ordered 煎茶 and, for 30 days after the first time, never ordered ほうじ茶, and of whom there is an e-mail address, and who are not in “VIP”.",
  ],
  [
    of([{ ...tea3, times: { comparison: "is", n: 0 } }], [{ ...email, not: true }]),
    "直近 30 日の煎茶の注文がちょうど 0 回で、メールアドレスがない人です。",
    "People who never ordered 煎茶 in the last 30 days, and of whom there is no e-mail address.",
  ],
  [
    {
      groups: [
        { anyOf: [vip, email], not: true },
        { anyOf: [tea3], not: true },
      ],
    },
    "「リスト「VIP」に入っている」または「メールアドレスがある」のどれにも当てはまらず、「直近 30 日の煎茶の注文が 3 回以上」に当てはまらない人です。",
    "People for whom none of these holds: (who are in “VIP” or of whom there is an e-mail address), and for whom this does not hold: who ordered 煎茶 at least 3 times in the last 30 days.",
  ],
])("acts, sequences, contacts, segments and negated groups: %j", (definition, ja, en) => {
  expect(say(definition, "ja")).toBe(ja);
  expect(say(definition, "en")).toBe(en);
});
