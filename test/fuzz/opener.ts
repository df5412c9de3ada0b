import { randomStream } from "../../workers/stats/random.ts";
import { vaultKeyOf, type VaultKey } from "../../workers/vault/key.ts";
import { openVault } from "../../workers/vault/open-vault.ts";
import { encryptImage, newSalt, seedImage } from "../../workers/vault/page-codec.ts";
import { SqliteError } from "../../workers/vault/sqlite-statement.ts";
import { SqliteDatabase } from "../../workers/vault/sqlite.ts";
import { memoryVaultFile } from "../support/memory-vault-file.ts";
import { sqliteForTests, sqliteWasm } from "../support/sqlite.ts";
import { mutated } from "./mutate.ts";
import { fuzz, outcomeName, type FuzzCounts } from "./watch.ts";

/** An image of five pages: a table and an index over it. */
async function smallImage(): Promise<Uint8Array> {
  const db = new SqliteDatabase(await sqliteForTests(), seedImage());
  db.run("CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT)");
  db.run("CREATE TABLE record (seq INTEGER PRIMARY KEY, mac TEXT)");
  for (let i = 0; i < 40; i++)
    db.run("INSERT INTO settings VALUES (?, ?)", [`名前 ${String(i)}`, "値".repeat(i)]);
  const image = db.exportImage();
  db.close();
  return image;
}

const raw = (): Uint8Array<ArrayBuffer> => new Uint8Array(32).fill(9);
const rawKey = (salt: Uint8Array<ArrayBuffer>): Promise<VaultKey> => vaultKeyOf(raw(), salt);

/** Changed ciphertext through the program's own door, the key given raw so that no case waits for its derivation. */
export async function fuzzDoor(cases: number, seed = 1): Promise<FuzzCounts> {
  const random = randomStream(seed);
  const key = await rawKey(newSalt());
  const file = await encryptImage(key, await smallImage());
  return fuzz("the opener, with changed files", cases, async () => {
    const changed = mutated(random, file);
    // Half of them keep the file's size: every other one is refused for it alone.
    const bytes =
      random.below(2) === 0 || changed.length < file.length ? changed : changed.slice(0, file.length);
    const ports = {
      vaultFile: memoryVaultFile({ bytes, manifests: [] }),
      sqliteWasm,
      now: () => new Date(0),
      emit: () => undefined,
    };
    return outcomeName(await openVault(ports, rawKey));
  });
}

/** Pages that were sealed rightly around a damaged database: what SQLite makes of them is an error of its own, or rows. */
export async function fuzzContent(cases: number, seed = 2): Promise<FuzzCounts> {
  const random = randomStream(seed);
  const image = await smallImage();
  const sqlite = await sqliteForTests();
  return fuzz("the opener, with damaged contents", cases, () => {
    const bytes = mutated(random, image).slice(0, image.length);
    const whole = new Uint8Array(Math.max(4096, bytes.length - (bytes.length % 4096)));
    whole.set(bytes.subarray(0, whole.length));
    let db: SqliteDatabase | undefined;
    try {
      db = new SqliteDatabase(sqlite, whole);
      db.rows("SELECT key, value FROM settings");
      const said = db.first<{ integrity_check: string }>("PRAGMA integrity_check(1)");
      return said?.integrity_check === "ok" ? "ok" : "damage told";
    } catch (error) {
      if (error instanceof SqliteError) return "refused by SQLite";
      throw error;
    } finally {
      db?.close();
    }
  });
}
