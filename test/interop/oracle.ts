import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/** The part of better-sqlite3-multiple-ciphers that the tests use. */
export interface OracleDatabase {
  pragma(text: string): unknown;
  exec(sql: string): void;
  prepare(sql: string): {
    run(...parameters: unknown[]): unknown;
    all(...parameters: unknown[]): Record<string, unknown>[];
  };
  close(): void;
}

/** Opens a database file, which is made when it is not there. */
export type OracleConstructor = new (path: string) => OracleDatabase;

/**
 * SQLite3MultipleCiphers, an implementation of SQLCipher 4 that shares no code with ours, or undefined
 * when it is not installed: `npm ci --prefix test/oracles`.
 */
export function loadOracle(): OracleConstructor | undefined {
  const home = fileURLToPath(new URL("../oracles/package.json", import.meta.url));
  try {
    const constructor = createRequire(home)("better-sqlite3-multiple-ciphers") as OracleConstructor;
    new constructor(":memory:").close();
    return constructor;
  } catch {
    return undefined;
  }
}

/** Opens a file as SQLCipher 4 with a passphrase, or with key and salt as `x'...'` (96 digits). */
export function openOracle(Oracle: OracleConstructor, path: string, key: string): OracleDatabase {
  const db = new Oracle(path);
  db.pragma("cipher = 'sqlcipher'");
  db.pragma("legacy = 4");
  db.pragma(/^x'[0-9a-f]{96}'$/.test(key) ? `key = "${key}"` : `key = '${key.replaceAll("'", "''")}'`);
  return db;
}
