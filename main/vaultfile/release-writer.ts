import { randomBytes } from "node:crypto";
import { join, relative } from "node:path";
import { fault, type Outcome } from "../../workers/base/fault.ts";
import { ok } from "../../workers/base/result.ts";
import type { OutgoingFile } from "../contract.ts";
import { publishFile, writeNewFile } from "./durable-write.ts";
import {
  diskFileSystem,
  errnoOf,
  removeQuietly,
  sameIdentity,
  statusIfThere,
  type FileIdentity,
  type FileSystem,
} from "./file-system.ts";
import { isRunning } from "./process-identity.ts";
import { comparableName, isSafeFileName } from "./release-name.ts";
import { writeFault } from "./write-fault.ts";

/** Puts released files on the disk: all of them or none, and never over a file that is there. */
export interface ReleaseWriter {
  /** Writes the files hidden beside their final names and syncs them; makes the folder when there is none. */
  stage(folder: string, files: readonly OutgoingFile[]): Promise<Outcome<{ readonly token: string }>>;
  /** Gives the staged files their names. When one cannot have its name, none keeps one, and nothing is left. */
  publish(token: string): Promise<Outcome<{ readonly paths: readonly string[] }>>;
  /** Removes what was staged; fine for a token that is published, discarded or unknown. */
  discard(token: string): Promise<Outcome<null>>;
  /** Discards all that is staged. */
  discardAll(): Promise<void>;
}

interface StagedFile {
  readonly hidden: string;
  readonly final: string;
  readonly identity: FileIdentity;
}

interface Staging {
  readonly folder: string;
  readonly files: StagedFile[];
}

/** A writer over a file system, the real disk by default. */
export function createReleaseWriter(fs: FileSystem = diskFileSystem): ReleaseWriter {
  const stagings = new Map<string, Staging>();
  const discard = async (token: string): Promise<Outcome<null>> => {
    const staging = stagings.get(token);
    stagings.delete(token);
    if (staging !== undefined) await removeStaged(fs, staging);
    return ok(null);
  };
  return {
    stage: async (folder, files) => {
      const token = randomBytes(16).toString("hex");
      const staged = await stageFiles(fs, folder, files, token);
      if (!staged.ok) return staged;
      stagings.set(token, staged.value);
      return ok({ token });
    },
    publish: async (token) => {
      const staging = stagings.get(token);
      stagings.delete(token);
      return staging === undefined ? fault("release-write-failed") : publishFiles(fs, staging);
    },
    discard,
    discardAll: async () => {
      for (const token of [...stagings.keys()]) await discard(token);
    },
  };
}

async function stageFiles(
  fs: FileSystem,
  folder: string,
  files: readonly OutgoingFile[],
  token: string,
): Promise<Outcome<Staging>> {
  let staging: Staging | undefined;
  try {
    await fs.makeFolder(folder);
    const real = await fs.realPath(folder);
    const refused = await refuseNames(fs, real, files);
    if (refused !== undefined) return refused;
    await sweep(fs, real);
    staging = { folder: real, files: [] };
    for (const [index, file] of files.entries()) {
      const hidden = join(real, `.kurabito-${String(process.pid)}-${token}-${String(index)}.part`);
      await writeNewFile(fs, hidden, file.bytes);
      const identity: FileIdentity = await fs.status(hidden).catch(async (error: unknown) => {
        await removeQuietly(fs, hidden);
        throw error;
      });
      staging.files.push({ hidden, final: join(real, file.name), identity });
    }
    await fs.syncFolder(real);
    return ok(staging);
  } catch (error) {
    if (staging !== undefined) await removeStaged(fs, staging);
    return releaseFault(error);
  }
}

/** The fault of the first name that cannot be given; undefined when all can. */
async function refuseNames(
  fs: FileSystem,
  folder: string,
  files: readonly OutgoingFile[],
): Promise<ReturnType<typeof fault> | undefined> {
  const names = new Set(files.map((file) => comparableName(file.name)));
  if (files.length === 0 || names.size !== files.length) return fault("release-path-refused");
  for (const { name } of files) {
    const stays = relative(folder, join(folder, name)) === name;
    if (!stays || !isSafeFileName(name)) return fault("release-path-refused");
    // A symbolic link counts as a file that is there: its target is never written.
    if ((await statusIfThere(fs, join(folder, name))) !== undefined)
      return fault("release-file-exists", { name });
  }
  return undefined;
}

async function publishFiles(
  fs: FileSystem,
  staging: Staging,
): Promise<Outcome<{ readonly paths: readonly string[] }>> {
  const published: StagedFile[] = [];
  let current: StagedFile | undefined;
  try {
    for (current of staging.files) {
      await publishFile(fs, current.hidden, current.final);
      published.push(current);
    }
    await fs.syncFolder(staging.folder);
    await removeStaged(fs, staging);
    return ok({ paths: staging.files.map((file) => file.final) });
  } catch (error) {
    for (const file of published) await takeBack(fs, file);
    await removeStaged(fs, staging);
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

async function removeStaged(fs: FileSystem, staging: Staging): Promise<void> {
  for (const file of staging.files) await removeQuietly(fs, file.hidden);
  await fs.syncFolder(staging.folder).catch(() => undefined);
}

/** Removes what a killed process of this program left staged in a folder. */
async function sweep(fs: FileSystem, folder: string): Promise<void> {
  const names = await fs.list(folder).catch((): readonly string[] => []);
  for (const name of names) {
    const match = /^\.kurabito-(\d+)-[0-9a-f]{32}-\d+\.part$/.exec(name);
    if (match !== null && !isRunning(Number(match[1]))) await removeQuietly(fs, join(folder, name));
  }
}

function releaseFault(error: unknown) {
  return writeFault(error, "release-write-failed");
}
