import { expect, test } from "vitest";
import { randomStream } from "../../../../workers/stats/random.ts";
import { formats } from "../../../i18n/format.ts";
import { othersOutOfHundred, outOfHundred } from "./field-text.ts";

const format = formats("en");
const shown = (text: string): number => Number(text.replace("−", "-"));

test("what is read of a person's reasons adds up to the chance that is read", () => {
  const random = randomStream(3);
  let rounded = 0;
  for (let trial = 0; trial < 500; trial++) {
    const reasons = Array.from({ length: 3 }, () => ({
      field: "orders" as const,
      value: 1,
      adds: 0.3 * (random.uniform() - 0.5),
    }));
    const [base, others] = [0.3 + 0.4 * random.uniform(), 0.04 * (random.uniform() - 0.5)];
    const chance = reasons.reduce((sum, { adds }) => sum + adds, base + others);
    if (chance < 0 || chance > 1) continue;
    const rest = othersOutOfHundred({ chance, base, reasons }, format);
    const read = reasons.reduce((sum, { adds }) => sum + shown(outOfHundred(adds, format)), 0);
    expect(shown(format.count(100 * base)) + read + shown(rest)).toBe(shown(format.count(100 * chance)));
    if (rest !== format.difference(Math.round(100 * others))) rounded++;
  }
  expect(rounded).toBeGreaterThan(100);
});
