import { open, type FileHandle } from "node:fs/promises";
import { fault, type Outcome } from "../../../workers/base/fault.ts";
import { ok } from "../../../workers/base/result.ts";
import type { FileLike } from "../../../workers/terms/intake.ts";

/** A file on the disk, read by the part: what a File is to the window. */
export interface DiskFile {
  readonly file: FileLike;
  readonly close: () => Promise<void>;
}

/** Opens a file to read from. A folder, a missing file and one that may not be read are `file-unreadable`. */
export async function openDiskFile(path: string): Promise<Outcome<DiskFile>> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, "r");
    const status = await handle.stat();
    if (status.isFile()) return ok({ file: part(handle, 0, status.size), close: closer(handle) });
  } catch {
    // Every reason the system has comes to the same for the reader of the sentence.
  }
  await handle?.close();
  return fault("file-unreadable");
}

function closer(handle: FileHandle): () => Promise<void> {
  return () => handle.close();
}

function part(handle: FileHandle, start: number, end: number): FileLike {
  const size = Math.max(0, end - start);
  return {
    size,
    slice: (from, to) => part(handle, start + Math.min(from, size), start + Math.min(to, size)),
    arrayBuffer: async () => {
      const bytes = new Uint8Array(new ArrayBuffer(size));
      let filled = 0;
      while (filled < size) {
        const { bytesRead } = await handle.read(bytes, filled, size - filled, start + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return filled === size ? bytes.buffer : bytes.buffer.slice(0, filled);
    },
  };
}
