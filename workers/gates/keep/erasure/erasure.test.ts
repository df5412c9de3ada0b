import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { insertCustomers, type TestCustomer } from "../../../../test/support/customers.ts";
import { erasureWorld, type ErasureWorld } from "../../../../test/support/erasure-world.ts";
import { value } from "../../../../test/support/value.ts";
import { parseIsoDate } from "../../../base/calendar.ts";
import { fault, type Outcome } from "../../../base/fault.ts";
import { cancelJob, newJobTicket, unwatched } from "../../../base/job.ts";
import type { ErasureCertificate } from "../../../terms/erasure.ts";
import type { Vault } from "../../../vault/vault.ts";
import type { Workspace } from "../../../workspace.ts";
import { featureRun } from "../../use/feature-run.ts";
import { setRestriction } from "../../use/restrictions.ts";
import { tombstoneHash } from "../tombstones.ts";
import { digestOf } from "./erase-customers.ts";
import { erasureMethods } from "./index.ts";

const NOW = new Date("2026-06-01T09:00:00.000Z");
const day = (text: string): number => parseIsoDate(text) ?? Number.NaN;
const hanako: TestCustomer = {
  id: 11,
  name: "山田 花子",
  reading: "ヤマダ ハナコ",
  family: "山田",
  given: "花子",
  prefecture: "東京都",
  street: "銀座四丁目1-1",
  email: "hanako.yamada@example.jp",
  phone: "+819012345678",
  number: "K-0004711",
  orders: [{ day: day("2024-03-01"), amount: 3000, key: "ORDER-000123", product: "急須" }],
  consents: [
    {
      purpose: "email_marketing",
      state: "granted",
      heldFrom: "2024-03-02T00:00:00Z",
      evidence: "form 203.0.113.9 hanako.yamada@example.jp",
    },
    { purpose: "profiling", state: "denied", heldFrom: "2026-03-02T00:00:00Z" },
  ],
};
/** Of the same household: the telephone is theirs, too. */
const taro: TestCustomer = {
  id: 12,
  name: "山田 太郎",
  email: "taro.yamada@example.jp",
  phone: "+819012345678",
  orders: [{ day: day("2026-03-01"), amount: 100 }],
};
const other: TestCustomer = { id: 13, name: "佐藤 次郎", email: "jiro@example.com", number: "K-0009999" };

let world: ErasureWorld;
let vault: Vault;
let workspace: Workspace;

beforeEach(async () => {
  world = await erasureWorld(NOW);
  vault = await world.open();
  workspace = world.workspace(vault);
});

afterEach(() => {
  vault.close();
});

async function fill(customers: readonly TestCustomer[]): Promise<void> {
  value(
    await vault.change(["people"], () => {
      const { db } = vault;
      db.run(
        `INSERT INTO imports (id, name, source, sha256, bytes, plan, at, read, stored, quarantined, repeated)
         VALUES (1, 'orders.csv', 'shop', '', 1, ?, '2024-03-05T00:00:00.000Z', 0, 0, 0, 0)`,
        [
          JSON.stringify({
            reading: { delimiter: "," },
            columns: ["customer_id", "full_name", "email", "note"],
          }),
        ],
      );
      const ids = insertCustomers(db, customers);
      for (const at of ["2024-03-04", "2024-04-01", "2026-04-01"])
        db.run("INSERT INTO runs (model, at, options, report) VALUES ('lifetime', ?, '{}', '{}')", [
          `${at}T00:00:00.000Z`,
        ]);
      db.run(
        `INSERT INTO releases (id, at, kind, segment, purpose, recipient, people, row_count, folder, manifest, state)
         VALUES (7, '2026-05-01T00:00:00.000Z', 'consented', 's', 'email_marketing', 'mailchimp', 2, 2, '', '{}', 'released')`,
      );
      for (const id of ids) {
        db.run("INSERT INTO scores VALUES (?, 3, 0.5, 1.5, NULL)", [id]);
        db.run("INSERT INTO release_people VALUES (7, ?)", [id]);
      }
    }),
  );
}

const erase = (
  customerIds: readonly number[],
  reason = "本人の請求による",
): Promise<Outcome<ErasureCertificate>> =>
  erasureMethods.eraseCustomers(workspace, { customerIds: [...customerIds], reason });
