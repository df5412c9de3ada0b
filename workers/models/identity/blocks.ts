import type { JobControl } from "../../base/job.ts";
import type { Component } from "./blocking-keys.ts";

/** Rows that share a block, side by side: `order[from, to)` of equal `group`. Rows alone in their block are left out. */
export interface Blocks {
  readonly order: Int32Array;
  /** Numbers that rise, one a block. */
  readonly group: Int32Array;
}

/** The blocks of one component. */
export function blocksOf({ codes, values }: Component): Blocks {
  const next = new Int32Array(values + 1);
  for (let row = 0; row < codes.length; row++) next[codes[row]! + 1]!++;
  next[0] = 0;
  for (let value = 1; value <= values; value++) next[value]! += next[value - 1]!;
  const order = new Int32Array(next[values]!);
  const group = new Int32Array(order.length);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    if (code < 0) continue;
    const at = next[code]!++;
    order[at] = row;
    group[at] = code;
  }
  return { order, group };
}

/**
 * Blocks cut finer by one more component: one stable counting sort, then neighbours of equal block and code stay together. Within a
 * block rows stay in order of themselves.
 */
export function refined(blocks: Blocks, { codes, values }: Component): Blocks {
  const { order, group } = blocks;
  const own = new Int32Array(order.length);
  const next = new Int32Array(values + 2);
  for (let at = 0; at < order.length; at++) {
    own[at] = codes[order[at]!]!;
    next[own[at]! + 2]!++;
  }
  // Rows without a code come last to a place of their own and are not read again.
  next[1] = 0;
  for (let value = 2; value <= values + 1; value++) next[value]! += next[value - 1]!;
  const filled = next[values + 1]!;
  const byCode = {
    order: new Int32Array(filled),
    group: new Int32Array(filled),
    code: new Int32Array(filled),
  };
  for (let at = 0; at < order.length; at++) {
    const code = own[at]!;
    if (code < 0) continue;
    const to = next[code + 1]!++;
    byCode.order[to] = order[at]!;
    byCode.group[to] = group[at]!;
    byCode.code[to] = code;
  }
  return withoutSingles(byCode);
}

function withoutSingles(rows: Blocks & { readonly code: Int32Array }): Blocks {
  const { order, group, code } = rows;
  let kept = 0;
  let blocks = 0;
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && group[to] === group[from] && code[to] === code[from]) to++;
    if (to - from > 1) {
      // What has been read may be written over.
      const first = kept;
      for (let at = from; at < to; at++) order[kept++] = order[at]!;
      from = to;
      group.fill(blocks++, first, kept);
    } else from = to;
  }
  return { order: order.slice(0, kept), group: group.slice(0, kept) };
}

/** Takes the largest blocks away until the rest hold no more than `most` pairs; says how many pairs are left and rows gone. */
export function withoutLargest(blocks: Blocks, most: number) {
  const { order, group } = blocks;
  const bySize = new Map<number, number>();
  eachBlock(blocks, (from, to) => bySize.set(to - from, (bySize.get(to - from) ?? 0) + 1));
  let pairs = 0;
  let largest = 1;
  let rowsSetAside = 0;
  for (const [size, count] of [...bySize].sort(([a], [b]) => a - b)) {
    const more = (count * size * (size - 1)) / 2;
    if (rowsSetAside > 0 || pairs + more > most) {
      rowsSetAside += count * size;
      continue;
    }
    pairs += more;
    largest = size;
  }
  if (rowsSetAside === 0) return { blocks, pairs, rowsSetAside };
  const kept = {
    order: new Int32Array(order.length - rowsSetAside),
    group: new Int32Array(order.length - rowsSetAside),
  };
  let end = 0;
  eachBlock(blocks, (from, to) => {
    if (to - from > largest) return;
    for (let at = from; at < to; at++) {
      kept.order[end] = order[at]!;
      kept.group[end++] = group[at]!;
    }
  });
  return { blocks: kept, pairs, rowsSetAside };
}

function eachBlock({ group }: Blocks, block: (from: number, to: number) => void): void {
  for (let from = 0; from < group.length;) {
    let to = from + 1;
    while (to < group.length && group[to] === group[from]) to++;
    block(from, to);
    from = to;
  }
}

/**
 * Calls `pair` once for each pair (a before b) that shares a block of any pass, in order of a. The pairs of all passes are laid
 * out by their first row; one mark a row then tells whether this one has met it.
 */
export function eachPair(
  passes: readonly Blocks[],
  rows: number,
  pair: (a: number, b: number) => void,
  job: JobControl,
): void {
  const start = new Int32Array(rows + 1);
  for (const blocks of passes)
    eachBlock(blocks, (from, to) => {
      for (let at = from; at < to; at++) start[blocks.order[at]! + 1]! += to - at - 1;
    });
  for (let row = 0; row < rows; row++) start[row + 1]! += start[row]!;
  const partners = new Int32Array(start[rows]!);
  const fill = start.slice(0, rows);
  for (const blocks of passes) {
    job.check();
    const { order } = blocks;
    eachBlock(blocks, (from, to) => {
      for (let at = from; at < to; at++) {
        let next = fill[order[at]!]!;
        for (let other = at + 1; other < to; other++) partners[next++] = order[other]!;
        fill[order[at]!] = next;
      }
    });
  }
  const met = new Int32Array(rows).fill(-1);
  for (let a = 0; a < rows; a++) {
    if ((a & 1023) === 0) {
      job.check();
      if ((a & 0xffff) === 0) job.progress({ phase: "comparing", done: a, total: rows });
    }
    for (let at = start[a]!; at < start[a + 1]!; at++) {
      const b = partners[at]!;
      if (met[b] === a) continue;
      met[b] = a;
      pair(a, b);
    }
  }
}
