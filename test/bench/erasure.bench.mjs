// One erasure with its proof beside deleting and rebuilding in a native SQLite: node test/bench/erasure.bench.mjs [people]
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildBench } from "./build-bench.mjs";

const { measureErasure } = await buildBench("erasure-bench");
const place = mkdtempSync(join(tmpdir(), "kurabito-erasure-"));
try {
  await measureErasure(Number(process.argv[2] ?? 100_000), join(place, "plain.db"), native());
} finally {
  rmSync(place, { recursive: true, force: true });
}

function native() {
  try {
    const Database = createRequire(new URL("../oracles/package.json", import.meta.url))(
      "better-sqlite3-multiple-ciphers",
    );
    return (path, statements) => {
      const db = new Database(path);
      db.pragma("secure_delete = ON");
      db.pragma("foreign_keys = ON");
      const timed = (work) => {
        const start = performance.now();
        work();
        return (performance.now() - start) / 1000;
      };
      const deleting = timed(
        db.transaction(() => {
          for (const sql of statements) db.exec(sql);
        }),
      );
      const rebuilding = timed(() => db.exec("VACUUM"));
      db.close();
      return { deleting, rebuilding };
    };
  } catch {
    return undefined;
  }
}
