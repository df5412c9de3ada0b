import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isRunning } from "../vaultfile/process-identity.ts";
import { profilePreferences } from "./flags.ts";

const prefix = "kurabito-window-";

/** A new profile folder with a random name, readable by its owner alone. */
export function makeProfile(parent: string = tmpdir()): string {
  const profile = mkdtempSync(join(parent, `${prefix}${String(process.pid)}-`));
  mkdirSync(join(profile, "Default"), { recursive: true, mode: 0o700 });
  writeFileSync(join(profile, "Default", "Preferences"), JSON.stringify(profilePreferences), { mode: 0o600 });
  mkdirSync(join(profile, "handover"), { mode: 0o700 });
  return profile;
}

/** Removes a profile; a browser that is still ending may be writing to it, so this tries for some seconds. */
export async function removeProfile(profile: string): Promise<void> {
  await rm(profile, { recursive: true, force: true, maxRetries: 30, retryDelay: 100 });
}

/** Removes the profiles of processes that were killed before they could. */
export async function sweepProfiles(parent: string = tmpdir()): Promise<void> {
  for (const name of readdirSync(parent)) {
    const match = /^kurabito-window-(\d+)-/.exec(name);
    if (match !== null && !isRunning(Number(match[1])))
      await removeProfile(join(parent, name)).catch(() => undefined);
  }
}
