/** How much a clue says, in words: `weight` in bits, each a factor of two. */
export function strengthOf(weight: number) {
  const size = Math.abs(weight);
  if (size < 1.5) return "little";
  const word = size >= 10 ? "sure" : size >= 5 ? "strong" : "some";
  return weight > 0 ? (`${word}For` as const) : (`${word}Against` as const);
}
