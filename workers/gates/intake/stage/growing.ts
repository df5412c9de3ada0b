/** A column of 32-bit integers that grows. */
export class Ints {
  values = new Int32Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Int32Array(this.values.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }

  at(index: number): number {
    return this.values[index] ?? 0;
  }

  set(index: number, value: number): void {
    this.values[index] = value;
  }

  /** The values as an array of their number. */
  array(): Int32Array {
    return this.values.subarray(0, this.length);
  }
}

/** A column of doubles that grows; NaN stands for nothing. */
export class Floats {
  values = new Float64Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Float64Array(this.values.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }

  at(index: number): number {
    return this.values[index] ?? NaN;
  }

  set(index: number, value: number): void {
    this.values[index] = value;
  }

  array(): Float64Array {
    return this.values.subarray(0, this.length);
  }
}
