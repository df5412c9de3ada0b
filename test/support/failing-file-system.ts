import {
  diskFileSystem,
  type FileSystem,
  type OpenFile,
  type PlacedFile,
} from "../../main/vaultfile/file-system.ts";

/** The real disk with one call that fails, so that every place a disk can fail at is tried in turn. */
export interface FailingFileSystem extends FileSystem {
  /** Fails call number `at` from now on, counting from 1, with a system error of that name; 0 fails none. */
  failAt(at: number, errno: string): void;
  /** The number of calls since `failAt`. */
  calls(): number;
  /** Whether the chosen call was reached. */
  failed(): boolean;
}

/** A failing file system over the real one. Writes go out in halves, so that short writes are tried as well. */
export function failingFileSystem(): FailingFileSystem {
  let count = 0;
  let chosen = 0;
  let errno = "EIO";
  const step = (): void => {
    count++;
    if (count === chosen) throw Object.assign(new Error(errno), { code: errno });
  };
  const wrapFile = (file: OpenFile): OpenFile => ({
    write: async (bytes) => {
      step();
      return file.write(bytes.subarray(0, Math.max(1, bytes.byteLength >> 1)));
    },
    sync: async () => {
      step();
      await file.sync();
    },
    // A failing close still gives the handle back, as the system does.
    close: async () => {
      await file.close();
      step();
    },
  });
  const wrapPlaced = (file: PlacedFile): PlacedFile => ({
    readAt: async (position, length) => {
      step();
      return file.readAt(position, length);
    },
    readInto: async (position, target) => {
      step();
      return file.readInto(position, target);
    },
    readNow: (position, target) => {
      step();
      return file.readNow(position, target);
    },
    writeAt: async (position, bytes) => {
      step();
      return file.writeAt(position, bytes.subarray(0, Math.max(1, bytes.byteLength >> 1)));
    },
    truncate: async (bytes) => {
      step();
      await file.truncate(bytes);
    },
    sync: async () => {
      step();
      await file.sync();
    },
    close: async () => {
      await file.close();
      step();
    },
  });
  const wrap =
    <A extends readonly unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      step();
      return call(...args);
    };
  return {
    create: wrap(async (path: string) => wrapFile(await diskFileSystem.create(path))),
    read: wrap(diskFileSystem.read),
    open: wrap(async (path: string, access: "read" | "write") =>
      wrapPlaced(await diskFileSystem.open(path, access)),
    ),
    status: wrap(diskFileSystem.status),
    rename: wrap(diskFileSystem.rename),
    link: wrap(diskFileSystem.link),
    remove: wrap(diskFileSystem.remove),
    list: wrap(diskFileSystem.list),
    makeFolder: wrap(diskFileSystem.makeFolder),
    removeFolder: wrap(diskFileSystem.removeFolder),
    realPath: wrap(diskFileSystem.realPath),
    syncFolder: wrap(diskFileSystem.syncFolder),
    touch: wrap(diskFileSystem.touch),
    failAt: (at, name) => {
      count = 0;
      chosen = at;
      errno = name;
    },
    calls: () => count,
    failed: () => chosen > 0 && count >= chosen,
  };
}
