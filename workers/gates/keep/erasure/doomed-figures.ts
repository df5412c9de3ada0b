import type { ErasedRelease, ErasedRun, ErasedTable } from "../../../terms/erasure.ts";
import type { Database } from "../../../vault/database.ts";
import { catalogueTables } from "../../use/catalogue.ts";
import { stateTowards } from "../../use/consent-semantics.ts";
import { personStatements } from "../../use/person-statements.ts";
import { ALL_DOOMED, personCondition } from "../person-statements.ts";

/** Rows of temp.doomed by table, and the values their personal fields hold; tables without any are left out. */
export function doomedTables(db: Database): readonly ErasedTable[] {
  return catalogueTables().flatMap(([table, declaration]) => {
    if (declaration.erasure !== "delete") return [];
    const columns = Object.entries(declaration.columns).flatMap(([name, column]) =>
      column.class === "none" ? [] : [name],
    );
    const counted = columns.map((name) => `count(nullif(${name}, ''))`);
    let found: readonly number[] = [];
    db.each(
      `SELECT ${["count(*)", ...counted].join(", ")} FROM ${table} WHERE ${personCondition(table, declaration, ALL_DOOMED)}`,
      [],
      (row) => {
        found = row.map(Number);
      },
    );
    const rows = found[0] ?? 0;
    if (rows === 0) return [];
    const fields = columns.map((name, at): [string, number] => [name, found[at + 1] ?? 0]);
    return [{ table, rows, fields: Object.fromEntries(fields.filter(([, values]) => values > 0)) }];
  });
}

/** Released files with rows of temp.doomed: their recipients are to be told (GDPR art. 19). */
export function doomedReleases(db: Database): readonly ErasedRelease[] {
  return db.rows<ErasedRelease>(
    `SELECT release_id AS release, at, recipient, purpose, count(*) AS people FROM release_people
     JOIN releases ON releases.id = release_id WHERE customer_id ${ALL_DOOMED} AND state <> 'failed'
     GROUP BY release_id ORDER BY release_id`,
  );
}

interface RunRow {
  readonly id: number;
  readonly model: string;
  readonly at: string;
}

/**
 * Model runs that had seen people of temp.doomed: those made while the vault knew them, unless they had objected to profiling by then.
 * Who was frozen for a time counts as seen: rather one run too many is marked.
 */
export function doomedRuns(db: Database): readonly ErasedRun[] {
  const runs = db.rows<RunRow>("SELECT id, model, at FROM runs ORDER BY id");
  if (runs.length === 0) return [];
  const objecting = new Map(
    db
      .rows<{ id: number }>(
        `SELECT DISTINCT customer_id AS id FROM consents
         WHERE customer_id ${ALL_DOOMED} AND purpose = 'profiling' AND state = 'denied'`,
      )
      .map(({ id }) => [id, personStatements(db, id)]),
  );
  const seen = new Map<number, number>();
  db.each(
    `SELECT customers.id, coalesce(imports.at, '') FROM customers LEFT JOIN imports ON imports.id = import_id
     WHERE customers.id ${ALL_DOOMED}`,
    [],
    ([id, known]) => {
      for (const run of runs) {
        if (String(known) > run.at) continue;
        const said = objecting.get(Number(id));
        const moment = Date.parse(run.at);
        const objected =
          said !== undefined &&
          stateTowards(said, "self", { purpose: "profiling", held: moment, known: moment }) === "denied";
        if (!objected) seen.set(run.id, (seen.get(run.id) ?? 0) + 1);
      }
    },
  );
  return runs.flatMap(({ id, model, at }) => {
    const people = seen.get(id);
    return people === undefined ? [] : [{ run: id, model, at, people }];
  });
}

/** Rows of any table that still lead to one of temp.doomed. */
export function rowsLeft(db: Database): number {
  return doomedTables(db).reduce((sum, { rows }) => sum + rows, 0);
}
