import {
  addI32,
  advance,
  differI32,
  getLocal,
  lanes,
  setLocal,
  untilEqual,
  wasmModule,
  when,
  type Code,
  type WasmFunction,
} from "../base/wasm-code.ts";
import { wasmProgram, type WasmProgram } from "../base/wasm-instance.ts";

/** Rows per block: a block of a hundred columns stays within the second-level cache. */
export const blockRows = 256;

const FLOAT = 8;
/** Two rows beside each other in 128 bits. */
const PAIR = 16;
const COLUMN = blockRows * FLOAT;
/** Numbers of each column in `factors`. */
const FACTORS = 3;
/** Columns of a tile on either side: their eight sums, and what they are made of, stay in registers. */
const TILE = { left: 4, right: 2 } as const;

/**
 * Sums over rows of a table that comes block by block, two rows at a time (128-bit lanes). Fill `block`, column after column
 * of `blockRows` rows, then call in this order what is needed; rows past the end must have weight and residual 0.
 */
export interface GramKernel {
  readonly block: Float64Array;
  /** Of each column three numbers: what is taken from it, what it is then multiplied by, and its share in the predictor. */
  readonly factors: Float64Array;
  /** By row of the block: its predictor, then its residual. */
  readonly eta: Float64Array;
  readonly rootWeight: Float64Array;
  /** Forgets all rows and sums. */
  clear(): void;
  /** Centres and scales the block, and sets `eta` to the sum of its columns' shares. */
  predict(): void;
  /** Adds the columns' products with `eta` to the gradient, and multiplies each row by the root of its weight. */
  weigh(): void;
  /** Adds B'B, B being the block. */
  addGram(): void;
  gradient(): Float64Array;
  /** Row-major, both sides of the diagonal. */
  gram(): Float64Array;
}

let program: WasmProgram<"predict" | "weigh" | "tile"> | undefined;
let latest: { readonly columns: number; readonly kernel: GramKernel } | undefined;

/** Where sums over tables of so many columns are made: one for all who ask for the same number, one after the other. */
export function gramKernel(columns: number): GramKernel {
  if (latest?.columns !== columns) latest = { columns, kernel: newKernel(columns) };
  latest.kernel.clear();
  return latest.kernel;
}

function newKernel(columns: number): GramKernel {
  program ??= wasmProgram(wasmModule(1, [predictFunction(), weighFunction(), tileFunction()]));
  const padded = Math.ceil(columns / TILE.left) * TILE.left;
  const [blockAt, etaAt] = [0, padded * COLUMN];
  const weightAt = etaAt + COLUMN;
  const gradientAt = weightAt + COLUMN;
  const gramAt = gradientAt + padded * PAIR;
  const factorsAt = gramAt + padded * padded * PAIR;
  const { memory, run } = program.instance(factorsAt + padded * FACTORS * FLOAT);
  const view = (at: number, length: number) => new Float64Array(memory, at, length);
  const sums = view(gradientAt, 2 * padded);
  const gram = view(gramAt, 2 * padded * padded);
  const block = view(blockAt, padded * blockRows);
  return {
    block,
    factors: view(factorsAt, FACTORS * columns),
    eta: view(etaAt, blockRows),
    rootWeight: view(weightAt, blockRows),
    clear: () => {
      block.fill(0);
      sums.fill(0);
      gram.fill(0);
    },
    predict: () => run.predict(blockAt, factorsAt, factorsAt + columns * FACTORS * FLOAT, etaAt, weightAt),
    weigh: () =>
      run.weigh(blockAt, blockAt + columns * COLUMN, etaAt, weightAt, weightAt + COLUMN, gradientAt),
    addGram: () => {
      for (let i = 0; i < padded; i += TILE.left)
        for (let j = 0; j < i + TILE.left; j += TILE.right) {
          const left = blockAt + i * COLUMN;
          run.tile(
            left,
            left + COLUMN,
            blockAt + j * COLUMN,
            gramAt + (i * padded + j) * PAIR,
            padded * PAIR,
          );
        }
    },
    gradient: () => Float64Array.from({ length: columns }, (_, j) => sums[2 * j]! + sums[2 * j + 1]!),
    gram: () => {
      const whole = new Float64Array(columns * columns);
      for (let i = 0; i < columns; i++)
        for (let j = 0; j <= i; j++) {
          const at = 2 * (i * padded + j);
          whole[i * columns + j] = whole[j * columns + i] = gram[at]! + gram[at + 1]!;
        }
      return whole;
    },
  };
}

