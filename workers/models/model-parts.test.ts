import { describe, expect, test } from "vitest";
import { Cancelled, unwatched, type JobControl } from "../base/job.ts";
import type { Helper, PartsRequest } from "../base/helper.ts";
import { serveParts, type Part } from "../base/parts.ts";
import { columnsInSharedMemory, sharedBytes } from "../base/shared-arrays.ts";
import { randomStream } from "../stats/random.ts";
import { boosting } from "./boosting/boosting.ts";
import { saidByAll } from "./champion/chances.ts";
import { gaussianMixture } from "./clusters/gaussian-mixture.ts";
import { kMeans } from "./clusters/k-means.ts";
import { pointsOf } from "./clusters/points.ts";
import { groupCounts } from "./clusters/stability.ts";
import { ebm } from "./ebm/ebm.ts";
import { elasticNet } from "./elastic-net/elastic-net.ts";
import { logistic } from "./logistic/logistic.ts";
import { modelParts } from "./model-parts.ts";
import { stratifiedFolds } from "./validation/folds.ts";

/** A helper that has run its share before the other thread begins: messages are cloned as between threads. */
function helper(parts: readonly Part<never>[]): { readonly job: JobControl; readonly asked: PartsRequest[] } {
  const asked: PartsRequest[] = [];
  const post = (request: PartsRequest) => {
    const arrived = structuredClone(request);
    asked.push(arrived);
    serveParts(arrived, parts);
  };
  const own: Helper = { post, alive: new Int32Array(new SharedArrayBuffer(4)).fill(1).buffer };
  return { job: { ...unwatched, helpers: [own] }, asked };
}

/** Every other piece fails, as that of a thread which is lost. */
const unlucky = modelParts.map((part): Part<never> => ({
  ...part,
  run: (input, index, into, job) => {
    part.run(input, index, into.fill(index), job);
    if (index % 2 === 1) throw new Error("lost");
  },
}));

const rows = 300;
const random = randomStream(7);
const columns = Array.from({ length: 4 }, () => Float64Array.from({ length: rows }, () => random.normal()));
const labels = Uint8Array.from({ length: rows }, (_, i) =>
  columns[0]![i]! + random.normal() + 3 * Math.sign(columns[1]![i]! * columns[2]![i]!) > 0 ? 1 : 0,
);
const table = {
  rows,
  columns: columns.map((values, j) => ({ kind: "number" as const, name: `x${String(j)}`, values })),
};
const shared = {
  rows,
  columns: columnsInSharedMemory(columns).map((values, j) => ({
    kind: "number" as const,
    name: `x${String(j)}`,
    values,
  })),
};
const binary = { table, features: [0, 1, 2, 3], labels, folds: 4, seed: 3 };
const points = pointsOf(columns, "standard");

const fits: Readonly<Record<string, (job: JobControl) => unknown>> = {
  "logistic-fold": (job) => logistic({ ...binary, l2: 1 }, job),
  "elastic-net-fold": (job) => elasticNet(columns, labels, stratifiedFolds(labels, 4, 1), 0.5, job),
  "ebm-fold": (job) => ebm(binary, job),
  "boosting-fold": (job) => boosting(binary, job),
  "k-means-start": (job) => kMeans(points, { k: 4, seed: 1 }, job),
  "group-trial": (job) => groupCounts(points, { most: 4, pairs: 2, seed: 1 }, job),
  "learner-chances": (job) =>
    saidByAll({ table: shared, labels: sharedBytes(rows, labels), asked: shared }, job),
  "mixture-start": (job) => gaussianMixture(columns, 3, 1, job),
};

describe("a fit whose pieces another thread takes", () => {
  test.each(Object.entries(fits))("%s: the same bits as alone, also when pieces are lost", (name, fit) => {
    const alone = fit(unwatched);
    const two = helper(modelParts);
    expect(fit(two.job)).toEqual(alone);
    expect(two.asked.map((request) => request.name)).toContain(name);
    expect(fit(helper(unlucky).job)).toEqual(alone);
  });

  test("copies no column: what is sent lies in shared memory", () => {
    const { job, asked } = helper(modelParts);
    for (const fit of Object.values(fits)) fit(job);
    for (const { input } of asked)
      for (const array of arraysIn(input))
        if (array.length >= rows) expect(array.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  test("every kind of piece that is asked for is known by its name", () => {
    const { job, asked } = helper(modelParts);
    for (const fit of Object.values(fits)) fit(job);
    expect(new Set(asked.map(({ name }) => name))).toEqual(new Set(modelParts.map(({ name }) => name)));
  });

  test("a cancel stops the others, too", () => {
    const asked: PartsRequest[] = [];
    let left = 3;
    const job: JobControl = {
      check: () => {
        if (left-- === 0) throw new Cancelled();
      },
      progress: () => undefined,
      helpers: [{ post: (request) => asked.push(request), alive: new SharedArrayBuffer(4) }],
    };
    expect(() => groupCounts(points, { most: 4, pairs: 2, seed: 1 }, job)).toThrow(Cancelled);
    const ran: number[] = [];
    const watch = modelParts.map((part): Part<never> => ({ ...part, run: (_, index) => ran.push(index) }));
    serveParts(asked[0]!, watch);
    expect(ran).toEqual([]);
  });
});

function arraysIn(value: unknown): readonly { readonly length: number; readonly buffer: ArrayBufferLike }[] {
  if (value instanceof Float64Array || value instanceof Int32Array || value instanceof Uint8Array)
    return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(arraysIn) : [];
}
