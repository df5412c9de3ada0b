import type { Outcome } from "../../base/fault.ts";
import type { VaultFilePort } from "../../ports.ts";
import type { Freshness, NextManifest, VaultState } from "../freshness.ts";
import { LeasedReader } from "./cipher-file.ts";
import type { PageStore, SealedPages } from "./page-store.ts";

/**
 * Sends a sealed save to the vault's file with the manifest that belongs to it, and takes it for the saved state once
 * it is durable. A save that failed changes nothing: its pages are still to be saved. Faults: those of the port.
 */
export async function sendPages(
  file: VaultFilePort,
  store: PageStore,
  sealed: SealedPages,
  freshness: Freshness,
  state: VaultState,
  at: Date,
): Promise<Outcome<{ readonly at: string }>> {
  const { base } = store;
  let next: NextManifest;
  let sent: Promise<Outcome<{ readonly at: string }>>;
  if (sealed.whole) {
    next = await freshness.whole(sealed.bytes, state, at);
    sent = file.write({ bytes: sealed.bytes, manifest: next.manifest, base });
  } else {
    const changed = {
      pageCount: sealed.pageCount,
      pages: sealed.pages.map((page) => page + 1),
      bytes: sealed.bytes,
    };
    next = await freshness.commit(changed, state, at);
    sent = file.commit({ ...changed, manifest: next.manifest, base });
  }
  const written = await sent;
  if (written.ok) {
    const reader = sealed.wantsReader ? await readerOfNew(file) : undefined;
    next.adopt();
    sealed.landed(reader);
  }
  return written;
}

/** A lease is of one file for good: a file written whole needs another. Where none can be had now, it asks again later. */
async function readerOfNew({ leases }: VaultFilePort): Promise<LeasedReader | undefined> {
  if (leases === undefined) return undefined;
  const reader = new LeasedReader(leases);
  await reader.renew();
  return reader;
}