const ids = (): readonly number[] =>
  vault.db.rows<{ id: number }>("SELECT id FROM customers ORDER BY id").map(({ id }) => id);

/** The decrypted bytes of the saved file. */
async function savedBytes(): Promise<Buffer> {
  const pages: Uint8Array[] = [];
  value(await vault.searchSaved((page) => pages.push(page.slice()), unwatched));
  return Buffer.concat(pages);
}

describe("erasing a person", () => {
  test("says beforehand what would go and what would stay", async () => {
    await fill([hanako, taro, other]);
    const preview = value(await erasureMethods.previewErasure(workspace, { customerIds: [11, 11] }));
    expect(preview).toMatchObject({
      people: 1,
      releases: [{ release: 7, recipient: "mailchimp", people: 1 }],
      // The first run was before the vault knew her, the last after she had objected.
      runs: [{ run: 2, people: 1 }],
      evidence: { rows: 1, until: "2029-06-01" },
      backups: 1,
      backupsUntil: "2026-07-01",
    });
    expect(Object.fromEntries(preview.tables.map(({ table, rows }) => [table, rows]))).toMatchObject({
      customers: 1,
      identifiers: 3,
      orders: 1,
      order_lines: 1,
      consents: 2,
      scores: 1,
      release_people: 1,
    });
    expect(preview.tables.find(({ table }) => table === "customers")?.fields).toMatchObject({
      full_name: 1,
      street: 1,
    });
    expect(ids()).toEqual([11, 12, 13]);
  });

  test("leaves nothing of them in the file's bytes, and of the others everything; the certificate proves it", async () => {
    await fill([hanako, taro, other]);
    const before = await savedBytes();
    const certificate = value(await erase([11]));
    expect(certificate.search).toMatchObject({ hits: 0, foundIn: [], rowsLeft: 0, freePages: 0, shared: 1 });
    expect(certificate).toMatchObject({ people: 1, tombstones: 2, quarantined: 0 });
    expect(ids()).toEqual([12, 13]);
    const after = await savedBytes();
    for (const gone of [
      "hanako",
      "花子",
      "ハナコ",
      "はなこ",
      "銀座",
      "K-0004711",
      "ORDER-000123",
      "203.0.113.9",
    ])
      expect([gone, before.includes(gone), after.includes(gone)]).toEqual([
        gone,
        gone !== "はなこ" || before.includes(gone),
        false,
      ]);
    // The household's telephone is still his.
    for (const kept of ["taro.yamada@example.jp", "+819012345678", "山田 太郎", certificate.number])
      expect([kept, after.includes(kept)]).toEqual([kept, true]);
    expect(certificate.search?.bytes).toBe((certificate.search?.pages ?? 0) * 4096);
    expect(certificate.search?.pages).toBeGreaterThan(50);
    expect(JSON.stringify(certificate)).not.toMatch(/hanako|山田|ORDER|銀座/u);
    expect(vault.verifyRecord(unwatched).intact).toBe(true);
    expect(vault.db.rows("PRAGMA foreign_key_check")).toEqual([]);
  });

  test("a search that would find something does: a trace in a text about nobody is found and named", async () => {
    await fill([hanako]);
    value(
      await vault.change(["imports"], () => {
        vault.db.run("UPDATE imports SET name = 'ﾔﾏﾀﾞ ﾊﾅｺ様.csv'");
        const long = `${"x".repeat(6000)}${Buffer.from("hanako.yamada@example.jp").toString("base64")}${"y".repeat(6000)}`;
        vault.db.run("INSERT INTO products (code, name) VALUES ('odd', ?)", [long]);
      }),
    );
    const { search } = value(await erase([11]));
    expect(search?.hits).toBeGreaterThanOrEqual(2);
    expect(search?.foundIn).toEqual(["imports.name", "products.name"]);
  });

  test("a value that stands across two pages is found there", async () => {
    await fill([hanako]);
    value(
      await vault.change(["imports"], () => {
        // Somewhere among these lengths the address lies on the border between two pages.
        for (let before = 3900; before < 4120; before += 7)
          vault.db.run("INSERT INTO products (code, name) VALUES (?, ?)", [
            `p${String(before)}`,
            `${"x".repeat(before)}hanako.yamada@example.jp${"y".repeat(500)}`,
          ]);
      }),
    );
    const { search } = value(await erase([11]));
    // Each of the products holds it once or, lower case being its own form, as often as patterns are alike.
    const texts = vault.db.count("SELECT count(*) FROM products WHERE name LIKE '%hanako.yamada%'");
    expect(texts).toBe(32);
    expect((search?.hits ?? 0) % texts).toBe(0);
    expect(search?.hits).toBeGreaterThanOrEqual(texts);
  });

  test("rows in quarantine that name them go, whichever of their values they hold", async () => {
    await fill([hanako, taro]);
    value(
      await vault.change(["quarantine"], () => {
        for (const raw of [
          "9,somebody,,ギンザ 銀座四丁目1-1",
          "9,ﾔﾏﾀﾞ ﾊﾅｺ,,",
          "9,x,HANAKO.YAMADA@EXAMPLE.JP,",
          "9,山田 太郎,taro.yamada@example.jp,",
        ])
          vault.db.run(
            "INSERT INTO quarantine (import_id, line, reason, raw) VALUES (1, 2, 'date-missing', ?)",
            [raw],
          );
      }),
    );
    expect(value(await erase([11])).quarantined).toBe(3);
    expect(vault.db.rows("SELECT raw FROM quarantine")).toEqual([
      { raw: "9,山田 太郎,taro.yamada@example.jp," },
    ]);
  });

  test("remembers keyed hashes, keeps keyed evidence with its day, and marks the models that had seen them", async () => {
    await fill([hanako, taro]);
    const certificate = value(await erase([11]));
    const hash = (kind: string, text: string): number =>
      vault.db.count("SELECT count(*) FROM tombstones WHERE hash = ? AND reason = 'erasure'", [
        tombstoneHash(vault, kind, text),
      ]);
    expect(hash("email", "hanako.yamada@example.jp")).toBe(1);
    expect(hash("customer_id", "k-0004711")).toBe(1);
    // His as well: an import of his row must not be withheld.
    expect(hash("phone", "+819012345678")).toBe(0);
    expect(certificate.evidence).toEqual({ rows: 1, until: "2029-06-01", law: "特定商取引法 12-3" });
    expect(vault.db.rows("SELECT certificate, address, purpose, state, until FROM consent_evidence")).toEqual(
      [
        {
          certificate: certificate.number,
          address: tombstoneHash(vault, "email", "hanako.yamada@example.jp"),
          purpose: "email_marketing",
          state: "granted",
          until: "2029-06-01",
        },
      ],
    );
    expect(vault.db.rows("SELECT run_id FROM run_retraining")).toEqual([{ run_id: 2 }]);
    expect(certificate.releases).toMatchObject([{ release: 7, recipient: "mailchimp" }]);
  });

  test("evidence goes when its time is over, at the next unlock", async () => {
    await fill([hanako]);
    value(await erase([11]));
    vault.close();
    world.clock.now = new Date("2029-06-01T23:00:00.000Z");
    (await world.unlocked()).service.close();
    vault = await world.open();
    expect(vault.db.count("SELECT count(*) FROM consent_evidence")).toBe(1);
    vault.close();
    world.clock.now = new Date("2029-06-02T00:00:00.000Z");
    (await world.unlocked()).service.close();
    vault = await world.open();
    expect(vault.db.count("SELECT count(*) FROM consent_evidence")).toBe(0);
    expect(vault.db.count("SELECT count(*) FROM record WHERE action = 'evidence-expired'")).toBe(1);
  });

  test("somebody restricted may be erased when that is asked for; people joined into one go together", async () => {
    await fill([hanako, other]);
    value(await setRestriction(workspace, { customerId: 11, restricted: true, reason: "" }));
    value(
      await vault.change(["people"], () => {
        vault.db.run(
          "INSERT INTO merge_members (id, customer_id, at, person, aside) VALUES (99, 11, '', ?, '{}')",
          [JSON.stringify({ id: 99, full_name: "鈴木 花子さん", street: "旧姓通り二丁目" })],
        );
      }),
    );
    const certificate = value(await erase([11]));
    expect(certificate.search?.hits).toBe(0);
    expect(certificate.tables.map(({ table }) => table)).toEqual(
      expect.arrayContaining(["restrictions", "merge_members"]),
    );
    expect((await savedBytes()).includes("旧姓通り")).toBe(false);
  });
});

