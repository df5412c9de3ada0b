import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assessPassphrase } from "./passphrase.ts";

describe("a passphrase", () => {
  test.each([
    "password1234",
    "Passw0rd2024!",
    "aaaaaaaaaaaaaaaaaaaa",
    "abcabcabcabcabcabc",
    "qwertyuiop1234567890",
    "1234567890123456",
    "20010203tanaka",
    "konnichiwa sakura",
    "ぱぱぱぱぱぱぱぱぱぱぱぱ",
    "correct horse",
  ])("%s is too simple", (text) => {
    expect(assessPassphrase(text)).toMatchObject({ acceptable: false, problem: "too-simple" });
  });

  test.each(["", "x7#Kp", "短いです"])("%s is too short", (text) => {
    expect(assessPassphrase(text)).toMatchObject({ acceptable: false, problem: "too-short" });
  });

  test.each(["v8#Tq!zR2w&Lm", "brisket volcano tundra pickle hamlet", "梅雨明けの商店街で傘を三本買う"])(
    "%s is accepted",
    (text) => {
      expect(assessPassphrase(text)).toMatchObject({ acceptable: true });
    },
  );

  test("the estimate never exceeds what characters drawn at random would give, and is finite for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        const { bits } = assessPassphrase(text);
        return Number.isInteger(bits) && bits >= 0 && bits <= 200 * 10;
      }),
    );
  });

  test("saying a pattern twice adds almost nothing", () => {
    const once = assessPassphrase("sakuragasaku");
    const twice = assessPassphrase("sakuragasakusakuragasaku");
    expect(twice.bits - once.bits).toBeLessThan(once.bits);
  });
});
