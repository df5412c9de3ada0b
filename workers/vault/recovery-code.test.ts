import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fault } from "../base/fault.ts";
import { ok } from "../base/result.ts";
import { formatRecoveryCode, looksLikeRecoveryCode, parseRecoveryCode } from "./recovery-code.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const key = Uint8Array.from({ length: 32 }, (_, i) => i * 7);
const anyKey = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe("a recovery code", () => {
  test("is fourteen groups of four letters that cannot be mistaken for one another", async () => {
    // Worked out apart from this code, as one whole number of 280 bits, with Python's hashlib.
    expect(await formatRecoveryCode(key)).toBe(
      "003G-W58W-4CN3-2E1Z-8S6N-8PV2-D5R7-EZM5-HJ9S-N8D8-NYVB-VH6B-TBCS-C14J",
    );
  });

  test("leads back to its key, for any key", async () => {
    await fc.assert(
      fc.asyncProperty(anyKey, async (any) => {
        expect(await parseRecoveryCode(bytes(await formatRecoveryCode(any)))).toEqual(
          ok(new Uint8Array(any)),
        );
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    ["in small letters", (code: string) => code.toLowerCase()],
    ["without hyphens", (code: string) => code.replaceAll("-", "")],
    ["over several lines", (code: string) => code.replaceAll("-", " \r\n")],
    ["in full-width letters", (code: string) => code.replace(/[0-9A-Z]/g, fullWidth)],
    ["with the long vowel mark for a hyphen", (code: string) => code.replaceAll("-", "ー")],
    ["with O for 0 and l for 1", (code: string) => code.replaceAll("0", "O").replaceAll("1", "l")],
  ])("is understood %s", async (_, write) => {
    const code = await formatRecoveryCode(key);
    expect(await parseRecoveryCode(bytes(write(code)))).toEqual(ok(new Uint8Array(key)));
    expect(looksLikeRecoveryCode(bytes(write(code)))).toBe(true);
  });

  test("with any one letter wrong, or two neighbours swapped, is refused", async () => {
    const code = await formatRecoveryCode(key);
    const letters = Array.from(code.replaceAll("-", ""));
    for (let i = 0; i < letters.length; i++) {
      const other = letters.with(i, letters[i] === "7" ? "8" : "7").join("");
      expect(await parseRecoveryCode(bytes(other))).toEqual(fault("recovery-code-mistyped"));
      if (i === 0 || letters[i] === letters[i - 1]) continue;
      const swapped = letters.with(i, letters[i - 1] ?? "").with(i - 1, letters[i] ?? "");
      expect(await parseRecoveryCode(bytes(swapped.join("")))).toEqual(fault("recovery-code-mistyped"));
    }
  });

  test.each(["", "U", "wagtail lantern oyster nineteen", "0".repeat(55), "0".repeat(57), "x'00'", "\u0000"])(
    "%j is none",
    async (text) => {
      expect(await parseRecoveryCode(bytes(text))).toEqual(fault("recovery-code-mistyped"));
      expect(looksLikeRecoveryCode(bytes(text))).toBe(false);
    },
  );

  test("any bytes are answered, none throws", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (any) => {
        expect((await parseRecoveryCode(any)).ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});

function fullWidth(letter: string): string {
  return String.fromCharCode(letter.charCodeAt(0) + 0xfee0);
}