describe("bad input", () => {
  test("an unknown person, or one twice over: nobody is erased", async () => {
    await fill([hanako, other]);
    expect(await erase([11, 4000])).toEqual(fault("customer-unknown", { customer: 4000 }));
    expect(ids()).toEqual([11, 13]);
    expect(value(await erase([11, 11])).people).toBe(1);
    expect(await erase([11])).toEqual(fault("customer-unknown", { customer: 11 }));
    expect(await erasureMethods.previewErasure(workspace, { customerIds: [11] })).toEqual(
      fault("customer-unknown", { customer: 11 }),
    );
  });

  test("a reason that names somebody is refused", async () => {
    await fill([hanako]);
    for (const reason of [
      "山田花子さんから電話",
      "from hanako.yamada@example.jp",
      "K-0004711の件",
      "連絡先 03-1234-5678",
    ])
      expect([reason, await erase([11], reason)]).toEqual([reason, fault("erasure-reason-personal")]);
    expect(ids()).toEqual([11]);
    expect(vault.db.count("SELECT count(*) FROM certificates")).toBe(0);
  });

  test("cancelled, the whole act is taken back", async () => {
    await fill([hanako, other]);
    const job = newJobTicket("erasing");
    cancelJob(job);
    expect(
      await erasureMethods.eraseCustomers(workspace, { customerIds: [11], reason: "請求", job }),
    ).toEqual(fault("cancelled"));
    expect(ids()).toEqual([11, 13]);
    for (const table of ["certificates", "erased_people", "tombstones", "consent_evidence"])
      expect([table, vault.db.count(`SELECT count(*) FROM ${table}`)]).toEqual([table, 0]);
    expect(world.file.erasures).toBeUndefined();
  });

  test("while a model runs: who was erased is scored no more", async () => {
    await fill([{ ...hanako, consents: [] }, taro, other]);
    const run = featureRun(workspace, "profiling");
    const rows = Array.from({ length: run.people }, (_, row) => row);
    const row = run.customersOf(rows).indexOf(11);
    value(await erase([11]));
    expect(run.customersOf([row])).toEqual(Int32Array.of(0));
  });
});

