import fc from "fast-check";
import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { insertCustomers } from "../../../../test/support/customers.ts";
import { workspaceWithFiles } from "../../../../test/support/memory-files.ts";
import { value } from "../../../../test/support/value.ts";
import type { SqlValue } from "../../../vault/database.ts";
import type { Workspace } from "../../../workspace.ts";
import { catalogueTables } from "../../use/catalogue.ts";
import type { TableDeclaration } from "../../use/catalogue/declaration.ts";
import { rightsMethods } from "./methods.ts";

const NOW = new Date("2026-11-21T09:00:00.000Z");

const personTables = catalogueTables().filter(([, { person }]) => person.kind !== "nobody");

/** Who is planted: customers.id, and the letter of their canaries. */
interface Planted {
  readonly id: number;
  readonly mark: string;
}

/** A text that is found again wherever it goes, and that reads like nothing else. */
const canary = (mark: string, table: string, column: string): string => `canary${mark}x${table}x${column}`;

interface ColumnInfo {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly dflt_value: string | null;
  readonly pk: number;
}

/** Plants a row for a person in every table that speaks of one, with a canary in each text that has no meaning of its own. */
function plant(workspace: Workspace, person: Planted): void {
  const { db } = workspace.vault;
  for (const [table, declaration] of personTables) {
    if (["customers", "consent_retractions", "merge_rows"].includes(table)) continue;
    ensureParents(workspace, table);
    const columns = db.rows<ColumnInfo>(
      'SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?)',
      [table],
    );
    const values = columns.flatMap(({ name, type, pk }): readonly (readonly [string, SqlValue])[] => {
      const planted = valueFor(table, name, type, declaration, person);
      if (name === "id" && pk > 0) return table === "merge_members" ? [[name, 9000 + person.id]] : [];
      return planted === undefined ? [] : [[name, planted]];
    });
    db.run(
      `INSERT OR IGNORE INTO ${table} (${values.map(([name]) => name).join(", ")}) VALUES (${values.map(() => "?").join(", ")})`,
      values.map(([, planted]) => planted),
    );
  }
}

const ownParents = ["customers", "orders", "consents", "merge_members", "subject_requests"];

