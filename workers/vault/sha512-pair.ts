import {
  addI32,
  constant,
  differI32,
  getLocal,
  lanes,
  repeatWhile,
  setLocal,
  wasmModule,
  type Code,
  type WasmFunction,
} from "../base/wasm-code.ts";

/** SHA-512 takes blocks of 128 bytes and answers 64. */
export const BLOCK_BYTES = 128;
const WORDS = 8;
/** The states of two messages, word by word beside each other. */
export const PAIR_STATE_BYTES = WORDS * 16;

const ROUNDS = 80;
const SCHEDULED = 16;
const KEPT_ROUNDS = ROUNDS - SCHEDULED;
const WORD_BYTES = 8;

/** Where the module keeps the round constants; what follows is free. */
const CONSTANTS_AT = 0;
const FREE_FROM = ROUNDS * WORD_BYTES;
const MEMORY_PAGES = 1;

/** SHA-512 of two messages at once, in the two halves of 128-bit lanes. Addresses are in `memory`. */
export interface Sha512Pair {
  readonly memory: Uint8Array<ArrayBuffer>;
  /** The first address that the caller may use, a multiple of 16. */
  readonly free: number;
  /** Takes as many whole blocks from `first` and from `second` into the pair of states at `state`. */
  take(state: number, first: number, second: number, blocks: number): void;
  /** Writes the digests of the pair of states at `state`: 64 bytes each. */
  digests(state: number, first: number, second: number): void;
}

let compiled: WebAssembly.Module | undefined;
let constants: readonly bigint[] | undefined;

/** A new instance with a memory of its own, of 64 KiB. */
export function sha512Pair(): Sha512Pair {
  compiled ??= new WebAssembly.Module(wasmModule(MEMORY_PAGES, [takeFunction(), digestsFunction()]));
  const { memory, take, digests } = new WebAssembly.Instance(compiled).exports as unknown as {
    memory: WebAssembly.Memory;
    take: (state: number, first: number, second: number, last: number) => void;
    digests: Sha512Pair["digests"];
  };
  const bytes = new Uint8Array(memory.buffer);
  const view = new DataView(bytes.buffer);
  constants ??= primes(ROUNDS).map((prime) => rootFraction(prime, 3n));
  constants.forEach((constant, i) => {
    view.setBigUint64(CONSTANTS_AT + i * WORD_BYTES, constant, true);
  });
  return {
    memory: bytes,
    free: FREE_FROM,
    take: (state, first, second, blocks) => {
      if (blocks > 0) take(state, first, second, first + blocks * BLOCK_BYTES);
    },
    digests,
  };
}

/** The state before the first block (FIPS 180-4, 5.3.5), for both messages. */
export function startPair(): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(PAIR_STATE_BYTES));
  primes(WORDS).forEach((prime, i) => {
    for (const half of [0, WORD_BYTES]) view.setBigUint64(i * 16 + half, rootFraction(prime, 2n), true);
  });
  return new Uint8Array(view.buffer);
}

// Locals of `take`: its parameters, the place in the constants, 16 words of the schedule, 8 of the state, three to work with.
const [STATE, FIRST, SECOND, LAST, PLACE] = [0, 1, 2, 3, 4];
const W = 5;
const VARIABLES = W + SCHEDULED;
const SUM = VARIABLES + WORDS;
const CROSS = SUM + 1;
const LAST_CROSS = SUM + 2;

/** FIPS 180-4, 6.4.2, over both halves; 16 rounds and the next 16 words of the schedule at a time. */
function takeFunction(): WasmFunction {
  const step = (local: number, bytes: number): Code => [
    getLocal(local),
    constant(bytes),
    addI32,
    setLocal(local),
  ];
  const each = (count: number, code: (i: number) => Code): Code =>
    Array.from({ length: count }, (_, i) => code(i));
  const block = [
    each(SCHEDULED, readWord),
    each(WORDS, (i) => [getLocal(STATE), lanes.load(i * 16), setLocal(VARIABLES + i)]),
    [getLocal(VARIABLES + 1), getLocal(VARIABLES + 2), lanes.xor, setLocal(LAST_CROSS)],
    [constant(CONSTANTS_AT), setLocal(PLACE)],
    repeatWhile([
      each(SCHEDULED, (i) => [round(i), schedule(i)]),
      step(PLACE, SCHEDULED * WORD_BYTES),
      [getLocal(PLACE), constant(CONSTANTS_AT + KEPT_ROUNDS * WORD_BYTES), differI32],
    ]),
    each(SCHEDULED, round),
    each(WORDS, (i) => [
      getLocal(STATE),
      [getLocal(STATE), lanes.load(i * 16), getLocal(VARIABLES + i), lanes.add],
      lanes.store(i * 16),
    ]),
    step(FIRST, BLOCK_BYTES),
    step(SECOND, BLOCK_BYTES),
    [getLocal(FIRST), getLocal(LAST), differI32],
  ];
  return { name: "take", parameters: 4, integers: 1, wide: SCHEDULED + WORDS + 3, code: repeatWhile(block) };
}

