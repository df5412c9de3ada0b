import { join, relative } from "node:path";
import { fault, type Fault, type Outcome } from "../../workers/base/fault.ts";
import { ok } from "../../workers/base/result.ts";
import type { OutgoingFile } from "../contract.ts";
import { writeAll, writeNewFile } from "./durable-write.ts";
import {
  removeQuietly,
  statusIfThere,
  type FileIdentity,
  type FileSystem,
  type OpenFile,
} from "./file-system.ts";
import { isRunning } from "./process-identity.ts";
import { comparableName, isSafeFileName } from "./release-name.ts";

/** A finished file under its hidden name, and the name it is to get. */
export interface StagedFile {
  readonly hidden: string;
  readonly final: string;
  readonly identity: FileIdentity;
}

type Refusal = { readonly ok: false; readonly error: Fault };

/**
 * Files of one release on their way: hidden beside their final names until they are published. Files made of pieces come first and one
 * after another, and get their names when they are whole. Every method but `remove` throws the file system's error.
 */
export class ReleaseStaging {
  readonly folder: string;
  /** What can be published: filled by `finish`. */
  readonly files: StagedFile[] = [];
  private readonly fs: FileSystem;
  private readonly token: string;
  private readonly hidden: string[] = [];
  private open: OpenFile | undefined;

  private constructor(fs: FileSystem, folder: string, token: string) {
    this.fs = fs;
    this.folder = folder;
    this.token = token;
  }

  /** Makes the folder when there is none, and sweeps what a killed process of this program left staged in it. */
  static async in(fs: FileSystem, folder: string, token: string): Promise<ReleaseStaging> {
    await fs.makeFolder(folder);
    const real = await fs.realPath(folder);
    await sweep(fs, real);
    return new ReleaseStaging(fs, real, token);
  }

  /** Appends to the file begun last, or begins the next one. Fault "bad-arguments" for any other. */
  async append(file: number, bytes: Uint8Array): Promise<Outcome<null>> {
    if (file === this.hidden.length) {
      await this.close();
      const hidden = this.nextHidden();
      this.open = await this.fs.create(hidden);
      this.hidden.push(hidden);
    }
    const { open } = this;
    if (open === undefined || file !== this.hidden.length - 1) return fault("bad-arguments");
    await writeAll((rest) => open.write(rest), bytes);
    return ok(null);
  }

  /** Syncs the files made of pieces, writes smaller ones beside them, and settles all their names; they can be published then. */
  async finish(names: readonly string[], beside: readonly OutgoingFile[]): Promise<Outcome<null>> {
    await this.close();
    if (names.length !== this.hidden.length) return fault("release-path-refused");
    const refused = await refuseNames(this.fs, this.folder, [...names, ...beside.map(({ name }) => name)]);
    if (refused !== undefined) return refused;
    for (const [index, name] of names.entries()) await this.settle(this.hidden[index]!, name);
    for (const { name, bytes } of beside) {
      const hidden = this.nextHidden();
      await writeNewFile(this.fs, hidden, bytes);
      this.hidden.push(hidden);
      await this.settle(hidden, name);
    }
    await this.fs.syncFolder(this.folder);
    return ok(null);
  }

  /** Removes all that is hidden. */
  async remove(): Promise<void> {
    const { open } = this;
    this.open = undefined;
    await open?.close().catch(() => undefined);
    for (const hidden of this.hidden) await removeQuietly(this.fs, hidden);
    await this.fs.syncFolder(this.folder).catch(() => undefined);
  }

  private nextHidden(): string {
    return join(
      this.folder,
      `.kurabito-${String(process.pid)}-${this.token}-${String(this.hidden.length)}.part`,
    );
  }

  private async settle(hidden: string, name: string): Promise<void> {
    this.files.push({ hidden, final: join(this.folder, name), identity: await this.fs.status(hidden) });
  }

  private async close(): Promise<void> {
    const { open } = this;
    if (open === undefined) return;
    this.open = undefined;
    try {
      await open.sync();
    } finally {
      await open.close();
    }
  }
}

/** The fault of the first name that cannot be given; undefined when all can. */
async function refuseNames(
  fs: FileSystem,
  folder: string,
  names: readonly string[],
): Promise<Refusal | undefined> {
  const different = new Set(names.map(comparableName));
  if (names.length === 0 || different.size !== names.length) return fault("release-path-refused");
  for (const name of names) {
    const stays = relative(folder, join(folder, name)) === name;
    if (!stays || !isSafeFileName(name)) return fault("release-path-refused");
    // A symbolic link counts as a file that is there: its target is never written.
    if ((await statusIfThere(fs, join(folder, name))) !== undefined)
      return fault("release-file-exists", { name });
  }
  return undefined;
}

/** Removes what a killed process of this program left staged in a folder. */
async function sweep(fs: FileSystem, folder: string): Promise<void> {
  const names = await fs.list(folder).catch((): readonly string[] => []);
  for (const name of names) {
    const match = /^\.kurabito-(\d+)-[0-9a-f]{32}-\d+\.part$/.exec(name);
    if (match !== null && !isRunning(Number(match[1]))) await removeQuietly(fs, join(folder, name));
  }
}
