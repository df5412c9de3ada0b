/** A column of 32-bit integers that grows; `empty` stands past its end. */
export class Ints {
  values: Int32Array;
  length = 0;
  private readonly empty: number;

  constructor(empty = 0) {
    this.values = new Int32Array(0);
    this.empty = empty;
  }

  push(value: number): void {
    if (this.length === this.values.length) this.reserve(this.length + 1);
    this.values[this.length++] = value;
  }

  /** Fills up with a value to a length. */
  fillTo(length: number, value: number): void {
    if (length <= this.length) return;
    this.reserve(length);
    this.values.fill(value, this.length, length);
    this.length = length;
  }

  /** Makes room for a number of values, twice the room there was at least. */
  reserve(count: number): void {
    if (count <= this.values.length) return;
    const larger = new Int32Array(Math.max(count, this.values.length * 2, 1024));
    larger.set(this.array());
    this.values = larger;
  }

  at(index: number): number {
    return index < this.length ? (this.values[index] as number) : this.empty;
  }

  set(index: number, value: number): void {
    this.values[index] = value;
  }

  /** The values as an array of their number. */
  array(): Int32Array {
    return this.values.subarray(0, this.length);
  }
}

/** A column of doubles that grows; `empty` stands past its end, NaN for nothing. */
export class Floats {
  values: Float64Array;
  length = 0;
  private readonly empty: number;

  constructor(empty = NaN) {
    this.values = new Float64Array(0);
    this.empty = empty;
  }

  push(value: number): void {
    if (this.length === this.values.length) this.reserve(this.length + 1);
    this.values[this.length++] = value;
  }

  /** Fills up with a value to a length. */
  fillTo(length: number, value: number): void {
    if (length <= this.length) return;
    this.reserve(length);
    this.values.fill(value, this.length, length);
    this.length = length;
  }

  /** Makes room for a number of values, twice the room there was at least. */
  reserve(count: number): void {
    if (count <= this.values.length) return;
    const larger = new Float64Array(Math.max(count, this.values.length * 2, 1024));
    larger.set(this.array());
    this.values = larger;
  }

  at(index: number): number {
    return index < this.length ? (this.values[index] as number) : this.empty;
  }

  set(index: number, value: number): void {
    this.values[index] = value;
  }

  /** The values as an array of their number. */
  array(): Float64Array {
    return this.values.subarray(0, this.length);
  }
}

/** Whole numbers of which number i is i for as long as nothing else is said: nothing is kept of them until then. */
export class Numbering {
  length = 0;
  private others: Ints | undefined;

  push(value: number): void {
    if (this.others === undefined) {
      if (value === this.length) {
        this.length++;
        return;
      }
      this.write();
    }
    this.others?.push(value);
    this.length++;
  }

  /** The number at an index; -1 past the end. */
  at(index: number): number {
    if (index >= this.length) return -1;
    return this.others === undefined ? index : this.others.at(index);
  }

  set(index: number, value: number): void {
    if (this.at(index) === value) return;
    if (this.others === undefined) this.write();
    this.others?.set(index, value);
  }

  private write(): void {
    this.others = new Ints(-1);
    this.others.reserve(this.length * 2);
    for (let index = 0; index < this.length; index++) this.others.push(index);
  }
}
