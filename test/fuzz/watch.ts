import { expect } from "vitest";

const prototypes = [Object.prototype, Array.prototype, Function.prototype] as const;
const MB = 2 ** 20;

/** How a fuzzing run went. */
export interface FuzzCounts {
  readonly cases: number;
  /** Answers by what they were. */
  readonly answers: Readonly<Record<string, number>>;
}

/**
 * Runs so many cases and watches over them: nothing thrown, none that takes a second of its own work, memory that does
 * not grow with the cases, prototypes as they were. `one` answers what became of a case; a throw is the case's failure.
 */
export async function fuzz(
  title: string,
  cases: number,
  one: (index: number) => string | Promise<string>,
): Promise<FuzzCounts> {
  const names = prototypes.map((prototype) => Object.getOwnPropertyNames(prototype).join());
  const answers: Record<string, number> = {};
  let slowest = 0;
  let early = 0;
  for (let index = 0; index < cases; index++) {
    // CPU time: the machine may be busy with other things.
    const before = process.cpuUsage();
    const answer = await one(index);
    const used = process.cpuUsage(before);
    slowest = Math.max(slowest, (used.user + used.system) / 1000);
    answers[answer] = (answers[answer] ?? 0) + 1;
    if (index === Math.floor(cases / 10)) early = process.memoryUsage().rss;
  }
  const grown = Math.round((process.memoryUsage().rss - early) / MB);
  process.stdout.write(
    `fuzzed ${title}: ${cases} cases ${JSON.stringify(answers)}, slowest ${Math.round(slowest)} ms, grown ${grown} MB\n`,
  );
  // A case that never ends is stopped by the test's own time limit.
  expect(grown).toBeLessThan(400);
  expect(prototypes.map((prototype) => Object.getOwnPropertyNames(prototype).join())).toEqual(names);
  return { cases, answers };
}

/** The name of an outcome: "ok", or the fault's code; anything else is a bug of the code under test. */
export function outcomeName(outcome: unknown): string {
  if (typeof outcome !== "object" || outcome === null || !("ok" in outcome)) throw new Error("no outcome");
  if (outcome.ok === true) return "ok";
  const error = "error" in outcome ? outcome.error : undefined;
  if (typeof error !== "object" || error === null || !("code" in error) || typeof error.code !== "string")
    throw new Error("a failure without a code");
  if (!/^[a-z][a-z-]+$/.test(error.code)) throw new Error(`no code: ${error.code}`);
  return error.code;
}
