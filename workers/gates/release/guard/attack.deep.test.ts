import { expect, test } from "vitest";
import { bareDatabase } from "../../../../test/support/bare-database.ts";
import { emptyTally, play } from "../../../../test/support/differencing-games.ts";
import { emptyMixedTally, playMixed, shapes, sumOf } from "../../../../test/support/mixed-games.ts";

const people = (broken: readonly { readonly people: readonly number[] }[]): number =>
  broken.reduce((sum, one) => sum + one.people.length, 0);

test("1,000 random histories of releases, each attacked by brute force after every release", async () => {
  const db = await bareDatabase();
  const tally = emptyTally();
  for (let seed = 10_001; seed <= 11_000; seed++) play(db, seed, tally);
  const { games, released, refused, mended, needless, broken } = tally;
  console.log(
    `${games} histories of tables: ${released} released (${mended} after withholding more), ${refused} refused, ` +
      `${needless} of them needlessly as far as the attacker sees; people singled out: ${people(broken)}`,
  );
  expect(broken).toEqual([]);
  expect(games).toBe(1000);
});

test("1,000 random histories of releases of every shape, each attacked by linear algebra after every release", async () => {
  const db = await bareDatabase();
  const tally = emptyMixedTally();
  for (let seed = 20_001; seed <= 21_000; seed++) playMixed(db, seed, tally);
  const { games, broken } = tally;
  console.log(
    [
      `${games} histories of every shape: ${sumOf(tally, "released")} released (${sumOf(tally, "mended")} after withholding more), ` +
        `${sumOf(tally, "refused")} refused, ${sumOf(tally, "needless")} of them needlessly as far as the attacker sees; ` +
        `people singled out: ${people(broken.map(({ by }) => by))}`,
      ...shapes.map((shape) => `  ${shape}: ${JSON.stringify(tally.of[shape])}`),
    ].join("\n"),
  );
  expect(broken).toEqual([]);
  expect(games).toBe(1000);
});
