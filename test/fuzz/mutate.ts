import type { RandomStream } from "../../workers/stats/random.ts";

/** Values that overflow, wrap or sit on an edge, as 32 bits. */
const edges = [0, 1, 0x7f, 0xff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

/** A copy of `bytes` with one to eight changes: bytes flipped, integers set to edges, pieces moved, doubled, cut or added. */
export function mutated(random: RandomStream, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  let out = new Uint8Array(bytes);
  for (let times = 1 + random.below(8); times > 0; times--) out = once(random, out);
  return out;
}

function once(random: RandomStream, bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const at = random.below(bytes.length + 1);
  const length = random.below(Math.min(64, bytes.length - at) + 1);
  switch (random.below(7)) {
    case 0:
      return bytes.slice(0, at);
    case 1:
      return joined(bytes.subarray(0, at), bytes.subarray(at + length));
    case 2:
      return joined(bytes.subarray(0, at), noise(random, random.below(32)), bytes.subarray(at));
    case 3: {
      const to = random.below(bytes.length + 1);
      bytes.copyWithin(to, at, at + length);
      return bytes;
    }
    case 4: {
      const view = new DataView(bytes.buffer);
      if (at + 4 <= bytes.length)
        view.setUint32(at, edges[random.below(edges.length)] ?? 0, random.below(2) === 0);
      return bytes;
    }
    default:
      if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 + random.below(255));
      return bytes;
  }
}

/** Bytes of the stream. */
export function noise(random: RandomStream, length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, () => random.below(256));
}

function joined(...pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

/** Any plain value, sometimes one that code trips over. */
export function anyValue(random: RandomStream, depth = 3): unknown {
  const leaf = random.below(depth > 0 ? 14 : 11);
  switch (leaf) {
    case 0:
      return undefined;
    case 1:
      return null;
    case 2:
      return random.below(2) === 0;
    case 3:
      return [0, -1, 1.5, NaN, Infinity, 2 ** 53, -0][random.below(7)];
    case 4:
      return random.below(1000);
    case 5:
      return ["", "__proto__", "constructor", "toString", "../../x", "a\0b", "$part"][random.below(7)];
    case 6:
      return String.fromCharCode(...Array.from({ length: random.below(20) }, () => random.below(65_536)));
    case 7:
      return noise(random, random.below(40));
    case 8:
      return 10n ** BigInt(random.below(30));
    case 9:
      return new Date(random.below(2 ** 31));
    case 10:
      return "x".repeat(random.below(10_000));
    case 11:
      return Array.from({ length: random.below(5) }, () => anyValue(random, depth - 1));
    case 12:
      return new Map([[anyValue(random, 0), anyValue(random, depth - 1)]]);
    default:
      return anyObject(random, depth, []);
  }
}

/** An object with some of these members, or others. */
export function anyObject(
  random: RandomStream,
  depth: number,
  names: readonly string[],
): Record<string, unknown> {
  const all = [...names, "path", "input", "id", "type", "__proto__", "constructor", "length", "value"];
  const members = Array.from({ length: random.below(6) }, (): [string, unknown] => [
    all[random.below(all.length)] ?? "x",
    anyValue(random, depth - 1),
  ]);
  return Object.fromEntries(members);
}
