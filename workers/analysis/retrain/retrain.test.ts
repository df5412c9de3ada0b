import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { insertCustomers, type TestCustomer } from "../../../test/support/customers.ts";
import { erasureWorld, type ErasureWorld } from "../../../test/support/erasure-world.ts";
import { value } from "../../../test/support/value.ts";
import { parseIsoDate } from "../../base/calendar.ts";
import { fault } from "../../base/fault.ts";
import { cancelJob, newJobTicket } from "../../base/job.ts";
import { erasureMethods } from "../../gates/keep/erasure/index.ts";
import { shares } from "../../shares.ts";
import { randomStream } from "../../stats/random.ts";
import type { MovedFigure, Retraining, RetrainingOverview } from "../../terms/retraining.ts";
import type { Vault } from "../../vault/vault.ts";
import type { Workspace } from "../../workspace.ts";
import { fitChurn, latestChurn } from "../churn-report.ts";

const FIRST = parseIsoDate("2024-01-01") ?? Number.NaN;
const PEOPLE = 600;
/** Whoever is erased below: they order far more and for far more than anybody else. */
const WHALES = [1, 2, 3, 4, 5, 6];

/** Purchases at a rate of the person's own until they drop out: what models of lifetime take people to do. */
function shop(): TestCustomer[] {
  const random = randomStream(31);
  return Array.from({ length: PEOPLE }, (_, at) => {
    const whale = WHALES.includes(at + 1);
    const rate = whale ? 0.25 : -Math.log(random.uniform() + 1e-9) / 60;
    const leaving = whale ? 0.004 : random.uniform() ** 2;
    const usual = whale ? 90_000 : 900 + random.below(6000);
    const orders = [];
    let day = random.uniform() * 330;
    do {
      orders.push({
        day: FIRST + Math.floor(day),
        amount: Math.round(usual * (0.6 + 0.8 * random.uniform())),
      });
      day -= Math.log(random.uniform() + 1e-9) / rate;
    } while (day < 700 && random.uniform() > leaving);
    return { id: at + 1, name: `客 ${String(at)}`, email: `c${String(at)}@example.jp`, orders };
  });
}

let world: ErasureWorld;
let vault: Vault;
let workspace: Workspace;

beforeEach(async () => {
  world = await erasureWorld(new Date("2026-01-10T09:00:00.000Z"));
  vault = await world.open();
  workspace = world.workspace(vault);
  value(
    await vault.change(["people"], () => {
      insertCustomers(vault.db, shop());
    }),
  );
});

afterEach(() => {
  vault.close();
});

const later = (): void => {
  world.clock.now = new Date(world.clock.now.getTime() + 60_000);
};
const fitAll = async (): Promise<void> => {
  value(await shares.fitLifetime(workspace, { options: { horizonDays: 90 } }));
  value(await shares.fitChurn(workspace, { options: { horizonDays: 60 } }));
  value(await shares.fitGroups(workspace, { options: { k: 3 } }));
  later();
};
/** The gate's act alone, as in a vault too large for models to be made anew at once. */
const eraseOnly = async (customerIds: readonly number[]): Promise<string> => {
  const { number } = value(
    await erasureMethods.eraseCustomers(workspace, { customerIds: [...customerIds], reason: "請求" }),
  );
  later();
  return number;
};
const overview = async (): Promise<RetrainingOverview> => value(await shares.listRetraining(workspace, {}));
const runs = (): number => vault.db.count("SELECT count(*) FROM runs");
const figure = ({ figures }: Retraining, name: string): MovedFigure | undefined =>
  figures.find((one) => one.name === name);

