import { beforeAll, describe, expect, test } from "vitest";
import { insertCustomers } from "../../../test/support/customers.ts";
import { testWorkspace, type TestWorkspace } from "../../../test/support/test-workspace.ts";
import { featureRun, type FeatureRun } from "../use/feature-run.ts";
import { releasablePeople } from "../use/permitted-people.ts";
import type { Releasable } from "../use/permitted.ts";
import type { ConsentedRow } from "./consented/row.ts";
import { consentedPieces } from "./consented/write-consented.ts";
import type { Prepared } from "./files/carry-out.ts";
import { formatOf } from "./platforms/index.ts";

const NOW = new Date("2026-11-22T03:00:00.000Z");
const request = { purpose: "email_marketing", recipient: "self", platform: "spreadsheet" } as const;

let workspace: TestWorkspace;
let run: FeatureRun;
beforeAll(async () => {
  workspace = await testWorkspace(() => NOW);
  await workspace.vault.change(["people"], () => {
    insertCustomers(workspace.vault.db, [
      { id: 7, email: "a@example.jp", orders: [{ day: 20_000, amount: 500 }] },
      { id: 9, email: "b@example.jp", orders: [{ day: 20_100, amount: 700 }] },
    ]);
  });
  run = featureRun(workspace, "profiling");
});

describe("a pseudonymised set", () => {
  test("trains models: it is a table of orders, and holds nothing that names anybody", () => {
    expect(Object.keys(run.orders).sort()).toEqual(["amount", "day", "mask", "start"]);
    expect([...run.orders.amount].sort()).toEqual([500, 700]);
  });

  test("is refused by the compiler wherever a list of people is made", () => {
    // @ts-expect-error -- rows that leave are made of consent, not of a run
    const rows: readonly ConsentedRow[] = [run.orders];
    // @ts-expect-error -- a run's mask is nobody's consent
    const mask: Releasable = run;
    // @ts-expect-error -- who is behind a run's rows is never put down as released
    const customers: Prepared["customers"] = run.customersOf([0, 1]);
    // @ts-expect-error -- nor may its numbers be written as they are
    const parts: Prepared["parts"] = [run.orders];
    const format = formatOf(request);
    if (format === undefined) throw new Error("the spreadsheet has a format");
    // Past the compiler, the writer has no cells to write.
    const asked = { language: "en", platform: request.platform } as const;
    expect(() => [...consentedPieces(asked, format, rows)]).toThrow(TypeError);
    expect([mask, customers, parts]).toHaveLength(3);
  });

  test("while those who said yes are accepted", () => {
    const said: Releasable = releasablePeople(
      workspace.vault,
      workspace.columns(),
      "email_marketing",
      "self",
      NOW,
    );
    const customers: Prepared["customers"] = Int32Array.from(said.mask);
    expect([...customers]).toEqual([0, 0]);
  });
});
