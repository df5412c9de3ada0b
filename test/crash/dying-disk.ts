import type { FileSystem, PlacedFile } from "../../main/vaultfile/file-system.ts";

/**
 * A file system on which a process dies while it writes pages into a file that is there: after `writes` such writes
 * half of one more goes out, and from then on nothing does.
 */
export function dyingDisk(fs: FileSystem, writes: number): FileSystem {
  let left = writes;
  const dead = (): boolean => left < 0;
  const alive =
    <A extends readonly unknown[], R>(call: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> =>
      dead() ? Promise.reject(new Error("the process is dead")) : call(...args);
  const placed = (file: PlacedFile): PlacedFile => ({
    ...file,
    writeAt: alive(async (position, bytes) => {
      left--;
      if (!dead()) return file.writeAt(position, bytes);
      await file.writeAt(position, bytes.subarray(0, bytes.byteLength >> 1));
      throw new Error("the process is dead");
    }),
    truncate: alive(file.truncate),
    sync: alive(file.sync),
  });
  return {
    create: alive(fs.create),
    read: alive(fs.read),
    open: alive(async (path, access) => placed(await fs.open(path, access))),
    status: alive(fs.status),
    rename: alive(fs.rename),
    link: alive(fs.link),
    remove: alive(fs.remove),
    list: alive(fs.list),
    makeFolder: alive(fs.makeFolder),
    removeFolder: alive(fs.removeFolder),
    realPath: alive(fs.realPath),
    syncFolder: alive(fs.syncFolder),
    touch: alive(fs.touch),
  };
}
