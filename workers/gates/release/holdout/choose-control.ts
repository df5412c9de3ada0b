import { randomStream } from "../../../stats/random.ts";

/**
 * Chooses the control at random, the same share of each stratum up to rounding (largest remainders, so that the sum is the share of
 * all). The same people, strata and seed give the same control.
 *
 * @param strata the stratum of each person, by place
 * @returns 1 for each place that is kept back
 */
export function chooseControl(strata: ArrayLike<number>, share: number, seed: number): Uint8Array {
  const places = new Map<number, number[]>();
  for (let i = 0; i < strata.length; i++) {
    const known = places.get(strata[i]!);
    if (known === undefined) places.set(strata[i]!, [i]);
    else known.push(i);
  }
  const groups = [...places].sort(([a], [b]) => a - b).map(([, members]) => members);
  const sizes = groups.map((members) => Math.floor(members.length * share));
  const order = groups
    .map((members, group) => ({ group, rest: members.length * share - sizes[group]! }))
    .sort((a, b) => b.rest - a.rest || a.group - b.group);
  const missing = controlSize(strata.length, share) - sizes.reduce((sum, size) => sum + size, 0);
  for (const { group } of order.slice(0, missing)) sizes[group] = sizes[group]! + 1;
  const random = randomStream(seed);
  const kept = new Uint8Array(strata.length);
  groups.forEach((members, group) => {
    // Fisher-Yates, as far as it is needed.
    for (let i = 0; i < sizes[group]!; i++) {
      const j = i + random.below(members.length - i);
      [members[i], members[j]] = [members[j]!, members[i]!];
      kept[members[i]!] = 1;
    }
  });
  return kept;
}

/** How many of so many people are kept back: never all. */
export function controlSize(people: number, share: number): number {
  return Math.max(0, Math.min(Math.round(people * share), people - 1));
}

/** A seed for a control nobody asked a seed for. */
export function freshSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]!;
}
