import { describe, expect, it } from "vitest";
import { advance, getLocal, lanes, setLocal, untilEqual, wasmModule } from "../base/wasm-code.ts";
import { wasmProgram } from "../base/wasm-instance.ts";
import { exponential, exponentialTable } from "./exponential.ts";
import { randomStream } from "./random.ts";

/** The exponentials of numbers, by the code under test. */
function exponentials(values: readonly number[]): Float64Array {
  const [x, last, table, own] = [0, 1, 2, 3];
  const body = [
    [getLocal(x), lanes.load(0), setLocal(own), exponential(own, table, [4, 5])],
    [getLocal(x), getLocal(own), lanes.store(0), advance(x, 16)],
  ];
  const each = { name: "each", parameters: 3, integers: 0, wide: 3, code: untilEqual(x, last, body) };
  const even = 2 * Math.ceil(values.length / 2);
  const program = wasmProgram<"each">(wasmModule(1, [each]));
  const { memory, run } = program.instance(8 * (even + exponentialTable.length));
  new Float64Array(memory).set(values);
  new Float64Array(memory, 8 * even).set(exponentialTable);
  run.each(0, 8 * even, 8 * even);
  return new Float64Array(memory, 0, values.length).slice();
}

describe("the exponential of pairs", () => {
  it("is that of the language to two units in the last place", () => {
    const random = randomStream(1);
    const values = [
      ...Array.from({ length: 50_000 }, () => -40 * random.uniform()),
      ...Array.from({ length: 50_000 }, () => -708 * random.uniform()),
      ...Array.from({ length: 1021 }, (_, n) => -(n + 0.5) * Math.LN2),
      ...Array.from({ length: 300 }, (_, n) => -(10 ** -n)),
    ];
    const found = exponentials(values);
    const apart = values.map((value, i) => Math.abs(found[i]! / Math.exp(value) - 1));
    expect(Math.max(...apart.slice(0, 1000))).toBeGreaterThan(0);
    expect(apart.reduce((most, own) => Math.max(most, own), 0)).toBeLessThanOrEqual(2 * Number.EPSILON);
  });

  it("is 1 at 0 and the least normal number that counts far below", () => {
    expect([...exponentials([0, -0, -708, -1e300, -Infinity])]).toEqual([
      1,
      1,
      ...Array.from({ length: 3 }, () => expect.closeTo(Math.exp(-708), 320) as number),
    ]);
  });
});
