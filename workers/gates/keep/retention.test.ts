import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { insertCustomers, type TestCustomer } from "../../../test/support/customers.ts";
import { testWorkspace, type TestWorkspace } from "../../../test/support/test-workspace.ts";
import { value } from "../../../test/support/value.ts";
import { parseIsoDate } from "../../base/calendar.ts";
import { fault } from "../../base/fault.ts";
import { cancelJob, newJobTicket, unwatched } from "../../base/job.ts";
import type { RetentionRule } from "../../terms/keep.ts";
import { SqliteDatabase } from "../../vault/sqlite.ts";
import type { Vault } from "../../vault/vault.ts";
import { catalogueTables } from "../use/catalogue.ts";
import { setRestriction } from "../use/restrictions.ts";
import { dueMethods } from "./due/methods.ts";
import { keepMethods, tombstoneHash } from "./index.ts";
import { personCondition } from "./person-statements.ts";

const NOW = new Date("2026-06-01T09:00:00.000Z");
const day = (text: string): number => parseIsoDate(text) ?? Number.NaN;
const rule = (facts: Partial<RetentionRule> = {}): RetentionRule => ({
  inactiveDays: 365,
  action: "erase",
  undated: "keep",
  active: true,
  ...facts,
});

let workspace: TestWorkspace;
/** People each rule in use would act on. */
const duePeople = async () =>
  value(await dueMethods.keepStatus(workspace, {})).due.map(({ people }) => people);
let vault: Vault;
beforeEach(async () => {
  workspace = await testWorkspace(() => NOW);
  vault = workspace.vault;
});

/** Customers, and in every other table a row for each of them where one can be. */
async function fill(customers: readonly TestCustomer[]): Promise<readonly number[]> {
  return value(
    await vault.change(["people"], () => {
      const { db } = vault;
      const plan = JSON.stringify({
        reading: { delimiter: "," },
        columns: ["customer_id", "full_name", "email", "order_total"],
      });
      db.run(
        `INSERT INTO imports (name, source, sha256, bytes, plan, at, read, stored, quarantined, repeated)
         VALUES ('orders.csv', 'shop', '', 1, ?, '', 0, 0, 0, 0)`,
        [plan],
      );
      db.run("INSERT INTO runs (model, at, options, report) VALUES ('lifetime', '', '{}', '{}')");
      db.run(
        `INSERT INTO releases (at, kind, segment, purpose, recipient, people, row_count, folder, manifest, state)
         VALUES ('', 'consented', 's', 'email_marketing', 'self', 3, 3, '', '{}', 'published')`,
      );
      const ids = insertCustomers(db, customers);
      for (const id of ids) {
        db.run("INSERT INTO scores VALUES (?, 1, 0.5, 1.5, NULL)", [id]);
        db.run("INSERT INTO release_people VALUES (1, ?)", [id]);
        db.run(
          "INSERT INTO customer_revisions (customer_id, import_id, field, before) VALUES (?, 1, 'street', '旧')",
          [id],
        );
      }
      return ids;
    }),
  );
}

const quarantine = (raw: string): void => {
  vault.db.run("INSERT INTO quarantine (import_id, line, reason, raw) VALUES (1, 2, 'date-missing', ?)", [
    raw,
  ]);
};

async function saved(facts: Partial<RetentionRule> = {}): Promise<number> {
  return value(await keepMethods.saveRetention(workspace, { rule: rule(facts) })).id;
}

const run = (ruleId: number) => keepMethods.runRetention(workspace, { ruleId });
const ids = (): readonly number[] =>
  vault.db.rows<{ id: number }>("SELECT id FROM customers ORDER BY id").map(({ id }) => id);
const traces = (customerId: number): readonly string[] =>
  catalogueTables().flatMap(([table, declaration]) =>
    declaration.person.kind === "column" || declaration.person.kind === "through"
      ? vault.db.count(`SELECT count(*) FROM ${table} WHERE ${personCondition(table, declaration)}`, [
          customerId,
        ]) > 0
        ? [table]
        : []
      : [],
  );