describe("after an erasure", () => {
  test("every standing run is marked, with how many it had seen; made anew it is as if they had never been there", async () => {
    await fitAll();
    expect((await overview()).marked).toEqual([]);
    const certificate = await eraseOnly(WHALES);
    expect((await overview()).marked).toMatchObject([
      { model: "lifetime", run: 1, erased: 6, certificates: [certificate] },
      { model: "churn", run: 2, erased: 6, certificates: [certificate] },
      { model: "groups", run: 3, erased: 6, certificates: [certificate] },
    ]);
    const churnBefore = value(await latestChurn(workspace));
    const { done, marked } = value(await shares.retrain(workspace, {}));
    expect(marked).toEqual([]);
    expect(done.map(({ model, before, run, erased }) => [model, before, run, erased])).toEqual([
      ["lifetime", 1, 4, 6],
      ["churn", 2, 5, 6],
      ["groups", 3, 6, 6],
    ]);
    const [lifetime, churn, groups] = done;
    if (lifetime === undefined || churn === undefined || groups === undefined) throw new Error("not done");
    expect(lifetime.people).toEqual({ before: PEOPLE, after: PEOPLE - 6 });
    const total = figure(lifetime, "total");
    // Six who spent fifty times as much as others are gone: what all are expected to spend has fallen.
    expect(total?.before).toBeGreaterThan(total?.after ?? Infinity);
    expect(figure(lifetime, "v")?.after).not.toBe(figure(lifetime, "v")?.before);
    expect(figure(churn, "auc")?.before).toBe(churnBefore?.validation?.auc.value);
    // What was made anew is what somebody gets who never had them.
    const clean = await erasureWorld(world.clock.now);
    const other = await clean.open();
    value(
      await other.change(["people"], () => {
        insertCustomers(
          other.db,
          shop().filter(({ id = 0 }) => !WHALES.includes(id)),
        );
      }),
    );
    const fresh = value(await fitChurn(clean.workspace(other), { options: { horizonDays: 60 } }));
    expect(figure(churn, "auc")?.after).toBeCloseTo(fresh.validation?.auc.value ?? NaN, 12);
    expect(figure(churn, "expected")?.after).toBeCloseTo(fresh.expected?.value ?? NaN, 9);
    expect(
      other.db.rows("SELECT customer_id, round(churn_risk, 9) AS risk FROM churn_scores ORDER BY 1"),
    ).toEqual(vault.db.rows("SELECT customer_id, round(churn_risk, 9) AS risk FROM churn_scores ORDER BY 1"));
    other.close();
    // Options are those of before; the old report stays beside it.
    expect(vault.db.rows("SELECT options FROM runs WHERE id IN (2, 5)")).toHaveLength(2);
    const [one, two] = vault.db.rows<{ options: string }>("SELECT options FROM runs WHERE id IN (2, 5)");
    expect(one).toEqual(two);
    expect(vault.db.count("SELECT count(*) FROM churn_scores WHERE run_id <> 5")).toBe(0);
    // Who moved is counted over those who have a score in both.
    for (const { scores } of done)
      for (const { people, changed } of scores) {
        expect(people).toBeGreaterThan(0);
        expect(changed).toBeLessThanOrEqual(people);
      }
    expect(groups.scores).toMatchObject([{ measure: "group", by: 0 }]);
    expect(vault.db.count("SELECT count(*) FROM record WHERE action = 'retrain'")).toBe(3);
    expect((await overview()).done.map(({ run }) => run)).toEqual([6, 5, 4]);
    expect(JSON.stringify(done)).not.toMatch(/客|example/u);
    expect(vault.db.rows("PRAGMA foreign_key_check")).toEqual([]);
  });

  test("without what set the model apart nothing moves: a fit is the same whoever asks for it", async () => {
    await fitAll();
    value(
      await vault.change(["people"], () => {
        insertCustomers(vault.db, [{ id: 9001, name: "誰も 知らない", email: "nobody@example.jp" }]);
      }),
    );
    await eraseOnly([9001]);
    const { done } = value(await shares.retrain(workspace, { model: "churn" }));
    const [churn] = done;
    expect(done).toHaveLength(1);
    for (const { before, after } of churn?.figures ?? []) expect(after).toBeCloseTo(before ?? NaN, 9);
    expect(churn?.scores).toMatchObject([{ measure: "churnRisk", changed: 0 }]);
    expect((await overview()).marked.map(({ model }) => model)).toEqual(["lifetime", "groups"]);
  });

  test("the certificate stays as it was written; beside it stands what became of its runs", async () => {
    value(await shares.fitChurn(workspace, { options: { horizonDays: 60 } }));
    value(await shares.fitChurn(workspace, { options: { horizonDays: 90 } }));
    value(await shares.fitLifetime(workspace, { options: {} }));
    later();
    const number = await eraseOnly([1]);
    const written = vault.db.rows("SELECT document FROM certificates");
    const states = async () =>
      value(await shares.certificateRuns(workspace, { number })).map(({ run, state, by }) => [
        run,
        state,
        by,
      ]);
    expect(await states()).toEqual([
      [1, "superseded", 2],
      [2, "marked", undefined],
      [3, "marked", undefined],
    ]);
    value(await shares.retrain(workspace, { model: "churn" }));
    expect(await states()).toEqual([
      [1, "superseded", 4],
      [2, "retrained", 4],
      [3, "marked", undefined],
    ]);
    expect(vault.db.rows("SELECT document FROM certificates")).toEqual(written);
    expect(await shares.certificateRuns(workspace, { number: "KE-20260101-00000000" })).toEqual(
      fault("certificate-unknown", { number: "KE-20260101-00000000" }),
    );
  });

  test("in a small vault it is done at once; a second erasure is counted for the run that stands", async () => {
    await fitAll();
    value(await shares.eraseCustomers(workspace, { customerIds: [1, 2], reason: "請求" }));
    expect(await overview()).toMatchObject({
      marked: [],
      done: [{ erased: 2 }, { erased: 2 }, { erased: 2 }],
    });
    later();
    await eraseOnly([3]);
    await eraseOnly([4, 5]);
    expect(
      (await overview()).marked.map(({ run, erased, certificates }) => [run, erased, certificates.length]),
    ).toEqual([
      [4, 3, 2],
      [5, 3, 2],
      [6, 3, 2],
    ]);
  });

  test("stopped: what is done stays, the rest stays marked; the erasure itself is not touched", async () => {
    await fitAll();
    await eraseOnly([1]);
    const job = newJobTicket("retraining");
    const emit = world.events.push.bind(world.events);
    world.events.push = (event) => {
      if (event.kind === "changed" && event.topics.includes("insight")) cancelJob(job);
      return emit(event);
    };
    expect(await shares.retrain(workspace, { job })).toEqual(fault("cancelled"));
    expect((await overview()).marked.map(({ model }) => model)).toEqual(["churn", "groups"]);
    expect((await overview()).done).toHaveLength(1);
    expect(vault.db.count("SELECT count(*) FROM scores WHERE run_id <> 4")).toBe(0);
  });

  test("an erasure while a model runs marks what it stores", async () => {
    const pool = workspace.models;
    const slow: Workspace = {
      ...workspace,
      models: {
        ...pool,
        run: async (...asked) => {
          const output = await pool.run(...asked);
          await eraseOnly([1]);
          return output;
        },
      },
    };
    value(await fitChurn(slow, { options: { horizonDays: 60 } }));
    expect((await overview()).marked).toMatchObject([{ model: "churn", run: 1, erased: 1 }]);
  });

  test("another run in between is not overwritten; with nothing marked nothing is done", async () => {
    value(await shares.fitChurn(workspace, { options: { horizonDays: 60 } }));
    later();
    expect(value(await shares.retrain(workspace, {}))).toEqual({ marked: [], done: [] });
    await eraseOnly([1]);
    const pool = workspace.models;
    let first = true;
    const slow: Workspace = {
      ...workspace,
      models: {
        ...pool,
        run: async (...asked) => {
          const output = await pool.run(...asked);
          if (first) {
            first = false;
            value(await fitChurn(workspace, { options: { horizonDays: 90 } }));
          }
          return output;
        },
      },
    };
    expect(await shares.retrain(slow, {})).toEqual(fault("retraining-overtaken"));
    expect(runs()).toBe(2);
    expect(value(await latestChurn(workspace))?.horizonDays).toBe(90);
    expect((await overview()).marked).toEqual([]);
  });
});
