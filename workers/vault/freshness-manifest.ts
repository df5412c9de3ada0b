import * as v from "valibot";
import { canonicalJson } from "../base/canonical-json.ts";
import { hex, unhex } from "../base/hex.ts";

const FORMAT = "kurabito freshness 1";
const MOST_BYTES = 4096;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

const manifestSchema = v.strictObject({
  format: v.literal(FORMAT),
  vaultId: v.pipe(v.string(), v.maxLength(100)),
  /** Saves of this vault, counted on; of two manifests that both fit, the later one is told by it. */
  counter: count,
  /** Pages of the file. */
  pages: count,
  /** SQLite's file change counter: another program that writes to the file leaves a higher one. */
  changes: count,
  /** Over the tags of all pages: see `PageTags`. */
  root: sha256,
  /** The newest line of the record: its number, and its place in the chain. */
  record: v.strictObject({ seq: count, mac: sha256 }),
  at: v.pipe(v.string(), v.isoTimestamp()),
  mac: sha256,
});

/** What a vault file held when it was last saved, as this program tells itself the next time. */
export type FreshnessManifest = Omit<v.InferOutput<typeof manifestSchema>, "format" | "mac">;

/** Signs manifests and tells ours from others. */
export interface ManifestSeal {
  /** The manifest as it lies beside the vault. */
  encode(manifest: FreshnessManifest): Promise<Uint8Array<ArrayBuffer>>;
  /** The manifest in these bytes, or undefined when this vault's key did not seal them exactly so. */
  decode(bytes: Uint8Array): Promise<FreshnessManifest | undefined>;
}

/**
 * Format: one JSON document in UTF-8, canonical (RFC 8785: members sorted, no white space), with the members of
 * `manifestSchema`; `mac` is HMAC-SHA-256 in hex over the same document without `mac`. `key` is 32 bytes (HKDF of the
 * vault's key, info "kurabito freshness 1") and may be wiped afterwards. What is not the canonical text is not ours.
 */
export async function manifestSeal(key: Uint8Array<ArrayBuffer>): Promise<ManifestSeal> {
  const hmac = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, [
    "sign",
    "verify",
  ]);
  return {
    encode: async (manifest) => {
      const mac = new Uint8Array(await crypto.subtle.sign("HMAC", hmac, unsigned(manifest)));
      return utf8(canonicalJson({ format: FORMAT, ...manifest, mac: hex(mac) }));
    },
    decode: async (bytes) => {
      if (bytes.byteLength === 0 || bytes.byteLength > MOST_BYTES) return undefined;
      const text = decoded(bytes);
      if (text === undefined) return undefined;
      const read = v.safeParse(manifestSchema, parsed(text));
      if (!read.success || canonicalJson(read.output) !== text) return undefined;
      const { mac, vaultId, counter, pages, changes, root, record, at } = read.output;
      const manifest = { vaultId, counter, pages, changes, root, record, at };
      const sound = await crypto.subtle.verify("HMAC", hmac, unhex(mac), unsigned(manifest));
      return sound ? manifest : undefined;
    },
  };
}

function unsigned(manifest: FreshnessManifest): Uint8Array<ArrayBuffer> {
  return utf8(canonicalJson({ format: FORMAT, ...manifest }));
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(text));
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    // A copy: decoders refuse shared memory.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(new Uint8Array(bytes));
  } catch {
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
