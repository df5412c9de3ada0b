import fc from "fast-check";
import { expect, test } from "vitest";
import { unwatched } from "../../base/job.ts";
import { randomStream } from "../../stats/random.ts";
import { sumsOf } from "./histogram.ts";
import { learningRows } from "./learning-rows.ts";

const task = (count: number, width: number, seed: number) => {
  const random = randomStream(seed);
  const codes = Array.from({ length: width }, () =>
    Uint8Array.from({ length: count + 3 }, () => random.below(256)),
  );
  const labels = Uint8Array.from({ length: count + 3 }, () => random.below(2));
  const rows = Int32Array.from({ length: count }, (_, i) => count + 2 - i);
  const all = Array<number>(width).fill(256);
  const data = { codes, rows: count + 3, bins: all, ordered: all.map(() => true) };
  return { data, labels, rows };
};

test("histograms are sums of slopes to a unit a row, in whatever order, and a child and the rest make the parent", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 700 }),
      fc.integer({ min: 1, max: 19 }),
      fc.integer({ min: 0, max: 1000 }),
      // Odds from one outcome nearly sure to the other.
      fc.double({ noNaN: true, min: -60, max: 60 }),
      fc.array(fc.double({ noNaN: true, min: -250, max: 250 }), { maxLength: 3 }),
      (count, width, seed, start, moves) => {
        const { data, labels, rows } = task(count, width, seed);
        const own = learningRows(data, labels, { rows, start, leaves: 2 }, unwatched);
        let units = own.nextTree([0]);
        for (const move of moves) units = own.nextTree([move]);
        // Odds are held within 1e300 on the wrong side; on the right one they may come to nothing.
        const eta = (y: number) =>
          [start, ...moves].reduce((sum, move) => {
            const moved = sum + move;
            const against = y === 1 ? -moved : moved;
            return against > Math.log(1e300) ? (moved < 0 ? -1 : 1) * Math.log(1e300) : moved;
          });
        const whole = own.fill(0, count);
        for (let column = 0; column < width; column++) {
          const sums = Array.from({ length: 256 }, () => ({ g: 0, h: 0, n: 0 }));
          for (const row of rows) {
            const y = labels[row]!;
            const chance = 1 / (1 + Math.exp(y === 1 ? -eta(1) : eta(0)));
            const against = 1 / (1 + Math.exp(y === 1 ? eta(1) : -eta(0)));
            const bin = sums[data.codes[column]![row]!]!;
            bin.g += y === 1 ? against : -against;
            bin.h += against * chance;
            bin.n++;
          }
          const beyond = sums.map(({ g, h, n }, bin) => {
            const at = 512 * column + 2 * bin;
            const offG = Math.abs(whole[at + 1]! - units.gradient * g) - 1e-6 * units.gradient * Math.abs(g);
            const offH = Math.abs((whole[at]! >>> 0) - units.hessian * h) - 1e-6 * units.hessian * h;
            return Math.max(offG, offH) - n;
          });
          expect(Math.max(...beyond)).toBeLessThan(1e-6);
        }
        const parent = whole.slice();
        const left = Uint8Array.from({ length: 256 }, (_, bin) => (bin % 3 === 0 ? 1 : 0));
        const middle = own.divide(0, left, 0, count);
        const child = own.fill(0, middle);
        const all = sumsOf(parent);
        own.subtract(whole, child);
        const [one, other] = [sumsOf(whole), sumsOf(child)];
        expect([one.g + other.g, one.h + other.h]).toEqual([all.g, all.h]);
        own.release(whole);
        // The rows have another order now.
        expect(own.fill(0, count)).toEqual(parent);
        const counts = own.countBins(0, 0, middle);
        left.forEach((goesLeft, bin) => {
          const rowsIn = rows.filter((row) => data.codes[0]![row] === bin).length;
          expect(counts[bin]).toBe(goesLeft === 1 ? rowsIn : 0);
        });
      },
    ),
    { numRuns: 40 },
  );
});
