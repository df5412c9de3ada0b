import { fault, type Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { IncidentCategory, IncidentScope } from "../../../terms/incident.ts";
import type { Database } from "../../../vault/database.ts";
import type { Workspace } from "../../../workspace.ts";
import { readManifest } from "../../release/files/ledger.ts";
import { evaluateSegment } from "../../release/segments/evaluate.ts";
import { readSegment } from "../../release/segments/stored-segment.ts";
import { catalogue, catalogueTables } from "../../use/catalogue.ts";

/** Whose data was among it, and what. */
export interface Struck {
  readonly people: number;
  readonly special: number;
  readonly categories: readonly IncidentCategory[];
}

/** The rows of a table that are among it: a condition on the table's alias `t`, whose person is in `person`; undefined for none. */
type RowsOf = (
  table: string,
  person: string,
) => { readonly sql: string; readonly values: readonly string[] } | undefined;

/** Copies the vault works with, and who was in what: no data that anybody gave or that was computed of them. */
const inner: ReadonlySet<string> = new Set([
  "customers",
  "identifiers",
  "attributes",
  "customer_revisions",
  "merge_rows",
  "merge_members",
  "duplicate_pairs",
  "duplicate_decisions",
  "release_people",
  "release_members",
  "holdout_people",
  "segment_snapshot_people",
  "corrections",
  "request_people",
  "visitor_keys",
]);

/**
 * Counts the people and the data of a scope (GDPR art. 33(3)(a); 個人情報保護委員会規則 第8条第1項第2号・第3号). A released file is counted as it
 * left, whoever has been erased since. Faults: `source-unknown`, `release-unknown`, `segment-unknown`.
 */
export async function struckBy(workspace: Workspace, scope: IncidentScope): Promise<Outcome<Struck>> {
  const { vault } = workspace;
  const { db } = vault;
  if (scope.of === "release") return releaseStruck(db, scope.releaseId);
  await vault.prefetch();
  if (scope.of === "all") return ok(countStruck(db, () => ({ sql: "1", values: [] })));
  if (scope.of === "source") {
    const { source } = scope;
    return db.count("SELECT count(*) FROM imports WHERE source = ?", [source]) === 0
      ? fault("source-unknown")
      : ok(countStruck(db, rowsOfSource(source)));
  }
  const segment = readSegment(db, scope.segmentId);
  if (segment === undefined) return fault("segment-unknown", { name: scope.segmentId });
  const { mask } = evaluateSegment(workspace, segment.definition);
  const { id } = workspace.columns().people;
  const inside = JSON.stringify(Array.from(id).filter((_, person) => mask[person] === 1));
  return ok(
    countStruck(db, (_, person) => ({
      sql: `${person} IN (SELECT value FROM json_each(?))`,
      values: [inside],
    })),
  );
}

/** What a source brought: rows that name it, or whose import does. What was computed is nobody's source. */
function rowsOfSource(source: string): RowsOf {
  return (table) => {
    const columns = catalogueTables().find(([name]) => name === table)?.[1].columns ?? {};
    if ("source" in columns) return { sql: "t.source = ?", values: [source] };
    if (!("import_id" in columns)) return undefined;
    return { sql: "t.import_id IN (SELECT id FROM imports WHERE source = ?)", values: [source] };
  };
}

function countStruck(db: Database, rowsOf: RowsOf): Struck {
  const special = kept(db, rowsOf);
  return {
    people: peopleOf(db, rowsOf),
    special: special.reduce((most, { people }) => Math.max(most, people), 0),
    categories: [
      ...ofCustomers(db, rowsOf),
      ...identifiers(db, rowsOf),
      ...special,
      ...ofTables(db, rowsOf),
    ].filter(({ people }) => people > 0),
  };
}

/** Tables with a row of a person in each, by the column that holds the person. */
function personTables(): readonly (readonly [table: string, person: string])[] {
  return catalogueTables().flatMap(([table, { person }]) =>
    person.kind === "column" ? [[table, person.column] as const] : [],
  );
}

function peopleOf(db: Database, rowsOf: RowsOf): number {
  const parts = personTables()
    .filter(([table]) => !inner.has(table) || ["customers", "identifiers", "attributes"].includes(table))
    .flatMap(([table, column]) => {
      const rows = rowsOf(table, `t.${column}`);
      return rows === undefined
        ? []
        : [{ sql: `SELECT t.${column} AS person FROM ${table} AS t WHERE ${rows.sql}`, values: rows.values }];
    });
  return db.count(
    `SELECT count(DISTINCT person) FROM (${parts.map(({ sql }) => sql).join(" UNION ")}) WHERE person IS NOT NULL`,
    parts.flatMap(({ values }) => values),
  );
}

function ofCustomers(db: Database, rowsOf: RowsOf): readonly IncidentCategory[] {
  const rows = rowsOf("customers", "t.id");
  if (rows === undefined) return [];
  return Object.entries(catalogue.customers.columns).flatMap(([name, column]): IncidentCategory[] => {
    if (column.class === "none" || name === "id" || name === "search_key" || name === "source") return [];
    const people = db.count(
      `SELECT count(NULLIF(t.${name}, '')) FROM customers AS t WHERE ${rows.sql}`,
      rows.values,
    );
    return [{ id: `customers.${name}`, table: "customers", name, class: column.class, people }];
  });
}

function identifiers(db: Database, rowsOf: RowsOf): readonly IncidentCategory[] {
  const rows = rowsOf("identifiers", "t.customer_id");
  if (rows === undefined) return [];
  return db
    .rows<{ kind: string; people: number }>(
      `SELECT kind, count(DISTINCT customer_id) AS people FROM identifiers AS t WHERE ${rows.sql} GROUP BY kind ORDER BY kind`,
      rows.values,
    )
    .map(({ kind, people }) => ({
      id: `identifiers.${kind}`,
      table: "identifiers",
      name: kind,
      class: "identifier" as const,
      people,
    }));
}

function kept(db: Database, rowsOf: RowsOf): readonly IncidentCategory[] {
  const rows = rowsOf("attributes", "t.customer_id");
  if (rows === undefined) return [];
  return db
    .rows<{ heading: string; people: number }>(
      `SELECT heading, count(DISTINCT customer_id) AS people FROM attributes AS t JOIN fields ON fields.id = field_id
       WHERE ${rows.sql} GROUP BY heading ORDER BY heading`,
      rows.values,
    )
    .map(({ heading, people }) => ({
      id: `attributes.${heading}`,
      table: "attributes",
      name: heading,
      class: "special_category" as const,
      people,
    }));
}

/** What people did, said and what was computed of them, a table each. */
function ofTables(db: Database, rowsOf: RowsOf): readonly IncidentCategory[] {
  return personTables().flatMap(([table, column]): IncidentCategory[] => {
    if (inner.has(table)) return [];
    const rows = rowsOf(table, `t.${column}`);
    if (rows === undefined) return [];
    const people = db.count(
      `SELECT count(DISTINCT t.${column}) FROM ${table} AS t WHERE ${rows.sql}`,
      rows.values,
    );
    const consent = table === "consents" || table === "restrictions";
    return [{ id: table, table, name: table, class: consent ? "consent" : "behaviour", people }];
  });
}

/** A file is what it was: its people and its columns are in the manifest. Figures hold nobody. */
function releaseStruck(db: Database, releaseId: number): Outcome<Struck> {
  const manifest = readManifest(db, releaseId);
  if (manifest === undefined) return fault("release-unknown");
  if (manifest.kind !== "consented") return ok({ people: 0, special: 0, categories: [] });
  const { people, columns } = manifest;
  return ok({
    people,
    special: 0,
    categories: columns.map((name) => ({
      id: `release.${name}`,
      table: "release_people",
      name,
      class: "identifier" as const,
      people,
    })),
  });
}
