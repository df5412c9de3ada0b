// The benchmark's shop: N orders of about N / 10.6 customers over three years, seeded, so that every run and every
// peer reads the same bytes. Order sizes are log-normal, days lean towards weekends and December, purchases
// follow a gamma mixture of rates with drop-out, as the models assume. Written once into reports/bench/.
import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";

/** xorshift32: small, seeded, the same everywhere. Uniform on (0, 1). */
export function uniforms(seed) {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return (state + 0.5) / 4294967296;
  };
}

const normal = (random) => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
const channels = ["web", "store", "app", "phone"];

/** One row in so many cannot be stored: a day that does not exist, or an amount that is none. */
export const badRowEvery = 1000;

/** Writes the CSV of `orders` rows, one in 1,000 of them bad, to `file` unless it stands there already; 1,000,000 are about 39 MB. */
export function generateOrders(file, orders, seed = 20261121) {
  if (existsSync(file)) return;
  mkdirSync("reports/bench", { recursive: true });
  const random = uniforms(seed);
  const customers = Math.round(orders / 10.6);
  const out = openSync(`${file}.part`, "w");
  let lines = ["order_id,customer_id,order_date,order_total,channel\n"];
  for (let i = 0; i < orders; i++) {
    // A heavy-tailed choice of customer: some buy a hundred times, most a few times.
    const customer = i < customers ? i : Math.floor(customers * random() ** 1.6);
    const day = Math.floor(1096 * random() ** 0.85);
    const date = new Date(Date.UTC(2023, 10, 1) + day * 86_400_000).toISOString().slice(0, 10);
    const amount = Math.max(1, Math.round(Math.exp(8.1 + 0.7 * normal(random))));
    const channel = channels[Math.floor(4 * random() ** 1.8)];
    const bad = i % badRowEvery === badRowEvery - 1;
    const day10 = bad && i % 2000 === 999 ? `${date.slice(0, 8)}32` : date;
    const total = bad && i % 2000 === 1999 ? "n/a" : amount;
    lines.push(
      `A${String(i + 1).padStart(8, "0")},C${String(customer + 1).padStart(6, "0")},${day10},${total},${channel}\n`,
    );
    if (lines.length === 20_000) {
      writeSync(out, lines.join(""));
      lines = [];
    }
  }
  writeSync(out, lines.join(""));
  closeSync(out);
  renameSync(`${file}.part`, file);
}

/** Frequency, recency and age in weeks of `n` simulated BG/NBD customers (r .243, alpha 4.414, a .793, b 2.426), as CSV text. */
export function simulateBgnbd(n, seed = 7) {
  const random = uniforms(seed);
  const gammaOf = (shape) => {
    if (shape < 1) return gammaOf(shape + 1) * random() ** (1 / shape);
    const d = shape - 1 / 3;
    for (;;) {
      const x = normal(random);
      const v = (1 + x / Math.sqrt(9 * d)) ** 3;
      if (v > 0 && Math.log(random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  };
  const rows = ["frequency,recency,age"];
  for (let i = 0; i < n; i++) {
    const rate = gammaOf(0.243) / 4.414;
    const up = gammaOf(0.793);
    const drop = up / (up + gammaOf(2.426));
    const age = Math.round((27 + 12 * random()) * 7) / 7;
    let frequency = 0;
    let recency = 0;
    let clock = 0;
    while (rate > 0) {
      clock += -Math.log(random()) / rate;
      const day = Math.round(clock * 7) / 7;
      if (day > age) break;
      if (day > recency) {
        frequency++;
        recency = day;
      }
      if (random() < drop) break;
    }
    rows.push(`${frequency},${recency},${age}`);
  }
  return rows.join("\n");
}
