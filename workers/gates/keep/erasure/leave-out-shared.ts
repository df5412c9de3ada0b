import type { Database } from "../../../vault/database.ts";
import { catalogueTables } from "../../use/catalogue.ts";
import { tellingColumn } from "./person-values.ts";
import type { Pass, Sought } from "./sought.ts";

/**
 * Leaves out what people who stay hold themselves (a household's telephone, a namesake's name): patterns inside one of their own
 * values, and free texts that are exactly one of theirs. To be called once the rows of the erased are gone; `between` may throw to stop.
 */
export function leaveOutShared(db: Database, sought: Sought, between: () => void): void {
  for (let number = 0; number < sought.passCount; number++) {
    between();
    const pass = sought.pass(number);
    for (const [table, { columns, erasure }] of catalogueTables()) {
      if (erasure !== "delete") continue;
      const telling = Object.keys(columns).filter(
        (column) => tellingColumn(table, column) !== undefined || column === "search_key",
      );
      if (telling.length > 0) leaveOutOf(db, { table, columns: telling }, { sought, pass, between });
    }
  }
}

function leaveOutOf(
  db: Database,
  { table, columns }: { readonly table: string; readonly columns: readonly string[] },
  { sought, pass, between }: { readonly sought: Sought; readonly pass: Pass; readonly between: () => void },
): void {
  const free = columns.map((column) => tellingColumn(table, column) === "free");
  let rows = 0;
  db.eachBytes(`SELECT ${columns.join(", ")} FROM ${table}`, (row) => {
    if ((++rows & 4095) === 0) between();
    for (let column = 0; column < columns.length; column++) {
      const start = row.start(column);
      if (start < 0) continue;
      const end = start + row.length(column);
      pass.table.search(row.heap, start, end, (pattern, at, length) => {
        if (free[column] === true && (at !== start || length !== end - start)) return;
        pass.table.drop(pattern);
        sought.shared.add(pass.owners[pattern] ?? -1);
      });
    }
    return true;
  });
}
