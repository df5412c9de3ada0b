import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deriveVaultKey, type VaultKey } from "../../workers/vault/key.ts";
import { decryptImage, encryptImage, newSalt, PAGE_BYTES, saltOf } from "../../workers/vault/page-codec.ts";
import { SqliteDatabase } from "../../workers/vault/sqlite.ts";
import { sqliteForTests } from "../support/sqlite.ts";
import { generatedDatabase, schemaSeeds } from "./generated-database.ts";
import { contentHash, rawKey, type Peer } from "./peers.ts";

const passphrase = "蔵の鍵 it's one";

interface Reading {
  readonly integrity: readonly string[];
  readonly pages: number;
  readonly hash: string;
}

/** What an image says, by our own SQLite. */
async function reading(image: Uint8Array, queries: readonly string[]): Promise<Reading> {
  const db = new SqliteDatabase(await sqliteForTests(), image);
  try {
    return {
      integrity: db
        .rows<{ integrity_check: string }>("PRAGMA integrity_check")
        .map((row) => row.integrity_check),
      pages: db.count("PRAGMA page_count"),
      hash: contentHash(queries.map((sql) => db.rows<{ line: unknown }>(sql).map(({ line }) => line))),
    };
  } finally {
    db.close();
  }
}

/**
 * Every generated schema in every size, from here to the peer and from the peer to here, compared by content.
 * `makePeer` is given the raw key of the run's salt; it answers undefined where there is no such program.
 */
export function bothWays(
  name: string,
  sizes: readonly number[],
  makePeer: (key: string) => Peer | undefined,
): void {
  const there = makePeer("x''") !== undefined;
  describe.skipIf(!there)(`generated databases and ${name}`, () => {
    const folder = mkdtempSync(join(tmpdir(), "kurabito-interop-"));
    const counted = { files: 0, bytes: 0, differences: 0 };
    const compare = (found: Reading, expected: Reading): void => {
      if (!isDeepStrictEqual(found, expected)) counted.differences++;
      expect(found).toEqual(expected);
    };
    let key: VaultKey;
    let peer: Peer;

    beforeAll(async () => {
      const salt = newSalt();
      key = await deriveVaultKey(new TextEncoder().encode(passphrase), salt);
      const made = makePeer(rawKey(passphrase, salt));
      if (made === undefined) throw new Error("the peer went away");
      peer = made;
    });
    afterAll(() => {
      key.close();
      rmSync(folder, { recursive: true, force: true });
      process.stdout.write(
        `${name}: ${counted.files} files, ${counted.bytes} bytes, ${counted.differences} differences\n`,
      );
    });

    const each = schemaSeeds.flatMap((seed) => sizes.map((pages) => ({ seed, pages })));
    test.each(each)("schema $seed of $pages pages", { timeout: 600_000 }, async ({ seed, pages }) => {
      const generated = await generatedDatabase(seed, pages);
      const { hash } = await reading(generated.image, generated.queries);
      const expected = { integrity: ["ok"], pages, hash };
      const path = join(folder, `${seed}-${pages}.db`);

      writeFileSync(path, await encryptImage(key, generated.image));
      const { lines, ...found } = peer.read(path, generated.queries);
      compare({ ...found, hash: contentHash(lines) }, expected);
      rmSync(path);

      peer.write(path, generated.script);
      const file = new Uint8Array(readFileSync(path));
      rmSync(path);
      expect(saltOf(file)).toEqual(key.salt);
      // Releases of SQLite fill large trees a little differently.
      const theirs = file.length / PAGE_BYTES;
      expect(Math.abs(theirs - pages)).toBeLessThanOrEqual(pages / 20);
      const image = await decryptImage(key, file);
      if (image === undefined) throw new Error("a page did not hold");
      compare(await reading(image, generated.queries), { ...expected, pages: theirs });
      counted.files += 2;
      counted.bytes += 2 * file.length;
    });
  });
}
