import { beforeEach, describe, expect, test } from "vitest";
import { insertCustomers } from "../../../../test/support/customers.ts";
import { workspaceWithFiles } from "../../../../test/support/memory-files.ts";
import { value } from "../../../../test/support/value.ts";
import { mayUse } from "../../use/may-use.ts";
import { keepMethods } from "../index.ts";
import { rightsMethods } from "./methods.ts";

let made: Awaited<ReturnType<typeof workspaceWithFiles>>;
beforeEach(async () => {
  made = await workspaceWithFiles(() => new Date("2026-11-21T09:00:00.000Z"));
  const { vault } = made.workspace;
  value(
    await vault.change(["people"], () =>
      insertCustomers(vault.db, [
        {
          name: "山田 花子",
          reading: "ヤマダ ハナコ",
          email: "hanako@example.jp",
          phone: "+819012345678",
          number: "4711",
          orders: [{ day: 18_000, amount: 100 }],
          consents: [
            { purpose: "email_marketing", state: "granted", heldFrom: "2026-01-01T00:00:00.000Z" },
            // A file's clock may run ahead: a refusal must last all the same.
            { purpose: "email_marketing", state: "granted", heldFrom: "2027-06-01T00:00:00.000Z" },
          ],
        },
        { name: "鈴木 太郎", email: "taro@example.jp" },
      ]),
    ),
  );
});

const ask = (input: Partial<Parameters<typeof rightsMethods.saveRequest>[1]> = {}) =>
  rightsMethods.saveRequest(made.workspace, {
    kind: "access",
    law: "gdpr",
    receivedOn: "2026-11-20",
    ...input,
  });

describe("requests of people", () => {
  test("are listed by their deadline, with days left, the person's name and the article", async () => {
    value(await ask({ customerId: 1, note: "電話で" }));
    value(await ask({ law: "appi", kind: "correction", who: "山本 恵", receivedOn: "2026-11-01" }));
    value(await ask({ law: "ccpa", kind: "objection" }));
    const [first, second, third] = value(await rightsMethods.listRequests(made.workspace, {}));
    expect(first).toMatchObject({
      who: "山本 恵",
      daysLeft: -6,
      deadline: { dueOn: "2026-11-15", ownTarget: true },
    });
    expect(second).toMatchObject({ law: "ccpa", daysLeft: 20, deadline: { dueOn: "2026-12-11" } });
    expect(third).toMatchObject({
      customerId: 1,
      who: "山田 花子",
      note: "電話で",
      daysLeft: 29,
      deadline: { dueOn: "2026-12-20", article: "GDPR Art. 12(3)", extendable: "2027-02-20" },
    });
    const longer = value(await ask({ id: third?.id, customerId: 1, extended: true }));
    expect(longer).toMatchObject({ deadline: { dueOn: "2027-02-20" }, extended: true });
    expect(longer.deadline.extendable).toBeUndefined();
  });

  test("closed ones stay as a line without anybody's name where the vault knows nobody", async () => {
    const known = value(await ask({ customerId: 1, note: "窓口で" }));
    const unknown = value(await ask({ who: "山本 恵", note: "090-1111-2222" }));
    value(
      await rightsMethods.closeRequest(made.workspace, {
        requestId: known.id,
        outcome: "fulfilled",
        note: "郵送した",
      }),
    );
    const closed = value(
      await rightsMethods.closeRequest(made.workspace, { requestId: unknown.id, outcome: "refused" }),
    );
    expect(closed).toMatchObject({ outcome: "refused", closedOn: "2026-11-21", note: "" });
    expect(closed.who).toBeUndefined();
    expect(closed.daysLeft).toBeUndefined();
    expect(value(await rightsMethods.listRequests(made.workspace, {}))[1]).toMatchObject({
      who: "山田 花子",
      note: "郵送した",
    });
    expect(
      await rightsMethods.closeRequest(made.workspace, { requestId: known.id, outcome: "refused" }),
    ).toMatchObject({
      error: { code: "request-closed" },
    });
    expect(await ask({ id: 99 })).toMatchObject({ error: { code: "request-unknown" } });
    expect(await ask({ receivedOn: "2027-01-01" })).toMatchObject({ error: { code: "request-in-future" } });
    expect(await ask({ customerId: 99 })).toMatchObject({ error: { code: "customer-unknown" } });
    const lines = made.workspace.vault.db.rows<{ payload: string }>(
      "SELECT payload FROM record WHERE gate = 'keep'",
    );
    expect(lines.map(({ payload }) => payload).join("")).not.toMatch(/山|恵|窓口|090-/u);
  });

  test("outlive the person they are about, who is gone from them", async () => {
    value(await ask({ customerId: 2, note: "鈴木さんから" }));
    const rule = { inactiveDays: 365, action: "erase", undated: "act", active: true } as const;
    const { id } = value(await keepMethods.saveRetention(made.workspace, { rule }));
    expect(value(await keepMethods.runRetention(made.workspace, { ruleId: id })).people).toBe(1);
    const [left] = value(await rightsMethods.listRequests(made.workspace, {}));
    expect(left).toMatchObject({ kind: "access", receivedOn: "2026-11-20", note: "" });
    expect(left?.customerId).toBeUndefined();
    expect(made.workspace.vault.db.count("SELECT count(*) FROM request_people")).toBe(0);
  });

  test("go into a calendar without anybody's name, in lines that every reader takes", async () => {
    value(await ask({ customerId: 1, note: "山田さん; 急ぎ, と" }));
    const closed = value(await ask({ who: "山本" }));
    value(await rightsMethods.closeRequest(made.workspace, { requestId: closed.id, outcome: "withdrawn" }));
    value(await ask({ law: "appi", kind: "erasure" }));
    const done = value(
      await rightsMethods.exportRequestCalendar(made.workspace, { folder: "/x", language: "ja" }),
    );
    expect(done.deadlines).toBe(2);
    const text = made.text(".ics");
    expect(text).not.toMatch(/山|急ぎ/u);
    const lines = text.split("\r\n");
    expect(lines.at(-1)).toBe("");
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/u);
    for (const line of lines) expect(new TextEncoder().encode(line).byteLength).toBeLessThanOrEqual(75);
    const unfolded = text.replaceAll("\r\n ", "");
    expect(unfolded.match(/BEGIN:VEVENT/gu)).toHaveLength(2);
    expect(unfolded).toContain("DTSTART;VALUE=DATE:20261220\r\n");
    expect(unfolded).toContain("DTSTART;VALUE=DATE:20261204\r\n");
    expect(unfolded).toContain("SUMMARY:請求 1 に回答する: 開示\r\n");
    expect(unfolded).toContain("遅滞なく");
    expect(new Set(unfolded.match(/UID:\S+/gu)).size).toBe(2);
  });
});