const hanako: TestCustomer = {
  name: "山田 花子",
  reading: "ヤマダ ハナコ",
  street: "銀座1-1",
  prefecture: "東京都",
  email: "hanako@example.jp",
  phone: "090-1234-5678",
  number: "4711",
  orders: [{ day: day("2024-03-01"), amount: 3000, key: "A-1", product: "急須" }],
  consents: [
    {
      purpose: "email_marketing",
      state: "granted",
      heldFrom: "2024-03-02T00:00:00Z",
      evidence: "hanako@example.jp 203.0.113.9",
    },
  ],
};

describe("whom a rule concerns", () => {
  test("counts days from the last order, registration or dated consent; the undated as the rule says", async () => {
    await fill([
      { registeredOn: day("2020-01-01"), orders: [{ day: day("2025-06-01"), amount: 1 }] },
      { registeredOn: day("2020-01-01"), orders: [{ day: day("2025-05-31"), amount: 1, currency: "USD" }] },
      { registeredOn: day("2026-01-01") },
      { consents: [{ purpose: "profiling", state: "denied", heldFrom: "2024-01-01T00:00:00Z" }] },
      // Dated by the import alone: no sign of life.
      {
        consents: [{ purpose: "profiling", state: "granted", heldFrom: "2026-05-01T00:00:00Z", importId: 1 }],
      },
      { consents: [{ purpose: "profiling", state: "unknown", heldFrom: "2026-05-01T00:00:00Z" }] },
      {
        registeredOn: day("2020-01-01"),
        consents: [{ purpose: "profiling", state: "granted", heldFrom: "2026-05-01T00:00:00Z" }],
      },
    ]);
    const kept = await saved();
    const acted = await saved({ undated: "act", active: false });
    expect(value(await keepMethods.previewRetention(workspace, { ruleId: kept }))).toEqual({
      asOf: "2026-06-01",
      people: 2,
      undated: 0,
      orders: 1,
      unclaimed: 0,
      examples: [
        { customerId: 2, lastActivity: "2025-05-31" },
        { customerId: 4, lastActivity: "2024-01-01" },
      ],
    });
    expect(value(await keepMethods.previewRetention(workspace, { ruleId: acted }))).toMatchObject({
      people: 4,
      undated: 2,
    });
    expect(await duePeople()).toEqual([2]);
    await saved({ undated: "act", inactiveDays: 36_500 });
    expect(await duePeople()).toEqual([2, 2]);
    expect(ids()).toHaveLength(7);
  });

  test("somebody whose data is restricted is in no rule's way, until that is lifted", async () => {
    const [id = 0, other = 0] = await fill([
      hanako,
      { ...hanako, email: "b@example.jp", number: "2", phone: "0311112222" },
    ]);
    const restrict = (restricted: boolean) =>
      setRestriction(workspace, { customerId: id, restricted, reason: "" });
    value(await restrict(true));
    const erasing = await saved();
    const generalising = await saved({ action: "generalise", inactiveDays: 400 });
    expect(value(await keepMethods.previewRetention(workspace, { ruleId: erasing })).people).toBe(1);
    expect(await duePeople()).toEqual([1, 1]);
    expect(value(await run(generalising)).people).toBe(1);
    expect(value(await run(erasing)).people).toBe(1);
    expect(ids()).toEqual([id]);
    expect(vault.db.count("SELECT count(*) FROM customers WHERE id = ?", [other])).toBe(0);
    expect(vault.db.first("SELECT full_name FROM customers")).toEqual({ full_name: "山田 花子" });
    value(await restrict(false));
    expect(value(await run(erasing)).people).toBe(1);
    expect(ids()).toEqual([]);
  });

  test("rules are listed, replaced and missed", async () => {
    const id = await saved();
    value(await keepMethods.saveRetention(workspace, { id, rule: rule({ inactiveDays: 90 }) }));
    expect(value(await keepMethods.listRetention(workspace, {}))).toEqual([
      { id, rule: rule({ inactiveDays: 90 }) },
    ]);
    expect(await keepMethods.saveRetention(workspace, { id: 9, rule: rule() })).toEqual(
      fault("rule-unknown"),
    );
    expect(await keepMethods.previewRetention(workspace, { ruleId: 9 })).toEqual(fault("rule-unknown"));
    expect(await run(9)).toEqual(fault("rule-unknown"));
  });
});

