// A funnel of segment conditions beside the same question in a native SQLite: node test/bench/segment.bench.mjs [people]
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildBench } from "./build-bench.mjs";

const { measureSegments } = await buildBench("segment-bench");
const place = mkdtempSync(join(tmpdir(), "kurabito-segment-"));
try {
  await measureSegments(Number(process.argv[2] ?? 100_000), join(place, "plain.db"), native());
} finally {
  rmSync(place, { recursive: true, force: true });
}

function native() {
  try {
    const Database = createRequire(new URL("../oracles/package.json", import.meta.url))(
      "better-sqlite3-multiple-ciphers",
    );
    return (path, questions) => {
      const db = new Database(path, { readonly: true });
      const asked = questions.map((sql) => {
        const statement = db.prepare(sql).pluck();
        const start = performance.now();
        const people = statement.get();
        return { people, seconds: (performance.now() - start) / 1000 };
      });
      db.close();
      return asked;
    };
  } catch {
    return undefined;
  }
}
