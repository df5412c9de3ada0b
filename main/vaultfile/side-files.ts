import { basename, dirname, extname, join } from "node:path";

/** The extension of a vault's file name. */
export const vaultExtension = ".kura";

/** The name of a vault: its file name without the extension. */
export function vaultName(path: string): string {
  return basename(path, extname(path));
}

/** What may lie beside a vault, by name. */
export interface SideFiles {
  /** The freshness manifest of the file as it is. */
  readonly manifest: string;
  /** The manifest of a save or commit under way. */
  readonly nextManifest: string;
  /** The rollback journal under the name SQLite and SQLCipher look for. */
  readonly journal: string;
  /** The same journal under a name no other program takes away. */
  readonly recovery: string;
  /** The write-ahead log another program may leave; this one never writes it. */
  readonly log: string;
  /** The folder of backups. */
  readonly backups: string;
  /** The log of erasures, in that folder: who restores a backup has it at hand. */
  readonly erasures: string;
}

/** The names of what may lie beside the vault at `path`. */
export function sideFilesOf(path: string): SideFiles {
  const backups = join(dirname(path), `${vaultName(path)}.backups`);
  return {
    manifest: `${path}.fresh`,
    nextManifest: `${path}.fresh.next`,
    journal: `${path}-journal`,
    recovery: `${path}.recovery`,
    log: `${path}-wal`,
    backups,
    erasures: join(backups, "erasures.log"),
  };
}
