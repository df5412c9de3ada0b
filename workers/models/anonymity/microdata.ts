import type { Hierarchy } from "./hierarchy.ts";

/** A column that, with others, could point at a person: codes into the values of its hierarchy. */
export interface QuasiColumn {
  readonly name: string;
  readonly codes: Int32Array;
  readonly hierarchy: Hierarchy;
}

/** A column that must not be learnt of a person: codes 0 to `values` - 1, in order of size where they are ranked. */
export interface SensitiveColumn {
  readonly name: string;
  readonly codes: Int32Array;
  readonly values: number;
  readonly ranked: boolean;
}

/** Rows of people for a research file, column by column. */
export interface Microdata {
  readonly rows: number;
  readonly quasi: readonly QuasiColumn[];
  readonly sensitive: readonly SensitiveColumn[];
}

/** Rows that agree in every quasi-identifier, once each. */
export interface Tuples {
  readonly count: number;
  /** Value codes by tuple, a column a quasi-identifier. */
  readonly columns: readonly Int32Array[];
  /** Rows of each tuple. */
  readonly weight: Int32Array;
  /** The tuple of each row. */
  readonly ofRow: Int32Array;
}

/**
 * Rows put into classes by a key made of one label a column: label codes are digits of a number, which is renumbered as
 * soon as it could leave the whole numbers that a double holds exactly.
 */
export class Grouping {
  readonly classOf: Int32Array;
  classes = 0;
  readonly #keys: Float64Array;
  #slots = new Int32Array(1 << 12);
  readonly #known: Float64Array;

  constructor(capacity: number) {
    this.classOf = new Int32Array(capacity);
    this.#keys = new Float64Array(capacity);
    this.#known = new Float64Array(capacity);
  }

  /** Classes of the first `count` entries; `column[i]` is a value, `of[value]` its label, one of `labels`. */
  group(
    count: number,
    columns: readonly Int32Array[],
    maps: readonly { readonly of: Int32Array; readonly labels: number }[],
    rows?: Int32Array,
  ): void {
    const keys = this.#keys;
    keys.fill(0, 0, count);
    let size = 1;
    for (const [at, { of, labels }] of maps.entries()) {
      if (labels === 1) continue;
      if (size * labels > 2 ** 52) {
        this.#number(count, size);
        for (let i = 0; i < count; i++) keys[i] = this.classOf[i]!;
        size = this.classes;
      }
      const column = columns[at]!;
      if (rows === undefined) for (let i = 0; i < count; i++) keys[i] = keys[i]! * labels + of[column[i]!]!;
      else for (let i = 0; i < count; i++) keys[i] = keys[i]! * labels + of[column[rows[i]!]!]!;
      size *= labels;
    }
    this.#number(count, size);
  }

  /** Numbers the keys in the order they first occur. */
  #number(count: number, size: number): void {
    if (size <= Math.max(1 << 14, 8 * count)) this.#numberDense(count, size);
    else this.#numberHashed(count);
  }

  #numberDense(count: number, size: number): void {
    const keys = this.#keys;
    const slots = this.#room(size);
    let classes = 0;
    for (let i = 0; i < count; i++) {
      const key = keys[i]!;
      let code = slots[key]!;
      if (code < 0) {
        code = classes++;
        slots[key] = code;
      }
      this.classOf[i] = code;
    }
    this.classes = classes;
  }

  #numberHashed(count: number): void {
    const keys = this.#keys;
    const known = this.#known;
    let size = 1 << 12;
    while (size < 2 * count) size *= 2;
    const mask = size - 1;
    const slots = this.#room(size);
    let classes = 0;
    for (let i = 0; i < count; i++) {
      const key = keys[i]!;
      const high = Math.floor(key / 4_294_967_296);
      let hash = Math.imul((key - high * 4_294_967_296) | 0, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b);
      hash = (hash ^ (hash >>> 15)) & mask;
      let code = slots[hash]!;
      while (code >= 0 && known[code] !== key) {
        hash = (hash + 1) & mask;
        code = slots[hash]!;
      }
      if (code < 0) {
        code = classes++;
        known[code] = key;
        slots[hash] = code;
      }
      this.classOf[i] = code;
    }
    this.classes = classes;
  }

  #room(size: number): Int32Array {
    if (this.#slots.length < size) this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(size)));
    return this.#slots.fill(-1, 0, size);
  }
}

/** The different tuples of quasi-identifiers in a table, and how many rows each has. */
export function tuplesOf({ rows, quasi }: Microdata): Tuples {
  const grouping = new Grouping(rows);
  grouping.group(
    rows,
    quasi.map(({ codes }) => codes),
    quasi.map(({ hierarchy }) => ({
      of: hierarchy.levels[0]!.of,
      labels: hierarchy.levels[0]!.labels.length,
    })),
  );
  const { classes, classOf } = grouping;
  const ofRow = classOf.slice(0, rows);
  const weight = new Int32Array(classes);
  const columns = quasi.map(() => new Int32Array(classes));
  for (let row = 0; row < rows; row++) {
    const tuple = ofRow[row]!;
    if (weight[tuple] === 0)
      for (let j = 0; j < quasi.length; j++) columns[j]![tuple] = quasi[j]!.codes[row]!;
    weight[tuple] = weight[tuple]! + 1;
  }
  return { count: classes, columns, weight, ofRow };
}
