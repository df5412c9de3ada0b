import { beforeAll, describe, expect, test } from "vitest";
import { insertCustomers } from "../../../test/support/customers.ts";
import { testWorkspace, type TestWorkspace } from "../../../test/support/test-workspace.ts";
import { value } from "../../../test/support/value.ts";
import { fault } from "../../base/fault.ts";
import { appendConsent, retractConsents } from "./append-consent.ts";
import { releasablePeople, useMethods } from "./index.ts";

const OLD = "新商品の案内をメールで受け取ります。";
const NEW = "新商品と催しの案内をメールで受け取ります。いつでもやめられます。";

let clock = new Date("2026-06-01T09:00:00.000Z");
let workspace: TestWorkspace;

beforeAll(async () => {
  workspace = await testWorkspace(() => clock);
  const { vault } = workspace;
  const mail = { purpose: "email_marketing", recipient: "self", source: "shop" } as const;
  const said = (customerId: number, state: "granted" | "denied", day: string, more: object = {}) =>
    appendConsent(vault.db, {
      ...mail,
      customerId,
      state,
      heldFrom: `${day}T10:00:00.000Z`,
      knownAt: `${day}T10:00:00.000Z`,
      ...more,
    });
  value(
    await vault.change(["people", "consent", "imports", "releases"], () => {
      for (const [id, at] of [
        [1, "2026-04-01"],
        [2, "2026-05-20"],
      ] as const)
        vault.db.run(
          `INSERT INTO imports (id, name, source, sha256, bytes, plan, at, read, stored, quarantined, repeated)
           VALUES (?, 'f', 'shop', '', 0, '{}', ?, 0, 0, 0, 0)`,
          [id, `${at}T00:00:00.000Z`],
        );
      insertCustomers(vault.db, [
        { name: "山田 花子" },
        { name: "佐藤 健" },
        { name: "Ann Smith" },
        { name: "鈴木" },
        { name: "新人" },
      ]);
      vault.db.run("UPDATE customers SET import_id = 2 WHERE id = 5");
      said(1, "granted", "2026-04-01", { wording: OLD });
      said(2, "granted", "2026-04-02", { wording: NEW });
      said(3, "granted", "2026-04-03", { wording: NEW });
      // Learned of late: held before 3 May, known after it.
      said(3, "denied", "2026-05-01", { knownAt: "2026-05-10T00:00:00.000Z" });
      said(1, "denied", "2026-05-20");
      said(4, "granted", "2026-04-04", { channel: "sms" });
      vault.db.run(
        `INSERT INTO releases (id, at, kind, segment, purpose, recipient, people, row_count, folder, manifest, state)
         VALUES (1, '2026-05-03T12:00:00.000Z', 'consented', 's', 'email_marketing', 'self', 3, 3, '', '{}', 'released')`,
      );
      for (const id of [1, 2, 3]) vault.db.run("INSERT INTO release_people VALUES (1, ?)", [id]);
    }),
  );
});

const mailOn = async (input: Parameters<typeof useMethods.consentAsOf>[1]) =>
  value(await useMethods.consentAsOf(workspace, { purpose: "email_marketing", ...input })).lines[0]!;

