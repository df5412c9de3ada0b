import * as v from "valibot";
import {
  mendGroupSchema,
  quarantineReportSchema,
  type GroupMended,
  type QuarantineGroup,
  type QuarantineReport,
} from "../terms/quarantine.ts";
import {
  importPlanSchema,
  savedMappingSchema,
  quarantineReasons,
  readingSchema,
  type FilePreview,
  type ImportEntry,
  type ImportOutcome,
  type QuarantinedRow,
  type MappingEntry,
  type QuarantinePage,
} from "../terms/intake.ts";
import { sourceSchema, type SourceEntry } from "../terms/source.ts";
import type { TableProfile } from "../terms/profile.ts";
import { pageSchema } from "../terms/people.ts";
import { id, language, file, fileName, job, nothing } from "./schemas.ts";

/** What comes in: files, their reading, quarantine, sources. */
export const intakeArguments = {
  previewFile: v.strictObject({ file, name: fileName, reading: v.optional(v.partial(readingSchema)) }),
  importFile: v.strictObject({
    file,
    name: fileName,
    plan: importPlanSchema,
    dryRun: v.optional(v.boolean()),
    job,
  }),
  /** Counts every row of a file under a plan; stores nothing. */
  profileFile: v.strictObject({ file, name: fileName, plan: importPlanSchema, job }),
  /** Remembers what the columns of files with these headings mean. */
  saveMapping: savedMappingSchema,
  listMappings: nothing,
  deleteMapping: v.strictObject({ mappingId: v.pipe(v.string(), v.regex(/^[0-9a-f]{14}$/)) }),
  listImports: nothing,
  listSources: nothing,
  /** Says whose data a source holds. */
  saveSource: sourceSchema,
  undoImport: v.strictObject({ importId: id, job }),
  listQuarantine: v.strictObject({
    ...pageSchema.entries,
    importId: v.optional(id),
    reason: v.optional(v.picklist(quarantineReasons)),
  }),
  mendQuarantined: v.strictObject({ rowId: id, raw: v.pipe(v.string(), v.maxLength(2_000_000)) }),
  discardQuarantined: v.strictObject({ rowId: id }),
  listQuarantineGroups: nothing,
  /** Repairs all rows of a group by a rule and sends them through the gate again. */
  mendGroup: mendGroupSchema,
  /** Writes where an import's rows are at fault and why, and nothing of what stands in them. */
  reportQuarantine: quarantineReportSchema,
  loadSample: v.strictObject({ language, job }),
};

/** What they answer. */
export interface IntakeAnswers {
  previewFile: FilePreview;
  importFile: ImportOutcome;
  profileFile: TableProfile;
  saveMapping: MappingEntry;
  listMappings: readonly MappingEntry[];
  deleteMapping: null;
  listImports: readonly ImportEntry[];
  listSources: readonly SourceEntry[];
  saveSource: null;
  undoImport: {
    readonly customersRemoved: number;
    readonly ordersRemoved: number;
    readonly entriesRemoved: number;
  };
  listQuarantine: QuarantinePage;
  /** The row as stored, or the reason it still cannot be. */
  mendQuarantined: { readonly stored: boolean; readonly row: QuarantinedRow };
  discardQuarantined: null;
  listQuarantineGroups: readonly QuarantineGroup[];
  mendGroup: GroupMended;
  reportQuarantine: QuarantineReport;
  loadSample: { readonly imports: readonly ImportOutcome[] };
}
