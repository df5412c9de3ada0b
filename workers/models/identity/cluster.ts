import type { JobControl } from "../../base/job.ts";
import { checkEvery } from "../cancel.ts";

/** A pair of rows to be joined, strongest first. */
export interface Link {
  readonly a: number;
  readonly b: number;
}

/** Groups that grew too large for every pair in them to be looked at join no further. */
const MOST_CHECKED = 4_096;

/**
 * Joins rows into people along links, the strongest first. Two groups are joined only if no row of one contradicts a row of the other:
 * otherwise a chain of likely pairs would carry two people into one. Answers with the group of each row (numbered from 1 in order of
 * first row) and the links that were held back.
 */
export function joinLinks(
  rows: number,
  links: readonly Link[],
  contradicts: (a: number, b: number) => boolean,
  job: JobControl,
): { readonly entities: Int32Array; readonly count: number; readonly held: readonly number[] } {
  const group = Int32Array.from({ length: rows }, (_, row) => row);
  const members = new Map<number, number[]>();
  const held: number[] = [];
  links.forEach(({ a, b }, index) => {
    checkEvery(job, index);
    const x = group[a]!;
    const y = group[b]!;
    if (x === y) return;
    const own = members.get(x) ?? [x];
    const other = members.get(y) ?? [y];
    if (own.length * other.length > MOST_CHECKED || clash(own, other, contradicts)) {
      held.push(index);
      return;
    }
    const [into, from, whole, part] = own.length >= other.length ? [x, y, own, other] : [y, x, other, own];
    for (const row of part) {
      group[row] = into;
      whole.push(row);
    }
    members.set(into, whole);
    members.delete(from);
  });
  return { ...numbered(group), held };
}

function clash(
  own: readonly number[],
  other: readonly number[],
  contradicts: (a: number, b: number) => boolean,
): boolean {
  return own.length * other.length > 1 && own.some((a) => other.some((b) => contradicts(a, b)));
}

function numbered(group: Int32Array): { readonly entities: Int32Array; readonly count: number } {
  const numbers = new Int32Array(group.length);
  const entities = new Int32Array(group.length);
  let count = 0;
  for (let row = 0; row < group.length; row++) {
    const root = group[row]!;
    if (numbers[root] === 0) numbers[root] = ++count;
    entities[row] = numbers[root]!;
  }
  return { entities, count };
}
