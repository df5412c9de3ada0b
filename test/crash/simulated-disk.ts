import { basename, dirname } from "node:path";
import type { FileSystem, OpenFile, PlacedFile } from "../../main/vaultfile/file-system.ts";
import { random, type Random } from "./random.ts";

/*
 * A disk that may lose power, after SQLite's test6.c: what was written but not synced may afterwards be there, or
 * not, or in part by sectors of 512 bytes, or as garbage; what was done to a folder but not synced may be there or
 * not, each thing by itself. Syncing a file makes its bytes durable but not its name.
 */

const sector = 512;

/** Where the vault of the crash suite lies. */
export const vaultPath = "/shop.kura";

type FileChange =
  | { readonly kind: "write"; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: "truncate"; readonly size: number };

interface FileNode {
  readonly kind: "file";
  readonly inode: bigint;
  durable: Uint8Array;
  unsynced: FileChange[];
  now: Uint8Array;
  mtime: bigint;
}

interface FolderNode {
  readonly kind: "folder";
  readonly inode: bigint;
  durable: Map<string, Node>;
  unsynced: FolderChange[];
  now: Map<string, Node>;
}

type Node = FileNode | FolderNode;

/** Names a change gives and takes, in one step. */
interface FolderChange {
  readonly put?: { readonly name: string; readonly node: Node };
  readonly take?: string;
}

/** What becomes of unsynced things when the power goes. */
export interface PowerLoss {
  readonly seed: number;
  /** All of it there, none of it, or each thing by chance. */
  readonly how: "all" | "none" | "chance";
  /** Folder changes are lost from the end only, as on a file system with a journal of its own. */
  readonly orderedFolders: boolean;
}

/** A simulated disk. Paths are POSIX paths below "/". */
export interface SimulatedDisk extends FileSystem {
  /** The power goes after so many more calls: that call and all later ones reject, and do nothing. */
  cutAfter(calls: number): void;
  /** One call, so many from now, fails with a system error; those after it work. */
  failAfter(calls: number, errno: string): void;
  /** Whether the file system has hard links. */
  hardLinks: boolean;
  /** Whether syncing does what it says: there are disks that only say so. */
  honest: boolean;
  calls(): number;
  isCut(): boolean;
  /** The disk as it is found when the power is back. Lock files are gone, as if the lock had been taken over. */
  afterPowerLoss(loss: PowerLoss): SimulatedDisk;
  /** All files, as they are now. */
  files(): ReadonlyMap<string, Uint8Array>;
  /** Another program's doing: no call is counted. */
  takeAway(path: string): void;
  put(path: string, bytes: Uint8Array): void;
}

let inodes = 1n;

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

function newFolder(): FolderNode {
  return { kind: "folder", inode: inodes++, durable: new Map(), unsynced: [], now: new Map() };
}

function newFile(bytes: Uint8Array): FileNode {
  return { kind: "file", inode: inodes++, durable: bytes, unsynced: [], now: bytes, mtime: inodes++ };
}

/** An empty disk, or one with a root that survived. */
export function simulatedDisk(root: FolderNode = newFolder()): SimulatedDisk {
  let count = 0;
  let cut = Infinity;
  let failure: { readonly at: number; readonly errno: string } | undefined;
  const step = (): void => {
    count++;
    if (count > cut) throw systemError("ENODEV");
    if (count === failure?.at) throw systemError(failure.errno);
  };
  const disk: SimulatedDisk = {
    ...folderCalls(root, step, () => disk),
    ...fileCalls(root, step, () => disk),
    hardLinks: true,
    honest: true,
    cutAfter: (calls) => {
      cut = count + calls;
    },
    failAfter: (calls, errno) => {
      failure = { at: count + calls, errno };
    },
    calls: () => count,
    isCut: () => count > cut,
    afterPowerLoss: (loss) => simulatedDisk(survivor(root, loss, random(loss.seed)) as FolderNode),
    files: () => filesBelow(root, ""),
    takeAway: (path) => {
      folderOf(root, path).now.delete(basename(path));
      folderOf(root, path).durable.delete(basename(path));
    },
    put: (path, bytes) => {
      const node = folderOf(root, path).now.get(basename(path));
      if (node?.kind !== "file") throw systemError("ENOENT");
      Object.assign(node, { durable: bytes, now: bytes, unsynced: [], mtime: inodes++ });
    },
  };
  return disk;
}

