import {
  addI32,
  advance,
  getLocal,
  lanes,
  setLocal,
  untilEqual,
  wasmModule,
  type Code,
  type WasmFunction,
} from "../base/wasm-code.ts";
import { wasmProgram, type WasmProgram } from "../base/wasm-instance.ts";
import { residualTable, residualsFunction, totals } from "./logistic-residuals.ts";

/** Rows of a block; fewer are fetched from memory more slowly. */
const [LEAST_ROWS, MOST_ROWS] = [256, 2048];
/** Numbers of a block: with them it stays within the second-level cache. */
const BLOCK = 2 ** 16;
/** From column to column of a block: no power of two, whose multiples would share lines of the cache. */
export const blockStride = MOST_ROWS + 8;

const FLOAT = 8;
/** Two rows beside each other in 128 bits. */
const PAIR = 16;
const COLUMN = blockStride * FLOAT;
/** Bytes of rows whose products are added up together: those of a tile's columns stay within the first-level cache. */
const TILE_ROWS = 256 * FLOAT;
/** Bytes of so many rows, two by two. */
const pairs = (count: number) => Math.ceil(count / 2) * PAIR;
/** Numbers of each column in `factors`. */
const FACTORS = 2;
/** Columns whose shares or slopes are added up together. */
const TOGETHER = 4;
/** Columns of a tile on either side: their eight sums, and what they are made of, stay in registers. */
const TILE = { left: 4, right: 2 } as const;

/**
 * Sums over the rows of a logistic model that come block by block, two rows at a time (128-bit lanes). Fill `block`, column
 * after column of `blockStride`, and `signs`, then call in this order what is needed.
 * A row past an odd number of them has sign 0.
 */
export interface LogisticKernel {
  /** Rows of a block. */
  readonly rows: number;
  readonly block: Float64Array;
  /** Of each column two numbers: what is taken from it, and what it is multiplied by in the predictor. */
  readonly factors: Float64Array;
  /** By row of the block: 1 where the outcome is 1, -1 where it is 0, and 0 for a row that does not count. */
  readonly signs: Float64Array;
  /** Forgets all rows and sums. */
  clear(): void;
  /**
   * Finds the predictors and residuals of the block's first so many rows, and adds the products of residuals and centred
   * columns to the gradient.
   */
  learn(count: number, intercept: number): void;
  /** Adds X'WX of these rows, X being a column of ones and the centred columns. `learn` goes before. */
  addInformation(count: number): void;
  logLikelihood(): number;
  /** The intercept first, as in the information. */
  gradient(): Float64Array;
  /** Row-major, both sides of the diagonal. */
  information(): Float64Array;
}

let program: WasmProgram<"predict" | "residuals" | "slopes" | "weigh" | "tile"> | undefined;
let latest: { readonly columns: number; readonly kernel: LogisticKernel } | undefined;

/** Where sums over tables of so many columns are made: one for all who ask for the same number, one after the other. */
export function logisticKernel(columns: number): LogisticKernel {
  if (latest?.columns !== columns) latest = { columns, kernel: newKernel(columns) };
  latest.kernel.clear();
  return latest.kernel;
}

function newKernel(columns: number): LogisticKernel {
  program ??= wasmProgram(
    wasmModule(1, [
      predictFunction(),
      residualsFunction(),
      slopesFunction(),
      weighFunction(),
      tileFunction(),
    ]),
  );
  const grouped = Math.ceil(columns / TOGETHER) * TOGETHER;
  const size = columns + 1;
  const rows = Math.max(LEAST_ROWS, Math.min(MOST_ROWS, 2 ** Math.floor(Math.log2(BLOCK / size))));
  const rowBytes = rows * FLOAT;
  const padded = Math.ceil(size / TILE.left) * TILE.left;
  let next = 0;
  const place = (bytes: number) => (next += bytes) - bytes;
  // The roots of weights are the weighted column of ones: they stand before the others.
  const weightAt = place(COLUMN);
  const blockAt = place(Math.max(grouped, padded - 1) * COLUMN);
  const [etaAt, signsAt] = [place(rowBytes), place(rowBytes)];
  const [factorsAt, gradientAt] = [place(grouped * FACTORS * FLOAT), place(grouped * PAIR)];
  const factorsEnd = factorsAt + grouped * FACTORS * FLOAT;
  const gramAt = place(padded * padded * PAIR);
  const totalsAt = place(totals.bytes);
  const tableAt = place(residualTable.length * FLOAT);
  const { memory, run } = program.instance(next);
  const view = (at: number, bytes: number) => new Float64Array(memory, at, bytes / FLOAT);
  view(tableAt, residualTable.length * FLOAT).set(residualTable);
  const sums = view(gradientAt, grouped * PAIR);
  const gram = view(gramAt, padded * padded * PAIR);
  const eta = view(etaAt, rowBytes);
  const total = view(totalsAt, totals.bytes);
  const both = (list: Float64Array, at: number) => list[at / FLOAT]! + list[at / FLOAT + 1]!;
  const factors = [totals.product / FLOAT, totals.product / FLOAT + 1] as const;
  let logarithms = 0;
  return {
    rows,
    block: view(blockAt, columns * COLUMN),
    factors: view(factorsAt, columns * FACTORS * FLOAT),
    signs: view(signsAt, rowBytes),
    clear: () => {
      for (const list of [sums, gram, total]) list.fill(0);
      logarithms = 0;
    },
    learn: (count, intercept) => {
      eta.fill(intercept);
      for (const at of factors) total[at] = 1;
      const last = etaAt + pairs(count);
      if (columns > 0) run.predict(blockAt, factorsAt, factorsEnd, etaAt, last);
      run.residuals(etaAt, last, signsAt, weightAt, totalsAt, tableAt);
      if (columns > 0) run.slopes(blockAt, factorsAt, factorsEnd, etaAt, last, gradientAt);
      for (const at of factors) logarithms += Math.log(total[at]!);
    },
    addInformation: (count) => {
      const end = pairs(count);
      if (columns > 0)
        run.weigh(blockAt, factorsAt, factorsAt + columns * FACTORS * FLOAT, weightAt, weightAt + end);
      for (let row = 0; row < end; row += TILE_ROWS) {
        const rowEnd = Math.min(row + TILE_ROWS, end);
        for (let i = 0; i < padded; i += TILE.left)
          for (let j = 0; j < i + TILE.left; j += TILE.right) {
            const [left, right] = [i * COLUMN, j * COLUMN];
            const at = gramAt + (i * padded + j) * PAIR;
            run.tile(left + row, left + rowEnd, right + row, at, padded * PAIR);
          }
      }
    },
    logLikelihood: () => both(total, totals.likelihood) - logarithms,
    gradient: () =>
      Float64Array.from({ length: size }, (_, j) =>
        j === 0 ? both(total, totals.residual) : both(sums, (j - 1) * PAIR),
      ),
    information: () => {
      const whole = new Float64Array(size * size);
      for (let i = 0; i < size; i++)
        for (let j = 0; j <= i; j++)
          whole[i * size + j] = whole[j * size + i] = both(gram, (i * padded + j) * PAIR);
      return whole;
    },
  };
}

