import { fixed, seal, usualPassphrase, type Sealing } from "./seal.ts";
import { pageBytes, sqliteImage, type ImageOptions } from "./sqlite-image.ts";
import { database, hexOf, twoPages } from "./sound-vectors.ts";
import type { Vector } from "./vector.ts";

const image = sqliteImage({ rows: twoPages });

/** Sealed rightly by the holder of the key, and still no database this format allows. */
function header(name: string, comment: string, change: (view: DataView) => void, elsewhere?: string): Vector {
  const options: ImageOptions = { rows: twoPages, header: change };
  return database(
    `header_${name}`,
    "unsupported",
    comment,
    seal(sqliteImage(options)),
    elsewhere === undefined ? {} : { elsewhere },
  );
}

const assumed = "implementations assume the page size and the reserved bytes of their settings";

const headers: readonly Vector[] = [
  header("page_size_0", "a page size of 0", (view) => view.setUint16(16, 0), assumed),
  header("page_size_512", "pages of 512 bytes in pages of 4,096", (view) => view.setUint16(16, 512), assumed),
  header(
    "page_size_1024",
    "pages of 1,024 bytes, SQLCipher 3's",
    (view) => view.setUint16(16, 1024),
    assumed,
  ),
  header(
    "page_size_3000",
    "a page size that is no power of two",
    (view) => view.setUint16(16, 3000),
    assumed,
  ),
  header("page_size_8192", "pages of 8,192 bytes", (view) => view.setUint16(16, 8192), assumed),
  header("page_size_65536", "pages of 65,536 bytes, written as 1", (view) => view.setUint16(16, 1), assumed),
  header(
    "reserved_0",
    "no reserved bytes: the next write would leave no room for IV and HMAC",
    (view) => view.setUint8(20, 0),
    assumed,
  ),
  header("reserved_48", "48 reserved bytes, SQLCipher 3's", (view) => view.setUint8(20, 48), assumed),
  header("reserved_79", "one reserved byte too few", (view) => view.setUint8(20, 79), assumed),
  header("reserved_81", "one reserved byte too many", (view) => view.setUint8(20, 81), assumed),
  header("reserved_255", "255 reserved bytes", (view) => view.setUint8(20, 255), assumed),
  header("read_version_3", "a read version of the future", (view) => view.setUint8(19, 3)),
  header("largest_fraction", "a largest embedded fraction other than 64", (view) => view.setUint8(21, 63)),
  header("smallest_fraction", "a smallest embedded fraction other than 32", (view) => view.setUint8(22, 31)),
  header("leaf_fraction", "a leaf fraction other than 32", (view) => view.setUint8(23, 33)),
  header("schema_format_5", "a schema format of the future", (view) => view.setUint32(44, 5)),
  header(
    "auto_vacuum",
    "auto_vacuum on: SQLCipher lets all-zero pages through there",
    (view) => view.setUint32(52, 3),
    "auto_vacuum is an ordinary mode of SQLite",
  ),
  header(
    "incremental_vacuum",
    "incremental vacuum on",
    (view) => {
      view.setUint32(52, 3);
      view.setUint32(64, 1);
    },
    "auto_vacuum is an ordinary mode of SQLite",
  ),
];

/** A file of other settings than SQLCipher 4's own; its content does not matter, as it cannot be read. */
function otherSettings(name: string, comment: string, how: Sealing): Vector {
  return database(`settings_${name}`, "unsupported", comment, seal(fixed("settings", 4 * 4096), how));
}

