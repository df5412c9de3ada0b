import { fault, type Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { Input } from "../../../contract.ts";
import type {
  DataMap,
  MapField,
  MapGap,
  MapLink,
  MapSource,
  RefusedColumn,
} from "../../../terms/data-map.ts";
import { purposeCodes } from "../../../terms/purpose.ts";
import type { Database } from "../../../vault/database.ts";
import { putSetting } from "../../../vault/settings.ts";
import type { Methods, Workspace } from "../../../workspace.ts";
import { catalogueTables } from "../catalogue.ts";
import { dataDiet } from "./diet.ts";
import { countFields, type CountedField, type CountedTable } from "./fields.ts";
import { readInUse, usesOf, type InUse } from "./uses.ts";

/** Settings under which the owner's words lie: what the customer gets for a field. */
const VALUE = "value:";
/** Below this share of its rows a field says little. */
const SPARSE = 0.2;

/**
 * The data map of the whole vault (GDPR art. 30; APPI art. 25 and 32): every field that speaks of people, its class, sources and
 * purposes, how much of it is filled, what uses it now, what the customer gets for it, and what is wanting.
 */
async function dataMap(workspace: Workspace): Promise<Outcome<DataMap>> {
  const { vault } = workspace;
  await vault.prefetch();
  const { db } = vault;
  const tables = countFields(db);
  const inUse = readInUse(db);
  const values = readValues(db);
  const fields = tables.flatMap(({ fields: counted }) =>
    counted.map((field) => completed(field, inUse, values.get(field.id) ?? "")),
  );
  return ok({
    people: db.count("SELECT count(*) FROM customers"),
    fields,
    sources: readSources(db),
    refused: readRefused(db),
    fromSources: fromSources(tables),
    toPurposes: toPurposes(fields),
  });
}

/** Keeps the owner's words for what the customer gets for a field. Faults: `field-unknown`, those of saving. */
async function saveFieldValue(
  workspace: Workspace,
  { field, text }: Input<"saveFieldValue">,
): Promise<Outcome<null>> {
  const { vault } = workspace;
  if (!countFields(vault.db).some(({ fields }) => fields.some(({ id }) => id === field)))
    return fault("field-unknown");
  return vault.change(["vault", "record"], (note) => {
    if (text === "") vault.db.run("DELETE FROM settings WHERE key = ?", [VALUE + field]);
    else putSetting(vault.db, VALUE + field, text);
    note({
      gate: "use",
      action: "field-value-saved",
      payload: { field: tableOf(field), written: text !== "" },
    });
    return null;
  });
}

/** The data map's share of the contract. */
export const dataMapMethods: Methods<"dataMap" | "dataDiet" | "saveFieldValue"> = {
  dataMap,
  dataDiet,
  saveFieldValue,
};

/** Which field it was, without a heading that a file brought: the record must not hold what a heading may say. */
function tableOf(field: string): string {
  return field.startsWith("attributes.") ? "attributes" : field;
}

function completed(field: CountedField, inUse: InUse, value: string): MapField {
  const uses = usesOf(field, inUse);
  return { ...field, uses, value, gaps: gapsOf(field, uses.length > 0, value) };
}

/** What is wanting of a field. Copies the vault works with are no promise to anybody: nothing is wanting of them. */
function gapsOf(field: CountedField, used: boolean, value: string): readonly MapGap[] {
  if (field.working || field.rows === 0) return [];
  if (field.filled === 0) return ["empty"];
  const gaps: MapGap[] = [];
  if (field.filled < field.rows * SPARSE) gaps.push("sparse");
  if (!used) gaps.push("unused");
  if (field.purposes.length === 0) gaps.push("no-purpose");
  const telling = field.class === "identifier" || field.class === "quasi_identifier";
  if ((telling || field.class === "special_category") && value === "") gaps.push("no-value");
  return gaps;
}

function readValues(db: Database): ReadonlyMap<string, string> {
  return new Map(
    db
      .rows<{ key: string; value: string }>("SELECT key, value FROM settings WHERE key LIKE ?", [`${VALUE}%`])
      .map(({ key, value }) => [key.slice(VALUE.length), value]),
  );
}

function readSources(db: Database): readonly MapSource[] {
  const labelled = catalogueTables().some(([table]) => table === "sources");
  const parties = new Map(
    (labelled ? db.rows<{ name: string; party: string }>("SELECT name, party FROM sources") : []).map(
      ({ name, party }) => [name, party],
    ),
  );
  return db
    .rows<MapSource>(
      `SELECT source AS name, count(*) AS imports, min(at) AS since, max(at) AS until FROM imports
       WHERE undone_at IS NULL GROUP BY source ORDER BY source`,
    )
    .map((source) => {
      const party = parties.get(source.name);
      return party === undefined ? source : { ...source, party };
    });
}

/** Special categories that files brought and the gate did not take. */
function readRefused(db: Database): readonly RefusedColumn[] {
  return db.rows<RefusedColumn>(
    `SELECT heading, imports.source AS source, count(DISTINCT import_id) AS files FROM fields
     JOIN imports ON imports.id = import_id
     WHERE class = 'special_category' AND fields.stored = 0 AND undone_at IS NULL GROUP BY heading, imports.source ORDER BY 1, 2`,
  );
}

function fromSources(tables: readonly CountedTable[]): readonly MapLink[] {
  return tables.flatMap(({ table, fields, sources }) =>
    fields.every(({ working }) => working)
      ? []
      : sources
          .filter(({ source, rows }) => source !== "" && rows > 0)
          .map(({ source, rows }) => ({ from: source, to: table, weight: rows })),
  );
}

function toPurposes(fields: readonly MapField[]): readonly MapLink[] {
  const filled = fields.filter((field) => !field.working && field.filled > 0);
  const tables = [...new Set(filled.map(({ table }) => table))];
  return tables.flatMap((table) =>
    purposeCodes.flatMap((purpose) => {
      const weight = filled.filter(
        (field) => field.table === table && field.purposes.includes(purpose),
      ).length;
      return weight === 0 ? [] : [{ from: table, to: purpose, weight }];
    }),
  );
}
