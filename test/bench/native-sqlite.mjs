import { createRequire } from "node:module";

/** Opens files in a native SQLite; undefined where its package is not installed (test/oracles). */
export function nativeSqlite() {
  try {
    const Database = createRequire(new URL("../oracles/package.json", import.meta.url))(
      "better-sqlite3-multiple-ciphers",
    );
    return (path, options) => new Database(path, options);
  } catch {
    return undefined;
  }
}