describe("who could we mail on 3 May, for what, under which text", () => {
  test("by what was known that day, with the texts of the deciding statements", async () => {
    const answer = value(
      await useMethods.consentAsOf(workspace, {
        held: "2026-05-03",
        known: "2026-05-03",
        purpose: "email_marketing",
      }),
    );
    expect(answer).toMatchObject({ held: "2026-05-03T23:59:59.999Z", people: 4 });
    const [line] = answer.lines;
    expect(line).toMatchObject({
      channel: "email",
      basis: "consent",
      granted: 3,
      denied: 0,
      unknown: 1,
      permitted: 3,
    });
    expect(line?.wordings.map(({ version, text, people }) => [version, text, people])).toEqual([
      [2, NEW, 2],
      [1, OLD, 1],
    ]);
    expect(line?.wordings.every(({ hash }) => /^[0-9a-f]{64}$/.test(hash))).toBe(true);
    expect(line?.withoutWording).toBe(0);
  });

  test("by what is known today: a refusal learned of later counts from when it held", async () => {
    expect(await mailOn({ held: "2026-05-03" })).toMatchObject({
      granted: 2,
      denied: 1,
      unknown: 2,
      permitted: 2,
    });
    expect(await mailOn({})).toMatchObject({ granted: 1, denied: 2, permitted: 1 });
  });

  test("through another channel, only what was said of it or of every channel", async () => {
    expect(await mailOn({ channel: "sms" })).toMatchObject({ channel: "sms", granted: 2, denied: 2 });
  });

  test("names the people, a page at a time, each with what decides", async () => {
    const ask = {
      purpose: "email_marketing",
      held: "2026-05-03",
      known: "2026-05-03",
      permitted: true,
    } as const;
    const page = value(await useMethods.consentAsOfPeople(workspace, { ...ask, offset: 1, limit: 1 }));
    expect(page).toMatchObject({
      total: 3,
      people: [{ name: "佐藤 健", state: "granted", wording: { version: 2 } }],
    });
    expect(page.people[0]).toMatchObject({ heldFrom: "2026-04-02T10:00:00.000Z", source: "shop" });
    const all = value(
      await useMethods.consentAsOfPeople(workspace, { purpose: "email_marketing", offset: 0, limit: 10 }),
    );
    expect(all.people.map(({ state }) => state)).toEqual([
      "denied",
      "granted",
      "denied",
      "unknown",
      "unknown",
    ]);
  });

  test("is not answered for days to come, nor for a purpose nobody declared", async () => {
    expect(await useMethods.consentAsOf(workspace, { held: "2026-06-02" })).toEqual(
      fault("moment-in-future"),
    );
    expect(await useMethods.consentAsOf(workspace, { known: "2027-01-01" })).toEqual(
      fault("moment-in-future"),
    );
    expect((await useMethods.consentAsOf(workspace, { held: "2026-06-01" })).ok).toBe(true);
    const { vault } = workspace;
    value(
      await vault.change(["consent"], () =>
        vault.db.run("DELETE FROM purposes WHERE code = 'postal_marketing'"),
      ),
    );
    const declared = fault("purpose-unknown", { purpose: "postal_marketing" });
    expect(await useMethods.consentAsOf(workspace, { purpose: "postal_marketing" })).toEqual(declared);
    const word = {
      customerId: 1,
      purpose: "postal_marketing",
      recipient: "self",
      state: "granted",
      note: "",
    } as const;
    expect(await useMethods.setConsent(workspace, word)).toEqual(declared);
    expect(workspace.permitted("postal_marketing").count).toBe(0);
    value(
      await vault.change(["consent"], () =>
        vault.db.run("INSERT INTO purposes VALUES ('postal_marketing', 'consent')"),
      ),
    );
  });
});

test("what changed since the last release, and who of its file may not be in the next", async () => {
  const found = value(await useMethods.consentChanges(workspace, {}));
  expect(found).toMatchObject({
    since: "2026-05-03T12:00:00.000Z",
    release: { id: 1, people: 3, noLonger: 2 },
    statements: 2,
  });
  expect(found.changes).toContainEqual({
    purpose: "email_marketing",
    recipient: "self",
    gained: 0,
    withdrawn: 2,
    lapsed: 0,
    refused: 0,
  });
  expect(await useMethods.consentChanges(workspace, { releaseId: 9 })).toEqual(fault("release-unknown"));
  expect(await useMethods.consentChanges(workspace, { since: "2026-06-02" })).toEqual(
    fault("moment-in-future"),
  );
  expect(value(await useMethods.consentChanges(workspace, { since: "2026-05-19" })).changes).toHaveLength(1);
});

describe("may this person be used now", () => {
  const may = async (customerId: number, purpose: string) =>
    value(await useMethods.mayUse(workspace, { customerId })).find((one) => one.purpose === purpose);

  test("with the reason and when it was said", async () => {
    expect(await may(2, "email_marketing")).toMatchObject({
      allowed: true,
      reason: "granted",
      since: "2026-04-02T10:00:00.000Z",
    });
    expect(await may(1, "email_marketing")).toMatchObject({ allowed: false, reason: "denied" });
    expect(await may(4, "email_marketing")).toMatchObject({ allowed: false, reason: "not-asked" });
    expect(await may(4, "profiling")).toMatchObject({
      allowed: true,
      reason: "no-objection",
      basis: "legitimate_interest",
    });
    expect(await useMethods.mayUse(workspace, { customerId: 99 })).toEqual(fault("customer-unknown"));
  });

  test("a restriction freezes a person for everything, in the same transaction, until it is lifted", async () => {
    const { vault } = workspace;
    const freeze = (restricted: boolean) =>
      useMethods.setRestriction(workspace, { customerId: 2, restricted, reason: "正確さを確認中" });
    value(await freeze(true));
    expect(await may(2, "email_marketing")).toMatchObject({ allowed: false, reason: "restricted" });
    for (const purpose of ["service", "analytics", "profiling", "email_marketing"] as const)
      expect(workspace.permitted(purpose).mask[1]).toBe(0);
    const columns = workspace.columns();
    expect(releasablePeople(vault, columns, "email_marketing", "self", clock).mask[1]).toBe(0);
    expect(() => vault.db.run("DELETE FROM restrictions")).toThrow("append-only");
    value(await freeze(false));
    expect(await may(2, "email_marketing")).toMatchObject({ allowed: true });
    expect(
      await useMethods.setRestriction(workspace, { customerId: 99, restricted: true, reason: "" }),
    ).toEqual(fault("customer-unknown"));
  });
});

