import { randomStream } from "../../stats/random.ts";

/**
 * Assigns each row to one of `folds` parts at random, each part with nearly the same number of rows of each label
 * (stratified). The same seed gives the same parts.
 */
export function stratifiedFolds(labels: Uint8Array, folds: number, seed: number): Uint8Array {
  const random = randomStream(seed);
  const fold = new Uint8Array(labels.length);
  let next = 0;
  for (const label of [0, 1]) {
    const rows = Int32Array.from(labels.keys()).filter((row) => labels[row] === label);
    for (let i = rows.length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      const kept = rows[i]!;
      rows[i] = rows[j]!;
      rows[j] = kept;
    }
    for (const row of rows) fold[row] = next++ % folds;
  }
  return fold;
}