const settings: readonly Vector[] = [
  otherSettings("sqlcipher_1", "SQLCipher 1: 4,000 rounds of SHA-1, no HMAC, pages of 1,024", {
    iterations: 4000,
    hash: "sha1",
    hmac: false,
    reserved: 16,
    pageBytes: 1024,
  }),
  otherSettings("sqlcipher_2", "SQLCipher 2: 4,000 rounds of SHA-1, HMAC-SHA-1, pages of 1,024", {
    iterations: 4000,
    hash: "sha1",
    hmacHash: "sha1",
    reserved: 48,
    pageBytes: 1024,
  }),
  otherSettings("sqlcipher_3", "SQLCipher 3: 64,000 rounds of SHA-1, HMAC-SHA-1, pages of 1,024", {
    iterations: 64_000,
    hash: "sha1",
    hmacHash: "sha1",
    reserved: 48,
    pageBytes: 1024,
  }),
  otherSettings("page_size_1024", "cipher_page_size = 1024", { pageBytes: 1024 }),
  otherSettings("page_size_8192", "cipher_page_size = 8192", { pageBytes: 8192 }),
  otherSettings("page_size_16384", "cipher_page_size = 16384", { pageBytes: 16_384 }),
  otherSettings("no_hmac", "cipher_use_hmac = OFF", { hmac: false, reserved: 16 }),
  otherSettings("hmac_sha256", "cipher_hmac_algorithm = HMAC_SHA256", { hmacHash: "sha256", reserved: 48 }),
  otherSettings("kdf_sha256", "cipher_kdf_algorithm = PBKDF2_HMAC_SHA256", { hash: "sha256" }),
  otherSettings("kdf_4000", "kdf_iter = 4000", { iterations: 4000 }),
  otherSettings("plaintext_header", "cipher_plaintext_header_size = 32", { plainHeader: 32 }),
];

const others: readonly (readonly [string, string, Uint8Array])[] = [
  ["plain_sqlite", "a database that is not encrypted", image],
  [
    "salt_is_magic",
    "a salt that is SQLite's magic: it cannot be told from a plain database",
    seal(image, { salt: Buffer.from("SQLite format 3\0") }),
  ],
  ["noise_one_page", "4,096 bytes of noise", fixed("noise 1", pageBytes)],
  ["noise_three_pages", "12,288 bytes of noise", fixed("noise 3", 3 * pageBytes)],
  [
    "text_file",
    "a letter",
    Buffer.from("拝啓 Dear Sir or Madam, this is no vault.\n".repeat(200)).subarray(0, 2 * pageBytes),
  ],
  [
    "zip_file",
    "the start of an archive",
    Buffer.concat([Buffer.from("PK\x03\x04"), fixed("zip", pageBytes - 4)]),
  ],
  ["text_one_line", "one line of text", Buffer.from("not a vault\n")],
];

function vault(name: string, comment: string, options: ImageOptions): Vector {
  return {
    ...database(name, "unsupported", comment, seal(sqliteImage(options))),
    kind: "vault",
    secret: hexOf(usualPassphrase),
  };
}

const settingsTable = ["settings", "CREATE TABLE settings (key TEXT, value TEXT)"] as const;
const recordTable = [
  "record",
  "CREATE TABLE record (seq INTEGER PRIMARY KEY, at TEXT, gate TEXT, action TEXT, payload TEXT, prev TEXT, mac TEXT)",
] as const;
const version = (value: number) => (view: DataView) => view.setInt32(60, value);

const vaults: readonly Vector[] = [
  vault("vault_without_tables", "a sound database that is no vault of Kurabito", { rows: twoPages }),
  vault("vault_settings_only", "a table of settings and no record", { tables: [settingsTable] }),
  vault("vault_record_only", "a record and no settings", { tables: [recordTable] }),
  vault("vault_newer", "a schema version of the future", {
    tables: [settingsTable, recordTable],
    header: version(99),
  }),
  vault("vault_newest", "the largest schema version", {
    tables: [settingsTable, recordTable],
    header: version(2 ** 31 - 1),
  }),
];

/** What is not a SQLCipher 4 database of default settings, or not a vault. */
export const unsupportedVectors: readonly Vector[] = [
  ...headers,
  ...settings,
  ...others.map(([name, comment, bytes]) =>
    database(
      name,
      "unsupported",
      comment,
      bytes,
      name === "plain_sqlite" || name === "salt_is_magic"
        ? { elsewhere: "with a key, a plain database is an error of another kind" }
        : {},
    ),
  ),
  ...vaults,
];
