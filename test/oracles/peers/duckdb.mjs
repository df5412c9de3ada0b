// DuckDB on one thread: node duckdb.mjs read FILE.csv | import FILE.csv DATABASE | dashboards FILE.csv END REPEATS. Prints one JSON document.
import { rmSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";

const [, , job, file, end, repeats] = process.argv;
const columns =
  "{'order_id':'VARCHAR','customer_id':'VARCHAR','order_date':'DATE','order_total':'BIGINT','channel':'VARCHAR'}";

/** What `work` takes in ms. */
async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function median(runs, work) {
  const times = [];
  for (let i = 0; i < runs; i++) times.push(await timed(work));
  return times.sort((a, b) => a - b)[runs >> 1];
}

const peakMiB = () => process.resourceUsage().maxRSS / 1024;
const place = job === "import" ? end : ":memory:";
if (job === "import") rmSync(place, { force: true });
const db = await (await DuckDBInstance.create(place, { threads: "1" })).connect();
const number = async (sql) => Number((await db.runAndReadAll(sql)).getRows()[0][0]);

/** Reads the file typed into a table; bad rows go into a table of rejects, which is DuckDB's quarantine. */
function readInto(table, rejects) {
  const path = file.replaceAll("'", "''");
  return db.run(
    `CREATE TABLE ${table} AS SELECT * FROM read_csv('${path}', header = true, columns = ${columns}, store_rejects = true, rejects_limit = 0, rejects_table = '${rejects}', rejects_scan = '${rejects}_scans')`,
  );
}

/** Twice: in a fresh process, and in one that has read before. */
async function read() {
  const before = peakMiB();
  const used = process.cpuUsage();
  const ms = await timed(() => readInto("orders", "reject_errors"));
  const { user, system } = process.cpuUsage(used);
  const peak = peakMiB() - before;
  const againMs = await timed(() => readInto("again", "again_errors"));
  const rows = await number("SELECT count(*) FROM orders");
  const quarantined = await number("SELECT count(DISTINCT line) FROM reject_errors");
  return { ms, againMs, cpuMs: (user + system) / 1000, rows, quarantined, peakMiB: peak };
}

/** Into a file of its own, written through before the clock stops. */
async function bring() {
  const ms = await timed(async () => {
    await readInto("orders", "reject_errors");
    await db.run("CHECKPOINT");
  });
  const rows = await number("SELECT count(*) FROM orders");
  const quarantined = await number("SELECT count(DISTINCT line) FROM reject_errors");
  return { ms, rows, quarantined };
}

/** The same questions as our dashboards; answers stay inside DuckDB, so that no time goes into copying rows out. */
async function dashboards() {
  await read();
  const rfm = `
    WITH base AS (
      SELECT customer_id, date_diff('day', max(order_date), DATE '${end}') AS recency,
        count(DISTINCT order_date) AS frequency, sum(order_total) AS monetary
      FROM orders WHERE order_date <= DATE '${end}' GROUP BY customer_id)
    SELECT customer_id, ntile(5) OVER (ORDER BY recency DESC) r, ntile(5) OVER (ORDER BY frequency) f,
      ntile(5) OVER (ORDER BY monetary) m FROM base`;
  const cohort = `
    WITH first AS (SELECT customer_id, date_trunc('month', min(order_date)) AS start FROM orders GROUP BY customer_id)
    SELECT start, date_diff('month', start, date_trunc('month', order_date)) AS later, count(DISTINCT o.customer_id) AS people
    FROM orders o JOIN first USING (customer_id) GROUP BY 1, 2 ORDER BY 1, 2`;
  const rfmMs = await median(Number(repeats), () => db.run(`CREATE OR REPLACE TEMP TABLE rfm AS ${rfm}`));
  const cohortMs = await median(Number(repeats), () =>
    db.run(`CREATE OR REPLACE TEMP TABLE cohort AS ${cohort}`),
  );
  const people = await number("SELECT count(*) FROM rfm");
  const retained = await number("SELECT sum(people) FROM cohort");
  const revenue = await number("SELECT sum(order_total) FROM orders");
  return { rfmMs, cohortMs, people, retained, revenue };
}

const jobs = { read, import: bring, dashboards };
console.log(JSON.stringify(await jobs[job]()));
