import { catalogueTables } from "../use/catalogue.ts";
import type { Generalisation, TableDeclaration } from "../use/catalogue/declaration.ts";

/** Everybody in temp.doomed (doomed.ts). */
export const ALL_DOOMED = "IN (SELECT id FROM temp.doomed)";

/** One statement of taking people away. */
export interface PersonStatement {
  readonly table: string;
  readonly sql: string;
}

/**
 * The statements that erase everybody in temp.doomed, made from the catalogue so that a new table cannot be
 * forgotten: rows reached through others first, then the person's own row, and last what may go only once the person has.
 */
export function eraseStatements(): readonly PersonStatement[] {
  const rank = (table: string, { person, appendOnly }: TableDeclaration): number =>
    (person.kind === "through" ? 0 : table === "customers" ? 2 : 1) + (appendOnly === true ? 3 : 0);
  return catalogueTables()
    .filter(([, { erasure }]) => erasure === "delete")
    .sort(([a, left], [b, right]) => rank(a, left) - rank(b, right))
    .map(([table, declaration]) => ({
      table,
      sql: `DELETE FROM ${table} WHERE ${personCondition(table, declaration, ALL_DOOMED)}`,
    }));
}

/**
 * The statements that take names, contacts and linking keys of everybody in temp.doomed away and leave orders and coarse attributes.
 */
export function generaliseStatements(): readonly PersonStatement[] {
  return catalogueTables().flatMap(([table, declaration]) => {
    if (declaration.person.kind === "text" || declaration.person.kind === "nobody") return [];
    const condition = personCondition(table, declaration, ALL_DOOMED);
    if (declaration.generalise === "delete")
      return [{ table, sql: `DELETE FROM ${table} WHERE ${condition}` }];
    return updates(table, declaration, condition);
  });
}

/** SQL that is true for the rows of person `?`, or of those that `who` names. */
export function personCondition(table: string, { person }: TableDeclaration, who = "= ?"): string {
  switch (person.kind) {
    case "column":
      return `${person.column} ${who}`;
    case "through":
      return `${person.column} IN (SELECT id FROM ${person.table} WHERE customer_id ${who})`;
    default:
      throw new Error(`no row of ${table} is traced to a person by a key`);
  }
}

function columnsWith(declaration: TableDeclaration, how: Generalisation): readonly string[] {
  return Object.entries(declaration.columns).flatMap(([name, column]) =>
    column.generalise === how ? [name] : [],
  );
}

function updates(
  table: string,
  declaration: TableDeclaration,
  condition: string,
): readonly PersonStatement[] {
  const sets = [
    ...columnsWith(declaration, "clear").map((name) => `${name} = NULL`),
    ...columnsWith(declaration, "blank").map((name) => `${name} = ''`),
  ];
  return sets.length === 0
    ? []
    : [{ table, sql: `UPDATE ${table} SET ${sets.join(", ")} WHERE ${condition}` }];
}
