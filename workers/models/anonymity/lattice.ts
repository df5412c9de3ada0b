/** Every choice of one level a column, numbered: the level of each column is a digit, the first column the highest. */
export class Lattice {
  readonly size: number;
  readonly #heights: readonly number[];
  readonly #steps: readonly number[];

  /** `heights`: levels of each column, level 0 included. */
  constructor(heights: readonly number[]) {
    this.#heights = heights;
    const steps: number[] = [];
    let size = 1;
    for (const height of heights.toReversed()) {
      steps.unshift(size);
      size *= height;
    }
    this.#steps = steps;
    this.size = size;
  }

  /** Level of a column at a node. */
  level(node: number, column: number): number {
    return Math.floor(node / this.#steps[column]!) % this.#heights[column]!;
  }

  /** Levels of all columns at a node. */
  levels(node: number): readonly number[] {
    return this.#heights.map((_, column) => this.level(node, column));
  }

  /** The node of given levels. */
  node(levels: readonly number[]): number {
    return levels.reduce((sum, level, column) => sum + level * this.#steps[column]!, 0);
  }

  /** Nodes one level coarser in one column. */
  above(node: number): readonly number[] {
    return this.#steps.flatMap((step, column) =>
      this.level(node, column) + 1 < this.#heights[column]! ? [node + step] : [],
    );
  }

  /** Whether no column of `fine` is coarser than at `coarse`. */
  isBelow(fine: number, coarse: number): boolean {
    return this.#steps.every((_, column) => this.level(fine, column) <= this.level(coarse, column));
  }

  /** Calls for a node and every node that is nowhere coarser (-1) or nowhere finer (+1). */
  spread(node: number, direction: -1 | 1, mark: (node: number) => void): void {
    const walk = (at: number, column: number): void => {
      if (column === this.#steps.length) {
        mark(at);
        return;
      }
      const level = this.level(node, column);
      const room = direction < 0 ? level : this.#heights[column]! - 1 - level;
      for (let step = 0; step <= room; step++) walk(at + direction * step * this.#steps[column]!, column + 1);
    };
    walk(node, 0);
  }
}