const loaded = (address: number, offset = 0): Code => [getLocal(address), lanes.load(offset)];
const times = (one: Code, other: Code): Code => [one, other, lanes.multiplyFloats];
const plus = (one: Code, other: Code): Code => [one, other, lanes.addFloats];
const minus = (one: Code, other: Code): Code => [one, other, lanes.subtractFloats];
const together = Array.from({ length: TOGETHER }, (_, k) => k);
/** Where number `part` of the factors of four columns goes. */
const factorsOf = (factor: number, part: number, into: number): Code =>
  together.map((k): Code => [
    getLocal(factor),
    lanes.loadSplat((FACTORS * k + part) * FLOAT),
    setLocal(into + k),
  ]);

/** Adds the shares of the centred columns to eta. */
function predictFunction(): WasmFunction {
  const [column, factor, lastFactor, eta, lastEta, row, x] = [0, 1, 2, 3, 4, 5, 6];
  const [centres, slopes] = [7, 11];
  return {
    name: "predict",
    parameters: 5,
    integers: 2,
    wide: 2 * TOGETHER,
    code: untilEqual(factor, lastFactor, [
      [factorsOf(factor, 0, centres), factorsOf(factor, 1, slopes)],
      [getLocal(eta), setLocal(row), getLocal(column), setLocal(x)],
      untilEqual(row, lastEta, [
        [getLocal(row), loaded(row)],
        together.map((k): Code => [
          times(minus(loaded(x, k * COLUMN), getLocal(centres + k)), getLocal(slopes + k)),
          lanes.addFloats,
        ]),
        [lanes.store(0), advance(x, PAIR), advance(row, PAIR)],
      ]),
      advance(column, TOGETHER * COLUMN),
      advance(factor, TOGETHER * FACTORS * FLOAT),
    ]),
  };
}

/** By column: adds the products of the residuals with it, centred, to its sum. */
function slopesFunction(): WasmFunction {
  const [column, factor, lastFactor, residuals, lastResidual, sum, row, x] = [0, 1, 2, 3, 4, 5, 6, 7];
  const [centres, sums, residual] = [8, 12, 16];
  return {
    name: "slopes",
    parameters: 6,
    integers: 2,
    wide: 2 * TOGETHER + 1,
    code: untilEqual(factor, lastFactor, [
      factorsOf(factor, 0, centres),
      together.map((k): Code => [loaded(sum, k * PAIR), setLocal(sums + k)]),
      [getLocal(residuals), setLocal(row), getLocal(column), setLocal(x)],
      untilEqual(row, lastResidual, [
        [loaded(row), setLocal(residual)],
        together.map((k): Code => [
          plus(
            getLocal(sums + k),
            times(minus(loaded(x, k * COLUMN), getLocal(centres + k)), getLocal(residual)),
          ),
          setLocal(sums + k),
        ]),
        [advance(x, PAIR), advance(row, PAIR)],
      ]),
      together.map((k): Code => [getLocal(sum), getLocal(sums + k), lanes.store(k * PAIR)]),
      advance(column, TOGETHER * COLUMN),
      advance(factor, TOGETHER * FACTORS * FLOAT),
      advance(sum, TOGETHER * PAIR),
    ]),
  };
}

/** Centres each column and multiplies it by the roots of weights. */
function weighFunction(): WasmFunction {
  const [column, factor, lastFactor, weights, lastWeight, row, x, centre] = [0, 1, 2, 3, 4, 5, 6, 7];
  return {
    name: "weigh",
    parameters: 5,
    integers: 2,
    wide: 1,
    code: untilEqual(factor, lastFactor, [
      [getLocal(factor), lanes.loadSplat(0), setLocal(centre)],
      [getLocal(weights), setLocal(row), getLocal(column), setLocal(x)],
      untilEqual(row, lastWeight, [
        [getLocal(x), times(minus(loaded(x), getLocal(centre)), loaded(row)), lanes.store(0)],
        [advance(x, PAIR), advance(row, PAIR)],
      ]),
      advance(column, COLUMN),
      advance(factor, FACTORS * FLOAT),
    ]),
  };
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
