import { dirname, join } from "node:path";
import { fault, type Outcome } from "../../workers/base/fault.ts";
import { ok } from "../../workers/base/result.ts";
import type { WholeSave } from "../../workers/terms/vault-file.ts";
import { publishFile, unfinishedName, writeNewFile } from "./durable-write.ts";
import { errnoOf, removeIfThere, removeQuietly, statusIfThere, type FileSystem } from "./file-system.ts";
import { markOf, packManifest, pageBytes } from "./manifests.ts";
import { sideFilesOf, vaultExtension, vaultName } from "./side-files.ts";
import { writeFault } from "./write-fault.ts";

/** So many conflicts within one minute are no accident. */
const mostNames = 100;

/**
 * Writes a vault that could not be saved, because another program changed its file, as a vault of its own
 * beside it: "NAME (conflict 2026-11-22 0314).kura" with its manifest. Nothing that is there is overwritten.
 * Faults: those of saving.
 */
export async function saveConflictCopy(
  fs: FileSystem,
  path: string,
  { bytes, manifest }: WholeSave,
  now: Date = new Date(),
): Promise<Outcome<{ readonly path: string }>> {
  try {
    for (let n = 1; n <= mostNames; n++) {
      const copy = join(dirname(path), `${vaultName(path)} (${conflictWords(now, n)})${vaultExtension}`);
      if ((await statusIfThere(fs, copy)) !== undefined) continue;
      const mark = markOf(bytes.byteLength, 1, bytes.subarray(0, pageBytes));
      if (await writeCopy(fs, copy, bytes, packManifest(manifest, mark))) return ok({ path: copy });
    }
    return fault("vault-exists");
  } catch (error) {
    return writeFault(error, "save-failed");
  }
}

/** The time on the user's own clock, in characters every file system takes. */
function conflictWords(now: Date, n: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = `${String(now.getFullYear())}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const time = `${two(now.getHours())}${two(now.getMinutes())}`;
  return `conflict ${day} ${time}${n === 1 ? "" : ` ${String(n)}`}`;
}

/** Whether a file name is one that a conflict copy of the vault at `path` gets. */
export function isConflictCopyOf(path: string, name: string): boolean {
  const lead = `${vaultName(path)} (conflict `;
  return name.startsWith(lead) && /^[-\d ]+\)\.kura$/.test(name.slice(lead.length));
}

/** False when the name was taken meanwhile. The manifest is there before the copy can be seen. */
async function writeCopy(
  fs: FileSystem,
  copy: string,
  bytes: Uint8Array,
  packed: Uint8Array,
): Promise<boolean> {
  const unfinished = unfinishedName(copy);
  const side = sideFilesOf(copy);
  try {
    await writeNewFile(fs, unfinished, bytes);
    await removeIfThere(fs, side.manifest);
    await writeNewFile(fs, side.manifest, packed);
    await fs.syncFolder(dirname(copy));
    await publishFile(fs, unfinished, copy);
    await fs.syncFolder(dirname(copy));
    return true;
  } catch (error) {
    if (errnoOf(error) === "EEXIST") return false;
    await removeQuietly(fs, side.manifest);
    throw error;
  } finally {
    await removeQuietly(fs, unfinished);
  }
}
