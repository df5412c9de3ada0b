import { expect, test } from "vitest";
import { bareDatabase } from "../../../../test/support/bare-database.ts";
import { emptyTally, play } from "../../../../test/support/differencing-games.ts";

test("1,000 random histories of releases, each attacked by brute force after every release", async () => {
  const db = await bareDatabase();
  const tally = emptyTally();
  for (let seed = 10_001; seed <= 11_000; seed++) play(db, seed, tally);
  const { games, released, refused, mended, needless, broken } = tally;
  console.log(
    `${games} histories: ${released} released (${mended} after withholding more), ${refused} refused, ` +
      `${needless} of them needlessly as far as the attacker sees; people singled out: ${broken.reduce((sum, { people }) => sum + people.length, 0)}`,
  );
  expect(broken).toEqual([]);
  expect(games).toBe(1000);
});
