/**
 * Finds the person index of a customers.id, -1 for an id that is not there. `ids` ascend. A plain table where ids are
 * dense, as they are until many people were erased; a binary search where a table would waste memory.
 */
export function personIndex(ids: Int32Array): (customerId: number) => number {
  const highest = ids.length === 0 ? 0 : ids[ids.length - 1]!;
  if (highest > 8 * ids.length + 65_536) return (customerId) => search(ids, customerId);
  const table = new Int32Array(highest + 1).fill(-1);
  for (let index = 0; index < ids.length; index++) table[ids[index]!] = index;
  return (customerId) => (customerId >= 0 && customerId <= highest ? table[customerId]! : -1);
}

function search(ids: Int32Array, customerId: number): number {
  let low = 0;
  let high = ids.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const id = ids[middle]!;
    if (id === customerId) return middle;
    if (id < customerId) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