describe("erasing", () => {
  test("takes the person out of every table and of quarantine, leaves a tombstone and counts", async () => {
    const [first = 0, second = 0] = await fill([
      hanako,
      { name: "鈴木 次郎", registeredOn: day("2026-05-01"), number: "1980" },
    ]);
    value(
      await vault.change(["quarantine"], () => {
        quarantine("4711,someone,,100");
        quarantine("1,山田　花子,,4711");
        quarantine('2,x,"Hanako <HANAKO@example.jp>",1');
        quarantine("0001,090 1234 5678");
        quarantine("1980,鈴木 次郎,jiro@example.jp,4711");
      }),
    );
    const ruleId = await saved();
    expect(traces(first)).toHaveLength(8);
    expect(value(await run(ruleId))).toEqual({ people: 1, orders: 1 });
    expect(traces(first)).toEqual([]);
    expect(ids()).toEqual([second]);
    const texts = vault.db.rows<{ raw: string }>("SELECT raw FROM quarantine");
    expect(texts).toEqual([{ raw: "1980,鈴木 次郎,jiro@example.jp,4711" }]);
    for (const [kind, text] of [
      ["email", "hanako@example.jp"],
      ["phone", "090-1234-5678"],
      ["customer_id", "4711"],
    ] as const)
      expect(
        vault.db.count("SELECT count(*) FROM tombstones WHERE hash = ?", [tombstoneHash(vault, kind, text)]),
      ).toBe(1);
    expect(vault.db.first("SELECT people FROM releases")).toEqual({ people: 3 });
    expect(vault.db.rows("PRAGMA foreign_key_check")).toEqual([]);
    const line = vault.db.first<{ payload: string }>(
      "SELECT payload FROM record WHERE action = 'run-retention'",
    );
    expect(JSON.parse(line?.payload ?? "")).toEqual({
      rule: ruleId,
      action: "erase",
      inactiveDays: 365,
      people: 1,
      orders: 1,
      identifiers: 3,
      quarantined: 4,
    });
    expect(value(await keepMethods.listRetention(workspace, {}))[0]?.lastRunAt).toBe(NOW.toISOString());
    expect(vault.verifyRecord(unwatched).intact).toBe(true);
  });

  test("is durable: the saved file, opened again, holds none of it and no free page", async () => {
    const [id = 0] = await fill([hanako]);
    value(await run(await saved()));
    const again = await workspace.reopened();
    expect(again.db.count("SELECT count(*) FROM customers WHERE id = ?", [id])).toBe(0);
    expect(again.db.count("PRAGMA freelist_count")).toBe(0);
    const image = again.db instanceof SqliteDatabase ? Buffer.from(again.db.exportImage()) : undefined;
    // The image is readable: what stays is found, what went is not, not even in the unused part of a page.
    expect(image?.includes("run-retention")).toBe(true);
    for (const gone of ["hanako", "Hanako", "山田", "ヤマダ", "銀座", "1234-5678", "203.0.113.9"])
      expect([gone, image?.includes(gone)]).toEqual([gone, false]);
    again.close();
  });

  test("stops when asked to, and then nothing has changed", async () => {
    await fill([hanako]);
    const ruleId = await saved();
    const job = newJobTicket("retention");
    cancelJob(job);
    expect(await keepMethods.runRetention(workspace, { ruleId, job })).toEqual(fault("cancelled"));
    expect(ids()).toHaveLength(1);
    expect(vault.db.count("SELECT count(*) FROM tombstones")).toBe(0);
    expect(value(await keepMethods.listRetention(workspace, {}))[0]?.lastRunAt).toBeUndefined();
    const watched = newJobTicket("watched");
    value(await keepMethods.runRetention(workspace, { ruleId, job: watched }));
    expect(workspace.events).toContainEqual({
      kind: "progress",
      job: "watched",
      progress: { phase: "erase", done: 1, total: 1 },
    });
  });

  test("of any people: no row points at them, the others keep every row, keys stay whole", async () => {
    const person = fc.record({
      old: fc.boolean(),
      orders: fc.integer({ min: 0, max: 3 }),
      consents: fc.integer({ min: 0, max: 2 }),
      contact: fc.boolean(),
    });
    const ruleId = await saved();
    let number = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(person, { minLength: 1, maxLength: 12 }), async (people) => {
        value(await vault.change(["people"], () => vault.db.run("DELETE FROM customers")));
        const at = (old: boolean): string => (old ? "2024-01-01" : "2026-05-01");
        const inserted = await fill(
          people.map(({ old, orders, consents, contact }) => ({
            registeredOn: day(at(old)),
            ...(contact ? { email: `p${String(number)}@example.jp`, number: `N${String(number++)}` } : {}),
            orders: Array.from({ length: orders }, (_, n) => ({
              day: day(at(old)),
              amount: n,
              product: `P${String(n)}`,
            })),
            consents: Array.from({ length: consents }, () => ({
              purpose: "analytics",
              state: "granted",
              heldFrom: `${at(old)}T00:00:00Z`,
            })),
          })),
        );
        const staying = inserted.filter((_, place) => people[place]?.old === false);
        const before = staying.map(traces);
        const result = value(await run(ruleId));
        expect(result.people).toBe(inserted.length - staying.length);
        expect(ids()).toEqual(staying);
        for (const id of inserted) if (!staying.includes(id)) expect(traces(id)).toEqual([]);
        expect(staying.map(traces)).toEqual(before);
        expect(vault.db.rows("PRAGMA foreign_key_check")).toEqual([]);
        expect(
          vault.db.count("SELECT count(*) FROM order_lines WHERE order_id NOT IN (SELECT id FROM orders)"),
        ).toBe(0);
      }),
      { numRuns: 30 },
    );
  });
});

