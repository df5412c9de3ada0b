import type { People } from "../stage/people.ts";
import type { StoreContext } from "../store/context.ts";

/**
 * Puts people whom an import kept apart although they share an address or a telephone number into the review queue: their given names
 * are plainly different, so a person decides. Two who were said to be two people before stay so.
 */
export function writeDoorPairs({ db, now }: StoreContext, people: People, ids: Int32Array): void {
  for (const { kind, slots } of people.shared) {
    // The file may say nothing of the one who was there before.
    const idOf = (slot: number) => ids[slot] || (people.person(slot)?.existing ?? 0);
    const [a, b] = [idOf(slots[0]), idOf(slots[1])];
    if (a === 0 || b === 0 || a === b) continue;
    const evidence = JSON.stringify([
      { field: kind, agreement: "exact", weight: 0 },
      { field: "given", agreement: "differ", weight: 0 },
    ]);
    db.run(
      `INSERT OR IGNORE INTO duplicate_pairs (customer_id, other_id, state, probability, weight, likely, evidence, at, found)
         VALUES (?, ?, 'waiting', 0, 0, 0, ?, ?, 'door')`,
      [Math.min(a, b), Math.max(a, b), evidence, now],
    );
  }
}
