import {
  addI32,
  advance,
  getLocal,
  lanes,
  loadI32,
  setLocal,
  untilEqual,
  wasmModule,
  type Code,
  type WasmFunction,
} from "../base/wasm-code.ts";
import { wasmProgram, type WasmProgram } from "../base/wasm-instance.ts";

/** Points per block. */
export const blockPoints = 256;

/** Centres that are looked at together. */
export const centresAtOnce = 4;

const FLOAT = 8;
const PAIR = 16;
const GROUP = centresAtOnce * FLOAT;
/** Of what is found of each point of a block. */
const COLUMN = blockPoints * FLOAT;
/** Where constants lie. */
const constants = { infinity: 0, zero: PAIR, one: 2 * PAIR, bytes: 3 * PAIR } as const;

/**
 * Squared distances of points, two at a time (128-bit lanes), the same bits as a loop over columns has. Fill the block with
 * `take` or `takeRun`; results are by place in the block.
 */
export interface CentreKernel {
  /** Sets the centres, row after row; none has points collected. */
  setCentres(centres: Float64Array): void;
  /** Puts those rows of `values` into the block that `rows` holds between two places. */
  take(values: Float64Array, rows: Int32Array, from: number, to: number): void;
  /** Puts so many rows of `values` into the block, from one on. */
  takeRun(values: Float64Array, from: number, count: number): void;
  /** Of the first so many points: `first` and `second` become the least two squared distances, `which` the nearest centre. */
  nearest(points: number): void;
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly which: Float64Array;
  /** Adds each of the first so many points to the sum of the centre that `nearest` found. */
  collect(points: number): void;
  /** The sums of all points collected, row after row. */
  collected(into: Float64Array): void;
  /** Of the first so many points: `apart` becomes the squared distances from the first four centres. */
  measure(points: number): void;
  /** By centre. */
  readonly apart: readonly Float64Array[];
}

let program: WasmProgram<"nearest" | "measure" | "collect"> | undefined;

let latest: { readonly width: number; readonly groups: number; readonly kernel: CentreKernel } | undefined;

/** A kernel for points of so many columns and at most so many centres: one for all who ask, one after the other. */
export function centreKernel(width: number, most: number): CentreKernel {
  const groups = Math.ceil(most / centresAtOnce);
  if (latest?.width !== width || latest.groups < groups)
    latest = { width, groups, kernel: newKernel(width, groups) };
  return latest.kernel;
}

function newKernel(width: number, groups: number): CentreKernel {
  program ??= wasmProgram(wasmModule(1, [nearestFunction(), measureFunction(), collectFunction()]));
  const row = width * FLOAT;
  // Sums are added up in pairs of columns; what belongs to no column is not read.
  const sumRow = Math.ceil(width / 2) * PAIR;
  let next = 0;
  const place = (bytes: number) => (next += bytes) - bytes;
  const constantsAt = place(constants.bytes);
  const foundAt = place(centresAtOnce * COLUMN);
  const targetsAt = place(COLUMN);
  const centresAt = place(groups * width * GROUP);
  const sumsAt = place(groups * centresAtOnce * sumRow);
  const blockAt = place(blockPoints * row + PAIR);
  const { memory, run } = program.instance(next);
  new Float64Array(memory, constantsAt, 6).set([Infinity, Infinity, 0, 0, 1, 1]);
  const block = new Float64Array(memory, blockAt, blockPoints * width);
  const centres = new Float64Array(memory, centresAt, groups * width * centresAtOnce);
  const targets = new Int32Array(memory, targetsAt, blockPoints);
  const sums = new Float64Array(memory, sumsAt, (groups * centresAtOnce * sumRow) / FLOAT);
  const apart = Array.from(
    { length: centresAtOnce },
    (_, k) => new Float64Array(memory, foundAt + k * COLUMN, blockPoints),
  );
  const which = apart[2]!;
  let used = 0;
  const end = (points: number) => blockAt + Math.ceil(points / 2) * 2 * row;
  return {
    setCentres: (own) => {
      const k = own.length / width;
      used = Math.ceil(k / centresAtOnce) * width * GROUP;
      sums.fill(0);
      // Places without a centre are infinitely far.
      centres.fill(Infinity);
      for (let c = 0; c < k; c++)
        for (let d = 0; d < width; d++)
          centres[(Math.floor(c / centresAtOnce) * width + d) * centresAtOnce + (c % centresAtOnce)] =
            own[c * width + d]!;
    },
    take: (values, rows, from, to) => {
      for (let place = from, into = 0; place < to; place++) {
        const row = rows[place]! * width;
        for (let d = 0; d < width; d++, into++) block[into] = values[row + d]!;
      }
    },
    takeRun: (values, from, count) => block.set(values.subarray(from * width, (from + count) * width)),
    nearest: (points) => {
      if (points > 0)
        run.nearest(blockAt, end(points), foundAt, centresAt, row, constantsAt, centresAt + used);
    },
    first: apart[0]!,
    second: apart[1]!,
    which,
    collect: (points) => {
      for (let at = 0; at < points; at++) targets[at] = sumsAt + which[at]! * sumRow;
      if (points > 0) run.collect(blockAt, blockAt + points * row, targetsAt, row, sumRow);
    },
    collected: (into) => {
      for (let at = 0, c = 0; at < into.length; at += width, c++)
        into.set(sums.subarray((c * sumRow) / FLOAT, (c * sumRow) / FLOAT + width), at);
    },
    measure: (points) => {
      if (points > 0) run.measure(blockAt, end(points), foundAt, centresAt, row, constantsAt);
    },
    apart,
  };
}