describe("generalising", () => {
  test("leaves orders, prefecture and what was said about consent, and nothing that names or links", async () => {
    const [id = 0] = await fill([
      {
        ...hanako,
        consents: [
          ...(hanako.consents ?? []),
          { purpose: "profiling", state: "denied", heldFrom: "2024-03-02T00:00:00Z" },
        ],
      },
    ]);
    value(
      await vault.change(["quarantine"], () => {
        quarantine("9,x,hanako@example.jp,1");
      }),
    );
    const ruleId = await saved({ action: "generalise" });
    expect(value(await run(ruleId))).toEqual({ people: 1, orders: 1 });
    const { db } = vault;
    expect(db.first("SELECT * FROM customers")).toEqual({
      id,
      import_id: 1,
      source: "shop",
      full_name: null,
      family_name: null,
      given_name: null,
      full_reading: null,
      family_reading: null,
      given_reading: null,
      postal_code: null,
      prefecture: "東京都",
      city: null,
      street: null,
      country: null,
      age_band: null,
      gender: null,
      registered_on: null,
      search_key: "",
      generalised_on: day("2026-06-01"),
    });
    expect(db.first("SELECT order_key, amount FROM orders")).toEqual({ order_key: null, amount: 3000 });
    for (const table of ["identifiers", "customer_revisions", "quarantine"])
      expect(db.count(`SELECT count(*) FROM ${table}`)).toBe(0);
    expect(db.rows("SELECT purpose, state, evidence FROM consents ORDER BY purpose")).toEqual([
      { purpose: "email_marketing", state: "granted", evidence: null },
      { purpose: "profiling", state: "denied", evidence: null },
    ]);
    expect(db.count("SELECT count(*) FROM tombstones")).toBe(3);
    // Nobody is generalised twice, but erasing may follow.
    expect(value(await run(ruleId))).toEqual({ people: 0, orders: 0 });
    expect(value(await run(await saved()))).toEqual({ people: 1, orders: 1 });
    expect(traces(id)).toEqual([]);
  });
});
