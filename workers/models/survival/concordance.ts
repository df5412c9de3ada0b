/**
 * Harrell's concordance of a risk with survival, ties in risk counted half; pairs are comparable when the shorter time is
 * an event, or both times are equal and one is. Times must descend. O(n log n) by a Fenwick tree over ranks of risk.
 * NaN when no pair can be compared.
 */
export function concordance(time: Float64Array, event: Uint8Array, risk: Float64Array): number {
  const n = time.length;
  const sorted = risk.slice().sort();
  const rank = Int32Array.from(risk, (value) => lowerBound(sorted, value));
  const tree = new Float64Array(n + 1);
  const count = new Float64Array(n);
  const add = (at: number) => {
    count[at] = count[at]! + 1;
    for (let i = at + 1; i <= n; i += i & -i) tree[i] = tree[i]! + 1;
  };
  const below = (at: number) => {
    let sum = 0;
    for (let i = at; i > 0; i -= i & -i) sum += tree[i]!;
    return sum;
  };
  let [agree, pairs, seen] = [0, 0, 0];
  for (let from = 0; from < n;) {
    let to = from;
    while (to < n && time[to] === time[from]) to++;
    // Those censored at this time outlived those who left at it.
    for (let i = from; i < to; i++) {
      if (event[i] === 1) continue;
      add(rank[i]!);
      seen++;
    }
    for (let i = from; i < to; i++) {
      if (event[i] !== 1) continue;
      agree += below(rank[i]!) + count[rank[i]!]! / 2;
      pairs += seen;
    }
    for (let i = from; i < to; i++) {
      if (event[i] !== 1) continue;
      add(rank[i]!);
      seen++;
    }
    from = to;
  }
  return pairs === 0 ? NaN : agree / pairs;
}

function lowerBound(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
