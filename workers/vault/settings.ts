import type { Database } from "./database.ts";

/** Whether cells of people may be copied from the screen: "on", else they may not. */
export const copySetting = "copy_people";

/** A line of the vault's settings; empty where it has none of that name. */
export function setting(db: Database, key: string): string {
  return db.first<{ value: string }>("SELECT value FROM settings WHERE key = ?", [key])?.value ?? "";
}

/** Writes a line of the settings, over an older one of its name. */
export function putSetting(db: Database, key: string, value: string): void {
  db.run("INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)", [key, value]);
}
