/** The different values of an array, in order of first sight, and which of them each entry is. */
export interface Distinct {
  readonly values: Float64Array;
  readonly codes: Int32Array;
}

/** Finds the different values of an array. O(n). */
export function distinct(values: Float64Array | Int32Array): Distinct {
  const codes = new Int32Array(values.length);
  const seen = new Map<number, number>();
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    let code = seen.get(value);
    if (code === undefined) {
      code = seen.size;
      seen.set(value, code);
    }
    codes[i] = code;
  }
  return { values: Float64Array.from(seen.keys()), codes };
}
