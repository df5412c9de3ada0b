import { SALT_BYTES, type VaultKey } from "./key.ts";
import { MAC_BYTES } from "./page-mac.ts";

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
const PAGES_A_CALL = 128;
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
 * Encrypts pages (numbered from 0) as SQLCipher 4 does: `plain(page)` gives a page's 4096 bytes, `sealed(page)` the
 * place its ciphertext goes to. `between` is called every 128 pages and may throw to stop.
 *
 * Each IV is fresh: 16 bytes of `crypto.getRandomValues`, for all but the first page of a call
 * passed through the cipher, which is a bijection and leaves them uniform.
 */
export async function sealPages(
  key: VaultKey,
  pages: readonly number[],
  plain: (page: number) => Uint8Array,
  sealed: (page: number) => Uint8Array,
  between: (done: number) => void = () => undefined,
): Promise<void> {
  // WebCrypto copies what it is given before it answers, so that one buffer serves all calls.
  const stream = new Uint8Array(Math.min(pages.length, PAGES_A_CALL) * MAC_AT);
  let ahead = startSealing(key, pages.slice(0, PAGES_A_CALL), plain, stream);
  for (let from = 0; from < pages.length; from += PAGES_A_CALL) {
    const group = pages.slice(from, from + PAGES_A_CALL);
    const { iv, encrypted } = await ahead;
    between(from);
    const next = from + PAGES_A_CALL;
    // The next pages are being encrypted on another thread while these are authenticated here.
    if (next < pages.length) ahead = startSealing(key, pages.slice(next, next + PAGES_A_CALL), plain, stream);
    finishSealing(key, group, sealed, iv, encrypted);
  }
}

async function startSealing(
  key: VaultKey,
  group: readonly number[],
  plain: (page: number) => Uint8Array,
  stream: Uint8Array<ArrayBuffer>,
): Promise<{ iv: Uint8Array<ArrayBuffer>; encrypted: Uint8Array<ArrayBuffer> }> {
  const random = crypto.getRandomValues(new Uint8Array(group.length * IV_BYTES));
  let at = 0;
  group.forEach((page, i) => {
    if (i > 0) at = put(stream, at, random.subarray(i * IV_BYTES, (i + 1) * IV_BYTES));
    at = put(stream, at, plain(page).subarray(bodyStart(page), USABLE_BYTES));
  });
  const iv = random.subarray(0, IV_BYTES);
  const running = crypto.subtle.encrypt({ name: "AES-CBC", iv }, key.cipher, stream.subarray(0, at));
  stream.fill(0);
  return { iv, encrypted: new Uint8Array(await running) };
}

function finishSealing(
  key: VaultKey,
  group: readonly number[],
  sealed: (page: number) => Uint8Array,
  firstIv: Uint8Array,
  stream: Uint8Array,
): void {
  let at = 0;
  group.forEach((page, i) => {
    let iv = firstIv;
    if (i > 0) {
      iv = stream.subarray(at, at + IV_BYTES);
      at += IV_BYTES;
    }
    const target = sealed(page);
    const body = bodyStart(page);
    if (page === 0) target.set(key.salt);
    target.set(stream.subarray(at, at + USABLE_BYTES - body), body);
    at += USABLE_BYTES - body;
    target.set(iv, USABLE_BYTES);
  });
  forTags(key, group, sealed, (_, target, tags, from) => {
    target.set(tags.subarray(from, from + MAC_BYTES), MAC_AT);
  });
}

/** Computes the HMAC of pages: it stands at `tags[from]` until `each` returns. */
function forTags(
  key: VaultKey,
  pages: readonly number[],
  sealed: (page: number) => Uint8Array,
  each: (page: number, sealed: Uint8Array, tags: Uint8Array, from: number) => void,
): void {
  for (let i = 0; i < pages.length; i += 2) {
    const [one = 0, other] = pages.slice(i, i + 2);
    const first = sealed(one);
    const body = first.subarray(bodyStart(one), MAC_AT);
    if (other === undefined) {
      each(one, first, key.mac.of(body, one + 1), 0);
      return;
    }
    const second = sealed(other);
    const tags = key.mac.ofTwo(body, one + 1, second.subarray(bodyStart(other), MAC_AT), other + 1);
    each(one, first, tags, 0);
    each(other, second, tags, MAC_BYTES);
  }
}

/**
 * Decrypts many pages: `sealed(page)` gives a page's ciphertext, `opened` takes its plaintext body, which goes to
 * `bodyStart(page)` of the page and is wiped afterwards. Every page is authenticated before it is decrypted. Answers
 * with the first page that the key did not seal at its place; pages from its group of 128 on are then not opened.
 */
export async function openPages(
  key: VaultKey,
  pages: readonly number[],
  sealed: (page: number) => Uint8Array,
  opened: (page: number, body: Uint8Array) => void,
  between: () => void = () => undefined,
): Promise<number | undefined> {
  const stream = new Uint8Array(Math.min(pages.length, PAGES_A_CALL) * MAC_AT + IV_BYTES);
  let behind: Promise<void> = Promise.resolve();
  for (let from = 0; from < pages.length; from += PAGES_A_CALL) {
    const group = pages.slice(from, from + PAGES_A_CALL);
    const [unsound] = unsoundPages(key, group, sealed);
    await behind;
    if (unsound !== undefined) return unsound;
    between();
    behind = openGroup(key, group, sealed, opened, stream);
  }
  await behind;
  return undefined;
}

