import { Inflate } from "fflate";
import type { JobControl } from "../../../base/job.ts";
import { fault, type Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { FileLike } from "../../../terms/intake.ts";
import { dataStart, type ZipEntry } from "./zip-directory.ts";

const CHUNK = 65_536;

/** Takes a stretch of inflated bytes; false when no more are wanted. */
export type InflatedReader = (bytes: Uint8Array) => boolean;

/** Thrown through fflate to stop it: with a fault, or because the reader has enough. */
class Stopped extends Error {
  readonly outcome: Outcome<null>;

  constructor(outcome: Outcome<null>) {
    super("stopped");
    this.outcome = outcome;
  }
}

/**
 * Streams one entry of an archive, inflated, 64 KiB of packed bytes at a time. Stops with fault "file-bomb" at the
 * first byte beyond what the directory declared (which was checked against the limits), and with "file-damaged" when
 * the bytes are no deflate stream or end early.
 * @throws Cancelled
 */
export async function inflateEntry(
  file: FileLike,
  entry: ZipEntry,
  read: InflatedReader,
  job: JobControl,
): Promise<Outcome<null>> {
  if (entry.encrypted) return fault("file-password");
  const damaged = fault("file-damaged", { kind: "ZIP" });
  const start = await dataStart(file, entry);
  if (start === undefined || (entry.method !== 0 && entry.method !== 8)) return damaged;
  let out = 0;
  const take = (bytes: Uint8Array): void => {
    out += bytes.length;
    if (out > entry.inflated) throw new Stopped(fault("file-bomb", { what: "bytes", found: out }));
    if (bytes.length > 0 && !read(bytes)) throw new Stopped(ok(null));
  };
  const inflate = entry.method === 8 ? new Inflate(take) : undefined;
  try {
    for (let at = 0; at < entry.packed; at += CHUNK) {
      job.check();
      const end = Math.min(entry.packed, at + CHUNK);
      const bytes = new Uint8Array(await file.slice(start + at, start + end).arrayBuffer());
      if (inflate === undefined) take(bytes);
      else inflate.push(bytes, end === entry.packed);
    }
  } catch (error) {
    if (error instanceof Stopped) return error.outcome;
    // fflate throws errors of its own with a numeric code; everything else is not ours to swallow.
    if (error instanceof Error && "code" in error) return damaged;
    throw error;
  }
  return out === entry.inflated ? ok(null) : damaged;
}

/** An entry as text, for the small parts of a workbook. */
export async function entryText(
  file: FileLike,
  entry: ZipEntry,
  read: (text: string) => void,
  job: JobControl,
  enough: () => boolean = () => false,
): Promise<Outcome<null>> {
  const decoder = new TextDecoder("utf-8");
  const outcome = await inflateEntry(
    file,
    entry,
    (bytes) => {
      read(decoder.decode(bytes, { stream: true }));
      return !enough();
    },
    job,
  );
  if (outcome.ok) read(decoder.decode());
  return outcome;
}
