import { expect, test } from "vitest";
import { bareDatabase } from "../../../../test/support/bare-database.ts";
import { emptyTally, play } from "../../../../test/support/differencing-games.ts";

test("in 60 random histories of releases an attacker by brute force singles out nobody", async () => {
  const db = await bareDatabase();
  const tally = emptyTally();
  for (let seed = 1; seed <= 60; seed++) play(db, seed, tally);
  expect(tally.broken).toEqual([]);
  expect(tally.released).toBeGreaterThan(60);
  expect(tally.refused).toBeGreaterThan(15);
  // The attacker is no straw man: of what was refused it breaks most.
  expect(tally.needless).toBeLessThan(tally.refused / 2);
});
