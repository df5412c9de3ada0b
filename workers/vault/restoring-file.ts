import { ok } from "../base/result.ts";
import type { VaultFilePort } from "../ports.ts";
import type { BackupEntry, PageCommit, StoredVault, WholeSave } from "../terms/vault-file.ts";
import { PAGE_BYTES } from "./page-codec.ts";

/** A backup about to take the place of a vault's file. */
interface Source {
  readonly entry: BackupEntry;
  readonly stored: StoredVault;
  /** The file whose place it takes; undefined where there is none. */
  readonly present: StoredVault | undefined;
}

/**
 * The vault's file as if the backup lay in its place already: reading gives the backup, and backing up gives it too.
 * The first write goes to the real file, as a whole save whichever way it was asked for; from then on everything does.
 *
 * The present file's manifests are read along with the backup's own, so that the next one stands above both.
 */
export function restoringFile(real: VaultFilePort, { entry, stored, present }: Source): VaultFilePort {
  let restored = false;
  const write = async ({ bytes, manifest }: WholeSave): ReturnType<VaultFilePort["write"]> => {
    // Built on the backup, not on what lies there: the host's own look at the file is what counts.
    const written = await real.write({ bytes, manifest });
    if (written.ok) restored = true;
    return written;
  };
  return {
    ...real,
    // What is restored is read whole, and checked as a whole before.
    leases: undefined,
    read: () => {
      if (restored) return real.read();
      return Promise.resolve(
        ok({ bytes: stored.bytes, manifests: [...stored.manifests, ...(present?.manifests ?? [])] }),
      );
    },
    write: (whole) => (restored ? real.write(whole) : write(whole)),
    commit: (commit) =>
      restored
        ? real.commit(commit)
        : write({ bytes: applied(stored.bytes, commit), manifest: commit.manifest }),
    backUp: (reason) => (restored ? real.backUp(reason) : Promise.resolve(ok(entry))),
  };
}

function applied(file: Uint8Array, { pageCount, pages, bytes }: PageCommit): Uint8Array {
  const next = new Uint8Array(pageCount * PAGE_BYTES);
  next.set(file.subarray(0, next.byteLength));
  pages.forEach((page, i) => {
    next.set(bytes.subarray(i * PAGE_BYTES, (i + 1) * PAGE_BYTES), (page - 1) * PAGE_BYTES);
  });
  return next;
}
