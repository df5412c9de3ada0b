import { ok } from "../../base/result.ts";
import type { ImportEntry } from "../../terms/intake.ts";
import type { Methods } from "../../workspace.ts";
import { identityMethods } from "./identity/methods.ts";
import { previewTable } from "./profile/preview.ts";
import { profileFile } from "./profile/profile-file.ts";
import { importIntoVault } from "./store/import-file.ts";
import { deleteMapping, findMapping, listMappings, saveMapping } from "./store/mappings.ts";
import { listGroups, mendGroup } from "./store/quarantine-groups.ts";
import { discardQuarantined, listQuarantine, mendQuarantined } from "./store/quarantine.ts";
import { listSources, saveSource } from "./store/sources.ts";
import { undoImport } from "./store/undo-import.ts";

export { readTable } from "./read-table.ts";
export { previewTable } from "./profile/preview.ts";

interface ImportRow {
  readonly id: number;
  readonly name: string;
  readonly source: string;
  readonly at: string;
  readonly read: number;
  readonly stored: number;
  readonly quarantined: number;
  readonly undone_at: string | null;
}

/** The intake gate: what may enter the vault, and as what. */
export const intakeMethods: Methods<
  | "previewFile"
  | "importFile"
  | "profileFile"
  | "saveMapping"
  | "listMappings"
  | "deleteMapping"
  | "listImports"
  | "undoImport"
  | "listSources"
  | "saveSource"
  | "listQuarantine"
  | "mendQuarantined"
  | "discardQuarantined"
  | "listQuarantineGroups"
  | "mendGroup"
  | keyof typeof identityMethods
> = {
  ...identityMethods,
  previewFile: ({ vault }, { file, name, reading }) =>
    previewTable(file, name, reading ?? {}, (headings) => findMapping(vault.db, headings)),
  profileFile: (workspace, { file, plan, job }) => profileFile(file, plan, workspace.job(job)),
  saveMapping: ({ vault }, mapping) => saveMapping(vault, mapping),
  listMappings: ({ vault }) => Promise.resolve(ok(listMappings(vault.db))),
  deleteMapping: ({ vault }, { mappingId }) => deleteMapping(vault, mappingId),
  importFile: (workspace, input) =>
    importIntoVault(workspace.vault, {
      file: input.file,
      name: input.name,
      plan: input.plan,
      dryRun: input.dryRun ?? false,
      now: workspace.now(),
      job: workspace.job(input.job),
    }),
  listImports: ({ vault }) =>
    Promise.resolve(
      ok(
        vault.db
          .rows<ImportRow>(
            "SELECT id, name, source, at, read, stored, quarantined, undone_at FROM imports ORDER BY id DESC",
          )
          .map(({ undone_at: undoneAt, ...entry }): ImportEntry => ({
            ...entry,
            ...(undoneAt === null ? {} : { undoneAt }),
          })),
      ),
    ),
  listSources: ({ vault }) => Promise.resolve(ok(listSources(vault.db))),
  saveSource: ({ vault }, input) => saveSource(vault, input),
  undoImport: (workspace, input) =>
    undoImport(workspace.vault, input.importId, workspace.now(), workspace.job(input.job)),
  listQuarantine: ({ vault }, input) => Promise.resolve(ok(listQuarantine(vault.db, input))),
  mendQuarantined: (workspace, { rowId, raw }) =>
    mendQuarantined(workspace.vault, rowId, raw, workspace.now()),
  discardQuarantined: ({ vault }, { rowId }) => discardQuarantined(vault, rowId),
  listQuarantineGroups: ({ vault }) => Promise.resolve(ok(listGroups(vault.db))),
  mendGroup: (workspace, input) => mendGroup(workspace.vault, input, workspace.now()),
};