/** A word of both messages, the second's in the high half. */
function readWord(i: number): Code {
  const at = i * WORD_BYTES;
  return [
    [getLocal(SECOND), getLocal(FIRST), lanes.loadLow(at), lanes.loadHigh(at), setLocal(W + i)],
    [lanes.swapBytes(W + i), setLocal(W + i)],
  ];
}

/** One round; the variables change their names instead of their places. Maj(a, b, c) is b ^ ((a ^ b) & (b ^ c)). */
function round(i: number): Code {
  const variable = (letter: number): number => VARIABLES + ((letter + 15 * i) % WORDS);
  const [a, b, d] = [variable(0), variable(1), variable(3)];
  const [e, f, g, h] = [variable(4), variable(5), variable(6), variable(7)];
  return [
    [getLocal(h), getLocal(W + i), lanes.add],
    [getLocal(PLACE), lanes.loadSplat(i * WORD_BYTES), lanes.add],
    [getLocal(g), getLocal(f), getLocal(g), lanes.xor, getLocal(e), lanes.and, lanes.xor, lanes.add],
    [mixed(e, [14, 18, 41]), lanes.add, setLocal(SUM)],
    [getLocal(d), getLocal(SUM), lanes.add, setLocal(d)],
    [getLocal(a), getLocal(b), lanes.xor, setLocal(CROSS)],
    [getLocal(b), getLocal(CROSS), getLocal(LAST_CROSS), lanes.and, lanes.xor],
    [mixed(a, [28, 34, 39]), lanes.add, getLocal(SUM), lanes.add, setLocal(h)],
    [getLocal(CROSS), setLocal(LAST_CROSS)],
  ];
}

/** Word i + 16 of the schedule in the place of word i. */
function schedule(i: number): Code {
  const word = (later: number): number => W + ((i + later) % SCHEDULED);
  return [
    [getLocal(word(0)), getLocal(word(9)), lanes.add],
    [mixed(word(1), [1, 8], 7), lanes.add],
    [mixed(word(14), [19, 61], 6), lanes.add, setLocal(word(0))],
  ];
}

/** The XOR of a local turned right by each of `turns` and, where one is given, shifted right by `shift`. */
function mixed(local: number, turns: readonly number[], shift?: number): Code {
  const terms = turns.flatMap((bits): Code[] => [
    [getLocal(local), lanes.shiftRight(bits)],
    [getLocal(local), lanes.shiftLeft(64 - bits)],
  ]);
  if (shift !== undefined) terms.push([getLocal(local), lanes.shiftRight(shift)]);
  return terms.map((term, i) => (i === 0 ? term : [term, lanes.xor]));
}

function digestsFunction(): WasmFunction {
  const [state, first, second, word] = [0, 1, 2, 3];
  const code = Array.from({ length: WORDS }, (_, i): Code => [
    [getLocal(state), lanes.load(i * 16), setLocal(word), lanes.swapBytes(word), setLocal(word)],
    [getLocal(first), getLocal(word), lanes.storeHalf(i * WORD_BYTES, 0)],
    [getLocal(second), getLocal(word), lanes.storeHalf(i * WORD_BYTES, 1)],
  ]);
  return { name: "digests", parameters: 3, integers: 0, wide: 1, code };
}

function primes(count: number): bigint[] {
  const found: bigint[] = [];
  for (let n = 2n; found.length < count; n++) if (found.every((prime) => n % prime !== 0n)) found.push(n);
  return found;
}

/**
 * The first 64 bits of the fractional part of a prime's root: the whole root of prime * 2^(64 * degree), by Newton's
 * steps down from an estimate that is too large by a little.
 */
function rootFraction(prime: bigint, degree: 2n | 3n): bigint {
  const power = prime << (64n * degree);
  const estimate = Math.pow(Number(prime), 1 / Number(degree));
  let root = (BigInt(Math.ceil(estimate * 2 ** 44)) + 1n) << 20n;
  for (;;) {
    const next = ((degree - 1n) * root + power / root ** (degree - 1n)) / degree;
    if (next >= root) return BigInt.asUintN(64, root);
    root = next;
  }
}
