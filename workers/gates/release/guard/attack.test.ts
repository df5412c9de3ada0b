import { expect, test } from "vitest";
import { bareDatabase } from "../../../../test/support/bare-database.ts";
import { emptyTally, play } from "../../../../test/support/differencing-games.ts";
import { emptyMixedTally, playMixed, shapes, sumOf } from "../../../../test/support/mixed-games.ts";

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

test("in 60 random histories of releases of every shape an attacker by linear algebra singles out nobody", async () => {
  const db = await bareDatabase();
  const tally = emptyMixedTally();
  for (let seed = 1; seed <= 60; seed++) playMixed(db, seed, tally);
  expect(tally.broken).toEqual([]);
  for (const shape of shapes) expect(tally.of[shape].released).toBeGreaterThan(10);
  expect(sumOf(tally, "refused")).toBeGreaterThan(15);
  expect(sumOf(tally, "needless")).toBeLessThan(sumOf(tally, "refused") / 2);
});
