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
  const shop = livingOrders(customers);
  const input = {
    ...shop,
    end: 730,
    unit: "week",
    moneyUnit: 1,
    horizonDays: 365,
    annualDiscount: 0.1,
  } as const;
  await timed(
    `lifetime report of ${customers} customers, ${shop.day.length} orders`,
    () => lifetime(input, unwatched),
    3,
  );
}

/** Prints the median by the clock and in processor time, which other programs stretch less; answers the former. */
async function timed(name: string, run: () => unknown, repeats = REPEATS): Promise<number> {
  const clock: number[] = [];
  const processor: number[] = [];
  for (let i = 0; i < repeats; i++) {
    const used = process.cpuUsage();
    const from = performance.now();
    run();
    clock.push(performance.now() - from);
    processor.push(process.cpuUsage(used).user / 1000);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  const median = (times: readonly number[]) => [...times].sort((one, other) => one - other)[repeats >> 1]!;
  console.log(`${name}: ${median(clock).toFixed(1)} ms, processor ${median(processor).toFixed(1)} ms`);
  return median(clock);
}

/** Orders of customers who buy and leave as BG/NBD says, over two years. */
function livingOrders(customers: number) {
  const stream = randomStream(5);
  const [person, day, amount]: number[][] = [[], [], []];
  for (let p = 0; p < customers; p++) {
    const pace = 60 / stream.gamma(0.7);
    const leave = stream.beta(0.8, 8);
    const level = 9000 / stream.gamma(4);
    for (let at = stream.below(365), first = true; at <= 730; at += Math.ceil(stream.exponential() * pace)) {
      person!.push(p);
      day!.push(at);
      amount!.push(Math.ceil((level * stream.gamma(6)) / 6));
      if (!first && stream.uniform() < leave) break;
      first = false;
    }
  }
  const { start, row } = sortOrders(Int32Array.from(person!), Int32Array.from(day!), customers);
  return {
    start,
    day: Int32Array.from(row, (from) => day![from]!),
    amount: Float64Array.from(row, (from) => amount![from]!),
    mask: new Uint8Array(customers).fill(1),
  };
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
  const rows = Array.from(frequency, (x, i) => `${x},${recency[i]!},${T[i]!}`);
  writeFileSync(file, ["frequency,recency,age", ...rows].join("\n"));
  const script = fileURLToPath(new URL("../oracles/peers/bgnbd.py", import.meta.url));
  const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
  const run = spawnSync("python3", [script, file], { encoding: "utf8", env });
  if (run.status !== 0) {
    console.log("  SciPy peer skipped: python3 with numpy and scipy is not installed");
    return undefined;
  }
  console.log(`  ${run.stdout.trim()}`);
  return JSON.parse(run.stdout) as { ms: number };
}