describe("certificates", () => {
  test("are listed, shown, and let out as JSON and as a page; the record holds their digest", async () => {
    await fill([hanako]);
    const certificate = value(await erase([11]));
    expect(value(await erasureMethods.listCertificates(workspace, {}))).toEqual([
      {
        number: certificate.number,
        at: NOW.toISOString(),
        reason: "本人の請求による",
        people: 1,
        rows: certificate.tables.reduce((sum, { rows }) => sum + rows, 0),
        hits: 0,
      },
    ]);
    expect(value(await erasureMethods.showCertificate(workspace, { number: certificate.number }))).toEqual(
      certificate,
    );
    expect(await erasureMethods.showCertificate(workspace, { number: "KE-20260101-00000000" })).toEqual(
      fault("certificate-unknown", { number: "KE-20260101-00000000" }),
    );
    for (const language of ["ja", "en"] as const) {
      const asked = { number: certificate.number, folder: "/out", language };
      value(await erasureMethods.saveCertificate(workspace, asked));
      const page = new TextDecoder().decode(
        world.released.get(`kurabito-erasure-${certificate.number}.html`),
      );
      expect(page).toContain(certificate.number);
      expect(page).not.toMatch(/\{\{|<script|https?:|hanako|山田/u);
    }
    const json = world.released.get(`kurabito-erasure-${certificate.number}.json`);
    expect(JSON.parse(new TextDecoder().decode(json))).toEqual(certificate);
    const lines = vault.db.rows<{ action: string; payload: string }>(
      "SELECT action, payload FROM record ORDER BY seq",
    );
    const told = lines
      .filter(({ payload }) => payload.includes(digestOf(certificate)))
      .map(({ action }) => action);
    expect(told).toEqual(["erasure-proved", "certificate-saved", "certificate-saved"]);
  });
});
