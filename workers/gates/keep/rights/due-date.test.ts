import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { civilDate, isoDate, parseIsoDate } from "../../../base/calendar.ts";
import { requestKinds, requestLaws } from "../../../terms/rights.ts";
import { addBusinessDays, addMonths, deadlineOf } from "./due-date.ts";

const day = (iso: string): number => parseIsoDate(iso) ?? NaN;
const days = fc.integer({ min: day("2000-01-01"), max: day("2099-12-31") });

describe("the last day to answer", () => {
  test.each([
    ["gdpr", "access", "2026-01-31", false, "2026-02-28"],
    ["gdpr", "access", "2028-01-31", false, "2028-02-29"],
    ["gdpr", "erasure", "2026-03-15", false, "2026-04-15"],
    ["uk_gdpr", "access", "2026-08-31", false, "2026-09-30"],
    ["gdpr", "access", "2026-12-31", false, "2027-01-31"],
    ["gdpr", "access", "2026-01-31", true, "2026-04-30"],
    ["ccpa", "access", "2026-11-22", false, "2027-01-06"],
    ["ccpa", "erasure", "2026-11-22", true, "2027-02-20"],
    // Fifteen business days from a Sunday: three whole weeks, to the Friday.
    ["ccpa", "objection", "2026-11-22", false, "2026-12-11"],
    ["appi", "access", "2026-11-22", false, "2026-12-06"],
  ] as const)("%s, %s, received %s, extended %s: %s", (law, kind, received, extended, due) => {
    expect(deadlineOf(law, kind, day(received), extended).dueOn).toBe(due);
  });

  test("says which article sets it, and that two weeks are our own target", () => {
    for (const law of requestLaws)
      for (const kind of requestKinds) {
        const found = deadlineOf(law, kind, day("2026-11-22"), false);
        expect(found.article).not.toBe("");
        expect(found.source).toMatch(/^https:\/\//);
        expect(found.ownTarget).toBe(law === "appi");
        expect(found.dueOn > "2026-11-22").toBe(true);
        if (found.extendable !== undefined) expect(found.extendable > found.dueOn).toBe(true);
      }
  });

  test("a month later is the same date, or the last of a shorter month", () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 36 }), (from, months) => {
        const [a, b] = [civilDate(from), civilDate(addMonths(from, months))];
        expect(b.year * 12 + b.month).toBe(a.year * 12 + a.month + months);
        if (b.day !== a.day) {
          expect(b.day).toBeLessThan(a.day);
          expect(civilDate(addMonths(from, months) + 1).day).toBe(1);
        }
      }),
    );
  });

  test("business days end on one, and weeks of five take seven days", () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 40 }), (from, count) => {
        const end = addBusinessDays(from, count);
        expect([0, 6]).not.toContain(new Date(`${isoDate(end)}T00:00:00Z`).getUTCDay());
        expect(addBusinessDays(from, count + 5)).toBe(end + 7);
      }),
    );
  });
});
