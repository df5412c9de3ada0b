import type { Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { OutgoingPart, ReleasePort } from "../../../ports.ts";

/** Files of one release being written piece by piece: hidden until they are published, gone when they are discarded. */
interface Staging {
  /** Appends to the file begun last, or begins the next; counted from 0. The bytes are given away. */
  append(file: number, bytes: Uint8Array<ArrayBuffer>): Promise<Outcome<null>>;
  /** Names the files in their order and stages smaller ones beside them; the token is to be published or discarded. */
  finish(
    names: readonly string[],
    beside: readonly OutgoingPart[],
  ): Promise<Outcome<{ readonly token: string }>>;
  discard(): Promise<void>;
}

/** Files that were written piece by piece. */
export interface WrittenFiles {
  readonly staging: Staging;
  readonly files: readonly { readonly bytes: number; readonly sha256: string }[];
}

/** Begins a staging in a folder. Faults: those of writing. */
export async function openStaging(releases: ReleasePort, folder: string): Promise<Outcome<Staging>> {
  const begun = await releases.begin(folder);
  if (!begun.ok) return begun;
  const { token } = begun.value;
  return ok({
    append: (file, bytes) => releases.append(token, file, bytes),
    finish: async (names, beside) => {
      const finished = await releases.finish(token, names, beside);
      return finished.ok ? ok({ token }) : finished;
    },
    discard: async () => {
      await releases.discard(token);
    },
  });
}
