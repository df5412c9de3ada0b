import { createHash, randomBytes } from "node:crypto";
import {
  packJournalHeader,
  packJournalRecords,
  readRollbackJournal,
  type RollbackJournal,
} from "../../workers/base/rollback-journal.ts";
import { writeNewFile } from "./durable-write.ts";
import { readIfThere, type FileSystem, type PlacedFile } from "./file-system.ts";
import { pageBytes } from "./manifests.ts";

/*
 * Our journal is SQLite's, and after its last record, where SQLite no longer reads, a seal of our own: what the
 * commit leads to, and a hash of all. By the seal a journal is known as ours and whole: SQLite's checksums see
 * one byte in two hundred.
 *
 * Seal: tag (16) | SHA-256 of the manifest's file (32) | pages after the commit, u32 big-endian |
 *       SHA-256 of each changed page, ascending (32 each) | SHA-256 of all bytes before (32).
 */
const sealTag = new TextEncoder().encode("kurabito seal 1\n");
const sealHead = 16 + 32 + 4;
const digestBytes = 32;

/** Pages read and written at once: a megabyte. */
const mostAtOnce = 256;

/** What a commit is going to do. */
export interface CommitPlan {
  readonly pagesBefore: number;
  readonly pagesAfter: number;
  /** Pages whose bytes before the commit are needed to take it back, ascending. */
  readonly journaled: readonly number[];
  /** The manifest's file. */
  readonly manifest: Uint8Array;
  /** The changed pages, one after the other. */
  readonly changed: Uint8Array;
}

/** A journal of ours, whole. */
export interface SealedJournal extends RollbackJournal {
  readonly pagesAfter: number;
  /** SHA-256 of the manifest's file it belongs to. */
  readonly manifestSha256: Buffer;
  /** SHA-256 of each changed page as the commit is to leave it, by page number. */
  readonly changed: ReadonlyMap<number, Buffer>;
}

/** Consecutive pages. */
export interface PageRun {
  readonly first: number;
  readonly count: number;
}

/** Ascending page numbers as runs of consecutive ones, none longer than a megabyte. */
export function* pageRuns(pages: readonly number[]): Generator<PageRun> {
  let start = 0;
  for (let at = 1; at <= pages.length; at++) {
    if (at < pages.length && pages[at] === pages[at - 1]! + 1 && at - start < mostAtOnce) continue;
    yield { first: pages[start]!, count: at - start };
    start = at;
  }
}

/** SHA-256. */
export function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}

/** Reads one run of pages; undefined when the file ends before it does. @throws the file system's error. */
export async function readRun(file: PlacedFile, run: PageRun): Promise<Uint8Array | undefined> {
  const bytes = await file.readAt((run.first - 1) * pageBytes, run.count * pageBytes);
  return bytes.byteLength === run.count * pageBytes ? bytes : undefined;
}

/**
 * Writes a commit's journal, synced, taking the originals from the open vault file a megabyte at a time.
 *
 * @throws the file system's error; then nothing of that name is left.
 */
export async function writeSealedJournal(
  fs: FileSystem,
  path: string,
  file: PlacedFile,
  plan: CommitPlan,
): Promise<void> {
  await writeNewFile(fs, path, journalPieces(file, plan));
}

async function* journalPieces(file: PlacedFile, plan: CommitPlan): AsyncGenerator<Uint8Array> {
  const header = {
    records: plan.journaled.length,
    nonce: randomBytes(4).readUInt32BE(),
    pageCount: plan.pagesBefore,
    pageBytes,
  };
  const hash = createHash("sha256");
  const hashed = (piece: Uint8Array): Uint8Array => {
    hash.update(piece);
    return piece;
  };
  yield hashed(packJournalHeader(header));
  for (const run of pageRuns(plan.journaled)) {
    const originals = await readRun(file, run);
    if (originals === undefined) throw new Error("the vault's file ends before its pages do");
    const pages = Array.from({ length: run.count }, (_, index) => run.first + index);
    yield hashed(packJournalRecords(header, pages, originals));
  }
  const after = Buffer.alloc(4);
  after.writeUInt32BE(plan.pagesAfter);
  const digests: Buffer[] = [];
  for (let at = 0; at < plan.changed.byteLength; at += pageBytes)
    digests.push(sha256(plan.changed.subarray(at, at + pageBytes)));
  yield hashed(Buffer.concat([sealTag, sha256(plan.manifest), after, ...digests]));
  yield hash.digest();
}

/** What lies under a journal's name. */
export type FoundJournal =
  | { readonly kind: "none" }
  /** Emptied or with its header zeroed: another program's way of ending a transaction. */
  | { readonly kind: "dead" }
  /** Not ours, or not all of it. */
  | { readonly kind: "other" }
  | { readonly kind: "ours"; readonly journal: SealedJournal };

/** Looks at a journal's name. @throws the file system's error. */
export async function findJournal(fs: FileSystem, path: string): Promise<FoundJournal> {
  const bytes = await readIfThere(fs, path);
  if (bytes === undefined) return { kind: "none" };
  if (bytes.byteLength === 0 || bytes[0] === 0) return { kind: "dead" };
  const journal = unseal(bytes);
  return journal === undefined ? { kind: "other" } : { kind: "ours", journal };
}

function unseal(bytes: Uint8Array): SealedJournal | undefined {
  const journal = readRollbackJournal(bytes);
  if (journal === undefined || journal.pageBytes !== pageBytes) return undefined;
  const seal = Buffer.from(bytes.subarray(journal.end));
  if (seal.byteLength < sealHead + digestBytes || !seal.subarray(0, 16).equals(sealTag)) return undefined;
  if (!sha256(bytes.subarray(0, -digestBytes)).equals(seal.subarray(-digestBytes))) return undefined;
  const pagesAfter = seal.readUInt32BE(48);
  const pages = changedPages(journal, pagesAfter);
  if (seal.byteLength !== sealHead + digestBytes * (pages.length + 1)) return undefined;
  const digest = (index: number): Buffer =>
    seal.subarray(sealHead + index * digestBytes, sealHead + (index + 1) * digestBytes);
  const changed = new Map(pages.map((page, index) => [page, digest(index)]));
  return { ...journal, manifestSha256: seal.subarray(16, 48), pagesAfter, changed };
}

/** The pages a commit changes: the journaled ones that are not cut off, and those by which the file grows. */
function changedPages(journal: RollbackJournal, pagesAfter: number): readonly number[] {
  const pages = journal.pages.map(({ page }) => page).filter((page) => page <= pagesAfter);
  for (let page = journal.pageCount + 1; page <= pagesAfter; page++) pages.push(page);
  return pages;
}
