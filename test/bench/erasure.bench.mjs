// One erasure with its proof beside deleting and rebuilding in a native SQLite: node test/bench/erasure.bench.mjs [people]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildBench } from "./build-bench.mjs";
import { nativeSqlite } from "./native-sqlite.mjs";

const { measureErasure } = await buildBench("erasure-bench");
const place = mkdtempSync(join(tmpdir(), "kurabito-erasure-"));
try {
  await measureErasure(Number(process.argv[2] ?? 100_000), join(place, "plain.db"), native());
} finally {
  rmSync(place, { recursive: true, force: true });
}

function native() {
  const open = nativeSqlite();
  if (open === undefined) return undefined;
  return (path, statements) => {
    const db = open(path);
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
}
