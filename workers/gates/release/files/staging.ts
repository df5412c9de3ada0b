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

/** Begins a staging in a folder; where a port takes files only whole, they are held until they are named. Faults: those of writing. */
export async function openStaging(releases: ReleasePort, folder: string): Promise<Outcome<Staging>> {
  const { pieces } = releases;
  if (pieces === undefined) return ok(heldStaging(releases, folder));
  const begun = await pieces.begin(folder);
  if (!begun.ok) return begun;
  const { token } = begun.value;
  return ok({
    append: (file, bytes) => pieces.append(token, file, bytes),
    finish: async (names, beside) => {
      const finished = await pieces.finish(token, names, beside);
      return finished.ok ? ok({ token }) : finished;
    },
    discard: async () => {
      await releases.discard(token);
    },
  });
}

function heldStaging(releases: ReleasePort, folder: string): Staging {
  const held: Uint8Array<ArrayBuffer>[][] = [];
  let token: string | undefined;
  return {
    append: (file, bytes) => {
      (held[file] ??= []).push(bytes);
      return Promise.resolve(ok(null));
    },
    finish: async (names, beside) => {
      const files = await Promise.all(
        names.map(async (name, file) => ({
          name,
          bytes: new Uint8Array(await new Blob(held[file] ?? []).arrayBuffer()),
        })),
      );
      const staged = await releases.stage(folder, [...files, ...beside]);
      if (staged.ok) token = staged.value.token;
      return staged;
    },
    discard: async () => {
      held.length = 0;
      if (token !== undefined) await releases.discard(token);
    },
  };
}
