import { createHash } from "node:crypto";
import * as v from "valibot";
import { replaceFile, writeNewFile, type Pause } from "./durable-write.ts";
import { readIfThere, removeIfThere, type FileSystem, type PlacedFile } from "./file-system.ts";
import type { SideFiles } from "./side-files.ts";

/*
 * A manifest's file: the manifest as the holder of the key made it, a line feed, and one line of the host's own
 * that says by which mark the vault's file in that state is known. With it the host can tell, without the key,
 * whether a save that was cut off between two renames had put its file in place.
 */

/** Pages are told apart and journaled in this size, SQLCipher 4's. */
export const pageBytes = 4096;

/** Of these, the HMAC at the end: what one state of a page is known by. */
export const pageTagBytes = 64;

const markSchema = v.strictObject({
  /** Size of the file. */
  bytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
  /** A page in which this state differs from the one before, from 1. */
  page: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** SHA-256 of that page. */
  sha256: v.pipe(v.string(), v.hash(["sha256"])),
});

/** What one state of a vault's file is known by. */
export type StateMark = v.InferOutput<typeof markSchema>;

/** A manifest as it lies on the disk. */
export interface StoredManifest {
  /** As the holder of the key made it. */
  readonly manifest: Uint8Array;
  /** Undefined in a file nobody of ours wrote. */
  readonly mark: StateMark | undefined;
}

/** SHA-256 in hex. */
export function sha256Hex(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The bytes of a manifest's file. */
export function packManifest(manifest: Uint8Array, mark: StateMark): Uint8Array {
  const line = new TextEncoder().encode(`\n${JSON.stringify(mark)}`);
  const bytes = new Uint8Array(manifest.byteLength + line.byteLength);
  bytes.set(manifest);
  bytes.set(line, manifest.byteLength);
  return bytes;
}

/** The manifest and the mark in a manifest's file; without a mark, all of it is the manifest. */
export function unpackManifest(bytes: Uint8Array): StoredManifest {
  const feed = bytes.lastIndexOf(10);
  const parsed = feed < 0 ? undefined : v.safeParse(markSchema, parseJson(bytes.subarray(feed + 1)));
  if (parsed?.success !== true) return { manifest: bytes, mark: undefined };
  return { manifest: bytes.slice(0, feed), mark: parsed.output };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

/** Writes the manifest of a save or commit under way, durable but for its name. @throws the file system's error. */
export async function stageManifest(fs: FileSystem, side: SideFiles, packed: Uint8Array): Promise<void> {
  await removeIfThere(fs, side.nextManifest);
  await writeNewFile(fs, side.nextManifest, packed);
}

/**
 * Makes the manifest under way the current one; durable with the folder's next sync.
 *
 * @throws the file system's error.
 */
export async function promoteManifest(fs: FileSystem, side: SideFiles, wait: Pause): Promise<void> {
  await replaceFile(fs, side.nextManifest, side.manifest, wait);
}

/** Whether an open vault file of `size` bytes is in the state a mark describes. @throws the file system's error. */
export async function isInState(file: PlacedFile, size: number, mark: StateMark): Promise<boolean> {
  if (size !== mark.bytes) return false;
  const page = await file.readAt((mark.page - 1) * pageBytes, pageBytes);
  return sha256Hex(page) === mark.sha256;
}

/** The mark of a file by one of its pages. */
export function markOf(bytes: number, page: number, content: Uint8Array): StateMark {
  return { bytes, page, sha256: sha256Hex(content) };
}

/**
 * The manifests beside a vault: the current one, then one under way where it is still undecided which holds.
 * One that is too long to be a manifest is left out.
 *
 * @throws the file system's error.
 */
export async function readManifests(fs: FileSystem, side: SideFiles): Promise<readonly Uint8Array[]> {
  const found: Uint8Array[] = [];
  for (const name of [side.manifest, side.nextManifest]) {
    const bytes = await readIfThere(fs, name);
    if (bytes !== undefined) found.push(unpackManifest(bytes).manifest);
  }
  return found.filter((manifest) => manifest.byteLength <= 4096);
}
