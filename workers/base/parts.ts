import type { Helper, PartsRequest } from "./helper.ts";
import { Cancelled, type JobControl } from "./job.ts";

/**
 * A piece of a fit that needs no other piece: a bag, a fold, a start. Pure: what it writes follows from the input and the index,
 * so that it makes no difference which thread runs it. Known to every thread by its name.
 */
export interface Part<I> {
  readonly name: string;
  /** Writes piece `index` into `into`, which holds zeros. @throws Cancelled */
  run(input: I, index: number, into: Float64Array, job: JobControl): void;
}

/** Places in `control`: the next piece nobody has taken, how many helpers' pieces have ended, a stop, then each piece's state. */
const slot = { next: 0, ended: 1, stop: 2, states: 3 } as const;
const state = { open: 0, done: 1, failed: 2 } as const;
/** A cancel is looked for so often while others finish. */
const WAIT_MS = 20;

interface PartsOptions {
  readonly count: number;
  readonly length: number;
  /** Told how many pieces are done. */
  readonly told?: (done: number) => void;
}

/**
 * Runs all pieces of a fit, here and on the threads that help (`job.helpers`): each takes the next piece nobody has taken, so
 * that nobody waits for a helper that is busy with something else. Answers by piece, the same bits whoever ran them.
 * @throws Cancelled, or what a piece throws
 */
export function inParts<I>(part: Part<I>, input: I, options: PartsOptions, job: JobControl): Float64Array[] {
  const { count, length, told = () => undefined } = options;
  const alone: JobControl = { check: () => job.check(), progress: () => undefined };
  const doHere = (index: number): Float64Array => {
    job.check();
    const into = new Float64Array(length);
    part.run(input, index, into, alone);
    return into;
  };
  const helpers = job.helpers?.slice(0, count - 1) ?? [];
  if (helpers.length === 0)
    return Array.from({ length: count }, (_, index) => {
      told(index);
      return doHere(index);
    });
  const request: PartsRequest = {
    name: part.name,
    input,
    count,
    length,
    control: new SharedArrayBuffer(4 * (slot.states + count)),
    results: new SharedArrayBuffer(8 * count * length),
  };
  const control = new Int32Array(request.control);
  for (const helper of helpers) helper.post(request);
  try {
    for (let index = take(control); index < count; index = take(control)) {
      told(doneOf(control, count));
      job.check();
      part.run(input, index, resultOf(request, index), alone);
      Atomics.store(control, slot.states + index, state.done);
    }
    waitForHelpers(control, count, helpers, () => {
      job.check();
      told(doneOf(control, count));
    });
  } catch (error) {
    Atomics.store(control, slot.stop, 1);
    Atomics.store(control, slot.next, count);
    throw error;
  }
  return Array.from({ length: count }, (_, index) =>
    Atomics.load(control, slot.states + index) === state.done ? resultOf(request, index) : doHere(index),
  );
}

/** Runs pieces of another thread's fit until none is left; `parts` are those this thread knows. */
export function serveParts(request: PartsRequest, parts: readonly Part<never>[]): void {
  const control = new Int32Array(request.control);
  const part = parts.find(({ name }) => name === request.name) as Part<unknown> | undefined;
  const job: JobControl = {
    check: () => {
      if (Atomics.load(control, slot.stop) !== 0) throw new Cancelled();
    },
    progress: () => undefined,
  };
  for (let index = take(control); index < request.count; index = take(control)) {
    let ended: number = state.done;
    try {
      job.check();
      part!.run(request.input, index, resultOf(request, index), job);
    } catch {
      // The thread that asked does it again, and meets the error itself.
      ended = state.failed;
    }
    Atomics.store(control, slot.states + index, ended);
    Atomics.add(control, slot.ended, 1);
    Atomics.notify(control, slot.ended);
  }
}

function take(control: Int32Array): number {
  return Atomics.add(control, slot.next, 1);
}

function resultOf({ results, length }: PartsRequest, index: number): Float64Array {
  return new Float64Array(results, 8 * index * length, length);
}

function doneOf(control: Int32Array, count: number): number {
  let done = 0;
  for (let index = 0; index < count; index++)
    if (Atomics.load(control, slot.states + index) === state.done) done++;
  return done;
}

/** Until every piece has ended, or a helper is lost that may have had one. */
function waitForHelpers(
  control: Int32Array<SharedArrayBuffer>,
  count: number,
  helpers: readonly Helper[],
  between: () => void,
): void {
  const open = () => {
    for (let index = 0; index < count; index++)
      if (Atomics.load(control, slot.states + index) === state.open) return true;
    return false;
  };
  for (;;) {
    const seen = Atomics.load(control, slot.ended);
    if (!open()) return;
    if (helpers.some(({ alive }) => Atomics.load(new Int32Array(alive), 0) === 0)) return;
    between();
    Atomics.wait(control, slot.ended, seen, WAIT_MS);
  }
}
