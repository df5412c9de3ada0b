import type { JobControl } from "../../../base/job.ts";
import type { Database } from "../../../vault/database.ts";
import { catalogueTables } from "../../use/catalogue.ts";
import { tellingColumn } from "./person-values.ts";
import type { Sought } from "./sought.ts";

/**
 * Leaves out what people who stay hold themselves (a household's telephone, a namesake's name): patterns inside one of their own
 * values, and free texts that are exactly one of theirs. To be called once the rows of the erased are gone. @throws Cancelled
 */
export function leaveOutShared(db: Database, sought: Sought, job: JobControl): void {
  const tables = catalogueTables().flatMap(([table, { columns, erasure }]) => {
    if (erasure !== "delete") return [];
    const telling = Object.keys(columns).filter(
      (column) => tellingColumn(table, column) !== undefined || column === "search_key",
    );
    return telling.length === 0 ? [] : [{ table, columns: telling }];
  });
  const total = tables.reduce((sum, { table }) => sum + db.count(`SELECT count(*) FROM ${table}`), 0);
  let done = 0;
  for (const one of tables)
    leaveOutOf(db, one, sought, () => {
      if ((++done & 1023) !== 0) return;
      job.check();
      if ((done & 16_383) === 0) job.progress({ phase: "leaving-out", done, total });
    });
}

function leaveOutOf(
  db: Database,
  { table, columns }: { readonly table: string; readonly columns: readonly string[] },
  sought: Sought,
  eachRow: () => void,
): void {
  const free = columns.map((column) => tellingColumn(table, column) === "free");
  const { search } = sought;
  db.eachBytes(`SELECT ${columns.join(", ")} FROM ${table}`, (row) => {
    eachRow();
    for (let column = 0; column < columns.length; column++) {
      const start = row.start(column);
      if (start < 0) continue;
      const end = start + row.length(column);
      search.search(row.heap, start, end, (pattern, at, length) => {
        if (free[column] === true && (at !== start || length !== end - start)) return;
        search.drop(pattern);
        sought.shared.add(search.ownerOf(pattern));
      });
    }
    return true;
  });
}
