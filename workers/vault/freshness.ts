import { createSHA256 } from "hash-wasm";
import { manifestSeal, type FreshnessManifest, type ManifestSeal } from "./freshness-manifest.ts";
import type { VaultKey } from "./key.ts";
import { PAGE_BYTES } from "./page-codec.ts";
import { PageTags, type ChangedPages } from "./page-tags.ts";
import { sizeOf, type AnyStored } from "./stored-file.ts";
import type { RecordHead } from "./record.ts";

/** What the open database says of itself; it stands in the manifest beside the root. */
export interface VaultState {
  readonly vaultId: string;
  /** SQLite's file change counter: `changeCounter` of page 1. */
  readonly changes: number;
  readonly record: RecordHead;
}

/** How a vault file can fail to be the one last saved. */
export type Staleness = "older" | "edited" | "unknown";

/** Whether a vault file is the one this program saved last. */
export type FreshnessVerdict =
  | { readonly kind: "fresh" }
  /**
   * - "older": there is a manifest of this vault, and the file is none it knows, though no program has written to it
   *   since: an older file, or older pages of it, were put back.
   * - "edited": another program has written to the file since; it needed the passphrase for that.
   * - "unknown": no manifest of this vault is there. Where none was ever made, this is as it should be.
   */
  | { readonly kind: Staleness; readonly known?: FreshnessManifest };

/** The manifest for a save. `adopt` once the save is durable; a save that failed is simply forgotten. */
export interface NextManifest {
  readonly manifest: Uint8Array<ArrayBuffer>;
  adopt(): void;
}

/**
 * Notices when a vault file, or any part of it, is older than the one last saved. SQLCipher's HMAC binds a page to
 * its number but not to its version, so an old page put back passes it: a withdrawn consent would be given again.
 *
 * A small authenticated manifest beside the file holds a root over the tags of all pages. It cannot show that file
 * and manifest were put back together: that needs a memory outside their folder.
 */
export class Freshness {
  private readonly seal: ManifestSeal;
  private tags: PageTags | undefined;
  /** This vault's manifests beside the file examined, the latest first. */
  private known: readonly FreshnessManifest[] = [];
  private counter = 0;
  private at: string | undefined;

  private constructor(seal: ManifestSeal) {
    this.seal = seal;
  }

  /** For the holder of `key`. */
  static async under(key: VaultKey): Promise<Freshness> {
    const secret = await key.derive("kurabito freshness 1");
    try {
      return new Freshness(await manifestSeal(secret));
    } finally {
      secret.fill(0);
    }
  }

  /**
   * Takes in the file as it was read and the manifests found beside it; needs no database. The next manifest's counter
   * stands above all that this vault's key has sealed, whatever the verdict.
   */
  async examine(stored: AnyStored): Promise<void> {
    const decoded = await Promise.all(stored.manifests.map((bytes) => this.seal.decode(bytes)));
    this.known = decoded.filter((manifest) => manifest !== undefined).sort((a, b) => b.counter - a.counter);
    this.counter = this.known[0]?.counter ?? 0;
    this.at = this.known[0]?.at;
    this.tags = await tagsOf(stored);
  }

  /** When the vault was last saved, as its manifest says (ISO date-time); undefined where there is none. */
  get savedAt(): string | undefined {
    return this.at;
  }

  /** The latest manifest when there are some and none is of the file examined: then it is stale, whatever it holds. */
  contradicted(): FreshnessManifest | undefined {
    const { tags } = this;
    const root = tags?.root();
    const fits = this.known.some((manifest) => manifest.root === root && manifest.pages === tags?.pages);
    return fits ? undefined : this.known[0];
  }

  /** The verdict over the file examined; `state` is read from the very same bytes. */
  verdict(state: VaultState): FreshnessVerdict {
    const { tags } = this;
    if (tags === undefined) throw new Error("no file was examined yet");
    const known = this.known.filter((manifest) => manifest.vaultId === state.vaultId);
    const latest = known[0];
    if (latest === undefined) return { kind: "unknown" };
    const root = tags.root();
    if (known.some((manifest) => fits(manifest, tags.pages, root, state))) return { kind: "fresh" };
    return { kind: state.changes > latest.changes ? "edited" : "older", known: latest };
  }

  /** Both at once. */
  async judge(stored: AnyStored, state: VaultState): Promise<FreshnessVerdict> {
    await this.examine(stored);
    return this.verdict(state);
  }

  /**
   * Whether what is stored now is what this program last read or saved, manifest and all: false once a page, the
   * file or its manifest was put back or changed while the vault is open.
   */
  async holds(stored: AnyStored): Promise<boolean> {
    const decoded = await Promise.all(stored.manifests.map((bytes) => this.seal.decode(bytes)));
    const latest = decoded.find((manifest) => manifest?.counter === this.counter);
    const { tags } = this;
    if (latest === undefined || tags === undefined) return false;
    if (sizeOf(stored) !== tags.pages * PAGE_BYTES) return false;
    const root = tags.root();
    return latest.root === root && (await tagsOf(stored)).root() === root;
  }

  /** The manifest of a whole save of `file` (ciphertext). */
  async whole(file: Uint8Array, state: VaultState, at: Date): Promise<NextManifest> {
    return this.next(PageTags.of(await createSHA256(), file), state, at);
  }

  /** The manifest of a commit of some pages over the file last read or saved. */
  async commit(changed: ChangedPages, state: VaultState, at: Date): Promise<NextManifest> {
    if (this.tags === undefined) throw new Error("no file was judged or saved whole yet");
    return this.next(this.tags.after(changed), state, at);
  }

  private async next(tags: PageTags, state: VaultState, at: Date): Promise<NextManifest> {
    const counter = this.counter + 1;
    const manifest = await this.seal.encode({
      vaultId: state.vaultId,
      counter,
      pages: tags.pages,
      changes: state.changes,
      root: tags.root(),
      record: state.record,
      at: at.toISOString(),
    });
    return {
      manifest,
      adopt: () => {
        this.tags = tags;
        this.counter = counter;
        this.at = at.toISOString();
      },
    };
  }
}

async function tagsOf(stored: AnyStored): Promise<PageTags> {
  const sha256 = await createSHA256();
  return "bytes" in stored ? PageTags.of(sha256, stored.bytes) : PageTags.from(sha256, stored.tags);
}

/** SQLite's file change counter on a decrypted page 1 (https://www.sqlite.org/fileformat2.html, 1.3.7). */
export function changeCounter(page1: Uint8Array): number {
  return new DataView(page1.buffer, page1.byteOffset, page1.byteLength).getUint32(24);
}

function fits(manifest: FreshnessManifest, pages: number, root: string, state: VaultState): boolean {
  return (
    manifest.root === root &&
    manifest.pages === pages &&
    manifest.record.seq === state.record.seq &&
    manifest.record.mac === state.record.mac
  );
}
