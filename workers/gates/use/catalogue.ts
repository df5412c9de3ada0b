import type { TableDeclaration } from "./catalogue/declaration.ts";
import { derivedTables } from "./catalogue/derived.ts";
import { importedTables } from "./catalogue/imported.ts";
import { keptTables } from "./catalogue/kept.ts";
import { predictedTables } from "./catalogue/predicted.ts";

/**
 * Every table and column of the vault: what it holds about people, what for, how a row is traced to
 * its person and what erasure does with it. A test compares this list with the real schema, so that
 * no table can be added without an answer (GDPR art. 5(1)(b), 17 and 30; APPI art. 17 and 22).
 */
export const catalogue = { ...importedTables, ...derivedTables, ...predictedTables, ...keptTables };

/** The tables of the vault. */
export type TableName = keyof typeof catalogue;

/** The catalogue as pairs of table name and declaration, in the order of the schema. */
export function catalogueTables(): readonly (readonly [TableName, TableDeclaration])[] {
  return Object.entries(catalogue) as [TableName, TableDeclaration][];
}
