import { randomBytes } from "node:crypto";
import { basename, dirname, join } from "node:path";
import * as v from "valibot";
import { err, ok, type Result } from "../../workers/base/result.ts";
import { errnoOf, removeQuietly, type FileSystem } from "./file-system.ts";
import { ownIdentity, presence } from "./process-identity.ts";
import { writeNewFile } from "./durable-write.ts";

const holderSchema = v.object({
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  started: v.string(),
  boot: v.string(),
  token: v.string(),
  /** When it was taken, in ms since 1970. */
  since: v.optional(v.pipe(v.number(), v.minValue(0))),
});
type Holder = v.InferOutput<typeof holderSchema>;

/** A lock's heart beats this often; a holder nobody can ask about is given up after `staleMs`. */
const beatMs = 5_000;
const staleMs = 15_000;

/** Who holds a lock that could not be taken, as far as its file tells. */
export interface OtherHolder {
  readonly pid: number;
  /** Whether it is a process of this computer that is known to run. */
  readonly here: boolean;
  /** In ms since 1970. */
  readonly since?: number;
}

/** A held lock on a file, kept by a small file beside it. */
export interface FileLock {
  /** Whether the lock is still ours: false when another process took it for stale, after a long sleep. */
  held(): Promise<boolean>;
  release(): Promise<void>;
}

/** The name of the lock file of `path`. */
export function lockNameOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.lock`);
}

/**
 * Takes the lock of a file. A lock whose process is gone, or whose heart has stopped for 15 s where
 * the process cannot be asked, is taken over.
 *
 * @returns the lock, or who holds it.
 * @throws the file system's error when the lock file cannot be written.
 */
export async function takeLock(
  fs: FileSystem,
  path: string,
  now: () => number = Date.now,
): Promise<Result<FileLock, OtherHolder>> {
  const name = lockNameOf(path);
  const token = randomBytes(16).toString("hex");
  const mine = new TextEncoder().encode(JSON.stringify({ ...ownIdentity(), token, since: now() }));
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      await writeNewFile(fs, name, mine);
      return ok(keepAlive(fs, name, token));
    } catch (error) {
      if (errnoOf(error) !== "EEXIST") throw error;
    }
    const holder = await readHolder(fs, name);
    if (holder === "none") continue;
    if (!(await isStale(fs, name, holder, now))) return err(otherHolder(holder));
    await setAside(fs, name, holder);
  }
  return err({ pid: 0, here: false });
}

function otherHolder(holder: Holder | undefined): OtherHolder {
  if (holder === undefined) return { pid: 0, here: false };
  const { pid, since } = holder;
  const here = presence(holder) === "alive";
  return since === undefined ? { pid, here } : { pid, here, since };
}

/** The holder written in a lock file; undefined when its text is no holder's, "none" when there is no file. */
async function readHolder(fs: FileSystem, name: string): Promise<Holder | undefined | "none"> {
  try {
    const parsed = v.safeParse(holderSchema, JSON.parse(new TextDecoder().decode(await fs.read(name))));
    return parsed.success ? parsed.output : undefined;
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return "none";
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function isStale(
  fs: FileSystem,
  name: string,
  holder: Holder | undefined,
  now: () => number,
): Promise<boolean> {
  const there = holder === undefined ? "unknown" : presence(holder);
  if (there !== "unknown") return there === "gone";
  const beat = Number((await fs.status(name)).mtimeNs / 1_000_000n);
  return now() - beat > staleMs;
}

/**
 * Takes a stale lock file away by renaming it, then looks at what was taken: of two processes that
 * both saw it stale, the second finds the first's new lock in its hand and gives it back.
 */
async function setAside(fs: FileSystem, name: string, stale: Holder | undefined): Promise<void> {
  const aside = `${name}.${randomBytes(8).toString("hex")}`;
  try {
    await fs.rename(name, aside);
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return;
    throw error;
  }
  const taken = await readHolder(fs, aside);
  const isTheStaleOne = taken !== "none" && taken?.token === stale?.token;
  if (!isTheStaleOne) {
    try {
      await fs.link(aside, name);
    } catch {
      // A third process holds the name by now; the holder of what we took will find its lock lost.
    }
  }
  await removeQuietly(fs, aside);
}

function keepAlive(fs: FileSystem, name: string, token: string): FileLock {
  const held = async (): Promise<boolean> => {
    const holder = await readHolder(fs, name);
    return holder !== "none" && holder?.token === token;
  };
  const timer = setInterval(() => {
    void held()
      .then((mine) => (mine ? fs.touch(name) : undefined))
      .catch(() => undefined);
  }, beatMs);
  // A lock must not keep a finished process alive.
  timer.unref();
  return {
    held,
    release: async () => {
      clearInterval(timer);
      // A lock that cannot be asked about is left: it goes stale with this process.
      if (await held().catch(() => false)) await removeQuietly(fs, name);
    },
  };
}
