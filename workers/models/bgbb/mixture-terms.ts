const D = 4;
const BENDS = (D * (D + 1)) / 2;

/**
 * The logarithm of a sum of positive terms that depend on four parameters, with exact first and second
 * derivatives: ln sum exp l_k has the gradient sum w_k g_k and the Hessian sum w_k (H_k + g_k g_k') minus
 * the gradient's square, w_k being a term's share of the sum. The terms are kept as logarithms, so
 * histories with thousands of purchases neither overflow nor vanish. Filled and emptied once a history.
 */
export class MixtureTerms {
  #capacity = 64;
  #log = new Float64Array(this.#capacity);
  #slope = new Float64Array(D * this.#capacity);
  #bend = new Float64Array(BENDS * this.#capacity);
  #count = 0;

  clear(): void {
    this.#count = 0;
  }

  /**
   * Adds a term exp(`log`) with its logarithm's slopes by the parameters and its second derivatives, the
   * upper triangle row by row.
   */
  add(log: number, slope: readonly number[], bend: readonly number[]): void {
    if (this.#count === this.#capacity) this.#grow();
    const k = this.#count++;
    this.#log[k] = log;
    for (let i = 0; i < D; i++) this.#slope[D * k + i] = slope[i]!;
    for (let i = 0; i < BENDS; i++) this.#bend[BENDS * k + i] = bend[i]!;
  }

  /** ln of the sum; adds `weight` times its derivatives to a gradient and to the upper triangle of a 4 x 4 Hessian. */
  collect(weight: number, g: Float64Array, h: Float64Array): number {
    let largest = -Infinity;
    for (let k = 0; k < this.#count; k++) largest = Math.max(largest, this.#log[k]!);
    let sum = 0;
    for (let k = 0; k < this.#count; k++) sum += Math.exp(this.#log[k]! - largest);
    const mean = new Float64Array(D);
    const bend = new Float64Array(BENDS);
    for (let k = 0; k < this.#count; k++) {
      const share = Math.exp(this.#log[k]! - largest) / sum;
      for (let i = 0, at = 0; i < D; i++) {
        const slope = this.#slope[D * k + i]!;
        mean[i] = mean[i]! + share * slope;
        for (let j = i; j < D; j++, at++)
          bend[at] = bend[at]! + share * (this.#bend[BENDS * k + at]! + slope * this.#slope[D * k + j]!);
      }
    }
    for (let i = 0, at = 0; i < D; i++) {
      g[i] = g[i]! + weight * mean[i]!;
      for (let j = i; j < D; j++, at++)
        h[D * i + j] = h[D * i + j]! + weight * (bend[at]! - mean[i]! * mean[j]!);
    }
    return largest + Math.log(sum);
  }

  #grow(): void {
    this.#capacity *= 2;
    const grown = (old: Float64Array) => {
      const larger = new Float64Array(2 * old.length);
      larger.set(old);
      return larger;
    };
    this.#log = grown(this.#log);
    this.#slope = grown(this.#slope);
    this.#bend = grown(this.#bend);
  }
}
