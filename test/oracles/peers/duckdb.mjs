// DuckDB on one thread: reads the same CSV typed, then answers the same questions from a table in memory.
import { DuckDBInstance } from "@duckdb/node-api";

/** Median milliseconds of `runs` runs. */
async function median(runs, body) {
  const times = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await body();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(runs / 2)];
}

const file = process.argv[2];
const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
const db = await instance.connect();
const columns = "{'order_id':'VARCHAR','customer_id':'VARCHAR','order_date':'DATE','order_total':'BIGINT','channel':'VARCHAR'}";
const before = process.memoryUsage().rss;
const read = await median(3, async () => {
  await db.run("DROP TABLE IF EXISTS orders");
  await db.run(`CREATE TABLE orders AS SELECT * FROM read_csv('${file.replaceAll("'", "''")}', header = true, columns = ${columns}, ignore_errors = true)`);
});
const memory = process.memoryUsage().rss - before;

const rfmSql = `
  WITH base AS (
    SELECT customer_id, date_diff('day', max(order_date), DATE '2026-11-01') AS recency, count(DISTINCT order_date) AS frequency, sum(order_total) AS monetary
    FROM orders GROUP BY customer_id)
  SELECT customer_id, ntile(5) OVER (ORDER BY recency DESC) r, ntile(5) OVER (ORDER BY frequency) f, ntile(5) OVER (ORDER BY monetary) m FROM base`;
const cohortSql = `
  WITH first AS (SELECT customer_id, date_trunc('month', min(order_date)) AS start FROM orders GROUP BY customer_id)
  SELECT start, date_diff('month', start, date_trunc('month', order_date)) AS later, count(DISTINCT o.customer_id) AS people
  FROM orders o JOIN first USING (customer_id) GROUP BY 1, 2 ORDER BY 1, 2`;
// Results are materialised inside DuckDB, so that no time goes into copying rows out.
const rfm = await median(5, () => db.run(`CREATE OR REPLACE TEMP TABLE answer AS ${rfmSql}`));
const cohort = await median(5, () => db.run(`CREATE OR REPLACE TEMP TABLE answer AS ${cohortSql}`));
const rows = (await db.runAndReadAll("SELECT count(*) FROM orders")).getRows()[0][0];
console.log(JSON.stringify({ rows: Number(rows), readMs: read, readMiB: memory / 1048576, rfmMs: rfm, cohortMs: cohort }));
