import { expect, test } from "vitest";
import { randomStream } from "../../stats/random.ts";
import { contactGain } from "./contact-gain.ts";

const found = { contact: 100, expected: 60, low: 50, high: 70, blindly: 20 };

test("by hand: sixty about to leave, one in ten stays, each worth 3,000, a contact costs 100", () => {
  const { staying, gain, likely, blindly } = contactGain(found, { cost: 100, value: 3000, won: 0.1 });
  expect(staying.value).toBeCloseTo(6, 12);
  expect(gain.value).toBeCloseTo(6 * 3000 - 10_000, 9);
  // Var = .1^2 (20 / 3.92)^2 + 60 * .1 * .9 = 5.660; 8000 / (3000 * 2.379) = 1.121 standard errors above 0.
  expect(likely).toBeCloseTo(0.869, 3);
  expect(blindly).toBeLessThan(0.2);
});

test("the likelihood is that of simulated contacts", () => {
  const random = randomStream(4);
  const rounds = 20_000;
  let above = 0;
  for (let round = 0; round < rounds; round++) {
    const leaving = 60 + random.normal() * (20 / 3.92);
    let stays = 0;
    for (let one = 0; one < Math.round(leaving); one++) if (random.uniform() < 0.3) stays++;
    if (stays * 1000 > 100 * 165) above++;
  }
  const { likely } = contactGain(found, { cost: 165, value: 1000, won: 0.3 });
  expect(Math.abs(likely - above / rounds)).toBeLessThan(0.03);
});

test("nobody is won, or it costs nothing: certain either way", () => {
  expect(contactGain(found, { cost: 10, value: 500, won: 0 })).toMatchObject({
    likely: 0,
    gain: { value: -1000 },
  });
  expect(contactGain(found, { cost: 0, value: 500, won: 1 }).likely).toBeGreaterThan(0.999);
});