/** Whether the key sealed these 4096 bytes as the page of that number (from 0). An all-zero page is not accepted. */
export function pageIsSound(key: VaultKey, page: number, sealed: Uint8Array): boolean {
  return unsoundPages(key, [page], () => sealed).length === 0;
}

/** Those of `pages` (from 0) that the key did not seal at their place, in their order: twice as fast as one by one. */
export function unsoundPages(
  key: VaultKey,
  pages: readonly number[],
  sealed: (page: number) => Uint8Array,
): number[] {
  const unsound: number[] = [];
  forTags(key, pages, sealed, (page, bytes, tags, from) => {
    let difference = 0;
    for (let i = 0; i < MAC_BYTES; i++) difference |= (tags[from + i] ?? 0) ^ (bytes[MAC_AT + i] ?? 0);
    if (difference !== 0) unsound.push(page);
  });
  return unsound;
}

/**
 * Decrypts one page at once into `target` (4096 bytes), or answers false, nothing decrypted, when the key did not seal
 * it there.
 */
export function openPage(key: VaultKey, page: number, sealed: Uint8Array, target: Uint8Array): boolean {
  if (!pageIsSound(key, page, sealed)) return false;
  const body = bodyStart(page);
  const opened = key.decipher(sealed.subarray(USABLE_BYTES, MAC_AT), sealed.subarray(body, USABLE_BYTES));
  putBody(page, opened, target);
  opened.fill(0);
  return true;
}

/** Writes a decrypted body into a page of 4096 bytes: the magic before it on the first, zeros after it. */
export function putBody(page: number, body: Uint8Array, target: Uint8Array): void {
  if (page === 0) target.set(MAGIC);
  target.set(body, bodyStart(page));
  target.fill(0, USABLE_BYTES);
}

async function openGroup(
  key: VaultKey,
  group: readonly number[],
  sealed: (page: number) => Uint8Array,
  opened: (page: number, body: Uint8Array) => void,
  stream: Uint8Array<ArrayBuffer>,
): Promise<void> {
  let at = 0;
  let first: Uint8Array<ArrayBuffer> | undefined;
  for (const page of group) {
    const bytes = sealed(page);
    const iv = bytes.subarray(USABLE_BYTES, MAC_AT);
    if (first === undefined) first = new Uint8Array(iv);
    else at = put(stream, at, iv);
    at = put(stream, at, bytes.subarray(bodyStart(page), USABLE_BYTES));
  }
  if (first === undefined) return;
  // WebCrypto insists on padding: the block that decrypts to a whole block of it, chained to the last one.
  const padding = await crypto.subtle.encrypt(
    { name: "AES-CBC", iv: stream.subarray(at - IV_BYTES, at) },
    key.cipher,
    new Uint8Array(0),
  );
  at = put(stream, at, new Uint8Array(padding));
  const plain = new Uint8Array(
    await crypto.subtle.decrypt({ name: "AES-CBC", iv: first }, key.cipher, stream.subarray(0, at)),
  );
  let read = 0;
  group.forEach((page, i) => {
    if (i > 0) read += IV_BYTES;
    const bytes = USABLE_BYTES - bodyStart(page);
    opened(page, plain.subarray(read, read + bytes));
    read += bytes;
  });
  plain.fill(0);
}

/**
 * Encrypts a database image (pages of 4096 bytes, 80 reserved) into a SQLCipher 4 file.
 *
 * @throws RangeError for an image that is not whole pages.
 */
export async function encryptImage(key: VaultKey, image: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  if (image.byteLength === 0 || image.byteLength % PAGE_BYTES !== 0)
    throw new RangeError("an image is whole pages");
  const file = new Uint8Array(image.byteLength);
  await sealPages(
    key,
    pageNumbers(image.byteLength / PAGE_BYTES),
    (page) => pageOf(image, page),
    (page) => pageOf(file, page),
  );
  return file;
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
  const image = new Uint8Array(file.byteLength);
  const unsound = await openPages(
    key,
    pageNumbers(file.byteLength / PAGE_BYTES),
    (page) => pageOf(file, page),
    (page, body) => {
      putBody(page, body, pageOf(image, page));
    },
  );
  if (unsound === undefined) return image;
  image.fill(0);
  return undefined;
}

/** How many pages of a file the key did not seal at their place. */
export function countDamagedPages(key: VaultKey, file: Uint8Array, check: () => void): number {
  const pages = pageNumbers(Math.floor(file.byteLength / PAGE_BYTES));
  let damaged = file.byteLength % PAGE_BYTES === 0 ? 0 : 1;
  for (let from = 0; from < pages.length; from += PAGES_A_CALL) {
    check();
    const group = pages.slice(from, from + PAGES_A_CALL);
    damaged += unsoundPages(key, group, (page) => pageOf(file, page)).length;
  }
  return damaged;
}

/** The numbers of the first pages, from 0. */
export function pageNumbers(pages: number): number[] {
  return Array.from({ length: pages }, (_, page) => page);
}

/** A page (from 0) of bytes that are whole pages. */
export function pageOf(bytes: Uint8Array, page: number): Uint8Array {
  return bytes.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES);
}

/** Where a page's encrypted part starts: after the salt on the first. */
function bodyStart(page: number): number {
  return page === 0 ? SALT_BYTES : 0;
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
