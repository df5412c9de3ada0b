/** Begins a value that is a keyed hash. */
export const HASH_MARK = "hash:";

const pattern = /^hash:[0-9a-f]{64}$/;

/** Whether a text is a keyed hash of this program and not the value itself. */
export function isKeyedHash(text: string): boolean {
  return text.length === 69 && pattern.test(text);
}
