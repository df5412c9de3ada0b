/** One equation: the sum of these unknowns is what it is at the start. */
export interface Equation {
  readonly plus: readonly number[];
  /** An unknown that is subtracted: how much the sum exceeds 1, where all that is known is that it is at least 1. */
  readonly surplus?: number;
}

const epsilon = 1e-9;

/** Divisible by all small numbers, so that others stay whole where their slopes are simple fractions. */
const longWay = 720_720;

/**
 * Walks over the corners of {x >= 0 : each equation holds as it does for `start`} (the primal simplex method of Dantzig, 1951, with
 * Bland's rule, Math. Oper. Res. 2, 1977, after some steps so that it ends). Numbers are doubles: whoever uses a corner as a proof
 * rounds it and checks the equations in whole numbers.
 */
export class VertexWalk {
  /** Where the walk stands. */
  readonly x: Float64Array;
  /** Multiplications spent. */
  work = 0;
  private readonly table: Float64Array[] = [];
  private readonly basis: number[] = [];
  private readonly basic: Uint8Array;
  private readonly pause: () => void;

  /** @param pause called at every step; throws to stop. */
  constructor(equations: readonly Equation[], start: ArrayLike<number>, pause: () => void = () => undefined) {
    this.pause = pause;
    this.x = Float64Array.from(start);
    this.basic = new Uint8Array(start.length);
    for (const { plus, surplus } of equations) {
      const row = new Float64Array(start.length);
      for (const unknown of plus) row[unknown] = 1;
      if (surplus !== undefined) row[surplus] = -1;
      this.enter(row);
    }
  }

  /** Goes to a corner: every unknown outside the basis becomes 0, or enters it. */
  toCorner(): void {
    for (let j = 0; j < this.x.length; j++) if (this.basic[j] === 0 && this.x[j]! > epsilon) this.move(j, -1);
  }

  /** From corner to corner while the weighted sum of the unknowns grows and `enough` says no. */
  walk(weight: Float64Array, enough: () => boolean, mostWork: number): void {
    for (let step = 0; !enough() && this.work < mostWork; step++) {
      const entering = this.entering(weight, step > 40);
      if (entering < 0) return;
      if (!this.move(entering, 1)) {
        enough();
        return;
      }
    }
  }

  private enter(row: Float64Array): void {
    this.pause();
    for (const [at, unknown] of this.basis.entries()) combine(row, this.table[at]!, unknown);
    let best = -1;
    for (let j = 0; j < row.length; j++)
      if (
        Math.abs(row[j]!) > 1e-7 &&
        (best < 0 || this.x[j]! * Math.abs(row[j]!) > this.x[best]! * Math.abs(row[best]!))
      )
        best = j;
    if (best < 0) return;
    this.table.push(row);
    this.basis.push(best);
    this.basic[best] = 1;
    this.clear(this.table.length - 1, best);
  }

  /** The unknown whose growth pays most; by Bland's rule the first that pays. -1 at the best corner. */
  private entering(weight: Float64Array, bland: boolean): number {
    const gain = weight.slice();
    for (const [at, unknown] of this.basis.entries()) {
      const w = weight[unknown]!;
      if (w === 0) continue;
      const row = this.table[at]!;
      for (let j = 0; j < gain.length; j++) gain[j] = gain[j]! - w * row[j]!;
      this.work += gain.length;
    }
    let best = -1;
    for (let j = 0; j < gain.length; j++) {
      if (this.basic[j] === 1 || gain[j]! <= 1e-7) continue;
      if (bland) return j;
      if (best < 0 || gain[j]! > gain[best]!) best = j;
    }
    return best;
  }

  /** Moves an unknown outside the basis up or down as far as none becomes negative; false when nothing stops it: then a long way. */
  private move(j: number, sign: 1 | -1): boolean {
    this.pause();
    let far = sign < 0 ? this.x[j]! : Infinity;
    let leaving = -1;
    for (const [at, unknown] of this.basis.entries()) {
      const slope = sign * this.table[at]![j]!;
      if (slope <= epsilon) continue;
      const reach = Math.max(0, this.x[unknown]!) / slope;
      if (
        reach < far - epsilon ||
        (reach < far + epsilon && leaving >= 0 && unknown < this.basis[leaving]!)
      ) {
        far = reach;
        leaving = at;
      }
    }
    const endless = far === Infinity;
    if (endless) far = longWay;
    for (const [at, unknown] of this.basis.entries())
      this.x[unknown] = this.x[unknown]! - sign * this.table[at]![j]! * far;
    this.x[j] = this.x[j]! + sign * far;
    this.work += this.basis.length;
    if (leaving < 0) return !endless;
    const out = this.basis[leaving]!;
    this.x[out] = 0;
    this.basic[out] = 0;
    this.basic[j] = 1;
    this.basis[leaving] = j;
    this.clear(leaving, j);
    return true;
  }

  /** Makes column j 1 in a row and 0 in all others. */
  private clear(at: number, j: number): void {
    const row = this.table[at]!;
    const head = row[j]!;
    for (let c = 0; c < row.length; c++) row[c] = row[c]! / head;
    for (const [other, one] of this.table.entries()) if (other !== at) combine(one, row, j);
    this.work += this.table.length * row.length;
  }
}

function combine(row: Float64Array, by: Float64Array, j: number): void {
  const factor = row[j]!;
  if (Math.abs(factor) < 1e-12) return;
  for (let c = 0; c < row.length; c++) row[c] = row[c]! - factor * by[c]!;
}
