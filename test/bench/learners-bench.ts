import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { unwatched } from "../../workers/base/job.ts";
import { binColumns } from "../../workers/models/binning/bins.ts";
import { binTable, boostedLogOdds, fitBoosting, usualBoosting } from "../../workers/models/boosting/fit.ts";
import { kMeans } from "../../workers/models/clusters/k-means.ts";
import { pointsOf } from "../../workers/models/clusters/points.ts";
import { groupCounts } from "../../workers/models/clusters/stability.ts";
import type { DataTable } from "../../workers/models/design/table.ts";
import { fitEbm, usualOptions } from "../../workers/models/ebm/fit.ts";
import { fitLogistic } from "../../workers/models/logistic/fit.ts";
import { logistic as validatedLogistic } from "../../workers/models/logistic/logistic.ts";
import { auc } from "../../workers/models/validation/auc.ts";
import { randomStream } from "../../workers/stats/random.ts";
import { measureMemory, measureThreads } from "./learners-room.ts";

const WIDTH = 30;
const GROUPS = 8;

/** What was asked of the peer; nothing where it is not installed. */
interface Peer {
  readonly logistic?: { readonly ms: number; readonly coefficients: readonly number[] };
  readonly boosting?: { readonly ms: number; readonly auc: number };
  readonly "k-means"?: { readonly ms: number; readonly ten_starts_ms: number; readonly inertia: number };
}

/** What is measured beside the peer. */
export const learners = ["logistic", "boosting", "k-means"] as const;
export type Learner = (typeof learners)[number];

/** Prints the processor time of the chosen learners on `rows` simulated rows of 30 columns beside scikit-learn's on the same rows. */
export function measureLearners(
  rows: number,
  chosen: readonly Learner[],
  file: string,
  script: string,
): void {
  const { columns, labels } = simulated(rows);
  const peer = scikit(columns, labels, chosen, file, script);
  const repeats = rows <= 200_000 ? 5 : 1;
  if (chosen.includes("logistic")) measureLogistic(columns, labels, repeats, peer?.logistic);
  if (chosen.includes("boosting")) measureBoosting(columns, labels, Math.min(3, repeats), peer?.boosting);
  if (chosen.includes("k-means")) measureKMeans(columns, repeats, peer?.["k-means"]);
}

function measureLogistic(
  columns: readonly Float64Array[],
  labels: Uint8Array,
  repeats: number,
  peer: Peer["logistic"],
): void {
  const size = `${labels.length} x ${columns.length}`;
  const fit = (quick: boolean) =>
    timed(() => fitLogistic({ columns, labels }, { l2: 1, quick }, unwatched), repeats);
  // The peer gives no standard errors: the quick fit is what it does, the whole one is what the product does.
  const [quick, whole] = [fit(true), fit(false)];
  report(`logistic, ${size}, standard errors to three digits`, quick.ms, peer?.ms);
  report(`logistic, ${size}, exact standard errors, which the peer has none of`, whole.ms, peer?.ms);
  if (peer === undefined) return;
  const apart = [quick, whole].map(({ answer }) =>
    Math.max(...peer.coefficients.map((value, j) => Math.abs(value - answer.coefficients[j]!))),
  );
  console.log(`  coefficients apart at most ${apart.map((most) => most.toExponential(1)).join(" and ")}`);
}

function measureBoosting(
  columns: readonly Float64Array[],
  labels: Uint8Array,
  repeats: number,
  peer: Peer["boosting"],
): void {
  const everyRow = Int32Array.from(labels.keys());
  const learn = everyRow.filter((row) => row % 5 !== 0);
  const table = tableOf(columns);
  const boosting = timed(() => {
    const binned = binColumns(table, [...columns.keys()], everyRow);
    const data = binTable(binned.columns);
    const options = { ...usualBoosting, trees: 100 };
    return { data, fit: fitBoosting(data, labels, learn, learn.subarray(0, 0), options, unwatched) };
  }, repeats);
  report(`boosting of 100 trees, ${learn.length} x ${columns.length}`, boosting.ms, peer?.ms);
  const held = Uint8Array.from(labels, (_, row) => (row % 5 === 0 ? 1 : 0));
  const { value } = auc(boostedLogOdds(boosting.answer.fit, boosting.answer.data), labels, held);
  console.log(`  held-out AUC ${value.toFixed(5)}, the peer's ${peer?.auc.toFixed(5) ?? "absent"}`);
}

function measureKMeans(columns: readonly Float64Array[], repeats: number, peer: Peer["k-means"]): void {
  const points = pointsOf(columns.slice(0, 10), "standard");
  const size = `${points.count} x ${points.width}`;
  // The peer's time is that of one start, which need not find the best groups.
  const once = timed(() => kMeans(points, { k: GROUPS, seed: 1, starts: 1 }, unwatched), repeats);
  report(`k-means of ${GROUPS}, ${size}, one start`, once.ms, peer?.ms);
  const groups = timed(() => kMeans(points, { k: GROUPS, seed: 1 }, unwatched), repeats);
  report(`k-means of ${GROUPS}, ${size}, ours with ten starts beside one of the peer`, groups.ms, peer?.ms);
  report(`k-means of ${GROUPS}, ${size}, ten starts each`, groups.ms, peer?.ten_starts_ms);
  const inertia = groups.answer.inertia.toPrecision(8);
  const theirs = peer === undefined ? "absent" : peer.inertia.toPrecision(8);
  const one = once.answer.inertia.toPrecision(8);
  console.log(`  inertia ${inertia}, of one start ${one}, the peer's best of ten ${theirs}`);
}

