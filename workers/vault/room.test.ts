import { describe, expect, test } from "vitest";
import { Refused } from "../base/refused.ts";
import { refuseTooLarge } from "./room.ts";

describe("a vault's room", () => {
  test("growth up to the ceiling passes, past it does not, and shrinking always does", () => {
    expect(() => refuseTooLarge(10, 100, 100 * 4096)).not.toThrow();
    expect(() => refuseTooLarge(10, 101, 100 * 4096)).toThrow(Refused);
    expect(() => refuseTooLarge(200, 150, 100 * 4096)).not.toThrow();
    expect(() => refuseTooLarge(150, 150, 100 * 4096)).not.toThrow();
  });
});
