import type { JobControl } from "../../../base/job.ts";
import type { Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { Database } from "../../../vault/database.ts";
import type { Vault } from "../../../vault/vault.ts";
import { catalogueTables } from "../../use/catalogue.ts";
import { standsInHash } from "./by-chance.ts";
import { searchedForms } from "./encodings.ts";
import { SplitCells } from "./split-cells.ts";
import type { Sought } from "./sought.ts";
import type { ErasureSearch } from "../../../terms/erasure.ts";

/** Deletes rows that no key leads to and whose text holds what is searched for; answers how many. */
export function deleteSought(db: Database, sought: Sought, job: JobControl): number {
  let deleted = 0;
  for (const [table, { person, erasure }] of catalogueTables()) {
    if (erasure !== "search" || person.kind !== "text") continue;
    const found: number[] = [];
    let rows = 0;
    db.eachBytes(`SELECT ${person.column}, id FROM ${table}`, (row) => {
      if ((++rows & 1023) === 0) job.check();
      const start = row.start(0);
      if (start >= 0 && sought.isHeldBy(row.heap, start, start + row.length(0))) found.push(row.number(1));
      return true;
    });
    for (const id of found) db.run(`DELETE FROM ${table} WHERE id = ?`, [id]);
    deleted += found.length;
  }
  return deleted;
}

/**
 * Searches every decrypted byte of the saved file, page by page, as it lies on the disk: freelist, unused parts of pages, and values
 * that run over from page to page. What is found is then looked up by table. Nothing is changed.
 * Faults: those of reading, "vault-damaged".
 */
export async function searchVault(
  vault: Pick<Vault, "db" | "searchSaved">,
  sought: Sought,
  facts: { readonly now: Date; readonly rowsLeft: number },
  job: JobControl,
): Promise<Outcome<ErasureSearch>> {
  let hits = 0;
  let pages = 0;
  let bytes = 0;
  const { search } = sought;
  const split = new SplitCells(search.longest);
  // Without a pattern the file is read all the same: that it can be is part of the proof.
  const read = await vault.searchSaved((page, number) => {
    pages++;
    bytes += page.byteLength;
    search.search(page, 0, page.byteLength, (_, at, length) => {
      if (!standsInHash(page, at, length)) hits++;
    });
    split.take(page, number);
  }, job);
  if (!read.ok) return read;
  for (const joint of split.joints())
    search.search(joint.bytes, 0, joint.bytes.byteLength, (_, at, length) => {
      // What lies on one side alone was found there.
      if (at < joint.at && at + length > joint.at && !standsInHash(joint.bytes, at, length)) hits++;
    });
  return ok({
    at: facts.now.toISOString(),
    pages,
    bytes,
    freePages: vault.db.count("PRAGMA freelist_count"),
    values: sought.values,
    patterns: sought.patterns,
    forms: searchedForms,
    hits,
    foundIn: hits === 0 ? [] : columnsHolding(vault.db, sought),
    tooShort: sought.tooShort,
    shared: sought.shared.size,
    rowsLeft: facts.rowsLeft,
  });
}

/** Tables and columns whose values hold what is searched for, as "table.column". */
function columnsHolding(db: Database, sought: Sought): readonly string[] {
  const holding = new Set<string>();
  for (const [table, { columns }] of catalogueTables())
    for (const column of Object.keys(columns))
      db.eachBytes(`SELECT ${column} FROM ${table}`, (row) => {
        const start = row.start(0);
        if (start < 0 || !sought.isHeldBy(row.heap, start, start + row.length(0))) return true;
        holding.add(`${table}.${column}`);
        return false;
      });
  return [...holding].sort();
}
