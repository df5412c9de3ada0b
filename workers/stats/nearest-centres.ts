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

/** Points per block. */
export const blockPoints = 256;

/** Centres that are looked at together. */
export const centresAtOnce = 4;

const FLOAT = 8;
const PAIR = 16;
/** From column to column: no power of two, whose multiples would share lines of the cache. */
const STRIDE = blockPoints + 8;
const COLUMN = STRIDE * FLOAT;
const GROUP = centresAtOnce * FLOAT;
/** Where constants lie. */
const constants = { infinity: 0, zero: PAIR, one: 2 * PAIR } as const;

/**
 * Squared distances of points, two at a time (128-bit lanes), the same bits as a loop over columns has. Fill the block with
 * `take`; results are by place in the block.
 */
export interface CentreKernel {
  /** Sets the centres, row after row. */
  setCentres(centres: Float64Array): void;
  /** Puts the first so many of `rows` of `values` into the block. */
  take(values: Float64Array, rows: Int32Array, count: number): void;
  /** Of the first so many points: `first` and `second` become the least two squared distances, `which` the nearest centre. */
  nearest(points: number): void;
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly which: Float64Array;
  /** Of the first so many points: `apart` becomes the squared distances from the first four centres. */
  measure(points: number): void;
  /** By centre. */
  readonly apart: readonly Float64Array[];
}

let program: WasmProgram<"nearest" | "measure"> | undefined;

let latest: { readonly width: number; readonly groups: number; readonly kernel: CentreKernel } | undefined;

/** A kernel for points of so many columns and at most so many centres: one for all who ask, one after the other. */
export function centreKernel(width: number, most: number): CentreKernel {
  const groups = Math.ceil(most / centresAtOnce);
  if (latest?.width !== width || latest.groups < groups)
    latest = { width, groups, kernel: newKernel(width, groups) };
  return latest.kernel;
}

function newKernel(width: number, groups: number): CentreKernel {
  program ??= wasmProgram(wasmModule(1, [nearestFunction(), measureFunction()]));
  const constantsAt = (width + centresAtOnce) * COLUMN;
  const centresAt = constantsAt + 3 * PAIR;
  const { memory, run } = program.instance(centresAt + groups * width * GROUP);
  new Float64Array(memory, constantsAt, 6).set([Infinity, Infinity, 0, 0, 1, 1]);
  const block = new Float64Array(memory, 0, width * STRIDE);
  const centres = new Float64Array(memory, centresAt, groups * width * centresAtOnce);
  const apart = Array.from(
    { length: centresAtOnce },
    (_, k) => new Float64Array(memory, (width + k) * COLUMN, blockPoints),
  );
  let used = 0;
  const places = (points: number) => Math.ceil(points / 2) * PAIR;
  return {
    setCentres: (own) => {
      const k = own.length / width;
      used = Math.ceil(k / centresAtOnce) * width * GROUP;
      // Places without a centre are infinitely far.
      centres.fill(Infinity);
      for (let c = 0; c < k; c++)
        for (let d = 0; d < width; d++)
          centres[(Math.floor(c / centresAtOnce) * width + d) * centresAtOnce + (c % centresAtOnce)] =
            own[c * width + d]!;
    },
    take: (values, rows, count) => {
      for (let place = 0; place < count; place++)
        for (let d = 0, from = rows[place]! * width, to = place; d < width; d++, from++, to += STRIDE)
          block[to] = values[from]!;
    },
    nearest: (points) => {
      if (points > 0)
        run.nearest(0, places(points), centresAt, width * COLUMN, constantsAt, centresAt + used);
    },
    first: apart[0]!,
    second: apart[1]!,
    which: apart[2]!,
    measure: (points) => {
      if (points > 0) run.measure(0, places(points), centresAt, width * COLUMN, constantsAt);
    },
    apart,
  };
}

const loaded = (address: number, offset: number): Code => [getLocal(address), lanes.load(offset)];

/** Adds up the squared distances of two points from four centres; leaves `x` at `end`, and `centre` behind the four. */
function fourDistances(
  { row, x, end, centre, zero }: Readonly<Record<"row" | "x" | "end" | "centre" | "zero", number>>,
  { own, apart, sums }: Readonly<Record<"own" | "apart" | "sums", number>>,
): Code {
  const four = Array.from({ length: centresAtOnce }, (_, k) => k);
  return [
    [getLocal(row), setLocal(x)],
    four.map((k): Code => [loaded(zero, constants.zero), setLocal(sums + k)]),
    untilEqual(x, end, [
      [loaded(x, 0), setLocal(own)],
      four.map((k): Code => [
        [getLocal(own), getLocal(centre), lanes.loadSplat(k * FLOAT), lanes.subtractFloats, setLocal(apart)],
        [getLocal(sums + k), getLocal(apart), getLocal(apart), lanes.multiplyFloats, lanes.addFloats],
        setLocal(sums + k),
      ]),
      advance(x, COLUMN),
      advance(centre, GROUP),
    ]),
  ];
}

/** The least two squared distances of each point, and the first centre that has the least. */
function nearestFunction(): WasmFunction {
  const [row, lastRow, centres, reach, zero, lastCentre] = [0, 1, 2, 3, 4, 5];
  const [x, end, centre] = [6, 7, 8];
  const [own, apart, first, second, which, place, sums] = [9, 10, 11, 12, 13, 14, 15];
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
    parameters: 6,
    integers: 3,
    wide: 6 + centresAtOnce,
    code: untilEqual(row, lastRow, [
      [first, second].map((local): Code => [loaded(zero, constants.infinity), setLocal(local)]),
      [which, place].map((local): Code => [loaded(zero, constants.zero), setLocal(local)]),
      [getLocal(centres), setLocal(centre)],
      [getLocal(row), getLocal(reach), addI32, setLocal(end)],
      untilEqual(centre, lastCentre, [
        fourDistances({ row, x, end, centre, zero }, { own, apart, sums }),
        Array.from({ length: centresAtOnce }, (_, k) => better(sums + k)),
      ]),
      [first, second, which].map((local, k): Code => [
        getLocal(end),
        getLocal(local),
        lanes.store(k * COLUMN),
      ]),
      advance(row, PAIR),
    ]),
  };
}

/** The squared distances of each point from the first four centres. */
function measureFunction(): WasmFunction {
  const [row, lastRow, centres, reach, zero] = [0, 1, 2, 3, 4];
  const [x, end, centre] = [5, 6, 7];
  const [own, apart, sums] = [8, 9, 10];
  return {
    name: "measure",
    parameters: 5,
    integers: 3,
    wide: 2 + centresAtOnce,
    code: untilEqual(row, lastRow, [
      [getLocal(centres), setLocal(centre)],
      [getLocal(row), getLocal(reach), addI32, setLocal(end)],
      fourDistances({ row, x, end, centre, zero }, { own, apart, sums }),
      Array.from({ length: centresAtOnce }, (_, k): Code => [
        getLocal(end),
        getLocal(sums + k),
        lanes.store(k * COLUMN),
      ]),
      advance(row, PAIR),
    ]),
  };
}
