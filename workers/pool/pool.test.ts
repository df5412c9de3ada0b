import { describe, expect, test } from "vitest";
import { channelWorker } from "../../test/support/channel-worker.ts";
import { cancelJob, Cancelled, jobControl, newJobTicket, unwatched, type Progress } from "../base/job.ts";
import type { ModelInput } from "../models/registry.ts";
import type { ModelPool } from "../ports.ts";
import { inlinePool } from "./inline-pool.ts";
import { modelServer } from "./model-server.ts";
import type { MateMessage, RunRequest } from "./protocol.ts";
import { workerPool } from "./worker-pool.ts";

function shared(values: readonly number[]): Int32Array<SharedArrayBuffer> {
  const array = new Int32Array(new SharedArrayBuffer(4 * values.length));
  array.set(values);
  return array;
}

function threeOrders(): ModelInput<"rfm"> {
  return {
    start: shared([0, 2, 3]),
    day: shared([1, 5, 3]),
    amount: Float64Array.of(10, 20, 5),
    mask: Uint8Array.of(1, 1),
    end: 6,
  };
}

const pools: readonly (readonly [string, () => ModelPool])[] = [
  ["inline", inlinePool],
  ["of workers", () => workerPool(() => channelWorker(modelServer()), 2)],
];

describe.each(pools)("a pool %s", (_, open) => {
  test("runs a model by name", async () => {
    const pool = open();
    const output = await pool.run("rfm", threeOrders(), unwatched);
    expect([...output.frequency]).toEqual([2, 1]);
    expect([...output.recency]).toEqual([1, 3]);
    pool.close();
  });

  test("answers in shared memory, so that results are not copied between threads", async () => {
    const pool = open();
    const output = await pool.run("rfm", threeOrders(), unwatched);
    expect(output.monetary.buffer).toBeInstanceOf(SharedArrayBuffer);
    pool.close();
  });

  test("a cancelled job rejects with Cancelled, and the next one runs", async () => {
    const pool = open();
    const ticket = newJobTicket("fit");
    cancelJob(ticket);
    const job = jobControl(ticket, () => undefined);
    await expect(pool.run("rfm", threeOrders(), job)).rejects.toBeInstanceOf(Cancelled);
    await expect(pool.run("rfm", threeOrders(), unwatched)).resolves.toHaveProperty("people", 2);
    pool.close();
  });

  test("passes progress on", async () => {
    const pool = open();
    const seen: Progress[] = [];
    const input = {
      ...threeOrders(),
      unit: "week",
      moneyUnit: 1,
      horizonDays: 365,
      annualDiscount: 0.1,
    } as const;
    await pool.run("lifetime", input, {
      check: () => undefined,
      progress: (progress) => seen.push(progress),
    });
    expect(seen.map(({ phase }) => phase)).toContain("histories");
    pool.close();
  });

  test("an error of the model is an error of the run", async () => {
    const pool = open();
    const broken = { ...threeOrders(), start: undefined } as unknown as ModelInput<"rfm">;
    await expect(pool.run("rfm", broken, unwatched)).rejects.toThrow();
    await expect(pool.run("rfm", threeOrders(), unwatched)).resolves.toHaveProperty("people", 2);
    pool.close();
  });
});

describe("workers of a pool", () => {
  test("never more than its size, each used again", async () => {
    let started = 0;
    const pool = workerPool(() => {
      started++;
      return channelWorker(modelServer());
    }, 2);
    const runs = Array.from({ length: 6 }, () => pool.run("rfm", threeOrders(), unwatched));
    expect(await Promise.all(runs)).toHaveLength(6);
    expect(started).toBe(2);
    pool.close();
  });

  test("one that does not hear a cancel is ended, and another takes its place", async () => {
    const workers: ReturnType<typeof channelWorker<RunRequest | MateMessage>>[] = [];
    const pool = workerPool(() => {
      const worker =
        workers.length === 0 ? channelWorker<RunRequest | MateMessage>() : channelWorker(modelServer());
      workers.push(worker);
      return worker;
    }, 1);
    const ticket = newJobTicket("fit");
    const run = pool.run(
      "rfm",
      threeOrders(),
      jobControl(ticket, () => undefined),
    );
    const next = pool.run("rfm", threeOrders(), unwatched);
    await new Promise((resolve) => setTimeout(resolve, 0)); // the first run has begun
    cancelJob(ticket);
    await expect(run).rejects.toBeInstanceOf(Cancelled);
    await expect(next).resolves.toHaveProperty("people", 2);
    expect(workers.map((worker) => worker.ended())).toEqual([true, false]);
    pool.close();
  });
});
