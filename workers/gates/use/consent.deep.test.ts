import { expect, test } from "vitest";
import { bareDatabase } from "../../../test/support/bare-database.ts";
import { compareHistories } from "../../../test/support/consent-histories.ts";
import { fewerDeepCases } from "../../../test/support/deep-cases.ts";

test("answers as the reference does, for a hundred thousand random histories", async () => {
  const found = compareHistories(await bareDatabase(), fewerDeepCases, 20_260_503);
  process.stdout.write(
    `consent ledger: ${String(found.histories)} histories, ${String(found.answers)} answers, ${String(found.differences)} differences\n`,
  );
  expect(found.differences).toBe(0);
  expect(found.histories).toBe(fewerDeepCases);
});