function folderAt(root: FolderNode, path: string): FolderNode {
  let folder = root;
  for (const name of path.split("/").filter((part) => part !== "")) {
    const next = folder.now.get(name);
    if (next === undefined) throw systemError("ENOENT");
    if (next.kind !== "folder") throw systemError("ENOTDIR");
    folder = next;
  }
  return folder;
}

function folderOf(root: FolderNode, path: string): FolderNode {
  return folderAt(root, dirname(path));
}

function nodeAt(root: FolderNode, path: string): Node {
  const node = folderOf(root, path).now.get(basename(path));
  if (node === undefined) throw systemError("ENOENT");
  return node;
}

function fileAt(root: FolderNode, path: string): FileNode {
  const node = nodeAt(root, path);
  if (node.kind !== "file") throw systemError("EISDIR");
  return node;
}

function change(folder: FolderNode, done: FolderChange): void {
  folder.unsynced.push(done);
  applyTo(folder.now, done);
}

function applyTo(names: Map<string, Node>, { put, take }: FolderChange): void {
  if (take !== undefined) names.delete(take);
  if (put !== undefined) names.set(put.name, put.node);
}

type FolderCalls = Pick<
  FileSystem,
  "rename" | "link" | "remove" | "list" | "makeFolder" | "removeFolder" | "realPath" | "syncFolder"
>;

type Traits = Pick<SimulatedDisk, "hardLinks" | "honest">;

function folderCalls(root: FolderNode, step: () => void, traits: () => Traits): FolderCalls {
  const counted =
    <A extends readonly unknown[], R>(work: (...args: A) => R) =>
    async (...args: A): Promise<R> => {
      step();
      return work(...args);
    };
  return {
    rename: counted((from: string, to: string) => {
      const node = nodeAt(root, from);
      if (dirname(from) !== dirname(to)) throw systemError("EXDEV");
      change(folderOf(root, from), { take: basename(from), put: { name: basename(to), node } });
    }),
    link: counted((from: string, to: string) => {
      if (!traits().hardLinks) throw systemError("EPERM");
      const node = nodeAt(root, from);
      const folder = folderOf(root, to);
      if (folder.now.has(basename(to))) throw systemError("EEXIST");
      change(folder, { put: { name: basename(to), node } });
    }),
    remove: counted((path: string) => {
      fileAt(root, path);
      change(folderOf(root, path), { take: basename(path) });
    }),
    list: counted((path: string) => [...folderAt(root, path).now.keys()]),
    makeFolder: counted((path: string) => {
      const folder = folderOf(root, path);
      const name = basename(path);
      if (path !== "/" && !folder.now.has(name)) change(folder, { put: { name, node: newFolder() } });
    }),
    removeFolder: counted((path: string) => {
      if (folderAt(root, path).now.size > 0) throw systemError("ENOTEMPTY");
      change(folderOf(root, path), { take: basename(path) });
    }),
    realPath: counted((path: string) => path),
    syncFolder: counted((path: string) => {
      const folder = folderAt(root, path);
      if (!traits().honest) return;
      folder.durable = new Map(folder.now);
      folder.unsynced = [];
    }),
  };
}

type FileCalls = Pick<FileSystem, "create" | "read" | "open" | "status" | "touch">;

function fileCalls(root: FolderNode, step: () => void, traits: () => Traits): FileCalls {
  return {
    create: async (path) => {
      step();
      const folder = folderOf(root, path);
      if (folder.now.has(basename(path))) throw systemError("EEXIST");
      const node = newFile(new Uint8Array(0));
      change(folder, { put: { name: basename(path), node } });
      return writtenFile(node, step, traits);
    },
    read: async (path) => {
      step();
      return fileAt(root, path).now.slice();
    },
    open: async (path) => {
      step();
      return placedFile(fileAt(root, path), step, traits);
    },
    status: async (path) => {
      step();
      const node = nodeAt(root, path);
      return node.kind === "folder"
        ? { kind: "folder", size: 0n, inode: node.inode, mtimeNs: 0n }
        : { kind: "file", size: BigInt(node.now.byteLength), inode: node.inode, mtimeNs: node.mtime };
    },
    touch: async (path) => {
      step();
      fileAt(root, path).mtime = inodes++;
    },
  };
}

