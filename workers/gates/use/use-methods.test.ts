import { beforeAll, describe, expect, test } from "vitest";
import { insertCustomers } from "../../../test/support/customers.ts";
import { testWorkspace, type TestWorkspace } from "../../../test/support/test-workspace.ts";
import { value } from "../../../test/support/value.ts";
import { parseIsoDate } from "../../base/calendar.ts";
import { fault } from "../../base/fault.ts";
import { unwatched } from "../../base/job.ts";
import { consentLedger } from "./consent-ledger.ts";
import { releasablePeople, useMethods } from "./index.ts";

const day = (text: string): number => parseIsoDate(text) ?? Number.NaN;
let clock = new Date("2026-06-01T00:00:00.000Z");
let workspace: TestWorkspace;

beforeAll(async () => {
  workspace = await testWorkspace(() => clock);
  const { vault } = workspace;
  value(
    await vault.change(["people", "consent"], () => {
      insertCustomers(vault.db, [
        {
          name: "山田 花子",
          reading: "ヤマダ ハナコ",
          email: "Hanako@Example.jp",
          phone: "09012345678",
          prefecture: "東京都",
          number: "C-001",
          registeredOn: day("2025-01-05"),
          orders: [
            { day: day("2026-03-01"), amount: 3000, key: "A-2", product: "急須" },
            { day: day("2026-01-01"), amount: 1000, key: "A-1", product: "湯呑" },
            { day: day("2026-02-01"), amount: 9999, currency: "USD" },
          ],
          consents: [
            { purpose: "email_marketing", state: "granted", heldFrom: "2026-01-01T00:00:00.000Z" },
            { purpose: "email_marketing", state: "denied", heldFrom: "2026-02-01T00:00:00.000Z" },
          ],
        },
        { family: "Smith", given: "Ann", orders: [{ day: day("2026-05-01"), amount: 500 }] },
        { number: "C-003", orders: [{ day: day("2024-05-01"), amount: 90_000 }] },
        { name: "阿部 一郎", reading: "アベ イチロウ" },
      ]);
      vault.db.run("INSERT INTO segments (name, definition, created_at) VALUES ('big', ?, '')", [
        JSON.stringify({
          groups: [{ anyOf: [{ kind: "number", attribute: "revenue", comparison: "atLeast", value: 4000 }] }],
        }),
      ]);
    }),
  );
});

const list = async (query: Parameters<typeof useMethods.listCustomers>[1]) =>
  value(await useMethods.listCustomers(workspace, query));

describe("the customer table", () => {
  test("shows names, order figures of the main currency and RFM scores", async () => {
    const { total, rows } = await list({ offset: 0, limit: 10 });
    expect(total).toBe(4);
    expect(rows.map(({ name }) => name)).toEqual(["山田 花子", "Ann Smith", "C-003", "阿部 一郎"]);
    expect(rows[0]).toMatchObject({
      reading: "ヤマダ ハナコ",
      email: "Hanako@Example.jp",
      prefecture: "東京都",
      orders: 2,
      revenue: 4000,
      currency: "JPY",
      firstOrder: "2026-01-01",
      lastOrder: "2026-03-01",
    });
    expect(rows[0]?.rfm).toMatch(/^[1-5]-[1-5]-[1-5]$/);
    expect(rows[3]).toEqual({
      id: 4,
      name: "阿部 一郎",
      reading: "アベ イチロウ",
      prefecture: undefined,
      orders: 0,
      revenue: 0,
      currency: "JPY",
    });
  });

  test.each([
    ["ﾔﾏﾀﾞ", [1]],
    ["やまだはな", [1]],
    ["hanako@EXAMPLE", [1]],
    ["０９０１２３４", [1]],
    ["c-00", [1, 3]],
    ["%", []],
    ["  ", [1, 2, 3, 4]],
  ])("finds %s", async (search, ids) => {
    const { total, rows } = await list({ offset: 0, limit: 10, search });
    expect(rows.map(({ id }) => id)).toEqual(ids);
    expect(total).toBe(ids.length);
  });

  test.each([
    ["revenue", [4, 2, 1, 3]],
    ["orders", [4, 2, 3, 1]],
    ["lastOrder", [4, 3, 1, 2]],
    ["firstOrder", [4, 3, 1, 2]],
    ["name", [2, 4, 1, 3]],
    ["id", [1, 2, 3, 4]],
  ] as const)("sorts by %s both ways, and pages", async (sort, ids) => {
    const order = async (descending: boolean, offset = 0, limit = 10): Promise<readonly number[]> =>
      (await list({ offset, limit, sort, descending })).rows.map(({ id }) => id);
    expect(await order(false)).toEqual(ids);
    expect(await order(true)).toEqual([...ids].reverse());
    expect(await order(false, 1, 2)).toEqual(ids.slice(1, 3));
  });

  test("keeps to a segment, and says when there is none", async () => {
    expect((await list({ offset: 0, limit: 10, segmentId: 1 })).rows.map(({ id }) => id)).toEqual([1, 3]);
    expect(await useMethods.listCustomers(workspace, { offset: 0, limit: 10, segmentId: 9 })).toEqual(
      fault("segment-unknown"),
    );
  });
});

