import { fixed, littleEndian, seal, usualSalt, type Sealing } from "./seal.ts";
import { pageBytes, sqliteImage } from "./sqlite-image.ts";
import { database, threePages, twoPages } from "./sound-vectors.ts";
import type { Vector } from "./vector.ts";

const image = sqliteImage({ rows: threePages });
const sealed = seal(image);
const bodyEnd = pageBytes - 80;
const macStart = pageBytes - 64;

function pageOf(file: Uint8Array, number: number): Uint8Array {
  return file.slice((number - 1) * pageBytes, number * pageBytes);
}

function changed(change: (file: Uint8Array) => void): Uint8Array {
  const copy = sealed.slice();
  change(copy);
  return copy;
}

const tampered = (name: string, comment: string, bytes: Uint8Array, more: Partial<Vector> = {}): Vector =>
  database(name, "tampered", comment, bytes, more);

/** The places of a page that are flipped, each by name. */
const places = (page: number): readonly (readonly [string, number, string])[] => [
  ["body_first", page === 1 ? 16 : 0, "the first encrypted byte"],
  ["body_middle", 2000, "a byte in the middle of the ciphertext"],
  ["body_last", bodyEnd - 1, "the last encrypted byte"],
  ["iv_first", bodyEnd, "the first byte of the IV"],
  ["iv_last", macStart - 1, "the last byte of the IV"],
  ["hmac_first", macStart, "the first byte of the HMAC"],
  ["hmac_middle", macStart + 32, "a byte in the middle of the HMAC"],
  ["hmac_last", pageBytes - 1, "the last byte of the HMAC"],
];

const flips = [1, 2, 3].flatMap((page) =>
  places(page).map(([name, at, comment]) =>
    tampered(
      `page${String(page)}_${name}`,
      `${comment} of page ${String(page)}, one bit flipped`,
      changed((file) => {
        file[(page - 1) * pageBytes + at]! ^= 1 << (at % 8);
      }),
    ),
  ),
);

const salts = [0, 7, 15].map((at) =>
  tampered(
    `salt_byte_${String(at)}`,
    "a byte of the salt changed: another key, which opens nothing",
    changed((file) => {
      file[at]! ^= 0x10;
    }),
  ),
);

/** A part of page 2 replaced. */
function replaced(name: string, comment: string, from: number, bytes: Uint8Array): Vector {
  return tampered(
    `page2_${name}`,
    comment,
    changed((file) => file.set(bytes, pageBytes + from)),
  );
}

const parts: readonly Vector[] = [
  replaced("hmac_zero", "an HMAC of zeros", macStart, new Uint8Array(64)),
  replaced("hmac_ff", "an HMAC of ones", macStart, new Uint8Array(64).fill(255)),
  replaced(
    "hmac_half",
    "only the first 32 bytes of the HMAC: a comparison must not stop there",
    macStart + 32,
    new Uint8Array(32),
  ),
  replaced("hmac_of_page_3", "the HMAC of another page", macStart, pageOf(sealed, 3).subarray(macStart)),
  replaced("iv_zero", "an IV of zeros that was not authenticated", bodyEnd, new Uint8Array(16)),
  replaced("iv_of_page_3", "the IV of another page", bodyEnd, pageOf(sealed, 3).subarray(bodyEnd, macStart)),
  replaced(
    "iv_and_hmac_of_page_3",
    "the IV and HMAC of another page",
    bodyEnd,
    pageOf(sealed, 3).subarray(bodyEnd),
  ),
  replaced("body_zero", "a ciphertext of zeros", 0, new Uint8Array(bodyEnd)),
  replaced(
    "block_swapped",
    "two blocks of ciphertext swapped",
    0,
    Uint8Array.from([
      ...sealed.subarray(pageBytes + 16, pageBytes + 32),
      ...sealed.subarray(pageBytes, pageBytes + 16),
    ]),
  ),
  replaced("plain", "the page in plaintext, with its HMAC", 0, pageOf(image, 2).subarray(0, bodyEnd)),
];

const put = (number: number, page: Uint8Array) =>
  changed((file) => {
    file.set(page, (number - 1) * pageBytes);
  });
const otherFile = seal(sqliteImage({ rows: twoPages }), { salt: fixed("another salt", 16) });

const wholePages: readonly Vector[] = [
  tampered(
    "page1_zero",
    "page 1 zeroed behind its salt",
    changed((file) => file.fill(0, 16, pageBytes)),
  ),
  tampered("page2_zero", "a page of zeros: no exception for it", put(2, new Uint8Array(pageBytes))),
  tampered("page3_zero", "the last page zeroed", put(3, new Uint8Array(pageBytes))),
  tampered("page2_ff", "a page of ones", put(2, new Uint8Array(pageBytes).fill(255))),
  tampered("page2_random", "a page of noise", put(2, fixed("noise", pageBytes))),
  tampered(
    "pages_swapped",
    "pages 2 and 3 swapped",
    changed((file) => file.set([...pageOf(sealed, 3), ...pageOf(sealed, 2)], pageBytes)),
  ),
  tampered("page2_doubled", "page 2 in place of page 3 as well", put(3, pageOf(sealed, 2))),
  tampered("page1_doubled", "page 1 in place of page 2", put(2, pageOf(sealed, 1))),
  tampered(
    "page2_of_another_file",
    "page 2 of a file with the same passphrase and another salt",
    put(2, pageOf(otherFile, 2)),
  ),
  tampered(
    "salt_of_another_file",
    "the salt of another file with the same passphrase",
    changed((file) => file.set(otherFile.subarray(0, 16))),
  ),
  tampered("zeros", "nothing but zeros", new Uint8Array(2 * pageBytes)),
  tampered("appended_zeros", "a page of zeros added", Buffer.concat([sealed, new Uint8Array(pageBytes)]), {
    elsewhere: "pages behind the header's count are not looked at",
  }),
  tampered(
    "appended_page_2",
    "page 2 added once more at the end",
    Buffer.concat([sealed, pageOf(sealed, 2)]),
    { elsewhere: "pages behind the header's count are not looked at" },
  ),
  tampered("appended_noise", "a page of noise added", Buffer.concat([sealed, fixed("noise", pageBytes)]), {
    elsewhere: "pages behind the header's count are not looked at",
  }),
];

