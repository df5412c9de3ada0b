// The as-of question beside the same SQL in a native SQLite: node test/bench/consent.bench.mjs [people]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildBench } from "./build-bench.mjs";
import { nativeSqlite } from "./native-sqlite.mjs";

const { measureConsent } = await buildBench("consent-bench");
const place = mkdtempSync(join(tmpdir(), "kurabito-consent-"));
try {
  await measureConsent(Number(process.argv[2] ?? 100_000), join(place, "plain.db"), native());
} finally {
  rmSync(place, { recursive: true, force: true });
}

function native() {
  const open = nativeSqlite();
  if (open === undefined) return undefined;
  return (path, sql) => {
    const db = open(path, { readonly: true });
    const start = performance.now();
    const rows = db.prepare(sql).raw().all();
    const seconds = (performance.now() - start) / 1000;
    db.close();
    return { seconds, row: rows };
  };
}
