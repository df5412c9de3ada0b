import { beforeAll, describe, expect, test } from "vitest";
import { insertCustomers, type TestCustomer } from "../../../test/support/customers.ts";
import { testWorkspace, type TestWorkspace } from "../../../test/support/test-workspace.ts";
import { value } from "../../../test/support/value.ts";
import { parseIsoDate } from "../../base/calendar.ts";
import { cancelJob, newJobTicket } from "../../base/job.ts";
import { evaluateSegment } from "../../gates/release/segments/evaluate.ts";
import { segmentMethods } from "../../gates/release/segments/methods.ts";
import { zoneClock } from "../../gates/use/feature-messages.ts";
import { listPropensity, propensitiesOf } from "../../gates/use/propensity-people.ts";
import { inlinePool } from "../../pool/inline-pool.ts";
import { randomStream } from "../../stats/random.ts";
import type { PropensityReport, Question } from "../../terms/propensity.ts";
import type { SegmentDefinition } from "../../terms/segment.ts";
import { personScores } from "../person-scores.ts";
import { fitPropensity } from "./fit.ts";
import { latestPropensity } from "./latest.ts";

const now = () => new Date("2026-11-21T09:00:00Z");
const first = parseIsoDate("2025-01-01")!;
const end = parseIsoDate("2026-10-31")!;
const denied = { purpose: "profiling", state: "denied", heldFrom: "2026-01-01T00:00:00.000Z" };
const PEOPLE = 900;
const DAY = 86_400;

/** A fifth begin with a dear order and become good customers; one of twenty objects. */
function shop(): TestCustomer[] {
  const random = randomStream(12);
  return Array.from({ length: PEOPLE }, (_, i) => {
    const good = random.uniform() < 0.25;
    const start = first + random.below(640);
    const orders = [{ day: start, amount: 1000 + random.below(900) + (good ? 1500 : 0), product: "P1" }];
    for (let day = start + 35; good && day <= end; day += 20 + random.below(20))
      orders.push({ day, amount: 5000, product: `P${String(random.below(9))}` });
    return { orders, ...(i % 20 === 0 && { consents: [denied] }) };
  });
}

/** A letter every two weeks at 9:00 in Tokyo; half of the people open most, at eight in the evening. */
function insertMessages({ vault: { db } }: TestWorkspace): void {
  const random = randomStream(5);
  for (let person = 1; person <= PEOPLE; person++)
    for (let k = 0; k < 20; k++) {
      const sent = (end - 290 + 14 * k) * DAY;
      const add = (event: string, at: number) =>
        db.run(
          "INSERT INTO messages (customer_id, at, event, channel, campaign, import_id) VALUES (?, ?, ?, 'email', ?, 1)",
          [person, at, event, `letter ${String(k)}`],
        );
      add("sent", sent);
      if (random.uniform() < (person % 2 === 0 ? 0.7 : 0.15))
        add("opened", sent + 11 * 3600 + random.below(1800));
    }
}

async function open(): Promise<TestWorkspace> {
  const workspace = { ...(await testWorkspace(now)), models: inlinePool() };
  value(
    await workspace.vault.change(["people"], () => {
      insertCustomers(workspace.vault.db, shop());
      insertMessages(workspace);
    }),
  );
  return workspace;
}

