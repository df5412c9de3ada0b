import * as v from "valibot";
import { canonicalJson } from "../base/canonical-json.ts";
import { backupStates } from "../terms/backup.ts";
import type { Database } from "./database.ts";
import { putSetting, setting } from "./settings.ts";

const NAME = "backup_marks";

const markSchema = v.strictObject({
  state: v.picklist(backupStates),
  /** The first 16 bytes of the backup, in hex: which key it is under. */
  salt: v.string(),
});

/** What reading a backup back has shown. */
export type BackupMark = v.InferOutput<typeof markSchema>;

const marksSchema = v.record(v.string(), markSchema);

/** The findings kept in the vault, by a backup's id. An unreadable list is no list: its backups are read back again. */
export function marksOf(db: Database): ReadonlyMap<string, BackupMark> {
  const read = v.safeParse(marksSchema, parsed(setting(db, NAME)));
  return new Map(read.success ? Object.entries(read.output) : []);
}

/** Writes the findings into the vault, in the transaction that is open. */
export function putMarks(db: Database, marks: ReadonlyMap<string, BackupMark>): void {
  putSetting(db, NAME, canonicalJson(Object.fromEntries(marks)));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
