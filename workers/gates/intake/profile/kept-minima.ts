const KEPT = 1024;

/** Estimates how many different texts there were from the smallest of their hashes (Bar-Yossef et al. 2002, KMV). */
export class KeptMinima {
  private readonly kept = new Set<number>();
  private bound = Infinity;

  add(text: string): void {
    const hash = textHash(text);
    if (hash >= this.bound || this.kept.has(hash)) return;
    this.kept.add(hash);
    if (this.kept.size < KEPT * 2) return;
    const smallest = [...this.kept].sort((a, b) => a - b).slice(0, KEPT);
    this.kept.clear();
    for (const one of smallest) this.kept.add(one);
    this.bound = smallest.at(-1) ?? Infinity;
  }

  estimate(): number {
    const sorted = [...this.kept].sort((a, b) => a - b).slice(0, KEPT);
    const last = sorted.at(-1);
    if (sorted.length < KEPT || last === undefined) return this.kept.size;
    return Math.round(((KEPT - 1) * 2 ** 53) / last);
  }
}

/** A hash of 53 bits: two rounds of FNV-1a with different primes, mixed. */
export function textHash(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x01000193;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b);
  }
  low = Math.imul(low ^ (low >>> 16), 0xc2b2ae35);
  high = Math.imul(high ^ (high >>> 15) ^ low, 0x27d4eb2f);
  return (((high ^ (high >>> 13)) >>> 0) & 0x1fffff) * 2 ** 32 + ((low ^ (low >>> 13)) >>> 0);
}
