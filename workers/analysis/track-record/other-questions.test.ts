import { expect, test } from "vitest";
import { insertCustomers } from "../../../test/support/customers.ts";
import { testWorkspace } from "../../../test/support/test-workspace.ts";
import { value } from "../../../test/support/value.ts";
import { isoDate, parseIsoDate } from "../../base/calendar.ts";
import { inlinePool } from "../../pool/inline-pool.ts";
import { randomStream } from "../../stats/random.ts";
import { fitPropensity } from "../propensity/fit.ts";
import { modelDrift } from "./drift.ts";
import { trackRecord } from "./track-record.ts";

const end = parseIsoDate("2026-10-31")!;
const PEOPLE = 400;

test("who opens the next e-mail: counted on the first that went out after, of those who were sent one", async () => {
  const random = randomStream(5);
  const workspace = {
    ...(await testWorkspace(() => new Date("2026-11-21T09:00:00Z"))),
    models: inlinePool(),
  };
  const { vault } = workspace;
  const from = end - 60;
  let opened = 0;
  value(
    await vault.change(["people"], () => {
      insertCustomers(
        vault.db,
        Array.from({ length: PEOPLE }, () => ({
          orders: [
            { day: end - random.below(500), amount: 1000 },
            { day: end, amount: 900 },
          ],
        })),
      );
      for (let person = 1; person <= PEOPLE; person++)
        for (let k = 0; k < 20; k++) {
          // The next letter after the forecast goes out on the twelfth day; every tenth person gets none from then on.
          const day = end - 300 + 14 * k;
          if (day > from && person % 10 === 0) continue;
          const add = (event: string, at: number) =>
            vault.db.run(
              "INSERT INTO messages (customer_id, at, event, channel, campaign, import_id) VALUES (?, ?, ?, 'email', ?, 1)",
              [person, at, event, `letter ${String(k)}`],
            );
          add("sent", day * 86_400 + 3600);
          if (random.uniform() >= (person % 2 === 0 ? 0.75 : 0.2)) continue;
          add("opened", day * 86_400 + 40_000);
          if (day > from && day - 14 <= from) opened++;
        }
    }),
  );
  const options = { question: "open", zone: "Asia/Tokyo", end: isoDate(from) } as const;
  const report = value(await fitPropensity(workspace, { options, job: undefined }));
  expect(report.review.verdict).not.toBe("do-not-use");
  const { runs } = value(await trackRecord(workspace, { model: "open" }));
  expect(runs).toHaveLength(1);
  const [run] = runs;
  expect(run).toMatchObject({
    state: "passed",
    forecast: { outcome: "opened", horizonDays: 37, people: PEOPLE },
  });
  expect(run!.result).toMatchObject({
    people: PEOPLE - PEOPLE / 10,
    happened: opened,
    verdict: "as-forecast",
  });
  expect(run!.result!.auc!.value).toBeGreaterThan(0.7);
  const [drift] = value(await modelDrift(workspace, { job: undefined }));
  expect(drift).toMatchObject({ model: "open", advice: { verdict: "now" } });
  expect(drift!.peopleNow).toBeGreaterThan(0);
  expect(drift!.features.map(({ feature }) => feature)).toContain("openRate");
});
