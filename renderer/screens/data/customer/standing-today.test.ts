import { describe, expect, test } from "vitest";
import type { ConsentLine } from "../../../../workers/terms/people.ts";
import type { ConsentState, PurposeCode, Recipient } from "../../../../workers/terms/purpose.ts";
import { allowed, saidTo, standingToday } from "./standing-today.ts";

const now = new Date("2026-11-21T12:00:00Z");

function line(
  state: ConsentState,
  heldFrom: string,
  recipient: Recipient = "self",
  purpose: PurposeCode = "email_marketing",
): ConsentLine {
  return { purpose, recipient, state, basis: "consent", heldFrom, knownAt: heldFrom, source: "till" };
}

describe("how a customer stands today", () => {
  test("nothing said is unknown, never a yes", () => {
    expect(standingToday([], "email_marketing", now)).toBe("unknown");
  });

  test("the latest word counts, whatever the order of the lines and the zone of their clocks", () => {
    const lines = [
      line("denied", "2026-05-01T09:00:00+09:00"),
      line("granted", "2026-05-01T00:30:00Z"),
      line("denied", "2025-01-01T00:00:00Z"),
    ];
    expect(standingToday(lines, "email_marketing", now)).toBe("granted");
    expect(standingToday(lines.toReversed(), "email_marketing", now)).toBe("granted");
  });

  test("what is dated ahead does not hold yet", () => {
    const lines = [line("granted", "2026-12-01T00:00:00Z"), line("denied", "2026-01-01T00:00:00Z")];
    expect(saidTo(lines, "email_marketing", "self", now)?.state).toBe("denied");
  });

  test("of two words at one moment the refusal counts", () => {
    const lines = [line("granted", "2026-01-01T00:00:00Z"), line("denied", "2026-01-01T00:00:00Z")];
    expect(standingToday(lines, "email_marketing", now)).toBe("denied");
  });

  test("a yes to one recipient stands for the purpose only while nothing was said in general", () => {
    const ads = line("granted", "2026-01-01T00:00:00Z", "google_ads", "ads_matching");
    expect(standingToday([ads], "ads_matching", now)).toBe("granted");
    const refused = line("denied", "2025-01-01T00:00:00Z", "self", "ads_matching");
    expect(standingToday([ads, refused], "ads_matching", now)).toBe("denied");
    expect(standingToday([ads], "email_marketing", now)).toBe("unknown");
  });
});

test("consent needs a yes; every other basis only that nobody objected", () => {
  const states = ["granted", "unknown", "denied"] as const;
  expect(states.map((state) => allowed("consent", state))).toEqual([true, false, false]);
  expect(states.map((state) => allowed("legitimate_interest", state))).toEqual([true, true, false]);
});
