// A funnel of segment conditions beside the same question in a native SQLite: node test/bench/segment.bench.mjs [people]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildBench } from "./build-bench.mjs";
import { nativeSqlite } from "./native-sqlite.mjs";

const { measureSegments } = await buildBench("segment-bench");
const place = mkdtempSync(join(tmpdir(), "kurabito-segment-"));
try {
  await measureSegments(Number(process.argv[2] ?? 100_000), join(place, "plain.db"), native());
} finally {
  rmSync(place, { recursive: true, force: true });
}

function native() {
  const open = nativeSqlite();
  if (open === undefined) return undefined;
  return (path, questions) => {
    const db = open(path, { readonly: true });
    const asked = questions.map((sql) => {
      const statement = db.prepare(sql).pluck();
      const start = performance.now();
      const people = statement.get();
      return { people, seconds: (performance.now() - start) / 1000 };
    });
    db.close();
    return asked;
  };
}
