import { SALT_BYTES, type VaultKey } from "./key.ts";

/*
 * SQLCipher 4 pages: ciphertext (4016 bytes; on page 1 the salt, then 4000) | IV (16) | HMAC-SHA-512 (64).
 * WebCrypto knows CBC only with padding and one call a message, so many pages go through it as one
 * stream, each page's IV standing in it as the block before the page: CBC's chaining then gives every
 * page exactly the ciphertext it would have had alone.
 */
export const PAGE_BYTES = 4096;
export const RESERVED_BYTES = 80;
const USABLE_BYTES = PAGE_BYTES - RESERVED_BYTES;
const IV_BYTES = 16;
const MAC_AT = USABLE_BYTES + IV_BYTES;
const MAC_BYTES = 64;
const PAGES_A_CALL = 256;
const MAGIC = new TextEncoder().encode("SQLite format 3\0");

/** Whether the size and first bytes can be those of an encrypted vault at all. */
export function looksLikeVault(file: Uint8Array): boolean {
  if (file.byteLength < PAGE_BYTES || file.byteLength % PAGE_BYTES !== 0) return false;
  return MAGIC.some((byte, i) => file[i] !== byte);
}

/** The salt of a vault file. */
export function saltOf(file: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(file.subarray(0, SALT_BYTES));
}

/** A new random salt. */
export function newSalt(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(SALT_BYTES));
}

/**
 * Encrypts a database image (pages of 4096 bytes, 80 reserved) into a SQLCipher 4 file.
 *
 * Each IV is fresh: 16 bytes of `crypto.getRandomValues`, for all but the first page of a call
 * passed through the cipher, which is a bijection and leaves them uniform.
 * @throws RangeError for an image that is not whole pages.
 */
export async function encryptImage(key: VaultKey, image: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  if (image.byteLength === 0 || image.byteLength % PAGE_BYTES !== 0)
    throw new RangeError("an image is whole pages");
  const file = new Uint8Array(image.byteLength);
  file.set(key.salt);
  const pages = image.byteLength / PAGE_BYTES;
  let ahead = startEncrypting(key, image, 0, Math.min(PAGES_A_CALL, pages));
  for (let from = 0; from < pages; from += PAGES_A_CALL) {
    const to = Math.min(from + PAGES_A_CALL, pages);
    const { iv, stream } = await ahead;
    // The next pages are being encrypted on another thread while these are authenticated here.
    if (to < pages) ahead = startEncrypting(key, image, to, Math.min(to + PAGES_A_CALL, pages));
    sealPages(key, file, from, to, iv, stream);
  }
  return file;
}

async function startEncrypting(
  key: VaultKey,
  image: Uint8Array,
  from: number,
  to: number,
): Promise<{ iv: Uint8Array<ArrayBuffer>; stream: Uint8Array<ArrayBuffer> }> {
  const random = crypto.getRandomValues(new Uint8Array((to - from) * IV_BYTES));
  const stream = new Uint8Array((to - from) * MAC_AT);
  let at = 0;
  for (let page = from; page < to; page++) {
    if (page > from)
      at = put(stream, at, random.subarray((page - from) * IV_BYTES, (page - from + 1) * IV_BYTES));
    at = put(stream, at, image.subarray(bodyStart(page), page * PAGE_BYTES + USABLE_BYTES));
  }
  const iv = random.subarray(0, IV_BYTES);
  const sealed = await crypto.subtle.encrypt({ name: "AES-CBC", iv }, key.cipher, stream.subarray(0, at));
  stream.fill(0);
  return { iv, stream: new Uint8Array(sealed) };
}

function sealPages(
  key: VaultKey,
  file: Uint8Array,
  from: number,
  to: number,
  firstIv: Uint8Array,
  stream: Uint8Array,
): void {
  let at = 0;
  for (let page = from; page < to; page++) {
    const start = page * PAGE_BYTES;
    let iv = firstIv;
    if (page > from) {
      iv = stream.subarray(at, at + IV_BYTES);
      at += IV_BYTES;
    }
    const body = bodyStart(page);
    const bytes = start + USABLE_BYTES - body;
    file.set(stream.subarray(at, at + bytes), body);
    at += bytes;
    file.set(iv, start + USABLE_BYTES);
    file.set(key.mac.of(file.subarray(body, start + MAC_AT), page + 1), start + MAC_AT);
  }
}

/**
 * Decrypts a SQLCipher 4 file into a database image, or answers undefined when any page is not what
 * the key once sealed at that place: a wrong passphrase, damage and tampering look the same. Every
 * page is authenticated before it is decrypted, and nothing is returned unless all of them are.
 * SQLCipher's exception for all-zero pages is not made.
 */
