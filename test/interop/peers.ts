import { spawnSync } from "node:child_process";
import { createHash, pbkdf2Sync } from "node:crypto";
import { openOracle, type OracleConstructor } from "./oracle.ts";

/** What another program finds in a file. */
export interface PeerReading {
  /** Lines of its integrity checks; `["ok"]` for a sound file. */
  readonly integrity: readonly string[];
  readonly pages: number;
  /** What each query says, line by line. */
  readonly lines: readonly (readonly unknown[])[];
}

/** Another implementation of SQLCipher 4. */
export interface Peer {
  /** Makes a file by running statements in an empty database. */
  write(path: string, script: readonly string[]): void;
  read(path: string, queries: readonly string[]): PeerReading;
}

/** The hash of what queries of one column say, line by line. */
export function contentHash(lines: readonly (readonly unknown[])[]): string {
  const hash = createHash("sha256");
  for (const query of lines) {
    for (const line of query) hash.update(`${String(line)}\n`);
    hash.update("--\n");
  }
  return hash.digest("hex");
}

const derived = new Map<string, Buffer>();

/** The key's 32 bytes and the salt as `PRAGMA key` takes them, so that a file costs no key derivation of its own. */
export function rawKey(passphrase: string | Uint8Array, salt: Uint8Array): string {
  const name = `${Buffer.from(passphrase).toString("hex")} ${Buffer.from(salt).toString("hex")}`;
  const key = derived.get(name) ?? pbkdf2Sync(passphrase, salt, 256_000, 32, "sha512");
  derived.set(name, key);
  return `x'${key.toString("hex")}${Buffer.from(salt).toString("hex")}'`;
}

/** SQLite3MultipleCiphers with a passphrase or a raw key. */
export function multipleCiphers(Oracle: OracleConstructor, key: string): Peer {
  return {
    write: (path, script) => {
      const db = openOracle(Oracle, path, key);
      db.exec("BEGIN");
      for (const sql of script) db.exec(sql);
      db.exec("COMMIT");
      db.close();
    },
    read: (path, queries) => {
      const db = openOracle(Oracle, path, key);
      const integrity = db.prepare("PRAGMA integrity_check").all();
      const lines = queries.map((sql) =>
        db
          .prepare(sql)
          .all()
          .map((row) => row["line"]),
      );
      const [count] = db.prepare("PRAGMA page_count").all();
      db.close();
      return {
        integrity: integrity.map((row) => String(row["integrity_check"])),
        pages: Number(count?.["page_count"]),
        lines,
      };
    },
  };
}

const divider = "-- next --";

/** An official sqlcipher shell, version 4. `cipher_integrity_check` answers nothing for a sound file. */
export function sqlcipherShell(binary: string, key: string): Peer {
  const run = (path: string, statements: readonly string[]): string => {
    const keyed = [
      ".bail on",
      `PRAGMA key = ${key.startsWith("x'") ? `"${key}"` : `'${key.replaceAll("'", "''")}'`};`,
    ];
    const input = [...keyed, ...statements.map((sql) => `${sql};`), ""].join("\n");
    const done = spawnSync(binary, ["-batch", path], { input, encoding: "utf8", maxBuffer: 2 ** 30 });
    if (done.status !== 0) throw new Error(`${binary}: ${done.stderr || String(done.error)}`);
    return done.stdout;
  };
  return {
    write: (path, script) => {
      run(path, ["BEGIN", ...script, "COMMIT"]);
    },
    read: (path, queries) => {
      const asked = [
        "PRAGMA cipher_integrity_check",
        "PRAGMA integrity_check",
        "PRAGMA page_count",
        ...queries,
      ];
      const answer = run(
        path,
        asked.flatMap((sql) => [`SELECT '${divider}'`, sql]),
      );
      const [, damaged = [], integrity = [], [count] = [], ...lines] = answer
        .split(`${divider}\n`)
        .map((part) => part.split("\n").slice(0, -1));
      return { integrity: [...damaged, ...integrity], pages: Number(count), lines };
    },
  };
}
