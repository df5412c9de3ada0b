import { beforeAll, describe, expect, test } from "vitest";
import { insertCustomers, type TestCustomer } from "../../test/support/customers.ts";
import { testWorkspace, type TestWorkspace } from "../../test/support/test-workspace.ts";
import { value } from "../../test/support/value.ts";
import { parseIsoDate } from "../base/calendar.ts";
import { fault } from "../base/fault.ts";
import { Cancelled, newJobTicket } from "../base/job.ts";
import { dataDiet } from "../gates/use/data-map/diet.ts";
import { inlinePool } from "../pool/inline-pool.ts";
import { randomStream } from "../stats/random.ts";
import type { FieldLosses } from "../terms/field-losses.ts";
import { fitChurn } from "./churn-report.ts";
import { measureFieldLosses } from "./field-losses.ts";

const FIRST = parseIsoDate("2025-01-01") ?? Number.NaN;

/** After each order, whoever comes by the channel "flash" leaves far more often than who comes by "club"; the product is drawn at random. */
function shop(): TestCustomer[] {
  const random = randomStream(7);
  return Array.from({ length: 1600 }, (_, at) => {
    const leaving = at % 2 === 0 ? 0.06 : 0.45;
    const orders = [];
    let day = FIRST + random.below(570);
    do {
      orders.push({ day, amount: 2000 + random.below(800), product: `P${String(random.below(9))}` });
      day += 14 + random.below(12);
    } while (day <= FIRST + 600 && random.uniform() > leaving);
    return { orders };
  });
}

let workspace: TestWorkspace;
let losses: FieldLosses;
beforeAll(async () => {
  workspace = { ...(await testWorkspace(() => new Date("2026-11-21T09:00:00Z"))), models: inlinePool() };
  const { vault } = workspace;
  value(
    await vault.change(["people"], () => {
      const ids = insertCustomers(vault.db, shop());
      // What the helper does not write: the channel of each order.
      for (const id of ids)
        vault.db.run("UPDATE orders SET channel = ? WHERE customer_id = ?", [
          (id - (ids[0] ?? 0)) % 2 === 0 ? "club" : "flash",
          id,
        ]);
    }),
  );
  value(await fitChurn(workspace, { options: { horizonDays: 60 }, job: undefined }));
  losses = value(await measureFieldLosses(workspace, {}));
});

describe("what the forecast would lose without a field", () => {
  test("much without the channel that tells, nothing without the product that does not", () => {
    const of = (id: string) => losses.fields.find((one) => one.id === id);
    const channel = of("orders.channel");
    const product = of("order_lines.product_id");
    expect(channel).toMatchObject({ verdict: "worse", features: ["firstChannel", "lastChannel"] });
    expect(channel?.loss.low).toBeGreaterThan(0);
    expect(channel?.auc.value).toBeCloseTo(losses.auc.value - (channel?.loss.value ?? NaN), 9);
    expect(product?.verdict).not.toBe("worse");
    for (const { loss } of losses.fields) {
      expect(loss.low).toBeLessThanOrEqual(loss.value);
      expect(loss.high).toBeGreaterThanOrEqual(loss.value);
    }
    // Nothing is compared that the vault does not hold.
    expect(of("messages.event")).toBeUndefined();
  });

  test("with everything it is the run's own validation, and the same each time", async () => {
    const run = workspace.vault.db.first<{ report: string }>("SELECT report FROM runs WHERE model = 'churn'");
    const { validation } = JSON.parse(run?.report ?? "{}") as { validation: { auc: { value: number } } };
    expect(losses.auc.value).toBeCloseTo(validation.auc.value, 12);
    const again = value(await measureFieldLosses(workspace, {}));
    expect(again.fields.map(({ id, loss }) => [id, loss.value.toFixed(9)])).toEqual(
      losses.fields.map(({ id, loss }) => [id, loss.value.toFixed(9)]),
    );
    expect(workspace.vault.db.count("SELECT count(*) FROM field_losses")).toBe(1);
  });

  test("the diet says it of the field, and advises to do without what the forecast does not miss", async () => {
    const diet = value(await dataDiet(workspace));
    const field = (id: string) => diet.fields.find((one) => one.id === id);
    expect(diet.losses?.run).toBe(losses.run);
    expect(field("orders.channel")).toMatchObject({
      loss: "measured",
      measured: { verdict: "worse" },
      advice: "keep",
    });
    expect(field("orders.day")).toMatchObject({ loss: "everything" });
  });

  test("a newer run has not been compared yet", async () => {
    value(await fitChurn(workspace, { options: { horizonDays: 90 }, job: undefined }));
    expect(value(await dataDiet(workspace)).losses).toBeUndefined();
  });

  test("it can be stopped, and then nothing is kept; without a run there is nothing to compare", async () => {
    const job = newJobTicket("losses");
    const kept = workspace.vault.db.count("SELECT count(*) FROM field_losses");
    const stopped = {
      ...workspace,
      job: () => ({
        check: () => {
          throw new Cancelled();
        },
        progress: () => undefined,
      }),
    };
    expect(await measureFieldLosses(stopped, { job })).toEqual(fault("cancelled"));
    expect(workspace.vault.db.count("SELECT count(*) FROM field_losses")).toBe(kept);
    const empty = { ...(await testWorkspace()), models: inlinePool() };
    expect(await measureFieldLosses(empty, {})).toEqual(fault("model-no-data"));
  });
});