describe("a word written down", () => {
  const word = { customerId: 4, purpose: "email_marketing", recipient: "self", note: "" } as const;
  const mailed = () =>
    releasablePeople(workspace.vault, workspace.columns(), "email_marketing", "self", clock).mask[3];

  test("may be dated back, never ahead", async () => {
    const ahead = { ...word, state: "granted", heldFrom: "2026-06-02T00:00:00Z" } as const;
    expect(await useMethods.setConsent(workspace, ahead)).toEqual(fault("consent-in-future"));
    value(
      await useMethods.setConsent(workspace, {
        ...word,
        state: "granted",
        heldFrom: "2026-05-25",
        wording: NEW,
      }),
    );
    expect(mailed()).toBe(1);
  });

  test("of somebody the vault does not know, or knows no longer, is refused and writes nothing", async () => {
    const { db } = workspace.vault;
    const lines = () => db.count("SELECT (SELECT count(*) FROM record) + (SELECT count(*) FROM consents)");
    const before = lines();
    const unknown = { ...word, customerId: 99, state: "denied" } as const;
    expect(await useMethods.setConsent(workspace, unknown)).toEqual(fault("customer-unknown"));
    expect(lines()).toBe(before);
  });

  test("contradicting in one second: the refusal stands at once, a yes after it from the next second on", async () => {
    clock = new Date("2026-06-01T09:00:05.100Z");
    value(await useMethods.setConsent(workspace, { ...word, state: "granted" }));
    clock = new Date("2026-06-01T09:00:05.200Z");
    value(await useMethods.setConsent(workspace, { ...word, state: "denied" }));
    expect(mailed()).toBe(0);
    clock = new Date("2026-06-01T09:00:05.900Z");
    value(await useMethods.setConsent(workspace, { ...word, state: "granted" }));
    expect(mailed()).toBe(0);
    clock = new Date("2026-06-01T09:00:06.000Z");
    expect(
      releasablePeople(workspace.vault, workspace.columns(), "email_marketing", "self", clock).mask[3],
    ).toBe(1);
  });
});

describe("append-only", () => {
  test("no statement, text or retraction is rewritten or taken away while its person stays", () => {
    const { db } = workspace.vault;
    for (const sql of [
      "DELETE FROM consents WHERE customer_id = 1",
      "UPDATE consents SET held_from = '2020-01-01' WHERE customer_id = 1",
      "UPDATE consents SET customer_id = 2 WHERE customer_id = 1",
      "UPDATE consents SET evidence = 'made up' WHERE customer_id = 1",
      "UPDATE wordings SET text = 'x'",
    ])
      expect(() => db.run(sql)).toThrow("append-only");
  });

  test("what is retracted counts up to the moment that was known, and no longer", async () => {
    const { vault } = workspace;
    const before = await mailOn({ held: "2026-05-03", known: "2026-05-30" });
    value(
      await vault.change(["consent"], () => {
        const where = { condition: "customer_id = ? AND state = 'granted'", values: [2] };
        retractConsents(vault.db, where, "2026-05-31T00:00:00.000Z", "import-undone");
      }),
    );
    expect(() => vault.db.run("DELETE FROM consent_retractions")).toThrow("append-only");
    expect(await mailOn({ held: "2026-05-03", known: "2026-05-30" })).toEqual(before);
    expect((await mailOn({ held: "2026-05-03" })).granted).toBe(before.granted - 1);
  });

  test("all of it goes with its person, texts that nobody else spoke under too", async () => {
    const { vault } = workspace;
    value(
      await vault.change(["people", "consent"], () => vault.db.run("DELETE FROM customers WHERE id = 1")),
    );
    expect(vault.db.count("SELECT count(*) FROM consents WHERE customer_id = 1")).toBe(0);
    expect(vault.db.count("SELECT count(*) FROM wordings WHERE text = ?", [OLD])).toBe(0);
    expect(vault.db.count("SELECT count(*) FROM wordings WHERE text = ?", [NEW])).toBe(1);
  });
});
