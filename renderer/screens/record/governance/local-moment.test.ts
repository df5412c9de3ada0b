import { describe, expect, test } from "vitest";
import { localMoment, momentOf } from "./local-moment.ts";

describe("a moment on the reader's clock", () => {
  test("goes there and back, to the minute", () => {
    const moment = new Date(2026, 10, 9, 7, 5);
    expect(localMoment(moment)).toEqual({ day: "2026-11-09", time: "07:05" });
    expect(momentOf("2026-11-09", "07:05")).toBe(moment.toISOString());
    expect(momentOf("2026-11-09", " 7:05")).toBe(moment.toISOString());
    expect(momentOf("2026-11-09", "０７：０５")).toBe(moment.toISOString());
  });

  test.each([
    ["", "07:05"],
    ["2026-11-09", "24:00"],
    ["2026-11-09", "7"],
    ["2026-11-09", ""],
  ])("%j %j is none", (day, time) => {
    expect(momentOf(day, time)).toBeUndefined();
  });
});
