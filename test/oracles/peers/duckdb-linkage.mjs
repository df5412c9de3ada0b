// DuckDB on one thread links people: the pairs that agree on the given columns are compared by Jaro-Winkler similarity, and those
// that agree on enough are taken for one person: node duckdb-linkage.mjs FILE.csv PASSES.json. Prints one JSON document.
import { readFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";

const [, , file, passesFile] = process.argv;
const passes = JSON.parse(readFileSync(passesFile, "utf8"));
const db = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
const path = file.replaceAll("'", "''");
await db.run(
  `CREATE TABLE people AS SELECT * FROM read_csv('${path}', header = true, all_varchar = true, nullstr = '')`,
);

const used = process.cpuUsage();
const start = performance.now();
const blocks = passes.map((columns) => {
  const equal = columns.map((column) => `a."${column}" = b."${column}"`).join(" AND ");
  return `SELECT a.id AS a, b.id AS b FROM people a JOIN people b ON ${equal} AND a.id::INT < b.id::INT`;
});
await db.run(`CREATE TABLE pairs AS ${blocks.join(" UNION ")}`);
const like = (column, least) =>
  `coalesce(jaro_winkler_similarity(a."${column}", b."${column}") >= ${least}, false)::INT`;
const same = (column) => `coalesce(a."${column}" = b."${column}", false)::INT`;
const score = [
  like("family", 0.88),
  like("given", 0.88),
  like("street", 0.9),
  like("email", 0.92),
  like("birth", 0.9),
  like("phone", 0.92),
  same("postal"),
  same("city"),
].join(" + ");
await db.run(
  `CREATE TABLE found AS SELECT a.id AS a, b.id AS b, a.truth = b.truth AS correct FROM pairs JOIN people a ON a.id = pairs.a JOIN people b ON b.id = pairs.b
   WHERE ${score} >= 6 AND ${like("given", 0.88)} = 1`,
);
const ms = performance.now() - start;
const { user, system } = process.cpuUsage(used);
const number = async (sql) => Number((await db.runAndReadAll(sql)).getRows()[0][0]);
const compared = await number("SELECT count(*) FROM pairs");
const found = await number("SELECT count(*) FROM found");
const right = await number("SELECT count(*) FROM found WHERE correct");
const real = await number(
  "SELECT sum(n * (n - 1) / 2) FROM (SELECT count(*) AS n FROM people GROUP BY truth)",
);
const f1 = (2 * right) / (found + real);
console.log(JSON.stringify({ ms, cpuMs: (user + system) / 1000, compared, found, f1 }));
