import type { Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { Input } from "../../../contract.ts";
import type { PackOutcome } from "../../../terms/rights.ts";
import type { Act } from "../../../vault/vault.ts";
import type { OutgoingPart } from "../../../ports.ts";
import type { Workspace } from "../../../workspace.ts";
import { handOut, outgoingStem } from "../../release/files/hand-out.ts";
import { sha256 as loadSha256 } from "../../release/files/sha256.ts";
import { spreadsheetCsv } from "../../release/writers/spreadsheet-csv.ts";
import type { HeldTable } from "./held-tables.ts";
import { gatherPack, type Pack } from "./pack.ts";
import { packHtml } from "./pack-html.ts";
import { providedTables } from "./provided.ts";
import { rightsWords } from "./words.ts";

/**
 * Writes what a person is entitled to into a folder. The access pack: one readable page, the same as JSON, and a CSV for each table.
 * `portable`: what they provided, as JSON and CSV (GDPR art. 20). It is told in the record without anything of its content.
 * Faults: `customer-unknown`, those of saving and of writing.
 */
export async function accessPack(
  workspace: Workspace,
  { customerId, language, folder, portable = false }: Input<"accessPack">,
): Promise<Outcome<PackOutcome>> {
  const words = rightsWords(language);
  const sha256 = await loadSha256();
  const gathered = await gatherPack(workspace, customerId, words);
  if (!gathered.ok) return gathered;
  const pack = gathered.value;
  const tables = (portable ? providedTables(pack.tables) : pack.tables).filter(({ rows }) => rows.length > 0);
  const stem = outgoingStem(`${portable ? "portability" : "access"}-${String(customerId)}`, workspace.now());
  const json = jsonFile(stem, portable ? portableDocument(pack, tables) : accessDocument(pack));
  const files: readonly OutgoingPart[] = [
    ...(portable ? [] : [{ name: `${stem}.html`, bytes: utf8(packHtml(pack, words)) }]),
    json,
    ...tables.map((table) => csvFile(stem, table)),
  ];
  const rows = tables.reduce((sum, table) => sum + table.rows.length, 0);
  const act: Act = {
    gate: "keep",
    action: portable ? "portability-pack" : "access-pack",
    payload: {
      subject: workspace.vault.pseudonym(`customer:${String(customerId)}`),
      files: files.length,
      tables: tables.length,
      rows,
      sha256: sha256(json.bytes),
    },
  };
  const written = await handOut(workspace, folder, files, [act], {
    recipients: ["person"],
    people: [customerId],
  });
  if (!written.ok) return written;
  return ok({ paths: written.value.paths, tables: tables.length, rows, redacted: pack.redacted });
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function jsonFile(stem: string, document: object): OutgoingPart & { readonly bytes: Uint8Array } {
  return { name: `${stem}.json`, bytes: utf8(`${JSON.stringify(document, null, 2)}\n`) };
}

function csvFile(stem: string, { name, columns, rows }: HeldTable): OutgoingPart {
  const heading = columns.map((column) => column.name);
  return { name: `${stem}-${name}.csv`, bytes: spreadsheetCsv(heading, rows) };
}

/** Rows as objects: a machine reads them by name. */
function tableObjects(tables: readonly HeldTable[]): Readonly<Record<string, readonly object[]>> {
  return Object.fromEntries(
    tables.map(({ name, columns, rows }) => [
      name,
      rows.map((row) => Object.fromEntries(columns.map((column, at) => [column.name, row[at] ?? null]))),
    ]),
  );
}

function accessDocument({ tables, ...pack }: Pack): object {
  const columns = Object.fromEntries(tables.map(({ name, columns: declared }) => [name, declared]));
  return { ...pack, columns, tables: tableObjects(tables) };
}

function portableDocument({ madeAt, holder, customerId }: Pack, tables: readonly HeldTable[]): object {
  return { format: "kurabito-portability/1", madeAt, holder, customerId, tables: tableObjects(tables) };
}