const loaded = (address: number, offset: number): Code => [getLocal(address), lanes.load(offset)];

interface Places {
  readonly row: number;
  readonly x: number;
  readonly end: number;
  readonly other: number;
  readonly centre: number;
  readonly zero: number;
}

/**
 * Adds up the squared distances of two points from four centres: one stands from `row` to `end`, the other behind it. Leaves
 * `other` at its end, and `centre` behind the four.
 */
function fourDistances(
  { row, x, end, other, centre, zero }: Places,
  { own, apart, sums }: Readonly<Record<"own" | "apart" | "sums", number>>,
): Code {
  const four = Array.from({ length: centresAtOnce }, (_, k) => k);
  return [
    [getLocal(row), setLocal(x), getLocal(end), setLocal(other)],
    four.map((k): Code => [loaded(zero, constants.zero), setLocal(sums + k)]),
    untilEqual(x, end, [
      [getLocal(other), getLocal(x), lanes.loadLow(0), lanes.loadHigh(0), setLocal(own)],
      four.map((k): Code => [
        [getLocal(own), getLocal(centre), lanes.loadSplat(k * FLOAT), lanes.subtractFloats, setLocal(apart)],
        [getLocal(sums + k), getLocal(apart), getLocal(apart), lanes.multiplyFloats, lanes.addFloats],
        setLocal(sums + k),
      ]),
      [advance(x, FLOAT), advance(other, FLOAT), advance(centre, GROUP)],
    ]),
  ];
}

/** The least two squared distances of each point, and the first centre that has the least. */
function nearestFunction(): WasmFunction {
  const [row, lastRow, found, centres, reach, zero, lastCentre] = [0, 1, 2, 3, 4, 5, 6];
  const [x, end, other, centre] = [7, 8, 9, 10];
  const [own, apart, first, second, which, place, sums] = [11, 12, 13, 14, 15, 16, 17];
  const better = (sum: number): Code => [
    [
      getLocal(second),
      getLocal(first),
      getLocal(sum),
      lanes.largerFloats,
      lanes.smallerFloats,
      setLocal(second),
    ],
    [getLocal(place), getLocal(which), getLocal(sum), getLocal(first), lanes.belowFloats, lanes.choose],
    setLocal(which),
    [getLocal(first), getLocal(sum), lanes.smallerFloats, setLocal(first)],
    [getLocal(place), loaded(zero, constants.one), lanes.addFloats, setLocal(place)],
  ];
  return {
    name: "nearest",
    parameters: 7,
    integers: 4,
    wide: 6 + centresAtOnce,
    code: untilEqual(row, lastRow, [
      [first, second].map((local): Code => [loaded(zero, constants.infinity), setLocal(local)]),
      [which, place].map((local): Code => [loaded(zero, constants.zero), setLocal(local)]),
      [getLocal(centres), setLocal(centre)],
      [getLocal(row), getLocal(reach), addI32, setLocal(end)],
      untilEqual(centre, lastCentre, [
        fourDistances({ row, x, end, other, centre, zero }, { own, apart, sums }),
        Array.from({ length: centresAtOnce }, (_, k) => better(sums + k)),
      ]),
      [first, second, which].map((local, k): Code => [
        getLocal(found),
        getLocal(local),
        lanes.store(k * COLUMN),
      ]),
      [advance(found, PAIR), getLocal(other), setLocal(row)],
    ]),
  };
}

/** The squared distances of each point from the first four centres. */
function measureFunction(): WasmFunction {
  const [row, lastRow, found, centres, reach, zero] = [0, 1, 2, 3, 4, 5];
  const [x, end, other, centre] = [6, 7, 8, 9];
  const [own, apart, sums] = [10, 11, 12];
  return {
    name: "measure",
    parameters: 6,
    integers: 4,
    wide: 2 + centresAtOnce,
    code: untilEqual(row, lastRow, [
      [getLocal(centres), setLocal(centre)],
      [getLocal(row), getLocal(reach), addI32, setLocal(end)],
      fourDistances({ row, x, end, other, centre, zero }, { own, apart, sums }),
      Array.from({ length: centresAtOnce }, (_, k): Code => [
        getLocal(found),
        getLocal(sums + k),
        lanes.store(k * COLUMN),
      ]),
      [advance(found, PAIR), getLocal(other), setLocal(row)],
    ]),
  };
}

/** Adds each point to the sum that its target points to, two columns at a time. */
function collectFunction(): WasmFunction {
  const [row, lastRow, target, reach, sumReach, sum, last, x] = [0, 1, 2, 3, 4, 5, 6, 7];
  return {
    name: "collect",
    parameters: 5,
    integers: 3,
    wide: 0,
    code: untilEqual(row, lastRow, [
      [getLocal(target), loadI32, setLocal(sum), advance(target, Int32Array.BYTES_PER_ELEMENT)],
      [getLocal(sum), getLocal(sumReach), addI32, setLocal(last), getLocal(row), setLocal(x)],
      untilEqual(sum, last, [
        [getLocal(sum), loaded(sum, 0), loaded(x, 0), lanes.addFloats, lanes.store(0)],
        [advance(sum, PAIR), advance(x, PAIR)],
      ]),
      [getLocal(row), getLocal(reach), addI32, setLocal(row)],
    ]),
  };
}
