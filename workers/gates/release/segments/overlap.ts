import type { SegmentOverlap } from "../../../terms/segment-sets.ts";

/** A segment's name and the people in it, by person index. */
export interface NamedMask {
  readonly segmentId: number;
  readonly name: string;
  readonly mask: Uint8Array;
}

/** How sets overlap: one pass that counts people by exactly which sets they are in (Lex et al. 2014, UpSet), and sums of it. */
export function overlapOf(sets: readonly NamedMask[]): SegmentOverlap {
  const exactly = new Int32Array(2 ** sets.length);
  const length = sets[0]?.mask.length ?? 0;
  for (let p = 0; p < length; p++) {
    let which = 0;
    for (let s = 0; s < sets.length; s++) which |= sets[s]!.mask[p]! << s;
    exactly[which] = exactly[which]! + 1;
  }
  const inAll = (...places: readonly number[]): number =>
    exactly.reduce(
      (sum, people, which) => (places.every((s) => ((which >> s) & 1) === 1) ? sum + people : sum),
      0,
    );
  const parts = [...exactly]
    .map((people, which) => ({
      segmentIds: sets.filter((_, s) => ((which >> s) & 1) === 1).map(({ segmentId }) => segmentId),
      people,
    }))
    .filter(({ segmentIds, people }) => segmentIds.length > 0 && people > 0)
    .sort((a, b) => b.people - a.people);
  return {
    sets: sets.map(({ segmentId, name }, s) => ({ segmentId, name, people: inAll(s) })),
    parts,
    pairs: sets.map((_, a) => sets.map((_other, b) => inAll(a, b))),
  };
}

/** For each person the place of the first set that takes them, -1 for nobody's. */
export function firstTaker(masks: readonly Uint8Array[], people: number): Int8Array {
  const taker = new Int8Array(people).fill(-1);
  masks.forEach((mask, place) => {
    for (let p = 0; p < people; p++) if (taker[p] === -1 && mask[p] === 1) taker[p] = place;
  });
  return taker;
}
