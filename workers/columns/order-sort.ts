/** Orders in the order of `columns.ts`: by person, then day, rows of one day as they came. */
export interface SortedOrders {
  /** Orders of person p are `start[p]` to `start[p + 1]`. */
  readonly start: Int32Array<SharedArrayBuffer>;
  /** Row of the input at each sorted place. */
  readonly row: Int32Array;
}

/**
 * Sorts rows by person and day with two stable counting passes (Knuth, TAOCP 5.2): linear in rows, days
 * and people. Rows with a negative person are left out.
 */
export function sortOrders(person: Int32Array, day: Int32Array, people: number): SortedOrders {
  const byDay = sortedByDay(person, day);
  const start = new Int32Array(new SharedArrayBuffer(4 * (people + 1)));
  for (let i = 0; i < byDay.length; i++) {
    const place = person[byDay[i]!]! + 1;
    start[place] = start[place]! + 1;
  }
  for (let p = 0; p < people; p++) start[p + 1] = start[p + 1]! + start[p]!;
  const next = start.slice();
  const row = new Int32Array(byDay.length);
  for (let i = 0; i < byDay.length; i++) {
    const p = person[byDay[i]!]!;
    row[next[p]!] = byDay[i]!;
    next[p] = next[p]! + 1;
  }
  return { start, row };
}

function sortedByDay(person: Int32Array, day: Int32Array): Int32Array {
  let [low, high, kept, inOrder] = [Infinity, -Infinity, 0, true];
  for (let i = 0, before = -Infinity; i < day.length; i++) {
    if (person[i]! < 0) continue;
    const value = day[i]!;
    if (value < low) low = value;
    if (value > high) high = value;
    if (value < before) inOrder = false;
    before = value;
    kept++;
  }
  const rows = new Int32Array(kept);
  if (inOrder) {
    for (let i = 0, n = 0; i < day.length; i++) if (person[i]! >= 0) rows[n++] = i;
    return rows;
  }
  const next = new Int32Array(high - low + 2);
  for (let i = 0; i < day.length; i++)
    if (person[i]! >= 0) next[day[i]! - low + 1] = next[day[i]! - low + 1]! + 1;
  for (let d = 0; d <= high - low; d++) next[d + 1] = next[d + 1]! + next[d]!;
  for (let i = 0; i < day.length; i++) {
    if (person[i]! < 0) continue;
    const place = day[i]! - low;
    rows[next[place]!] = i;
    next[place] = next[place]! + 1;
  }
  return rows;
}
