import type { MapField } from "../../../terms/data-map.ts";
import { declarationOf } from "../../../terms/declarations.ts";
import { fieldTargets } from "../../../terms/field.ts";
import type { Database } from "../../../vault/database.ts";
import { catalogueTables, type TableName } from "../catalogue.ts";
import type { TableDeclaration } from "../catalogue/declaration.ts";
import { countTable, type SourceCount } from "./count-table.ts";

/** A field as counted, before it is said what uses it. */
export type CountedField = Omit<MapField, "uses" | "gaps" | "value">;

/** What the vault counted of one table. */
export interface CountedTable {
  readonly table: TableName;
  readonly fields: readonly CountedField[];
  /** Rows by source; no source is "". */
  readonly sources: readonly Pick<SourceCount, "source" | "rows">[];
}

/** Copies the vault keeps to undo, to review and to look people up: no fields of a file. */
const working: ReadonlySet<string> = new Set([
  "quarantine",
  "customer_revisions",
  "merge_rows",
  "merge_members",
  "duplicate_pairs",
  "duplicate_decisions",
  "release_people",
  "corrections",
  "request_people",
]);

/** Numbers by which rows hang together, and what is made from other fields. */
function isInner(column: string): boolean {
  return (column.endsWith("_id") && column !== "product_id") || ["id", "search_key", "kept"].includes(column);
}

/** Every field of the vault that speaks of people, by table, as the catalogue declares them, with what is in it. */
export function countFields(db: Database): readonly CountedTable[] {
  return catalogueTables().flatMap(([table, declaration]): CountedTable[] => {
    if (declaration.person.kind === "nobody") return [];
    if (table === "identifiers") return [identifierFields(db)];
    if (table === "attributes") return [keptFields(db)];
    const counted = columnFields(db, table, declaration);
    return counted.fields.length === 0 ? [] : [counted];
  });
}

function columnFields(db: Database, table: TableName, declaration: TableDeclaration): CountedTable {
  const every = Object.keys(declaration.columns);
  const shown = Object.entries(declaration.columns).filter(
    ([name, column]) => column.class !== "none" && !isInner(name),
  );
  const names = shown.map(([name]) => name);
  const sources = countTable(db, table, names, every);
  const rows = sources.reduce((sum, one) => sum + one.rows, 0);
  const fields = shown.map(([name, column], index): CountedField => ({
    id: `${table}.${name}`,
    table,
    name,
    working: working.has(table),
    class: column.class,
    purposes: column.purposes,
    filled: sources.reduce((sum, one) => sum + (one.filled[index] ?? 0), 0),
    rows,
    sources: sources
      .filter((one) => (one.filled[index] ?? 0) > 0 && one.source !== "")
      .map((one) => one.source),
  }));
  return { table, fields, sources };
}

/** Exact keys are one field a kind: whoever asks where the e-mail addresses are does not think of a table of keys. */
function identifierFields(db: Database): CountedTable {
  const counts = db.rows<{ kind: string; source: string; rows: number }>(
    "SELECT kind, source, count(*) AS rows FROM identifiers GROUP BY kind, source ORDER BY kind, source",
  );
  const rows = db.count("SELECT count(DISTINCT customer_id) FROM identifiers");
  const fields = [...new Set(counts.map(({ kind }) => kind))].map((kind): CountedField => {
    const target = fieldTargets.find((one) => one === kind.replace(/_hash$/, ""));
    const own = counts.filter((one) => one.kind === kind);
    return {
      id: `identifiers.${kind}`,
      table: "identifiers",
      name: kind,
      working: false,
      class: "identifier",
      purposes: target === undefined ? ["service"] : declarationOf(target).purposes,
      filled: db.count("SELECT count(DISTINCT customer_id) FROM identifiers WHERE kind = ?", [kind]),
      rows,
      sources: own.map(({ source }) => source),
    };
  });
  const bySource = new Map<string, number>();
  for (const one of counts) bySource.set(one.source, (bySource.get(one.source) ?? 0) + one.rows);
  return {
    table: "identifiers",
    fields,
    sources: [...bySource].map(([source, count]) => ({ source, rows: count })),
  };
}

/** What is kept on documented bases is a field a heading, with the basis it is kept on: the latest one given. */
function keptFields(db: Database): CountedTable {
  const people = db.count("SELECT count(*) FROM customers");
  const kept = db.rows<{ heading: string; source: string; basis: string; rows: number; people: number }>(
    `SELECT heading, imports.source AS source, basis, max(fields.id), count(*) AS rows, count(DISTINCT customer_id) AS people
     FROM attributes JOIN fields ON fields.id = field_id JOIN imports ON imports.id = attributes.import_id
     GROUP BY heading, imports.source ORDER BY heading, imports.source`,
  );
  const fields = kept.map(({ heading, source, basis: text, people: filled }): CountedField => {
    const basis = JSON.parse(text) as NonNullable<MapField["basis"]>;
    return {
      id: `attributes.${source}.${heading}`,
      table: "attributes",
      name: heading,
      working: false,
      class: "special_category",
      purposes: [basis.purpose],
      filled,
      rows: people,
      sources: [source],
      basis,
    };
  });
  return { table: "attributes", fields, sources: kept.map(({ source, rows }) => ({ source, rows })) };
}
