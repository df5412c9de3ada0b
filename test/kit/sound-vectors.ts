import { fixed, seal, sha256, usualPassphrase, usualSalt, type Sealing } from "./seal.ts";
import { contentOf, sqliteImage, viewContent, type Cell, type ImageOptions } from "./sqlite-image.ts";
import type { Vector } from "./vector.ts";

/** Rows of two and of three pages: the second's last value goes on in an overflow page. */
export const twoPages: readonly Cell[] = ["山田 花子", "takahashi@example.jp", null];
export const threePages: readonly Cell[] = ["山田 花子", "い".repeat(1500)];

export const hexOf = (text: string | Uint8Array): string => Buffer.from(text).toString("hex");

/** A vector of kind "database", sealed with the usual passphrase. */
export function database(
  name: string,
  expect: Vector["expect"],
  comment: string,
  bytes: Uint8Array,
  more: Partial<Vector> = {},
): Vector {
  return { name, kind: "database", expect, comment, secret: hexOf(usualPassphrase), bytes, ...more };
}

function ok(name: string, comment: string, options: ImageOptions, how: Sealing = {}): Vector {
  const content = sha256(options.rows === undefined ? viewContent : contentOf(options.rows));
  const secret = hexOf(how.passphrase ?? usualPassphrase);
  return database(name, "ok", comment, seal(sqliteImage(options), how), { content, secret });
}

const contents: readonly Vector[] = [
  ok("one_page", "a database of one page: a view and no table", {}),
  ok("two_pages", "a table with text, and NULL", { rows: twoPages }),
  ok("three_pages", "a value that goes on in an overflow page", { rows: threePages }),
  ok("empty_table", "a table without rows", { rows: [] }),
  ok("text_empty", "an empty text is not NULL", { rows: ["", null] }),
  ok("text_nul", "text with NUL inside", { rows: ["a\0b", "\0"] }),
  ok("text_japanese", "kanji of the second plane, half-width kana, a combining mark", {
    rows: ["𠮷野家", "ﾊﾝｶｸ", "か\u3099"],
  }),
  ok("text_emoji", "a family of four in one grapheme", { rows: ["👨‍👩‍👧‍👦"] }),
  ok("text_longest_in_page", "the longest value that stays in its page", { rows: ["x".repeat(3975)] }),
  ok("text_shortest_overflow", "one byte more: the rest goes to an overflow page", {
    rows: ["x".repeat(3978)],
  }),
  ok("blob_all_bytes", "a blob of all 256 bytes", { rows: [Uint8Array.from({ length: 256 }, (_, i) => i)] }),
  ok("blob_like_magic", "a value that begins as a SQLite file does", { rows: ["SQLite format 3\0"] }),
  ok("rows_50", "fifty rows in one page", { rows: Array.from({ length: 50 }, (_, i) => `row ${String(i)}`) }),
  ok("second_table", "a second, empty table", { rows: twoPages, tables: [["u", "CREATE TABLE u (id)"]] }),
];

const passphrases: readonly (readonly [string, string, string | Uint8Array])[] = [
  ["one_byte", "one letter", "k"],
  ["spaces", "spaces at both ends count", "  two  words  "],
  ["quotes", "quotation marks of SQL", 'it\'s "quoted"'],
  ["newline", "a line feed at the end counts", "line\n"],
  ["nul", "a NUL inside counts, and what follows it", "before\0after"],
  ["composed", "が as one code point (NFC): not normalised", "が"],
  ["decomposed", "が as two code points (NFD): another key than NFC", "か\u3099"],
  [
    "nul_after",
    "a NUL after fewer than 128 bytes changes nothing: HMAC fills its key up with zeros",
    `${usualPassphrase}\0`,
  ],
  ["not_utf8", "bytes that are no UTF-8", Uint8Array.of(0xff, 0xfe, 0x80)],
  ["like_raw_key", "64 hexadecimal digits are a passphrase here, not a key", "0123456789abcdef".repeat(4)],
  ["longer_than_block", "1,000 bytes: HMAC hashes a key longer than its block", "鍵k".repeat(250)],
  ["one_block", "128 bytes: exactly HMAC's block", "b".repeat(128)],
  ["over_one_block", "129 bytes: one more than HMAC's block", "b".repeat(129)],
];

const choices: readonly Vector[] = [
  ok("salt_zero", "a salt of zeros", {}, { salt: new Uint8Array(16) }),
  ok("salt_ff", "a salt of ones", {}, { salt: new Uint8Array(16).fill(255) }),
  ok(
    "salt_almost_magic",
    "a salt one bit away from SQLite's magic",
    {},
    { salt: Buffer.from("SQLite format 3\x01") },
  ),
  ok("iv_zero", "an IV of zeros is legal to read", { rows: twoPages }, { iv: () => new Uint8Array(16) }),
  ok(
    "iv_repeated",
    "the same IV on all pages is legal to read",
    { rows: threePages },
    { iv: () => fixed("one iv", 16) },
  ),
  ok("user_version_high", "the largest user_version", {
    rows: twoPages,
    header: (view) => view.setInt32(60, 2 ** 31 - 1),
  }),
  ok("change_counter_high", "the largest change counter", {
    rows: twoPages,
    header: (view) => {
      view.setUint32(24, 0xffffffff);
      view.setUint32(92, 0xffffffff);
    },
  }),
  ok("page_count_unknown", "a page count of an older change counter is not heeded: the file's size counts", {
    rows: twoPages,
    header: (view) => {
      view.setUint32(28, 9);
      view.setUint32(92, 1);
    },
  }),
  ok("write_version_3", "a write version of the future: may be read, not written", {
    rows: twoPages,
    header: (view) => view.setUint8(18, 3),
  }),
  ok("wal_mode", "left in WAL mode by another program, with nothing in the WAL", {
    rows: twoPages,
    header: (view) => view.setUint16(18, 0x0202),
  }),
  ok("page_count_zero", "a page count of zero: written by a SQLite before 3.7.0", {
    rows: twoPages,
    header: (view) => view.setUint32(28, 0),
  }),
];

const usual = seal(sqliteImage({ rows: twoPages }));

function wrong(name: string, comment: string, passphrase: string | Uint8Array): Vector {
  return database(`wrong_${name}`, "wrong-key", comment, usual, { secret: hexOf(passphrase) });
}

const wrongKeys: readonly Vector[] = [
  wrong("passphrase", "another passphrase altogether", "another passphrase"),
  wrong("case", "one letter in the other case", usualPassphrase.replace("k", "K")),
  wrong("space_before", "a space before it", ` ${usualPassphrase}`),
  wrong("space_after", "a space after it", `${usualPassphrase} `),
  wrong("newline_after", "a line feed after it, as a file read whole would give", `${usualPassphrase}\n`),
  wrong(
    "full_width_space",
    "an ideographic space in place of a space",
    usualPassphrase.replace(" ", "\u3000"),
  ),
  wrong("prefix", "all but the last letter", usualPassphrase.slice(0, -1)),
  wrong("empty", "nothing", ""),
  wrong("utf16", "its bytes in UTF-16", Buffer.from(usualPassphrase, "utf16le")),
  wrong("hex_of_it", "its bytes as hexadecimal digits", hexOf(usualPassphrase)),
  wrong("salt_as_passphrase", "the salt, which anybody can read", usualSalt),
];

/** Vectors that open, and sound files with a wrong passphrase. */
export const soundVectors: readonly Vector[] = [
  ...contents,
  ...passphrases.map(([name, comment, passphrase]) => ok(`passphrase_${name}`, comment, {}, { passphrase })),
  ...choices,
  ...wrongKeys,
];
