import { fault } from "../../workers/base/fault.ts";
import { ok } from "../../workers/base/result.ts";
import type { OutgoingPart, ReleasePort } from "../../workers/ports.ts";

/** A release port over memory: as on a disk, what is staged is not there until it is published. */
export interface MemoryReleases extends ReleasePort {
  /** What was published, by name. */
  readonly files: Map<string, Uint8Array>;
  /** What is neither published nor discarded yet, by token. */
  readonly staged: ReadonlyMap<string, readonly OutgoingPart[]>;
}

export function memoryReleases(): MemoryReleases {
  const files = new Map<string, Uint8Array>();
  const staged = new Map<string, readonly OutgoingPart[]>();
  /** Files that have no name yet, each in its pieces. */
  const begun = new Map<string, Uint8Array<ArrayBuffer>[][]>();
  let tokens = 0;
  const begin: ReleasePort["begin"] = async () => {
    const token = `t${String(++tokens)}`;
    begun.set(token, []);
    staged.set(token, []);
    return ok({ token });
  };
  const finish: ReleasePort["finish"] = async (token, names, beside) => {
    const pieces = begun.get(token);
    if (pieces?.length !== names.length) return fault("release-write-failed");
    const whole = await Promise.all(pieces.map((one) => new Blob(one).arrayBuffer()));
    staged.set(token, [
      ...names.map((name, file) => ({ name, bytes: new Uint8Array(whole[file]!) })),
      ...beside,
    ]);
    return ok(null);
  };
  const discard: ReleasePort["discard"] = async (token) => {
    begun.delete(token);
    staged.delete(token);
    return ok(null);
  };
  return {
    files,
    staged,
    stage: async (folder, parts) => {
      const started = await begin(folder);
      if (started.ok) await finish(started.value.token, [], parts);
      return started;
    },
    begin,
    append: async (token, file, bytes) => {
      const pieces = begun.get(token);
      if (pieces === undefined) return fault("release-write-failed");
      (pieces[file] ??= []).push(bytes);
      return ok(null);
    },
    finish,
    publish: async (token) => {
      const parts = staged.get(token) ?? [];
      await discard(token);
      if (parts.length === 0) return fault("release-write-failed");
      for (const { name, bytes } of parts) files.set(name, bytes);
      return ok({ paths: parts.map(({ name }) => name) });
    },
    discard,
  };
}

/** A release port of a test that releases nothing: every call comes to this. */
export function noReleases(call: () => never): ReleasePort {
  return { stage: call, begin: call, append: call, finish: call, publish: call, discard: call };
}