describe("one customer", () => {
  test("all the vault holds, on one page", async () => {
    const view = value(await useMethods.showCustomer(workspace, { customerId: 1 }));
    expect(view.row.name).toBe("山田 花子");
    expect(view.fields).toContainEqual({ name: "registered_on", value: "2025-01-05", source: "shop" });
    expect(view.identifiers.map(({ kind }) => kind)).toEqual(["customer_id", "email", "phone"]);
    expect(view.orders.map(({ orderId, date, total, currency }) => [orderId, date, total, currency])).toEqual(
      [
        ["A-2", "2026-03-01", 3000, "JPY"],
        ["#3", "2026-02-01", 9999, "USD"],
        ["A-1", "2026-01-01", 1000, "JPY"],
      ],
    );
    expect(view.orders[0]?.lines).toEqual([{ product: "急須", quantity: 1, total: 3000 }]);
    expect(view.consents.map(({ state, basis }) => [state, basis])).toEqual([
      ["denied", "consent"],
      ["granted", "consent"],
    ]);
    expect(await useMethods.showCustomer(workspace, { customerId: 99 })).toEqual(fault("customer-unknown"));
  });
});

describe("consent set by hand", () => {
  const set = (state: "granted" | "denied", purpose: "profiling" | "email_marketing" = "email_marketing") =>
    useMethods.setConsent(workspace, { customerId: 2, purpose, recipient: "self", state, note: "電話で" });
  const summary = async (purpose: string) =>
    value(await useMethods.consentSummary(workspace, {})).find((line) => line.purpose === purpose);

  test("counts at once, in the gate, the release and the summary; nothing said before is lost", async () => {
    expect(await summary("email_marketing")).toMatchObject({
      granted: 0,
      denied: 1,
      unknown: 3,
      permitted: 0,
    });
    value(await set("granted"));
    expect(await summary("email_marketing")).toMatchObject({ granted: 1, permitted: 1 });
    clock = new Date(clock.getTime() + 1);
    value(await set("denied"));
    expect(workspace.permitted("email_marketing").count).toBe(0);
    const { vault } = workspace;
    expect(releasablePeople(vault, workspace.columns(), "email_marketing", "self", clock).count).toBe(0);
    value(await set("denied", "profiling"));
    expect(workspace.permitted("profiling")).toMatchObject({ count: 3, withheld: 1 });
    const view = value(await useMethods.showCustomer(workspace, { customerId: 2 }));
    expect(view.consents.map(({ state }) => state).sort()).toEqual(["denied", "denied", "granted"]);
  });

  test("outlasts a row dated ahead", async () => {
    const { vault } = workspace;
    value(
      await vault.change(["consent"], () => {
        insertCustomers(vault.db, [
          {
            id: 50,
            consents: [
              { purpose: "email_marketing", state: "granted", heldFrom: "2027-01-01T00:00:00.000Z" },
            ],
          },
        ]);
      }),
    );
    value(
      await useMethods.setConsent(workspace, {
        customerId: 50,
        purpose: "email_marketing",
        recipient: "self",
        state: "denied",
        note: "",
      }),
    );
    const later = new Date("2028-01-01T00:00:00.000Z");
    const asked = releasablePeople(
      vault,
      { people: { count: 1 }, indexOf: (id) => (id === 50 ? 0 : -1) },
      "email_marketing",
      "self",
      later,
    );
    expect(asked.withheld["consent-denied"]).toBe(1);
  });

  test("is written into the record without the person's data", async () => {
    const { vault } = workspace;
    const lines = vault.db.rows<{ payload: string }>(
      "SELECT payload FROM record WHERE action = 'set-consent'",
    );
    expect(lines).toHaveLength(4);
    for (const { payload } of lines) {
      const { subject, ...rest } = JSON.parse(payload) as Record<string, unknown>;
      expect(subject).toMatch(/^[0-9a-f]{64}$/);
      expect(Object.keys(rest).sort()).toEqual(["purpose", "recipient", "state"]);
      expect(payload).not.toMatch(/電話|Smith|Ann/);
    }
    expect(vault.verifyRecord(unwatched).intact).toBe(true);
    expect(
      await useMethods.setConsent(workspace, {
        customerId: 99,
        purpose: "profiling",
        recipient: "self",
        state: "denied",
        note: "",
      }),
    ).toEqual(fault("customer-unknown"));
  });

  test("the ledger kept between commits is the ledger read afresh, as rows come and go", async () => {
    const { vault } = workspace;
    const same = (): void => {
      expect(consentLedger(vault)).toEqual(consentLedger({ db: vault.db, changing: true }));
    };
    same();
    value(
      await vault.change(["consent"], () => {
        insertCustomers(vault.db, [
          { id: 60, consents: [{ purpose: "analytics", state: "denied", heldFrom: "2026-01-01" }] },
          { id: 61, consents: [{ purpose: "something_new", state: "granted", heldFrom: "2026-01-01" }] },
        ]);
      }),
    );
    same();
    // The newest row goes and another comes: same count, and no id is used twice.
    value(
      await vault.change(["consent"], () => {
        vault.db.run("DELETE FROM customers WHERE id = 60");
        insertCustomers(vault.db, [
          { id: 62, consents: [{ purpose: "analytics", state: "granted", heldFrom: "2026-01-01" }] },
        ]);
      }),
    );
    same();
    await expect(
      vault.change(["consent"], () => {
        insertCustomers(vault.db, [
          { id: 63, consents: [{ purpose: "analytics", state: "denied", heldFrom: "2026-01-01" }] },
        ]);
        expect(consentLedger(vault).customer).toContain(63);
        throw new Error("taken back");
      }),
    ).rejects.toThrow("taken back");
    expect(consentLedger(vault).customer).not.toContain(63);
    same();
  });
});
