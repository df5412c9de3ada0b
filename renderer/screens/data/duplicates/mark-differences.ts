/** A piece of a text, and whether the other text has it too. */
export interface Piece {
  readonly text: string;
  readonly same: boolean;
}

const LONGEST = 200;

/**
 * A text in pieces that another text has as well, in the same order, and pieces it has not (longest common subsequence over code
 * points, Hunt & McIlroy 1976). Texts of more than 200 characters are one piece.
 */
export function markDifferences(text: string, other: string): readonly Piece[] {
  const a = Array.from(text);
  const b = Array.from(other);
  if (text === other) return [{ text, same: true }];
  if (a.length > LONGEST || b.length > LONGEST) return [{ text, same: false }];
  const kept = commonPlaces(a, b);
  const pieces: { text: string; same: boolean }[] = [];
  a.forEach((character, at) => {
    const same = kept.has(at);
    const last = pieces.at(-1);
    if (last?.same === same) last.text += character;
    else pieces.push({ text: character, same });
  });
  return pieces;
}

/** Places of `a` that are in a longest common subsequence with `b`. */
function commonPlaces(a: readonly string[], b: readonly string[]): ReadonlySet<number> {
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const kept = new Set<number>();
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      kept.add(i);
      i++;
      j++;
    } else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return kept;
}
