import type { Database } from "../../vault/database.ts";

/**
 * Lends a table temp.doomed of customers.id, for statements about many people at once. It lies in memory and in no file; the
 * caller's transaction, when it is rolled back, takes it along.
 */
export function withDoomed<T>(db: Database, people: readonly number[], work: () => T): T {
  db.run("CREATE TEMP TABLE doomed (id INTEGER PRIMARY KEY)");
  try {
    if (people.length > 0)
      db.bulkInsert("INSERT OR IGNORE INTO temp.doomed (id) VALUES (?)", [Int32Array.from(people)]);
    return work();
  } finally {
    db.run("DROP TABLE IF EXISTS temp.doomed");
  }
}
