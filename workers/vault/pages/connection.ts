import { Cancelled } from "../../base/job.ts";
import type { Refused } from "../../base/refused.ts";
import type { Sqlite } from "../sqlite-module.ts";
import { errorMessage, SqliteError } from "../sqlite-statement.ts";
import { newCString } from "../sqlite-text.ts";

/** SQLITE_INTERRUPT. */
const INTERRUPTED = 9;

/** An open connection to SQLite, and what lies under it. */
export interface Connection {
  /** struct sqlite3. */
  readonly pointer: number;
  /** The database as whole pages. @throws Error inside a write transaction. */
  image(): Uint8Array<ArrayBuffer>;
  /**
   * To be called before SQLite is asked for something. @throws Refused ("vault-damaged", "vault-changed-outside") once a
   * page was found that is not what was saved: nothing works any more.
   */
  check(): void;
  /** Why SQLite could not do what it was asked for since `check`, where that lies below it. */
  failure(): Refused | undefined;
  /** Told when SQLite has let go of pages it had cached. */
  uncached(): void;
  close(): void;
}

/** What a failure of SQLite means to those above it: damage found below it, or a job that was stopped. */
export function explained(connection: Connection, error: unknown): unknown {
  if (!(error instanceof SqliteError)) return error;
  return connection.failure() ?? (error.code === INTERRUPTED ? new Cancelled() : error);
}

/** A database in sql.js's own file system, whole in memory. */
export function imageConnection(sqlite: Sqlite, image: Uint8Array): Connection {
  const owner = new sqlite.module.Database(image);
  if (typeof owner.db !== "number") throw new Error("this build of sql.js hides its database");
  return {
    pointer: owner.db,
    image: () => owner.export(),
    check: () => undefined,
    failure: () => undefined,
    uncached: () => undefined,
    close: () => {
      owner.close();
    },
  };
}

/** Opens a file by its name in SQLite. @throws SqliteError */
export function openByName(
  sqlite: Sqlite,
  name: string,
): { readonly pointer: number; readonly close: () => void } {
  const { module, heap } = sqlite;
  const path = newCString(sqlite, name);
  const out = module._malloc(4);
  try {
    const code = module._sqlite3_open(path, out);
    const pointer = new DataView(heap().buffer).getUint32(out, true);
    if (code !== 0) {
      const message = pointer === 0 ? "out of memory" : errorMessage(sqlite, pointer);
      if (pointer !== 0) module._sqlite3_close_v2(pointer);
      throw new SqliteError(code, message);
    }
    return { pointer, close: () => void module._sqlite3_close_v2(pointer) };
  } finally {
    module._free(out);
    module._free(path);
  }
}