export async function decryptImage(
  key: VaultKey,
  file: Uint8Array,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (!looksLikeVault(file)) return undefined;
  const pages = file.byteLength / PAGE_BYTES;
  const image = new Uint8Array(file.byteLength);
  image.set(MAGIC);
  let behind: Promise<void> = Promise.resolve();
  for (let from = 0; from < pages; from += PAGES_A_CALL) {
    const to = Math.min(from + PAGES_A_CALL, pages);
    for (let page = from; page < to; page++) {
      if (pageIsSound(key, file, page)) continue;
      await behind;
      image.fill(0);
      return undefined;
    }
    await behind;
    behind = openPages(key, file, image, from, to);
  }
  await behind;
  return image;
}

/** How many pages of a file the key did not seal at their place. */
export function countDamagedPages(key: VaultKey, file: Uint8Array, check: () => void): number {
  let damaged = 0;
  const pages = Math.floor(file.byteLength / PAGE_BYTES);
  for (let page = 0; page < pages; page++) {
    if (page % PAGES_A_CALL === 0) check();
    if (!pageIsSound(key, file, page)) damaged++;
  }
  return damaged + (file.byteLength % PAGE_BYTES === 0 ? 0 : 1);
}

function pageIsSound(key: VaultKey, file: Uint8Array, page: number): boolean {
  const macAt = page * PAGE_BYTES + MAC_AT;
  const expected = key.mac.of(file.subarray(bodyStart(page), macAt), page + 1);
  let difference = 0;
  for (let i = 0; i < MAC_BYTES; i++) difference |= (expected[i] ?? 0) ^ (file[macAt + i] ?? 0);
  return difference === 0;
}

async function openPages(
  key: VaultKey,
  file: Uint8Array,
  image: Uint8Array,
  from: number,
  to: number,
): Promise<void> {
  const stream = new Uint8Array((to - from) * MAC_AT + IV_BYTES);
  let at = 0;
  for (let page = from; page < to; page++) {
    const ivAt = page * PAGE_BYTES + USABLE_BYTES;
    if (page > from) at = put(stream, at, file.subarray(ivAt, ivAt + IV_BYTES));
    at = put(stream, at, file.subarray(bodyStart(page), ivAt));
  }
  // WebCrypto insists on padding: the block that decrypts to a whole block of it, chained to the last one.
  const padding = await crypto.subtle.encrypt(
    { name: "AES-CBC", iv: stream.subarray(at - IV_BYTES, at) },
    key.cipher,
    new Uint8Array(0),
  );
  at = put(stream, at, new Uint8Array(padding));
  const firstIvAt = from * PAGE_BYTES + USABLE_BYTES;
  const iv = new Uint8Array(file.subarray(firstIvAt, firstIvAt + IV_BYTES));
  const opened = new Uint8Array(
    await crypto.subtle.decrypt({ name: "AES-CBC", iv }, key.cipher, stream.subarray(0, at)),
  );
  let read = 0;
  for (let page = from; page < to; page++) {
    if (page > from) read += IV_BYTES;
    const body = bodyStart(page);
    const bytes = page * PAGE_BYTES + USABLE_BYTES - body;
    image.set(opened.subarray(read, read + bytes), body);
    read += bytes;
  }
  opened.fill(0);
}

/** Where a page's encrypted part starts: after the salt on the first. */
function bodyStart(page: number): number {
  return page === 0 ? SALT_BYTES : page * PAGE_BYTES;
}

function put(target: Uint8Array, at: number, bytes: Uint8Array): number {
  target.set(bytes, at);
  return at + bytes.byteLength;
}

/**
 * An empty database of one page whose header reserves 80 bytes a page for IV and HMAC: SQLite then
 * keeps them free on every page it ever writes (https://www.sqlite.org/fileformat2.html, 1.3).
 */
export function seedImage(): Uint8Array<ArrayBuffer> {
  const image = new Uint8Array(PAGE_BYTES);
  const view = new DataView(image.buffer);
  image.set(MAGIC);
  view.setUint16(16, PAGE_BYTES);
  image.set([1, 1, RESERVED_BYTES, 64, 32, 32], 18);
  view.setUint32(24, 1); // change counter
  view.setUint32(28, 1); // pages
  view.setUint32(44, 4); // schema format
  view.setUint32(56, 1); // UTF-8
  view.setUint32(92, 1); // version valid for this change counter
  view.setUint32(96, 3_049_000);
  image[100] = 13; // an empty leaf of a table
  view.setUint16(105, USABLE_BYTES); // cell content starts below the reserved bytes
  return image;
}