describe("an objection", () => {
  const allowed = async (): Promise<Readonly<Record<string, boolean>>> =>
    Object.fromEntries(
      value(await mayUse(made.workspace, { customerId: 1 }))
        .filter(({ recipient }) => recipient === "self")
        .map(({ purpose, allowed: may }) => [purpose, may]),
    );

  test("to direct marketing stops every way of it and the predictions for it, in one act", async () => {
    expect(await allowed()).toMatchObject({ email_marketing: true, profiling: true, analytics: true });
    const before = made.workspace.vault.db.count("SELECT count(*) FROM record");
    const done = await rightsMethods.recordObjection(made.workspace, {
      customerId: 1,
      to: ["direct_marketing"],
      reason: "本人の電話",
    });
    expect(value(done)).toEqual({ purposes: 4 });
    expect(await allowed()).toMatchObject({
      email_marketing: false,
      postal_marketing: false,
      ads_matching: false,
      profiling: false,
      analytics: true,
      service: true,
    });
    expect(made.workspace.vault.db.count("SELECT count(*) FROM record")).toBe(before + 1);
    // The statement dated ahead is outweighed as well.
    expect(
      made.workspace.vault.db.count(
        "SELECT count(*) FROM consents WHERE purpose = 'email_marketing' AND state = 'denied' AND held_from > '2027-06-01'",
      ),
    ).toBe(1);
  });

  test("to predictions alone leaves mail as it was", async () => {
    value(
      await rightsMethods.recordObjection(made.workspace, { customerId: 1, to: ["profiling"], reason: "" }),
    );
    expect(await allowed()).toMatchObject({ email_marketing: true, profiling: false });
    expect(
      await rightsMethods.recordObjection(made.workspace, { customerId: 9, to: ["profiling"], reason: "" }),
    ).toMatchObject({ error: { code: "customer-unknown" } });
  });
});

describe("finding a person", () => {
  const find = async (text: string) =>
    value(await rightsMethods.findSubjects(made.workspace, { value: text }));
  const ids = async (text: string): Promise<readonly number[]> =>
    (await find(text)).subjects.map(({ customerId }) => customerId);

  test.each([
    ["HANAKO＠example.jp", "email"],
    [" hanako@example.jp ", "email"],
    ["090-1234-5678", "phone"],
    ["＋８１ 90 1234 5678", "phone"],
    ["４７１１", "customer_id"],
    ["山田花子", "name"],
    ["やまだ　はなこ", "name"],
    ["ﾔﾏﾀﾞ ﾊﾅｺ", "name"],
    ["#1", "number"],
  ])("by %s", async (text, by) => {
    const { subjects } = await find(text);
    expect(subjects.map(({ customerId }) => customerId)).toEqual([1]);
    expect(subjects[0]).toMatchObject({ name: "山田 花子", reading: "ヤマダ ハナコ" });
    expect(subjects[0]?.matches.some((match) => match.by === by && match.exact)).toBe(true);
  });

  test("by a part of a name only where nothing is found whole", async () => {
    expect(await ids("花子")).toEqual([1]);
    expect((await find("花子")).subjects[0]?.matches[0]?.exact).toBe(false);
    expect(await ids("nobody@example.jp")).toEqual([]);
    expect(await ids("%")).toEqual([]);
  });

  test("by what they were before they were put right, and tells of rows in quarantine", async () => {
    const { workspace } = made;
    value(
      await rightsMethods.correctCustomer(workspace, {
        customerId: 1,
        changes: [
          { field: "email", value: "new@example.jp" },
          { field: "full_name", value: "佐藤 花子" },
        ],
        reason: "",
      }),
    );
    for (const former of ["hanako@example.jp", "山田花子"]) {
      const [found] = (await find(former)).subjects;
      expect(found).toMatchObject({ customerId: 1, name: "佐藤 花子" });
      expect(found?.matches[0]).toMatchObject({ former: true, exact: true });
    }
    value(
      await workspace.vault.change(["quarantine"], () => {
        workspace.vault.db.run(
          `INSERT INTO imports (name, source, sha256, bytes, plan, at, read, stored, quarantined, repeated)
           VALUES ('a.csv', 'shop', '', 1, '{"reading":{"delimiter":","},"columns":["email"]}', '', 0, 0, 0, 0)`,
        );
        workspace.vault.db.run(
          "INSERT INTO quarantine (import_id, line, reason, raw) VALUES (1, 2, 'date-missing', 'held@example.jp,x')",
        );
      }),
    );
    expect(await find("Held@example.jp")).toMatchObject({ subjects: [], quarantined: 1 });
  });
});