const whenDiffer = (body: Code, one: number, other: number): Code =>
  when([getLocal(one), getLocal(other), differI32], body);
const loaded = (address: number, offset = 0): Code => [getLocal(address), lanes.load(offset)];
const times = (one: Code, other: Code): Code => [one, other, lanes.multiplyFloats];
const plus = (one: Code, other: Code): Code => [one, other, lanes.addFloats];

/** Centres and scales each column; eta becomes the sum of their shares, begun by the first column. */
function predictFunction(): WasmFunction {
  const [x, factor, lastFactor, eta, lastEta, row, centre, scale, share, own] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
  ];
  const column = (begin: boolean): Code => [
    [centre, scale, share].map((local, k): Code => [
      getLocal(factor),
      lanes.loadSplat(k * FLOAT),
      setLocal(local),
    ]),
    [getLocal(eta), setLocal(row)],
    untilEqual(row, lastEta, [
      [times([loaded(x), getLocal(centre), lanes.subtractFloats], getLocal(scale)), setLocal(own)],
      [getLocal(x), getLocal(own), lanes.store(0)],
      [getLocal(row), begin ? [] : loaded(row), times(getLocal(own), getLocal(share))],
      [begin ? [] : lanes.addFloats, lanes.store(0)],
      [advance(x, PAIR), advance(row, PAIR)],
    ]),
    advance(factor, FACTORS * FLOAT),
  ];
  return {
    name: "predict",
    parameters: 5,
    integers: 1,
    wide: 4,
    code: [column(true), whenDiffer(untilEqual(factor, lastFactor, column(false)), factor, lastFactor)],
  };
}

/** By column: adds its products with the residuals to its sum, and multiplies it by the weights. */
function weighFunction(): WasmFunction {
  const [x, last, residuals, weights, lastWeight, sum, residual, weight, total] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const column: Code = [
    [loaded(sum), setLocal(total)],
    [getLocal(residuals), setLocal(residual), getLocal(weights), setLocal(weight)],
    untilEqual(weight, lastWeight, [
      [plus(getLocal(total), times(loaded(x), loaded(residual))), setLocal(total)],
      [getLocal(x), times(loaded(x), loaded(weight)), lanes.store(0)],
      [x, residual, weight].map((local) => advance(local, PAIR)),
    ]),
    [getLocal(sum), getLocal(total), lanes.store(0)],
    advance(sum, PAIR),
  ];
  return { name: "weigh", parameters: 6, integers: 2, wide: 1, code: untilEqual(x, last, column) };
}

/** Adds the products of four columns with two others to a tile of the Gram matrix. */
function tileFunction(): WasmFunction {
  const [left, last, right, gram, stride] = [0, 1, 2, 3, 4];
  const [others, own, sums] = [5, 7, 8];
  const rows = [0, 1, 2, 3];
  const columns = [0, 1];
  const sumOf = (i: number, j: number) => sums + i * TILE.right + j;
  const pair: Code = [
    columns.map((j): Code => [loaded(right, j * COLUMN), setLocal(others + j)]),
    rows.map((i): Code => [
      [loaded(left, i * COLUMN), setLocal(own)],
      columns.map((j): Code => [
        plus(getLocal(sumOf(i, j)), times(getLocal(own), getLocal(others + j))),
        setLocal(sumOf(i, j)),
      ]),
    ]),
    advance(left, PAIR),
    advance(right, PAIR),
  ];
  return {
    name: "tile",
    parameters: 5,
    integers: 0,
    wide: 3 + TILE.left * TILE.right,
    code: [
      untilEqual(left, last, pair),
      rows.map((i): Code => [
        columns.map((j): Code => [
          getLocal(gram),
          plus(loaded(gram, j * PAIR), getLocal(sumOf(i, j))),
          lanes.store(j * PAIR),
        ]),
        [getLocal(gram), getLocal(stride), addI32, setLocal(gram)],
      ]),
    ],
  };
}