function bigEndian(page: number): Uint8Array {
  return littleEndian(page).toReversed();
}

/** Files whose pages are authenticated otherwise than SQLCipher 4 does: a reader that is wrong in the same way opens them. */
const otherwise: readonly (readonly [string, string, Sealing])[] = [
  ["number_from_zero", "page numbers counted from 0", { number: (page) => littleEndian(page - 1) }],
  ["number_plus_one", "page numbers one too high", { number: (page) => littleEndian(page + 1) }],
  ["number_big_endian", "page numbers big-endian", { number: bigEndian }],
  [
    "number_64_bits",
    "page numbers of 64 bits",
    { number: (page) => Buffer.concat([littleEndian(page), new Uint8Array(4)]) },
  ],
  ["number_16_bits", "page numbers of 16 bits", { number: (page) => littleEndian(page).subarray(0, 2) }],
  ["number_left_out", "no page number: pages could be swapped", { number: () => new Uint8Array(0) }],
  [
    "number_always_one",
    "every page sealed as page 1: the second does not hold",
    { number: () => littleEndian(1) },
  ],
  [
    "hmac_without_iv",
    "the IV not authenticated",
    { covered: ({ body, number }) => Buffer.concat([body, number]) },
  ],
  [
    "hmac_iv_first",
    "the IV before the ciphertext",
    { covered: ({ body, iv, number }) => Buffer.concat([iv, body, number]) },
  ],
  [
    "hmac_number_first",
    "the page number before all",
    { covered: ({ body, iv, number }) => Buffer.concat([number, body, iv]) },
  ],
  [
    "hmac_over_plaintext",
    "MAC then encrypt",
    { covered: ({ plain, iv, number }) => Buffer.concat([plain, iv, number]) },
  ],
  [
    "hmac_over_salt",
    "page 1 authenticated with its salt",
    {
      covered: ({ body, iv, number, salt, page }) =>
        Buffer.concat([page === 1 ? salt : new Uint8Array(0), body, iv, number]),
    },
  ],
  ["hmac_sha256", "HMAC-SHA-256, the rest of the place zeros", { hmacHash: "sha256" }],
  ["hmac_sha1", "HMAC-SHA-1, the rest of the place zeros", { hmacHash: "sha1" }],
  ["hmac_key_is_cipher_key", "one key for both", { macKeyIsKey: true }],
  ["hmac_salt_unmasked", "the authenticator's salt not masked", { macMask: 0 }],
  ["hmac_salt_mask_5c", "the authenticator's salt masked with 0x5c", { macMask: 0x5c }],
  ["hmac_one_round", "one round for the authenticator's key", { macIterations: 1 }],
  ["hmac_three_rounds", "three rounds for the authenticator's key", { macIterations: 3 }],
  ["kdf_one_round_less", "255,999 rounds", { iterations: 255_999 }],
  ["kdf_one_round_more", "256,001 rounds", { iterations: 256_001 }],
];

const cut = (name: string, comment: string, length: number, more: Partial<Vector> = {}): Vector =>
  database(`cut_${name}`, "truncated", comment, sealed.slice(0, length), more);
const partial = { elsewhere: "a part of a page at the end may be ignored or read as zeros" };

const truncated: readonly Vector[] = [
  cut("to_nothing", "an empty file", 0, { elsewhere: "an empty file is a new database" }),
  cut("to_one_byte", "one byte", 1, partial),
  cut("inside_salt", "15 bytes", 15, partial),
  cut("to_salt", "the salt alone", 16, partial),
  cut("after_salt", "17 bytes", 17, partial),
  cut("inside_page_1", "page 1 without its last byte", pageBytes - 1, partial),
  cut("to_page_1", "page 1 alone, of three: every HMAC holds, the header says three pages", pageBytes),
  cut("after_page_1", "page 1 and one byte", pageBytes + 1, partial),
  cut("to_page_2", "two pages of three: every HMAC holds, the header says three pages", 2 * pageBytes),
  cut("page_3_half", "half of page 3", 2 * pageBytes + 2048, partial),
  cut("page_3_without_reserved", "page 3 without IV and HMAC", 3 * pageBytes - 80, partial),
  cut("page_3_without_hmac", "page 3 without its HMAC", 3 * pageBytes - 64, partial),
  cut("page_3_without_last_byte", "page 3 without its last byte", 3 * pageBytes - 1, partial),
  database("cut_at_the_front", "truncated", "page 1 missing: its salt is gone", sealed.slice(pageBytes)),
  database(
    "one_byte_too_long",
    "truncated",
    "one byte added",
    Buffer.concat([sealed, Buffer.of(0)]),
    partial,
  ),
  database(
    "half_page_too_long",
    "truncated",
    "half a page added",
    Buffer.concat([sealed, fixed("half", 2048)]),
    partial,
  ),
];

/** Files that were changed, sealed wrongly, or cut. */
export const tamperedVectors: readonly Vector[] = [
  ...salts,
  ...flips,
  ...parts,
  ...wholePages,
  ...otherwise.map(([name, comment, how]) =>
    tampered(name, comment, seal(image, { salt: usualSalt, ...how })),
  ),
  ...truncated,
];