/** Prints what the learners take of memory, and what a second thread brings to fits of independent pieces. */
export async function measureRoom(rows: number): Promise<void> {
  const { columns, labels } = simulated(rows);
  const everyRow = Int32Array.from(labels.keys());
  const matrix = 8 * rows * WIDTH;
  measureMemory("logistic", matrix, (job) => fitLogistic({ columns, labels }, { l2: 1 }, job));
  const { columns: binned } = binColumns(tableOf(columns), [...columns.keys()], everyRow);
  measureMemory("explainable boosting", matrix, (job) => {
    const options = usualOptions(rows, WIDTH, 1);
    const boost = { ...options.boost, mostRounds: 3 };
    return fitEbm(binned, labels, everyRow, { ...options, boost }, job);
  });
  const none = everyRow.subarray(0, 0);
  measureMemory("boosted trees", matrix, (job) =>
    fitBoosting(binTable(binned), labels, everyRow, none, { ...usualBoosting, trees: 3 }, job),
  );
  const points = pointsOf(columns, "standard");
  measureMemory("k-means", matrix, (job) => kMeans(points, { k: GROUPS, seed: 1 }, job));

  const some = everyRow.subarray(0, 10_000);
  const part = columns.map((column) => column.slice(0, some.length));
  const table = tableOf(part);
  const own = labels.slice(0, some.length);
  const asked = { table, features: [...part.keys()], labels: own, folds: 10, seed: 1 };
  await measureThreads({
    "logistic with ten folds": (job) => validatedLogistic({ ...asked, l2: 1 }, job).validation?.auc,
    "explainable boosting": (job) => {
      const bins = binColumns(table, asked.features, some, 32).columns;
      return fitEbm(bins, own, some, usualOptions(some.length, WIDTH, 1), job).model;
    },
    "choice of k": (job) =>
      groupCounts(pointsOf(part.slice(0, 10), "standard"), { most: 8, pairs: 3, seed: 1 }, job),
  });
}

function tableOf(columns: readonly Float64Array[]): DataTable {
  return {
    rows: columns[0]?.length ?? 0,
    columns: columns.map((values, j) => ({ kind: "number", name: `x${j}`, values })),
  };
}

function report(name: string, ours: number, theirs: number | undefined): void {
  const beside =
    theirs === undefined
      ? "scikit-learn is not installed"
      : `scikit-learn ${theirs.toFixed(0)} ms, ratio ${(ours / theirs).toFixed(2)}`;
  console.log(`${name}: ${ours.toFixed(0)} ms; ${beside}`);
}

/** Median milliseconds of the processor, and the last answer. */
function timed<T>(work: () => T, repeats: number): { readonly ms: number; readonly answer: T } {
  const times: number[] = [];
  let answer = work();
  for (let i = 0; i < repeats; i++) {
    const used = process.cpuUsage();
    answer = work();
    const { user, system } = process.cpuUsage(used);
    times.push((user + system) / 1000);
  }
  return { ms: times.sort((a, b) => a - b)[repeats >> 1]!, answer };
}

/** Normal columns around a few centres, a third of them skewed; the outcome follows half of them, some by steps. */
function simulated(rows: number): { columns: Float64Array[]; labels: Uint8Array } {
  const random = randomStream(20261122);
  const centres = Array.from({ length: GROUPS * WIDTH }, () => 2 * random.normal());
  const columns = Array.from({ length: WIDTH }, () => new Float64Array(rows));
  const labels = new Uint8Array(rows);
  for (let i = 0; i < rows; i++) {
    const group = random.below(GROUPS);
    let eta = -0.5;
    for (let j = 0; j < WIDTH; j++) {
      const normal = centres[group * WIDTH + j]! + random.normal();
      const x = j % 3 === 2 ? Math.exp(normal / 2) : normal;
      columns[j]![i] = x;
      if (j % 2 === 0) eta += j % 4 === 0 ? 0.15 * normal : x > 0 ? 0.3 : -0.3;
    }
    labels[i] = random.uniform() < 1 / (1 + Math.exp(-eta)) ? 1 : 0;
  }
  return { columns, labels };
}

function scikit(
  columns: readonly Float64Array[],
  labels: Uint8Array,
  chosen: readonly Learner[],
  file: string,
  script: string,
): Peer | undefined {
  writeFileSync(file, "");
  for (const column of [...columns, Float64Array.from(labels)]) writeFileSync(file, column, { flag: "a" });
  const env = { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" };
  // The system's own Python has the packages of the system; another in front of it may not.
  for (const python of ["python3", "/usr/bin/python3"]) {
    const size = [String(labels.length), String(columns.length)];
    const run = spawnSync(python, [script, file, ...size, ...chosen], { encoding: "utf8", env });
    if (run.status === 0) return JSON.parse(run.stdout) as Peer;
  }
  return undefined;
}
