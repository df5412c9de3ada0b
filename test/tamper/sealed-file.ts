import { deriveVaultKey, type VaultKey } from "../../workers/vault/key.ts";
import { encryptImage, newSalt, PAGE_BYTES, seedImage } from "../../workers/vault/page-codec.ts";
import { SqliteDatabase } from "../../workers/vault/sqlite.ts";
import { sqliteForTests } from "../support/sqlite.ts";

/** Pages of the file that is tampered with. */
export const filePages = 64;

export const passphrase = (): Uint8Array => new TextEncoder().encode("改竄 nobody changes this");

/** An encrypted database of exactly 64 pages, and its key. */
export async function sealedFile(): Promise<{
  readonly key: VaultKey;
  readonly image: Uint8Array<ArrayBuffer>;
  readonly file: Uint8Array<ArrayBuffer>;
}> {
  const db = new SqliteDatabase(await sqliteForTests(), seedImage());
  db.run("CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, consent INTEGER)");
  for (let i = 0; db.count("PRAGMA page_count") < filePages; i++)
    db.run("INSERT INTO people (name, consent) VALUES (?, ?)", [
      `お客様 ${String(i)} ${"住所".repeat(20)}`,
      i % 2,
    ]);
  const image = db.exportImage();
  db.close();
  if (image.byteLength !== filePages * PAGE_BYTES) throw new Error("the file has another size");
  const key = await deriveVaultKey(passphrase(), newSalt());
  return { key, image, file: await encryptImage(key, image) };
}

/** A copy with `change` made to it. */
export function changed(file: Uint8Array, change: (copy: Uint8Array) => void): Uint8Array {
  const copy = file.slice();
  change(copy);
  return copy;
}

/** A page (from 0) of a file, as a view. */
export function page(file: Uint8Array, number: number): Uint8Array {
  return file.subarray(number * PAGE_BYTES, (number + 1) * PAGE_BYTES);
}
