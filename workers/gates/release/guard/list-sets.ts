import { defaultK } from "../../../terms/release.ts";
import type { Telling } from "./told.ts";

/**
 * What a list of people and its manifest tell: how many are on it, how many the segment holds, and where the segment is everybody, how
 * many have objected to be looked at.
 *
 * @param segment 1 for people of the segment, by person index; nobody who objected is among them.
 * @param listed the persons whose rows leave.
 * @param objected 1 for people who are counted as withheld for their objection.
 */
export function listTelling(
  segment: Uint8Array,
  listed: Int32Array,
  objected: (person: number) => boolean,
): Telling {
  const cellOf = Int32Array.from(segment, (inside, person) => (inside === 1 ? 1 : objected(person) ? 2 : -1));
  for (const person of listed) cellOf[person] = 0;
  return {
    k: defaultK,
    measures: ["people"],
    sets: [[0], [1], ...(cellOf.includes(2) ? [[2]] : [])],
    withheld: [],
    cellOf,
    amounts: {},
  };
}
