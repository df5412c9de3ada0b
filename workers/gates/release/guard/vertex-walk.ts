/** One equation: the sum of these unknowns is what it is at the start. */
export interface Equation {
  readonly plus: readonly number[];
  /** An unknown that is subtracted: how much the sum exceeds 1, where all that is known is that it is at least 1. */
  readonly surplus?: number;
}

const epsilon = 1e-9;

/** Divisible by all small numbers, so that others stay whole where their slopes are simple fractions. */
const longWay = 720_720;

/** An unknown outside the basis, and whether it grows or shrinks. */
interface Step {
  readonly unknown: number;
  readonly sign: 1 | -1;
}

/**
 * Walks through {x >= 0 : each equation holds as it does for `start`} (the primal simplex method of Dantzig, 1951, with
 * Bland's rule, Math. Oper. Res. 2, 1977, after some steps so that it ends). It sets out from the start itself, which need not be a corner:
 * an unknown outside the basis that is above 0 may shrink as well as grow, and is moved only where that pays. Most questions are answered a
 * few steps from the start, and a corner of many unknowns is thousands of steps away. Numbers are doubles: whoever uses a point as a proof
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

  /** From point to point while the weighted sum of the unknowns grows and `enough` says no. */
  walk(weight: Float64Array, enough: () => boolean, mostWork: number): void {
    for (let step = 0; !enough() && this.work < mostWork; step++) {
      const next = this.next(weight, step > 40);
      if (next === undefined) return;
      if (!this.move(next)) {
        enough();
        return;
      }
    }
  }

  /** How unknowns change when one grows by so much, those of the basis making up for it; undefined for one of the basis itself. */
  change(unknown: number, by: number): readonly (readonly [unknown: number, by: number])[] | undefined {
    if (this.basic[unknown] === 1) return undefined;
    this.work += this.basis.length;
    return [
      [unknown, by],
      ...this.basis.map((one, at): [number, number] => [one, -by * this.table[at]![unknown]!]),
    ];
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

  /** The step that pays most; by Bland's rule the first that pays. Undefined where none does. */
  private next(weight: Float64Array, bland: boolean): Step | undefined {
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
      const pays = gain[j]! > 1e-7 || (gain[j]! < -1e-7 && this.x[j]! > epsilon);
      if (this.basic[j] === 1 || !pays) continue;
      if (best < 0 || Math.abs(gain[j]!) > Math.abs(gain[best]!)) best = j;
      if (bland) break;
    }
    return best < 0 ? undefined : { unknown: best, sign: gain[best]! > 0 ? 1 : -1 };
  }

  /** Moves an unknown outside the basis up or down as far as none becomes negative; false when nothing stops it: then a long way. */
  private move({ unknown: j, sign }: Step): boolean {
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