function writtenFile(node: FileNode, step: () => void, traits: () => Traits): OpenFile {
  const file = placedFile(node, step, traits);
  return { write: (bytes) => file.writeAt(node.now.byteLength, bytes), sync: file.sync, close: file.close };
}

function placedFile(node: FileNode, step: () => void, traits: () => Traits): PlacedFile {
  const make = (done: FileChange): void => {
    node.unsynced.push(done);
    node.now = changed(node.now, done);
    node.mtime = inodes++;
  };
  return {
    readAt: async (position, length) => {
      step();
      return node.now.slice(position, position + length);
    },
    readInto: async (position, target) => {
      step();
      return copied(node.now, position, target);
    },
    readNow: (position, target) => {
      step();
      return copied(node.now, position, target);
    },
    writeAt: async (position, bytes) => {
      step();
      // Long writes go out in two, as they may.
      const part = bytes.slice(0, bytes.byteLength > 8192 ? bytes.byteLength >> 1 : bytes.byteLength);
      make({ kind: "write", at: position, bytes: part });
      return part.byteLength;
    },
    truncate: async (size) => {
      step();
      make({ kind: "truncate", size });
    },
    sync: async () => {
      step();
      if (!traits().honest) return;
      node.durable = node.now;
      node.unsynced = [];
    },
    close: async () => {
      step();
    },
  };
}

function copied(bytes: Uint8Array, position: number, target: Uint8Array): number {
  const there = bytes.subarray(position, position + target.byteLength);
  target.set(there);
  return there.byteLength;
}

/** The bytes after a change; the ones before it are left as they are. */
function changed(bytes: Uint8Array, done: FileChange): Uint8Array {
  const size =
    done.kind === "truncate" ? done.size : Math.max(bytes.byteLength, done.at + done.bytes.byteLength);
  const next = new Uint8Array(size);
  next.set(bytes.subarray(0, size));
  if (done.kind === "write") next.set(done.bytes, done.at);
  return next;
}

/** What is left of a node: the same node for each of its names. */
function survivor(node: Node, loss: PowerLoss, chance: Random, known = new Map<Node, Node>()): Node {
  const already = known.get(node);
  if (already !== undefined) return already;
  if (node.kind === "file") {
    const bytes = node.unsynced.reduce((left, done) => survived(left, done, loss, chance), node.durable);
    const file = newFile(bytes);
    known.set(node, file);
    return file;
  }
  const names = new Map(node.durable);
  const kept = loss.how === "all" ? node.unsynced.length : chance.below(node.unsynced.length + 1);
  node.unsynced.forEach((done, at) => {
    const there = loss.orderedFolders || loss.how === "all" ? at < kept : chance.below(2) === 1;
    if (loss.how !== "none" && there) applyTo(names, done);
  });
  const folder = newFolder();
  known.set(node, folder);
  for (const [name, child] of names)
    if (!name.endsWith(".lock")) folder.now.set(name, survivor(child, loss, chance, known));
  folder.durable = new Map(folder.now);
  return folder;
}

function survived(bytes: Uint8Array, done: FileChange, loss: PowerLoss, chance: Random): Uint8Array {
  const fate = loss.how === "all" ? 0 : loss.how === "none" ? 1 : chance.below(4);
  if (fate === 0) return changed(bytes, done);
  if (fate === 1) return bytes;
  if (done.kind === "truncate") return fate === 2 ? bytes : changed(bytes, done);
  // Each sector by itself: torn ones keep what was there, in the other fate some come out as garbage.
  let left = bytes;
  for (let from = 0; from < done.bytes.byteLength;) {
    const at = done.at + from;
    const length = Math.min(sector - (at % sector), done.bytes.byteLength - from);
    const lot = chance.below(fate === 2 ? 2 : 3);
    const piece = lot === 2 ? chance.bytes(length) : done.bytes.subarray(from, from + length);
    if (lot > 0) left = changed(left, { kind: "write", at, bytes: piece });
    from += length;
  }
  return left;
}

function filesBelow(folder: FolderNode, path: string): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const [name, node] of folder.now) {
    if (node.kind === "file") files.set(`${path}/${name}`, node.now);
    else for (const [below, bytes] of filesBelow(node, `${path}/${name}`)) files.set(below, bytes);
  }
  return files;
}
