import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { unwatched } from "../../workers/base/job.ts";
import { sortOrders } from "../../workers/columns/order-sort.ts";
import { fitBgnbd } from "../../workers/models/bgnbd/fit.ts";
import { cohorts } from "../../workers/models/cohorts.ts";
import { lifetime } from "../../workers/models/lifetime/lifetime.ts";
import { rfm } from "../../workers/models/rfm.ts";
import { simulateShop, type SimulatedHistories } from "../../workers/models/simulate.ts";
import { randomStream } from "../../workers/stats/random.ts";

const REPEATS = 7;

/** Prints the median time of each model: dashboards on `orders` orders, BG/NBD on `customers` histories beside SciPy where that is installed. */
export async function measureModels(orders: number, customers: number): Promise<void> {
  const table = simulatedOrders(orders);
  const end = 20_000 + 1095;
  await timed(`sort ${orders} orders by person and day`, () =>
    sortOrders(table.person, table.unsortedDay, table.mask.length),
  );
  await timed(`rfm of ${orders} orders`, () => rfm({ ...table, end }, unwatched));
  await timed(`cohorts of ${orders} orders`, () => cohorts({ ...table, end, unit: "month" }, unwatched));
  const histories = wholeDays(
    simulateShop({ customers, span: 730, r: 0.243, alpha: 4.414 * 7, a: 0.793, b: 2.426 }, 7),
  );
  const ours = await timed(`bg/nbd of ${customers} customers`, () => fitBgnbd(histories, unwatched));
  const { r, alpha, a, b } = fitBgnbd(histories, unwatched).parameters;
  console.log(`  r ${r} alpha ${alpha} a ${a} b ${b}`);
  const peer = scipy(histories);
  if (peer !== undefined)
    console.log(
      `  SciPy L-BFGS-B, analytic gradient: ${peer.ms.toFixed(0)} ms, ratio ${(ours / peer.ms).toFixed(2)}`,
    );
  const input = { ...table, end, unit: "week", moneyUnit: 1, horizonDays: 365, annualDiscount: 0.1 } as const;
  await timed(`lifetime report of ${orders} orders`, () => lifetime(input, unwatched), 2);
}

async function timed(name: string, run: () => unknown, repeats = REPEATS): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < repeats; i++) {
    const from = performance.now();
    run();
    times.push(performance.now() - from);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  times.sort((one, other) => one - other);
  const median = times[repeats >> 1]!;
  console.log(`${name}: median ${median.toFixed(1)} ms, best ${times[0]!.toFixed(1)} ms`);
  return median;
}

/** Orders of about orders / 10.6 customers over three years: most buy a few times, some often. */
function simulatedOrders(orders: number) {
  const stream = randomStream(20261121);
  const people = Math.round(orders / 10.6);
  const person = Int32Array.from({ length: orders }, (_, i) =>
    i < people ? i : Math.floor(people * stream.uniform() ** 1.6),
  );
  const unsortedDay = Int32Array.from(
    { length: orders },
    () => 20_000 + Math.floor(1096 * stream.uniform() ** 0.85),
  );
  const amounts = Float64Array.from({ length: orders }, () =>
    Math.ceil(Math.exp(8.1 + 0.7 * stream.normal())),
  );
  const { start, row } = sortOrders(person, unsortedDay, people);
  return {
    person,
    unsortedDay,
    start,
    day: Int32Array.from(row, (from) => unsortedDay[from]!),
    amount: Float64Array.from(row, (from) => amounts[from]!),
    mask: new Uint8Array(people).fill(1),
  };
}

/** Times as shops know them: whole days, told in weeks. */
function wholeDays({ frequency, recency, T, spend }: SimulatedHistories): SimulatedHistories {
  const weeks = (days: number) => Math.round(days) / 7;
  return { frequency, recency: recency.map(weeks), T: T.map(weeks), spend };
}

/** The peer on the same histories, on one thread; undefined, with the reason printed, where Python or SciPy is missing. */
function scipy({ frequency, recency, T }: SimulatedHistories): { readonly ms: number } | undefined {
  mkdirSync("reports/bench", { recursive: true });
  const file = "reports/bench/bgnbd-histories.csv";
  writeFileSync(file, Array.from(frequency, (x, i) => `${x},${recency[i]!},${T[i]!}`).join("\n"));
  const script = fileURLToPath(new URL("bgnbd_peer.py", import.meta.url));
  const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
  const run = spawnSync("python3", [script, file], { encoding: "utf8", env });
  if (run.status !== 0) {
    console.log("  SciPy peer skipped: python3 with numpy and scipy is not installed");
    return undefined;
  }
  console.log(`  ${run.stdout.trim()}`);
  return JSON.parse(run.stdout) as { ms: number };
}
