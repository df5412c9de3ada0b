import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { insertCustomers, type TestCustomer } from "../../../../test/support/customers.ts";
import { memoryReleases } from "../../../../test/support/memory-releases.ts";
import { testWorkspace } from "../../../../test/support/test-workspace.ts";
import { parseIsoDate } from "../../../base/calendar.ts";
import type { Outcome } from "../../../base/fault.ts";
import { shares } from "../../../shares.ts";
import type { Workspace } from "../../../workspace.ts";
import { chooseControl, controlSize } from "./choose-control.ts";

test("the control is a share of all and of each stratum, and the same for the same seed", () => {
  const strata = fc.array(fc.integer({ min: -1, max: 4 }), { maxLength: 200 });
  const share = fc.double({ min: 0.01, max: 0.5, noNaN: true });
  fc.assert(
    fc.property(strata, share, fc.nat(), (of, part, seed) => {
      const kept = chooseControl(of, part, seed);
      const size = (stratum?: number): number =>
        of.reduce(
          (sum, one, place) => sum + (stratum === undefined || one === stratum ? kept[place]! : 0),
          0,
        );
      expect(size()).toBe(controlSize(of.length, part));
      for (const stratum of new Set(of)) {
        const members = of.filter((one) => one === stratum).length;
        expect(Math.abs(size(stratum) - members * part)).toBeLessThan(1 + 1e-9);
      }
      expect(chooseControl(of, part, seed)).toEqual(kept);
    }),
  );
});

test("everybody of a stratum is as likely to be kept back", () => {
  const times = new Array<number>(10).fill(0);
  const draws = 4000;
  for (let seed = 0; seed < draws; seed++)
    chooseControl(new Int32Array(10), 0.3, seed).forEach(
      (bit, place) => (times[place] = times[place]! + bit),
    );
  const expected = 0.3 * draws;
  const chiSquare = times.reduce((sum, n) => sum + (n - expected) ** 2 / (expected * 0.7), 0);
  // 99.9 % point of chi-square with nine degrees of freedom.
  expect(chiSquare * 0.9).toBeLessThan(27.9);
});

const sent = parseIsoDate("2026-02-01") ?? 0;
const value = async <T>(outcome: Promise<Outcome<T>>): Promise<T> => {
  const got = await outcome;
  if (!got.ok) throw new Error(got.error.code);
  return got.value;
};

function customer(index: number): TestCustomer {
  const mail = { purpose: "email_marketing", state: "granted", heldFrom: "2026-01-01T00:00:00.000Z" };
  return {
    id: index + 1,
    name: `客${String(index)}`,
    email: `c${String(index)}@example.jp`,
    orders: [{ day: sent - 30 - (index % 7), amount: 1000 }],
    consents: [mail],
  };
}

describe("a release with a control", () => {
  test("keeps some back, and tells later what it did from the orders of both", async () => {
    const bare = await testWorkspace(() => new Date("2026-02-01T03:00:00.000Z"));
    const releases = memoryReleases();
    const workspace: Workspace = { ...bare, releases };
    const { db } = workspace.vault;
    await value(
      workspace.vault.change(["people", "consent"], () =>
        insertCustomers(
          db,
          Array.from({ length: 400 }, (_, index) => customer(index)),
        ),
      ),
    );
    const segment = await value(shares.saveSegment(workspace, { name: "all", definition: { groups: [] } }));
    const request = {
      segmentId: segment.id,
      purpose: "email_marketing",
      recipient: "self",
      platform: "spreadsheet",
      holdout: { share: 0.3, seed: 11 },
    } as const;
    const preview = await value(shares.previewConsented(workspace, request));
    expect(preview).toMatchObject({ releasable: 280, withheld: { "held-out": 120 } });
    const { manifest, release } = await value(shares.releaseConsented(workspace, { request, folder: "/x" }));
    const file = new TextDecoder().decode([...releases.files.values()][0]);
    expect(manifest).toMatchObject({ people: 280, rows: 280, withheld: { "held-out": 120 } });
    const [entry] = await value(shares.listHoldouts(workspace, {}));
    expect(entry).toMatchObject({ releaseId: release.id, share: 0.3, seed: 11, treated: 280, control: 120 });
    const held = await value(shares.listHeldOut(workspace, { releaseId: release.id, offset: 0, limit: 500 }));
    expect(held.total).toBe(120);
    for (const { id } of held.rows) expect(file).not.toContain(`c${String(id - 1)}@example.jp`);
    expect(file.match(/@example\.jp/gu)).toHaveLength(280);

    const before = await value(shares.holdoutResult(workspace, { releaseId: release.id }));
    expect(before).toMatchObject({ verdict: "open", ratio: { low: 0 }, treated: { people: 280, buyers: 0 } });
    expect(before.to).toBeUndefined();

    const control = new Set(held.rows.map(({ id }) => id));
    await value(
      workspace.vault.change(["people", "imports"], () => {
        for (let id = 1; id <= 400; id++) {
          const buys = control.has(id) ? id % 20 === 0 : id % 2 === 0;
          if (!buys) continue;
          db.run(
            "INSERT INTO orders (customer_id, source, day, amount, currency, import_id) VALUES (?, 'shop', ?, 500, 'JPY', 2)",
            [id, sent + 1 + (id % 14)],
          );
        }
        db.run("DELETE FROM customers WHERE id = ?", [held.rows[0]!.id]);
      }),
    );
    const after = await value(shares.holdoutResult(workspace, { releaseId: release.id }));
    const buyers = (ids: readonly number[], step: number) => ids.filter((id) => id % step === 0).length;
    const treated = Array.from({ length: 400 }, (_, index) => index + 1).filter((id) => !control.has(id));
    expect(after.treated).toEqual({
      people: 280,
      buyers: buyers(treated, 2),
      revenue: 500 * buyers(treated, 2),
    });
    expect(after.control.people).toBe(119);
    expect(after).toMatchObject({
      from: "2026-02-02",
      to: "2026-02-14",
      verdict: "more",
      reachedElsewhere: 0,
    });
    expect(after.ratio.low).toBeGreaterThan(1);
    expect(after.ratio.estimate).toBeGreaterThan(after.ratio.low);
    expect(after.extraOfHundred.low).toBeGreaterThan(0);
    expect(after.extraOfHundred.high).toBeLessThanOrEqual((100 * after.treated.buyers) / 280);

    const plain = { ...request, holdout: undefined };
    const without = await value(shares.previewConsented(workspace, plain));
    expect(without).toMatchObject({ releasable: 280, withheld: { "in-a-control": 119 } });
    const later = { ...workspace, now: () => new Date("2026-03-04T03:00:00.000Z") };
    expect((await value(shares.previewConsented(later, plain))).releasable).toBe(399);

    const again = await value(
      shares.releaseConsented(workspace, { request: { ...plain, reachControls: true }, folder: "/x" }),
    );
    expect(again.manifest.people).toBe(399);
    expect((await value(shares.holdoutResult(workspace, { releaseId: release.id }))).reachedElsewhere).toBe(
      119,
    );
  });
});
