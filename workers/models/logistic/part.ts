import type { JobControl } from "../../base/job.ts";
import type { LogisticData, Scaling } from "./pass.ts";

/** One row in so many is of the part. */
export const PART = 16;
/** Rows of a run, which lie in one line of the cache: single rows would have all of the table fetched. */
const RUN = 8;

/** A column's spread that comes of fewer rows than this may be another in all rows. */
const FEW = 32;

/**
 * A 16th of the rows, in runs that lie evenly over the table.
 * @throws Cancelled
 */
export function partOf({ columns, labels, include }: LogisticData, job: JobControl): LogisticData {
  return {
    columns: columns.map((column) => {
      job.check();
      return copied(column, new Float64Array(partRows(labels.length)));
    }),
    labels: copied(labels, new Uint8Array(partRows(labels.length))),
    ...(include && { include: copied(include, new Uint8Array(partRows(labels.length))) }),
  };
}

/** The part of a table whose last run is cut short is a little more than a 16th. */
function partRows(rows: number): number {
  const last = rows % (PART * RUN);
  return (rows - last) / PART + Math.min(RUN, last);
}

function copied<T extends Float64Array | Uint8Array>(from: T, into: T): T {
  for (let run = 0, r = 0; r < into.length; run += PART * RUN)
    for (let i = run; i < run + RUN && r < into.length; i++, r++) into[r] = from[i]!;
  return into;
}

/** Whether a column's spread comes of few of the rows: by (sum of squares)^2 / sum of fourth powers, the number of ones of a rare level. */
export function rareIn({ columns }: LogisticData, { centre, inverse }: Scaling, j: number): boolean {
  let [squares, fourths] = [0, 0];
  for (const x of columns[j]!) {
    const square = ((x - centre[j]!) * inverse[j]!) ** 2;
    squares += square;
    fourths += square * square;
  }
  return inverse[j] !== 0 && !(squares * squares >= FEW * fourths && fourths > 0);
}
