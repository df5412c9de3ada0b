import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { unwatched } from "../../workers/base/job.ts";
import { parseHierarchy } from "../../workers/models/anonymity/hierarchy.ts";
import type { Microdata, QuasiColumn } from "../../workers/models/anonymity/microdata.ts";
import { generalise } from "../../workers/models/anonymity/search.ts";
import { UniformSource } from "../../workers/models/privacy/random-bits.ts";
import { discreteGaussian, discreteLaplace } from "../../workers/models/privacy/samplers.ts";

const REPEATS = 7;
const columns = ["sex", "age", "race", "marital-status", "education", "native-country"];

/** Adult by six quasi-identifiers, as codes and hierarchies. */
function adult(folder: string): Microdata {
  const [heading = "", ...lines] = readFileSync(`${folder}/adult.csv`, "utf8").trim().split("\n");
  const names = heading.split(";");
  const rows = lines.map((line) => line.split(";"));
  const quasi = columns.map((name): QuasiColumn => {
    const read = parseHierarchy(
      readFileSync(`${folder}/adult/hierarchies/adult_hierarchy_${name}.csv`, "utf8"),
    );
    if (!read.ok) throw new Error(`${name}: ${read.error.problem}`);
    const place = new Map(read.value.levels[0]!.labels.map((label, code) => [label, code]));
    const at = names.indexOf(name);
    return { name, hierarchy: read.value, codes: Int32Array.from(rows, (row) => place.get(row[at]!)!) };
  });
  return { rows: rows.length, quasi, sensitive: [] };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

/** The same question to NumPy, over every node of the lattice; the reason where it is not installed. */
function numpy({ quasi }: Microdata, k: number): { readonly ms: number; readonly loss: number } | string {
  const input = JSON.stringify({
    k,
    codes: quasi.map(({ codes }) => [...codes]),
    levels: quasi.map(({ hierarchy }) =>
      hierarchy.levels.map(({ of, leaves, labels }) => ({
        of: [...of],
        leaves: [...leaves],
        labels: labels.length,
      })),
    ),
  });
  const run = spawnSync("python3", ["test/oracles/peers/full-lattice.py", String(REPEATS)], {
    encoding: "utf8",
    input,
    maxBuffer: 1 << 26,
  });
  if (run.status === 0) return JSON.parse(run.stdout) as { ms: number; loss: number };
  return run.stderr.includes("No module named") || run.error
    ? "python3 with numpy is not installed"
    : run.stderr;
}

/** Prints time and work of the search on Adult beside the whole lattice in NumPy, and draws a second of the samplers. */
export function measureAnonymity(folder: string): void {
  const data = adult(folder);
  for (const k of [2, 10, 50]) {
    const requirement = { k, suppress: 0, diversity: "distinct", c: 3 } as const;
    const times: number[] = [];
    let found = generalise(data, requirement, "ncp", unwatched);
    for (let turn = 0; turn < REPEATS; turn++) {
      const start = performance.now();
      found = generalise(data, requirement, "ncp", unwatched);
      times.push(performance.now() - start);
    }
    const ours = median(times);
    const peer = numpy(data, k);
    const loss = found.found?.standing.loss ?? 1;
    const beside =
      typeof peer === "string"
        ? peer
        : `NumPy, every node ${peer.ms.toFixed(0)} ms, loss ${peer.loss.toFixed(6)}; ratio ${(ours / peer.ms).toFixed(3)}`;
    const work = `${String(found.judged)} of ${String(found.nodes)} nodes looked at`;
    process.stdout.write(
      `k = ${String(k)}: ${ours.toFixed(1)} ms, loss ${loss.toFixed(6)}, ${work}; ${beside}\n`,
    );
  }
  const source = new UniformSource((bytes) => void crypto.getRandomValues(bytes));
  for (const [name, sampler] of [
    ["discrete Laplace", discreteLaplace],
    ["discrete Gaussian", discreteGaussian],
  ] as const) {
    const draws = 50_000;
    const start = performance.now();
    for (let draw = 0; draw < draws; draw++) sampler(source, { of: 100n, over: 1n });
    const seconds = (performance.now() - start) / 1000;
    process.stdout.write(`${name}: ${Math.round(draws / seconds).toLocaleString("en")} draws a second\n`);
  }
}