describe("what people will do next, from the vault", () => {
  let workspace: TestWorkspace;
  let likeness: PropensityReport;
  let opening: PropensityReport;
  beforeAll(async () => {
    workspace = await open();
    const seed = { kind: "best", share: 0.2, valueDays: 120 } as const;
    likeness = value(
      await fitPropensity(workspace, { options: { question: "lookalike", seed }, job: undefined }),
    );
    opening = value(
      await fitPropensity(workspace, { options: { question: "open", zone: "Asia/Tokyo" }, job: undefined }),
    );
  });

  test("each question keeps its own run and scores; nobody who objected is in any", async () => {
    for (const report of [likeness, opening]) {
      expect(report.review.verdict).not.toBe("do-not-use");
      expect(report).toMatchObject({ end: "2026-10-31", currency: "JPY", withheld: 45 });
      expect(value(await latestPropensity(workspace, { question: report.question }))).toEqual(report);
    }
    const { db } = workspace.vault;
    const count = (question: Question) =>
      db.count("SELECT count(*) FROM propensity_scores WHERE question = ?", [question]);
    expect(count("lookalike")).toBe(likeness.people);
    expect(count("open")).toBe(PEOPLE - 45);
    expect(db.count("SELECT count(*) FROM propensity_scores WHERE (customer_id - 1) % 20 = 0")).toBe(0);
    expect(db.count("SELECT count(*) FROM reach_habits WHERE (customer_id - 1) % 20 = 0")).toBe(0);
    const lines = db.rows<{ payload: string }>("SELECT payload FROM record WHERE action = 'fit-propensity'");
    expect(JSON.parse(lines[0]!.payload)).toMatchObject({ question: "lookalike", purpose: "profiling" });
    expect(likeness.seed).toMatchObject({ kind: "best", earlyDays: 30, valueDays: 120 });
  });

  test("hours are told on the clock of the zone: sent at nine in Tokyo, opened at eight in the evening", () => {
    expect(opening.sending).toMatchObject({ zone: "Asia/Tokyo", best: { hour: 20, from: "openings" } });
    expect(opening.sending!.byHour.map(({ hour }) => hour)).toEqual([9]);
    const [row] = propensitiesOf(workspace, 2).filter(({ question }) => question === "open");
    expect(row!.reach).toMatchObject({ hour: 20, own: false });
    // Summer and winter time of a zone that has them.
    const berlin = zoneClock("Europe/Berlin");
    expect([berlin(Date.UTC(2026, 0, 1) / 1000), berlin(Date.UTC(2026, 6, 1) / 1000)]).toEqual([3600, 7200]);
  });

  test("people are listed by chance with reasons that sum to it", async () => {
    const page = value(await listPropensity(workspace, { question: "open", offset: 0, limit: 30 }));
    expect(page.total).toBe(opening.people);
    let before = 1;
    for (const { chance, base, reasons, others, customerId } of page.rows) {
      expect(chance).toBeLessThanOrEqual(before);
      before = chance;
      expect(base + reasons.reduce((sum, { adds }) => sum + adds, others)).toBeCloseTo(chance, 12);
      // Who opens most are the even numbers.
      expect(customerId % 2).toBe(0);
    }
    const none = value(await listPropensity(workspace, { question: "renewal", offset: 0, limit: 5 }));
    expect(none).toEqual({ total: 0, currency: "JPY", rows: [] });
  });

  test("segments ask of the chances, the rank, the hour; a segment can be the seed", async () => {
    const { openChance, lookalikeRank, bestHour } = personScores(workspace);
    expect(openChance.filter((own) => !Number.isNaN(own))).toHaveLength(opening.people);
    expect(openChance[0]).toBeNaN();
    expect([...lookalikeRank].filter((rank) => rank === 1)).toHaveLength(1);
    expect(bestHour[1]).toBe(20);
    const best: SegmentDefinition = {
      groups: [{ anyOf: [{ kind: "number", attribute: "lookalikeRank", comparison: "atMost", value: 10 }] }],
    };
    expect(evaluateSegment(workspace, best).people).toBe(10);
    const definition: SegmentDefinition = {
      groups: [{ anyOf: [{ kind: "number", attribute: "orders", comparison: "atLeast", value: 4 }] }],
    };
    const { id } = value(await segmentMethods.saveSegment(workspace, { name: "regulars", definition }));
    const options = { question: "lookalike", seed: { kind: "segment", segmentId: id } } as const;
    const named = value(await fitPropensity(workspace, { options, job: undefined }));
    expect(named.seed).toMatchObject({
      kind: "segment",
      segmentId: id,
      leftOut: ["earlyOrders", "earlySecond"],
    });
    expect(named.fields.map(({ field }) => field)).not.toContain("earlyOrders");
    expect(named.review.verdict).toBe("use-with-care");
    const gone = await fitPropensity(workspace, {
      options: { question: "lookalike", seed: { kind: "segment", segmentId: 999 } },
      job: undefined,
    });
    expect(gone.ok ? "" : gone.error.code).toBe("segment-unknown");
  });

  test("cancelled: nothing is stored; who is erased has no score any more", async () => {
    const ticket = newJobTicket("stop");
    cancelJob(ticket);
    const outcome = await fitPropensity(workspace, { options: { question: "open" }, job: ticket });
    expect(outcome.ok ? "" : outcome.error.code).toBe("cancelled");
    expect(value(await latestPropensity(workspace, { question: "open" }))?.runId).toBe(opening.runId);
    const { vault } = workspace;
    value(await vault.change(["people"], () => vault.db.run("DELETE FROM customers WHERE id = 2")));
    expect(vault.db.count("SELECT count(*) FROM propensity_scores WHERE customer_id = 2")).toBe(0);
    expect(vault.db.count("SELECT count(*) FROM reach_habits WHERE customer_id = 2")).toBe(0);
    expect(propensitiesOf(workspace, 2)).toEqual([]);
  });
});
