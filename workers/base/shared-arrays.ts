/** Numbers in shared memory, all 0: other threads read them where they lie. */
export function sharedFloats(length: number): Float64Array<SharedArrayBuffer> {
  return new Float64Array(new SharedArrayBuffer(8 * length));
}

/** Whole numbers in shared memory, all 0. */
export function sharedInts(length: number): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(4 * length));
}

/** Bytes in shared memory, all 0; those given, where there are any. */
export function sharedBytes(length: number, values?: ArrayLike<number>): Uint8Array<SharedArrayBuffer> {
  const bytes = new Uint8Array(new SharedArrayBuffer(length));
  if (values !== undefined) bytes.set(values);
  return bytes;
}

/** The given bytes if they lie in shared memory, else a copy that does. */
export function inSharedMemory(bytes: Uint8Array): Uint8Array {
  return bytes.buffer instanceof SharedArrayBuffer ? bytes : sharedBytes(bytes.length, bytes);
}

/** The given columns, those that do not lie in shared memory as copies that do. */
export function columnsInSharedMemory(columns: readonly Float64Array[]): readonly Float64Array[] {
  return columns.map((column) => {
    if (column.buffer instanceof SharedArrayBuffer) return column;
    const copy = sharedFloats(column.length);
    copy.set(column);
    return copy;
  });
}
