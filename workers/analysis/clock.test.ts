import { describe, expect, test } from "vitest";
import { insertCustomers } from "../../test/support/customers.ts";
import { testWorkspace } from "../../test/support/test-workspace.ts";
import { value } from "../../test/support/value.ts";
import { isoDate, parseIsoDate } from "../base/calendar.ts";
import { ok } from "../base/result.ts";
import { endDay, lastOrderDay } from "./clock.ts";

/** A vault with an order on each day, opened at noon of 2026-11-21 in London. */
async function vaultWith(days: readonly string[]) {
  const workspace = await testWorkspace(() => new Date("2026-11-21T12:00:00Z"));
  const orders = days.map((text) => ({ day: parseIsoDate(text) ?? NaN, amount: 1000 }));
  value(
    await workspace.vault.change(["people"], () => {
      insertCustomers(workspace.vault.db, [{ orders }]);
    }),
  );
  return workspace;
}

describe("the clock of an analysis", () => {
  test.each([
    [["2026-11-02", "2026-10-01"], "2026-11-02"],
    // It is morning of the next day in Auckland.
    [["2026-11-22", "2026-10-01"], "2026-11-22"],
    [["2026-10-01", "2099-01-01", "2026-11-23"], "2026-10-01"],
    // Where every order lies ahead the machine's clock is wrong, not the file.
    [["2027-03-01", "2027-04-01"], "2027-04-01"],
  ])("of orders on %j is %s", async (days, end) => {
    const workspace = await vaultWith(days);
    expect(isoDate(lastOrderDay(workspace) ?? NaN)).toBe(end);
    expect(endDay(workspace, undefined)).toEqual(ok(parseIsoDate(end)));
  });

  test("without an order is today, and always the day that is asked for", async () => {
    const workspace = await vaultWith([]);
    expect(lastOrderDay(workspace)).toBeUndefined();
    expect(endDay(workspace, undefined)).toEqual(ok(parseIsoDate("2026-11-21")));
    expect(endDay(workspace, "2025-01-31")).toEqual(ok(parseIsoDate("2025-01-31")));
    expect(endDay(workspace, "2025-02-31")).toMatchObject({ ok: false, error: { code: "bad-arguments" } });
  });
});
