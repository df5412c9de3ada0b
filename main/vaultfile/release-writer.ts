import { randomBytes } from "node:crypto";
import { relative } from "node:path";
import { fault, type Outcome } from "../../workers/base/fault.ts";
import { ok } from "../../workers/base/result.ts";
import type { OutgoingFile } from "../contract.ts";
import { publishFile } from "./durable-write.ts";
import {
  diskFileSystem,
  errnoOf,
  removeQuietly,
  sameIdentity,
  statusIfThere,
  type FileSystem,
} from "./file-system.ts";
import { ReleaseStaging, type StagedFile } from "./release-staging.ts";
import { writeFault } from "./write-fault.ts";

/** Puts released files on the disk: all of them or none, and never over a file that is there. */
export interface ReleaseWriter {
  /** Writes the files hidden beside their final names and syncs them; makes the folder when there is none. */
  stage(folder: string, files: readonly OutgoingFile[]): Promise<Outcome<{ readonly token: string }>>;
  /** Begins files too large to be held whole. */
  begin(folder: string): Promise<Outcome<{ readonly token: string }>>;
  /** Appends to the file begun last, or begins the next. When it cannot be written, nothing of the token is left. */
  append(token: string, file: number, bytes: Uint8Array): Promise<Outcome<null>>;
  /** Names the files made of pieces, writes others beside them, and syncs all. When that fails, nothing of the token is left. */
  finish(token: string, names: readonly string[], beside: readonly OutgoingFile[]): Promise<Outcome<null>>;
  /** Gives the staged files their names. When one cannot have its name, none keeps one, and nothing is left. */
  publish(token: string): Promise<Outcome<{ readonly paths: readonly string[] }>>;
  /** Removes what was staged; fine for a token that is published, discarded or unknown. */
  discard(token: string): Promise<Outcome<null>>;
  /** Discards all that is staged. */
  discardAll(): Promise<void>;
}

/** A writer over a file system, the real disk by default. */
export function createReleaseWriter(fs: FileSystem = diskFileSystem): ReleaseWriter {
  const stagings = new Map<string, ReleaseStaging>();
  /** The calls of one token wait for one another: what is discarded is not being written. */
  const turns = new Map<string, Promise<unknown>>();
  const inTurn = <T>(token: string, call: () => Promise<T>): Promise<T> => {
    const turn = (turns.get(token) ?? Promise.resolve()).then(call);
    turns.set(
      token,
      turn.catch(() => undefined),
    );
    return turn;
  };
  const begin = async (folder: string): Promise<Outcome<{ readonly token: string }>> => {
    const token = randomBytes(16).toString("hex");
    try {
      stagings.set(token, await ReleaseStaging.in(fs, folder, token));
      return ok({ token });
    } catch (error) {
      return releaseFault(error);
    }
  };
  /** A step of a staging; what fails leaves nothing of it. */
  const step = (
    token: string,
    call: (staging: ReleaseStaging) => Promise<Outcome<null>>,
  ): Promise<Outcome<null>> =>
    inTurn(token, async () => {
      const staging = stagings.get(token);
      if (staging === undefined) return fault("release-write-failed");
      const done = await call(staging).catch(releaseFault);
      if (!done.ok) {
        stagings.delete(token);
        await staging.remove();
        turns.delete(token);
      }
      return done;
    });
  const finish: ReleaseWriter["finish"] = (token, names, beside) =>
    step(token, (staging) => staging.finish(names, beside));
  const end = async <T>(token: string, call: (staging: ReleaseStaging | undefined) => Promise<T>) => {
    const ended = await inTurn(token, () => {
      const staging = stagings.get(token);
      stagings.delete(token);
      return call(staging);
    });
    turns.delete(token);
    return ended;
  };
  const discard = (token: string): Promise<Outcome<null>> =>
    end(token, async (staging) => {
      await staging?.remove();
      return ok(null);
    });
  return {
    stage: async (folder, files) => {
      const begun = await begin(folder);
      if (!begun.ok) return begun;
      const finished = await finish(begun.value.token, [], files);
      return finished.ok ? begun : finished;
    },
    begin,
    append: (token, file, bytes) => step(token, (staging) => staging.append(file, bytes)),
    finish,
    publish: (token) =>
      end(token, async (staging) => {
        if (staging !== undefined && staging.files.length > 0) return publishFiles(fs, staging);
        await staging?.remove();
        return fault("release-write-failed");
      }),
    discard,
    discardAll: async () => {
      for (const token of [...stagings.keys()]) await discard(token);
    },
  };
}

async function publishFiles(
  fs: FileSystem,
  staging: ReleaseStaging,
): Promise<Outcome<{ readonly paths: readonly string[] }>> {
  const published: StagedFile[] = [];
  let current: StagedFile | undefined;
  try {
    for (current of staging.files) {
      await publishFile(fs, current.hidden, current.final);
      published.push(current);
    }
    await fs.syncFolder(staging.folder);
    await staging.remove();
    return ok({ paths: staging.files.map((file) => file.final) });
  } catch (error) {
    for (const file of published) await takeBack(fs, file);
    await staging.remove();
    if (errnoOf(error) === "EEXIST" && current !== undefined)
      return fault("release-file-exists", { name: relative(staging.folder, current.final) });
    return releaseFault(error);
  }
}

/** Removes a published file if it is still the one we wrote. */
async function takeBack(fs: FileSystem, file: StagedFile): Promise<void> {
  const there = await statusIfThere(fs, file.final).catch(() => undefined);
  if (there !== undefined && sameIdentity(there, file.identity)) await removeQuietly(fs, file.final);
}

function releaseFault(error: unknown) {
  return writeFault(error, "release-write-failed");
}
