/*
 * Just enough of the WebAssembly binary format (https://webassembly.github.io/spec/core/binary/) to write functions
 * over 128-bit lanes at run time: no binary stands in the repository, and what is run can be read.
 */

/** Bytes of code, in pieces that are only put together at the end: copying them at every level took longer than all else. */
export type Code = number | readonly Code[];

const i32 = 0x7f;
const i64 = 0x7e;
const v128 = 0x7b;

const end = 0x0b;
const emptyBlock = 0x40;
const section = { type: 1, function: 3, memory: 5, export: 7, code: 10 } as const;

/** Unsigned LEB128. */
function leb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  return [...bytes, rest];
}

/** Signed LEB128, as constants are written. */
function signedLeb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest < -64 || rest > 63) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>= 7;
  }
  return [...bytes, rest & 0x7f];
}

/** The bytes of code, one after the other. */
function bytesOf(code: Code, into: number[] = []): number[] {
  if (typeof code === "number") into.push(code);
  else for (const piece of code) bytesOf(piece, into);
  return into;
}

const counted = (items: readonly Code[]): Code => [leb(items.length), items];
const sized = (code: Code): Code => {
  const bytes = bytesOf(code);
  return [leb(bytes.length), bytes];
};
const simd = (opcode: number): Code => [0xfd, leb(opcode)];
const at = (align: number, offset: number): Code => [align, leb(offset)];

export const getLocal = (local: number): Code => [0x20, leb(local)];
export const setLocal = (local: number): Code => [0x21, leb(local)];
export const constant = (value: number): Code => [0x41, signedLeb(value)];
export const addI32: Code = [0x6a];
export const subtractI32: Code = [0x6b];
export const multiplyI32: Code = [0x6c];
export const differI32: Code = [0x47];

/** Repeats `body` while the i32 it leaves is not zero. */
export const repeatWhile = (body: Code): Code => [0x03, emptyBlock, body, 0x0d, 0, end];

/** Adds a constant to a local. */
export const advance = (local: number, by: number): Code => [
  getLocal(local),
  constant(by),
  addI32,
  setLocal(local),
];
/** Repeats `body` until two locals are equal; once at least. */
export const untilEqual = (one: number, other: number, body: Code): Code =>
  repeatWhile([body, getLocal(one), getLocal(other), differI32]);
/** Multiplies an i32 by a power of two. */
export const shiftLeftI32 = (bits: number): Code => [constant(bits), 0x74];
/** Reads at the address on the stack. */
export const loadI32: Code = [0x28, at(2, 0)];
export const loadByte: Code = [0x2d, at(0, 0)];
/** 16 bits, without a sign. */
export const loadShort = (offset: number): Code => [0x2f, at(1, offset)];
export const storeI32: Code = [0x36, at(2, 0)];
export const storeByte: Code = [0x3a, at(0, 0)];
export const loadI64 = (offset: number): Code => [0x29, at(3, offset)];
export const storeI64 = (offset: number): Code => [0x37, at(3, offset)];
export const addI64: Code = [0x7c];

/** Operations on 128 bits, or on their two halves of 64. */
export const lanes = {
  load: (offset: number): Code => [simd(0x00), at(4, offset)],
  /** 64 bits into both halves. */
  loadSplat: (offset: number): Code => [simd(0x0a), at(3, offset)],
  /** 64 bits into the low half, zeros into the high. */
  loadLow: (offset: number): Code => [simd(0x5d), at(0, offset)],
  /** 64 bits into the high half. */
  loadHigh: (offset: number): Code => [simd(0x57), at(0, offset), 1],
  store: (offset: number): Code => [simd(0x0b), at(4, offset)],
  storeHalf: (offset: number, half: 0 | 1): Code => [simd(0x5b), at(0, offset), half],
  /** Turns the bytes of each half round. */
  swapBytes: (local: number): Code => [
    getLocal(local),
    getLocal(local),
    simd(0x0d),
    [7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8],
  ],
  and: simd(0x4e),
  xor: simd(0x51),
  add: simd(0xce),
  subtract: simd(0xd1),
  /** The bytes of the low half, or of the high one, as 16 bits each; these moved to the left. */
  widenLow: simd(0x89),
  widenHigh: simd(0x8a),
  shiftShortsLeft: (bits: number): Code => [constant(bits), simd(0x8b)],
  /** Of two 64-bit floats each. */
  addFloats: simd(0xf0),
  subtractFloats: simd(0xf1),
  multiplyFloats: simd(0xf2),
  /** The nearest whole number, the even one of two. */
  nearestFloats: simd(0x94),
  /** The smaller, and the larger: the first of two that are equal. */
  smallerFloats: simd(0xf6),
  largerFloats: simd(0xf7),
  /** All bits where the first is below the second. */
  belowFloats: simd(0x49),
  /** Of the first where the third has its bits, else of the second. */
  choose: simd(0x52),
  shiftLeft: (bits: number): Code => [constant(bits), simd(0xcb)],
  shiftRight: (bits: number): Code => [constant(bits), simd(0xcd)],
  /** Of one pair of 64-bit floats: without its signs, with its signs turned, its square roots. */
  absoluteFloats: simd(0xec),
  negateFloats: simd(0xed),
  rootFloats: simd(0xef),
  divideFloats: simd(0xf3),
} as const;

/** A function that answers nothing; its name is ASCII. Locals are numbered from 0: its parameters, `integers` of i32, `wide` of 128 bits, `long` of i64. */
export interface WasmFunction {
  readonly name: string;
  /** All i32. */
  readonly parameters: number;
  readonly integers: number;
  readonly wide: number;
  readonly long?: number;
  readonly code: Code;
}

/** A module of functions over one memory of `pages` times 64 KiB, exported as `memory`. */
export function wasmModule(pages: number, functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const name = (text: string): Code => sized(Array.from(text, (letter) => letter.charCodeAt(0)));
  const part = (id: number, content: Code): Code => [id, sized(content)];
  const types = functions.map(({ parameters }): Code => [
    0x60,
    leb(parameters),
    Array<number>(parameters).fill(i32),
    0,
  ]);
  const bodies = functions.map(({ integers, wide, long = 0, code }) =>
    sized([3, leb(integers), i32, leb(wide), v128, leb(long), i64, code, end]),
  );
  return Uint8Array.from(
    bytesOf([
      [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      part(section.type, counted(types)),
      part(section.function, counted(functions.map((_, i) => leb(i)))),
      part(section.memory, [1, 0, leb(pages)]),
      part(
        section.export,
        counted([[name("memory"), 2, 0], ...functions.map((each, i): Code => [name(each.name), 0, leb(i)])]),
      ),
      part(section.code, counted(bodies)),
    ]),
  );
}
