import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { unwatched } from "../../workers/base/job.ts";
import { binColumns } from "../../workers/models/binning/bins.ts";
import { binTable, boostedLogOdds, fitBoosting, usualBoosting } from "../../workers/models/boosting/fit.ts";
import { auc } from "../../workers/models/validation/auc.ts";
import { randomStream } from "../../workers/stats/random.ts";

const ROWS = 100_000;
const WIDTH = 30;
const GROUPS = 8;
const shapes = ["skewed", "whole numbers", "pairs of columns", "blanks", "rare"] as const;
type Shape = (typeof shapes)[number];

/**
 * Prints, by kind of data, the held-out AUC of boosted trees less that of scikit-learn's HistGradientBoosting on the same rows: mean and
 * standard error over `sets` simulated data sets, of which a fifth is held out. One set alone says little: its own noise is 4e-4.
 */
export function measureHeldOut(sets: number, file: string, script: string): void {
  for (const shape of shapes) {
    const apart: number[] = [];
    let alike = 0;
    for (let seed = 1; seed <= sets; seed++) {
      const { columns, labels } = simulated(shape, seed);
      const theirs = peerAuc(columns, labels, file, script);
      if (theirs === undefined) {
        console.log("scikit-learn is not installed");
        return;
      }
      const own = ownAuc(columns, labels);
      apart.push(own - theirs);
      if (Math.abs(own - theirs) < 1e-9) alike++;
    }
    const mean = apart.reduce((sum, own) => sum + own, 0) / sets;
    const variance = apart.reduce((sum, own) => sum + (own - mean) ** 2, 0) / (sets - 1);
    const told = (value: number) => `${(1e4 * value).toFixed(2)}e-4`;
    console.log(
      `${shape}: AUC less the peer's ${told(mean)}, standard error ${told(Math.sqrt(variance / sets))}, of ${sets} sets ${alike} to the last digit`,
    );
  }
}

function ownAuc(columns: readonly Float64Array[], labels: Uint8Array): number {
  const everyRow = Int32Array.from(labels.keys());
  const learn = everyRow.filter((row) => row % 5 !== 0);
  const table = {
    rows: labels.length,
    columns: columns.map((values, j) => ({ kind: "number" as const, name: `x${j}`, values })),
  };
  const data = binTable(binColumns(table, [...columns.keys()], everyRow).columns);
  const options = { ...usualBoosting, trees: 100 };
  const fit = fitBoosting(data, labels, learn, learn.subarray(0, 0), options, unwatched);
  const held = Uint8Array.from(labels, (_, row) => (row % 5 === 0 ? 1 : 0));
  return auc(boostedLogOdds(fit, data), labels, held).value;
}

function simulated(shape: Shape, seed: number): { columns: Float64Array[]; labels: Uint8Array } {
  const random = randomStream(seed);
  const centres = Array.from({ length: GROUPS * WIDTH }, () => 2 * random.normal());
  const columns = Array.from({ length: WIDTH }, () => new Float64Array(ROWS));
  const labels = new Uint8Array(ROWS);
  const normal = new Float64Array(WIDTH);
  for (let i = 0; i < ROWS; i++) {
    const group = random.below(GROUPS);
    let eta = shape === "rare" ? -4.5 : -0.5;
    for (let j = 0; j < WIDTH; j++) {
      normal[j] = centres[group * WIDTH + j]! + random.normal();
      const x = j % 3 === 2 ? Math.exp(normal[j]! / 2) : normal[j]!;
      const told = shape === "whole numbers" ? Math.floor(2 * x) : x;
      columns[j]![i] = shape === "blanks" && random.uniform() < 0.2 ? NaN : told;
      if (j % 2 === 0) eta += j % 4 === 0 ? 0.15 * normal[j]! : x > 0 ? 0.3 : -0.3;
    }
    if (shape === "pairs of columns")
      eta +=
        Math.sin(normal[1]!) + (normal[3]! * normal[5]! > 0 ? 0.7 : -0.7) - 0.1 * normal[7]! * normal[9]!;
    labels[i] = random.uniform() < 1 / (1 + Math.exp(-eta)) ? 1 : 0;
  }
  return { columns, labels };
}

function peerAuc(
  columns: readonly Float64Array[],
  labels: Uint8Array,
  file: string,
  script: string,
): number | undefined {
  writeFileSync(file, "");
  for (const column of [...columns, Float64Array.from(labels)]) writeFileSync(file, column, { flag: "a" });
  const env = { ...process.env, OMP_NUM_THREADS: "1" };
  for (const python of ["python3", "/usr/bin/python3"]) {
    const asked = [script, file, String(labels.length), String(columns.length), "boosting"];
    const run = spawnSync(python, asked, { encoding: "utf8", env });
    if (run.status !== 0) continue;
    return (JSON.parse(run.stdout) as { readonly boosting: { readonly auc: number } }).boosting.auc;
  }
  return undefined;
}
