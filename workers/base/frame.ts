/**
 * The framing of one call between the window and a host that speaks bytes: a JSON head, then the raw
 * byte arrays it refers to, so that no byte array is ever written as text.
 *
 * Layout, little-endian: u32 head length, u32 number of parts, u32 length of each part, head (UTF-8), parts.
 */
export interface Frame {
  readonly head: Uint8Array;
  readonly parts: readonly Uint8Array[];
}

/** What a frame may hold at most: more than any call has, so that a forged count cannot ask for memory. */
const maxParts = 10_000;

/** The bytes before the head and the parts. */
export function frameLead(frame: Frame): Uint8Array {
  const lead = new Uint8Array(8 + 4 * frame.parts.length);
  const view = new DataView(lead.buffer);
  view.setUint32(0, frame.head.byteLength, true);
  view.setUint32(4, frame.parts.length, true);
  for (const [index, part] of frame.parts.entries()) view.setUint32(8 + 4 * index, part.byteLength, true);
  return lead;
}

/** One byte array of a frame. */
export function packFrame(frame: Frame): Uint8Array {
  const pieces = [frameLead(frame), frame.head, ...frame.parts];
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.byteLength;
  }
  return bytes;
}

/** The frame in a byte array, as views of it; undefined when the bytes are not exactly one frame. */
export function unpackFrame(bytes: Uint8Array): Frame | undefined {
  if (bytes.byteLength < 8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(4, true);
  if (count > maxParts || bytes.byteLength < 8 + 4 * count) return undefined;
  let offset = 8 + 4 * count;
  const lengths = [view.getUint32(0, true)];
  for (let index = 0; index < count; index++) lengths.push(view.getUint32(8 + 4 * index, true));
  const pieces: Uint8Array[] = [];
  for (const length of lengths) {
    if (offset + length > bytes.byteLength) return undefined;
    pieces.push(bytes.subarray(offset, offset + length));
    offset += length;
  }
  const [head, ...parts] = pieces;
  return head === undefined || offset !== bytes.byteLength ? undefined : { head, parts };
}

/** How a byte array is written in a frame's JSON: by its number among the parts. */
const partKey = "$part";

/**
 * A value of plain data with its byte arrays lifted out, ready for JSON; `parts` receives them.
 * An object of the caller's own that has the key `$part` is refused, so the way back is unambiguous.
 *
 * @throws TypeError for such an object.
 */
export function liftBytes(value: unknown, parts: Uint8Array[]): unknown {
  if (value instanceof Uint8Array) return { [partKey]: parts.push(value) - 1 };
  if (Array.isArray(value)) return value.map((item: unknown) => liftBytes(item, parts));
  if (typeof value !== "object" || value === null) return value;
  if (partKey in value) throw new TypeError(`a member named ${partKey} cannot be framed`);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, liftBytes(item, parts)]));
}

/** The value back with its byte arrays in place; an unknown part number becomes undefined. */
export function lowerBytes(value: unknown, parts: readonly Uint8Array[]): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => lowerBytes(item, parts));
  if (typeof value !== "object" || value === null) return value;
  if (partKey in value) {
    const number: unknown = value[partKey];
    return typeof number === "number" ? parts[number] : undefined;
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, lowerBytes(item, parts)]));
}
