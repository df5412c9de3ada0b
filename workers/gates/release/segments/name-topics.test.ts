import { expect, test } from "vitest";
import type { SensitiveTopic } from "../../../terms/segment.ts";
import { releaseFileNames } from "../files/file-names.ts";
import { topicsOfName } from "./name-topics.ts";

test.each<[string, readonly SensitiveTopic[]]>([
  ["VIP", []],
  ["離れそうな常連", []],
  ["2回目の購入がまだの人", []],
  ["Second purchase due", []],
  ["Grace and Racecourse", []],
  ["Priceless loyal buyers", []],
  ["糖尿病の人", ["health"]],
  ["妊娠中の方", ["health"]],
  ["Ｄｉａｂｅｔｉｃ ladies", ["health"]],
  ["Weight-loss 2026", ["health"]],
  ["多重債務の人", ["finance"]],
  ["Low income households", ["finance"]],
  ["キリスト教徒", ["religion"]],
  ["Muslim buyers", ["religion"]],
  ["自民党支持者", ["politics"]],
  ["ＬＧＢＴ", ["sexuality"]],
  ["在日外国人", ["origin"]],
  ["前科のある人", ["crime"]],
  ["労働組合の組合員", ["union"]],
  ["未成年の会員", ["child"]],
  ["Christian patients in debt", ["health", "finance", "religion"]],
])("%s", (name, topics) => {
  expect(topicsOfName(name)).toEqual(topics);
});

test("a file is named by number where the segment's name tells too much", () => {
  const facts = { kind: "consented", createdAt: "2026-03-01T00:00:00.000Z", id: "0123456789" } as const;
  const one = { parts: 1, extension: "csv" };
  expect(releaseFileNames(facts, { id: 7, name: "Cancer patients" }, one).data[0]).toMatch(/-segment-7-/u);
  expect(releaseFileNames(facts, { id: 7, name: "Regulars" }, one).data[0]).toMatch(/-regulars-/u);
});
