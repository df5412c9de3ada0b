import { beforeAll, describe, expect, test } from "vitest";
import { bareDatabase } from "../../../test/support/bare-database.ts";
import { defaultBases, purposeCodes } from "../../terms/purpose.ts";
import type { Database } from "../../vault/database.ts";
import { catalogueTables } from "./catalogue.ts";

let db: Database;
beforeAll(async () => {
  db = await bareDatabase();
});

function tablesOf(): readonly string[] {
  return db
    .rows<{ name: string }>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )
    .map(({ name }) => name)
    .sort();
}

function columnsOf(table: string): readonly string[] {
  return db.rows<{ name: string }>("SELECT name FROM pragma_table_info(?)", [table]).map(({ name }) => name);
}

describe("the catalogue and the schema", () => {
  test("every table is declared and every declared table exists", () => {
    expect(
      catalogueTables()
        .map(([table]) => table)
        .sort(),
    ).toEqual(tablesOf());
  });

  test.each(catalogueTables())("every column of %s is declared, and no other", (table, declaration) => {
    expect(Object.keys(declaration.columns).sort()).toEqual([...columnsOf(table)].sort());
  });

  test.each(catalogueTables())("%s: what concerns a person has a class and a purpose", (_, declaration) => {
    for (const column of Object.values(declaration.columns))
      expect(column.purposes.length > 0).toBe(column.class !== "none");
    const personal = Object.values(declaration.columns).some((column) => column.class !== "none");
    expect(declaration.person.kind !== "nobody").toBe(personal);
    expect(declaration.erasure !== "keep").toBe(personal);
  });

  test("every table whose keys lead to a customer is declared to", () => {
    for (const [table, { person }] of catalogueTables()) {
      const parents = db.rows<{ parent: string; column: string }>(
        'SELECT "table" AS parent, "from" AS column FROM pragma_foreign_key_list(?)',
        [table],
      );
      for (const { parent, column } of parents) {
        if (parent === "customers") expect(person).toEqual({ kind: "column", column });
        if (parent === "orders" || parent === "consents")
          expect(person).toEqual({ kind: "through", column, table: parent });
      }
    }
  });

  test("a new vault starts with the bases the terms name", () => {
    const seeded = db.rows<{ code: string; basis: string }>("SELECT code, basis FROM purposes");
    expect(Object.fromEntries(seeded.map(({ code, basis }) => [code, basis]))).toEqual(defaultBases);
    expect(seeded).toHaveLength(purposeCodes.length);
  });
});
