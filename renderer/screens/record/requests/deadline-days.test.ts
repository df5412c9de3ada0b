import { describe, expect, test } from "vitest";
import type { RequestEntry } from "../../../../workers/terms/rights.ts";
import { deadlineDays, urgency } from "./deadline-days.ts";

const due = (id: number, dueOn: string, outcome?: "fulfilled"): RequestEntry => ({
  id,
  kind: "access",
  law: "gdpr",
  receivedOn: "2026-11-01",
  deadline: { dueOn, article: "", source: "", ownTarget: false },
  extended: false,
  note: "",
  ...(outcome === undefined ? {} : { outcome }),
});

describe("the calendar strip", () => {
  test("begins on the Monday of this week and holds six weeks", () => {
    const days = deadlineDays("2026-11-22", []);
    expect(days).toHaveLength(42);
    expect(days[0]).toMatchObject({ day: "2026-11-16", past: true });
    expect(days[6]).toMatchObject({ day: "2026-11-22", today: true, past: false });
    expect(days[41]?.day).toBe("2026-12-27");
    expect(deadlineDays("2026-11-23", [])[0]).toMatchObject({ day: "2026-11-23", today: true });
  });

  test("shows what is open on its day, and nothing that is closed", () => {
    const days = deadlineDays("2026-11-22", [
      due(1, "2026-12-01"),
      due(2, "2026-12-01"),
      due(3, "2026-12-01", "fulfilled"),
    ]);
    expect(
      days.filter((one) => one.due.length > 0).map((one) => [one.day, one.due.map(({ id }) => id)]),
    ).toEqual([["2026-12-01", [1, 2]]]);
  });

  test.each([
    [-1, "danger"],
    [0, "warn"],
    [7, "warn"],
    [8, "ok"],
  ] as const)("%i days left: %s", (days, tone) => {
    expect(urgency(days)).toBe(tone);
  });
});