/** What the keys of a table lead to, besides people: a row of number 1 each, so that a table added tomorrow is planted, too. */
function ensureParents(workspace: Workspace, table: string): void {
  const { db } = workspace.vault;
  for (const { parent } of db.rows<{ parent: string }>(
    'SELECT "table" AS parent FROM pragma_foreign_key_list(?)',
    [table],
  )) {
    if (ownParents.includes(parent) || db.count(`SELECT count(*) FROM ${parent}`) > 0) continue;
    ensureParents(workspace, parent);
    const columns = db
      .rows<ColumnInfo>('SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?)', [parent])
      .filter((column) => column.pk > 0 || (column.notnull === 1 && column.dflt_value === null));
    db.run(
      `INSERT INTO ${parent} (${columns.map(({ name }) => name).join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
      columns.map(({ type }) => (type === "TEXT" ? "{}" : 1)),
    );
  }
}

/** Columns whose values the schema or the program restricts. */
const fixed: Readonly<Record<string, SqlValue>> = {
  "consents.state": "granted",
  "consents.purpose": "email_marketing",
  "consents.recipient": "self",
  "consents.held_from": "2026-01-01T00:00:00.000Z",
  "consents.known_at": "2026-01-02T00:00:00.000Z",
  "consents.country": "JP",
  "consents.channel": "email",
  "consents.basis": "consent",
  "duplicate_pairs.state": "waiting",
  "duplicate_pairs.found": "door",
  "duplicate_decisions.decision": "apart",
  "duplicate_decisions.people": "[]",
  "duplicate_decisions.pairs": "[]",
  "orders.currency": "JPY",
  "restrictions.restricted": 0,
  "merge_members.filled": "[]",
  "propensity_scores.question": "renewal",
  "merge_members.aside": "{}",
};

function valueFor(
  table: string,
  column: string,
  type: string,
  { person }: TableDeclaration,
  { id, mark }: Planted,
): SqlValue | undefined {
  const set = fixed[`${table}.${column}`];
  if (set !== undefined) return set;
  if (table === "quarantine" && column === "raw")
    return `${canary(mark, table, column)},person${mark}@example.jp`;
  if (table === "merge_members" && column === "person")
    return JSON.stringify({ full_name: canary(mark, table, column), search_key: "" });
  if (person.kind === "column" && column === person.column) return id;
  if (column === "other_id") return id + 50;
  if (column === "order_id") return id;
  if (
    ["import_id", "run_id", "release_id", "product_id", "visitor_id", "field_id", "wording_id"].includes(
      column,
    )
  )
    return 1;
  return type === "TEXT" ? canary(mark, table, column) : 1;
}

async function planted(count: number) {
  const made = await workspaceWithFiles(() => NOW);
  const { workspace } = made;
  const people = Array.from({ length: count }, (_, at): Planted => ({
    id: at + 1,
    mark: String.fromCharCode(65 + at),
  }));
  value(
    await workspace.vault.change(["people"], () => {
      const { db } = workspace.vault;
      const plan = JSON.stringify({ reading: { delimiter: "," }, columns: ["ignore", "email"] });
      db.run(
        "INSERT INTO imports (id, name, source, sha256, bytes, plan, at, read, stored, quarantined, repeated) VALUES (1, 'members.csv', 'shop', '', 1, ?, '2026-02-03T00:00:00.000Z', 0, 0, 0, 0)",
        [plan],
      );
      db.run(
        "INSERT INTO fields (id, import_id, heading, target, class, purposes, stored) VALUES (1, 1, '健康', 'ignore', 'special_category', '[]', 1)",
      );
      db.run("INSERT INTO products (id, code, name) VALUES (1, 'T', '急須')");
      db.run("INSERT INTO visitors (id, hash, kind) VALUES (1, 'aa', 'cookie')");
      db.run(
        "INSERT INTO wordings (id, hash, text, version, since) VALUES (1, 'bb', 'お知らせをお送りします。', 1, '2026-01-01T00:00:00.000Z')",
      );
      db.run(
        'INSERT INTO runs (id, model, at, options, report) VALUES (1, \'lifetime\', \'2026-10-01T00:00:00.000Z\', \'{}\', \'{"end":"2026-09-30","horizonDays":365,"base":0.5,"fields":[{"field":"sinceLast"},{"field":"gap"}],"review":{"verdict":"use"},"groups":[]}\')',
      );
      db.run(
        `INSERT INTO releases (id, at, kind, segment, purpose, recipient, platform, people, row_count, folder, manifest, state)
         VALUES (1, '2026-08-01T00:00:00.000Z', 'consented', 's', 'email_marketing', 'mailchimp', 'mailchimp_audience', 3, 3, '', '{}', 'released')`,
      );
      insertCustomers(
        db,
        people.map(({ mark }) => ({
          name: canary(mark, "customers", "full_name"),
          // One household: all of them live under one address.
          street: "銀座1-1",
          email: `person${mark}@example.jp`,
          number: `number${mark}`,
        })),
      );
      for (const { id } of people)
        db.run(
          "INSERT INTO subject_requests (id, kind, law, received_on, extended) VALUES (?, 'access', 'gdpr', 20000, 0)",
          [id],
        );
      // Canaries are no codes: what a table added tomorrow restricts must not stop them.
      db.run("PRAGMA ignore_check_constraints = ON");
      for (const person of people) plant(workspace, person);
      db.run("PRAGMA ignore_check_constraints = OFF");
    }),
  );
  return { ...made, people };
}

const every = (files: ReadonlyMap<string, Uint8Array>): string =>
  [...files.values()].map((bytes) => new TextDecoder().decode(bytes)).join("\n");

describe("an access pack", () => {
  test("has every table that speaks of a person, and every field of it", async () => {
    const { workspace, text } = await planted(2);
    value(await rightsMethods.accessPack(workspace, { customerId: 1, language: "en", folder: "/x" }));
    const pack = JSON.parse(text(".json")) as {
      readonly columns: Readonly<Record<string, readonly { readonly name: string }[]>>;
      readonly tables: Readonly<Record<string, readonly object[]>>;
    };
    expect(Object.keys(pack.tables).sort()).toEqual(personTables.map(([table]) => table).sort());
    for (const [table, { columns }] of personTables) {
      expect(pack.columns[table]?.map(({ name }) => name)).toEqual(Object.keys(columns));
      const [first] = pack.tables[table] ?? [];
      if (first !== undefined) expect(Object.keys(first)).toEqual(Object.keys(columns));
    }
    // Nearly all of them hold something of a person who was planted everywhere.
    const empty = Object.entries(pack.tables).filter(([, rows]) => rows.length === 0);
    expect(empty.map(([table]) => table).sort()).toEqual(["consent_retractions", "merge_rows"]);
  });

  test("holds every canary of its person and none of anybody else's, in every file", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 5 }),
        fc.nat(),
        fc.constantFrom("ja", "en"),
        async (count, pick, language) => {
          const { workspace, files, people, text } = await planted(count);
          const chosen = people[pick % count]!;
          const { db } = workspace.vault;
          const own = personTables.flatMap(([table, { columns }]) =>
            Object.keys(columns).flatMap((column) => {
              const planted = canary(chosen.mark, table, column);
              const there = db.count(`SELECT count(*) FROM ${table} WHERE instr(${column}, ?) > 0`, [
                planted,
              ]);
              return there > 0 ? [planted] : [];
            }),
          );
          expect(own.length).toBeGreaterThan(25);
          value(await rightsMethods.accessPack(workspace, { customerId: chosen.id, language, folder: "/x" }));
          const [html, json, all] = [text(".html"), text(".json"), every(files)];
          for (const one of own) {
            expect(html, one).toContain(one);
            expect(json, one).toContain(one);
          }
          for (const other of people)
            if (other.id !== chosen.id) {
              expect(all).not.toContain(`canary${other.mark}x`);
              expect(all).not.toContain(`person${other.mark}@`);
              expect(all).not.toContain(`number${other.mark}`);
            }
        },
      ),
      { numRuns: 3 },
    );
  });

  test("takes the others of a household out of free texts, and keeps the person's own", async () => {
    const { workspace, text } = await workspaceWithFiles(() => NOW);
    value(
      await workspace.vault.change(["people"], () =>
        insertCustomers(workspace.vault.db, [
          {
            family: "山田",
            given: "花子",
            street: "銀座1-1",
            email: "home@example.jp",
            consents: [
              {
                purpose: "email_marketing",
                state: "granted",
                heldFrom: "2026-01-01T00:00:00Z",
                evidence:
                  "山田花子 home@example.jp、同席: 山田 太郎 taro@example.jp、佐藤様 other@example.com 090-1111-2222",
              },
            ],
          },
          { family: "山田", given: "太郎", street: "銀座1-1", email: "taro@example.jp" },
        ]),
      ),
    );
    const done = value(
      await rightsMethods.accessPack(workspace, { customerId: 1, language: "ja", folder: "/x" }),
    );
    const html = text(".html");
    expect(html).toContain(
      "山田花子 home@example.jp、同席: [ほかの人の情報] [ほかの人の情報]、[ほかの人の情報]様",
    );
    expect(html).not.toMatch(/太郎|taro@|other@|090-1111/u);
    expect(done.redacted).toBe(5);
  });

  test("says what for, from where, to whom, how scored and under which wording", async () => {
    const { workspace, text } = await planted(1);
    value(await rightsMethods.accessPack(workspace, { customerId: 1, language: "en", folder: "/x" }));
    const pack = JSON.parse(text(".json")) as Record<string, unknown>;
    expect(pack).toMatchObject({
      format: "kurabito-access-pack/1",
      madeAt: NOW.toISOString(),
      sources: [{ file: "members.csv", source: "shop", at: "2026-02-03T00:00:00.000Z" }],
      recipients: [{ recipient: "mailchimp", purpose: "email_marketing", platform: "mailchimp_audience" }],
      consents: [{ wording: "お知らせをお送りします。", wordingVersion: 1 }],
    });
    // Every table of scores, with what makes them up: the run of this vault names one field.
    const scores = pack["scores"] as { values: { name: string }[]; reasons?: { field: string }[] }[];
    for (const one of scores)
      expect(one).toMatchObject({ model: "lifetime", at: "2026-10-01T00:00:00.000Z", end: "2026-09-30" });
    expect(scores.flatMap(({ values }) => values.map(({ name: figure }) => figure))).toEqual([
      ...["pAlive", "expectedPurchases", "lifetimeValue", "churnRisk", "ifOrdered", "renewal"],
      ...["customerGroup", "bestHour", "hourShare", "hourShareLow", "hourShareHigh", "bestChannel"],
      ...["forecastSaid", "forecastPlain"],
    ]);
    expect(scores[1]?.reasons?.map(({ field }) => field)).toEqual(["gap", "gap", "gap"]);
    const name = (pack["fields"] as { field: string; purposes: unknown; source: string }[]).find(
      ({ field }) => field === "full_name",
    );
    expect(name).toMatchObject({
      source: "shop",
      purposes: [{ purpose: "service", basis: "contract" }, {}, {}, {}],
    });
    const html = text(".html");
    for (const said of [
      "Mailchimp",
      "Orders and delivery (Contract)",
      "Chance of ordering in time",
      "What was forecast of you",
      "Usual gap between orders",
      "お知らせをお送りします。",
      "2026-09-30",
    ])
      expect(html).toContain(said);
  });

  test("is a page without script or outside address, whatever the data says", async () => {
    const { workspace, text, files } = await workspaceWithFiles(() => NOW);
    const evil = `<img src=https://evil.example/x onerror="alert(1)"></td><script>alert('x')</script>`;
    value(
      await workspace.vault.change(["people"], () =>
        insertCustomers(workspace.vault.db, [
          { name: evil, street: '=HYPERLINK("http://evil.example")', email: "a@example.jp" },
        ]),
      ),
    );
    value(await rightsMethods.accessPack(workspace, { customerId: 1, language: "ja", folder: "/x" }));
    const html = text(".html");
    expect(html).toContain("&lt;script&gt;");
    expect(html).not.toMatch(/<script|<img|<link|<a\s|<iframe|@import|url\(/iu);
    expect(html).toContain(`Content-Security-Policy" content="default-src 'none'`);
    const tags = [...html.matchAll(/<\/?([a-z0-9]+)/giu)].map((found) => found[1]);
    expect(new Set(tags)).toEqual(
      new Set([
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "h2",
        "h3",
        "p",
        "div",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
      ]),
    );
    const sheet = [...files].find(([name]) => name.endsWith("-customers.csv"))![1];
    const rows: string[][] = parse(Buffer.from(sheet), { bom: true });
    expect(rows[1]?.[rows[0]?.indexOf("street") ?? -1]).toBe(`'=HYPERLINK("http://evil.example")`);
  });

  test("taken along holds what was provided and nothing concluded; the record tells of both without saying what", async () => {
    const { workspace, files, text } = await planted(1);
    const done = value(
      await rightsMethods.accessPack(workspace, {
        customerId: 1,
        language: "ja",
        folder: "/x",
        portable: true,
      }),
    );
    const document = JSON.parse(text(".json")) as {
      tables: Record<string, readonly Record<string, unknown>[]>;
    };
    expect(Object.keys(document.tables).sort()).toEqual(
      [
        "attributes",
        "consents",
        "customers",
        "events",
        "identifiers",
        "messages",
        "order_lines",
        "orders",
        "reviews",
      ].sort(),
    );
    expect(document.tables["customers"]?.[0]).not.toHaveProperty("search_key");
    expect([...files.keys()].some((name) => name.endsWith(".html"))).toBe(false);
    expect(done.tables).toBe(9);
    value(await rightsMethods.accessPack(workspace, { customerId: 1, language: "ja", folder: "/x" }));
    const lines = workspace.vault.db.rows<{ gate: string; action: string; payload: string }>(
      "SELECT gate, action, payload FROM record WHERE action LIKE '%pack'",
    );
    expect(lines.map(({ gate, action }) => `${gate} ${action}`)).toEqual([
      "keep portability-pack",
      "keep access-pack",
    ]);
    expect(lines.map(({ payload }) => payload).join("")).not.toMatch(/canary|person/u);
    expect(
      await rightsMethods.accessPack(workspace, { customerId: 7, language: "ja", folder: "/x" }),
    ).toMatchObject({
      error: { code: "customer-unknown" },
    });
  });
});
