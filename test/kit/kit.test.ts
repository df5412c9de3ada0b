import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readRollbackJournal } from "../../workers/base/rollback-journal.ts";
import { manifestSeal } from "../../workers/vault/freshness-manifest.ts";
import { deriveVaultKey, type VaultKey } from "../../workers/vault/key.ts";
import { decryptImage, looksLikeVault, saltOf } from "../../workers/vault/page-codec.ts";
import { SqliteError } from "../../workers/vault/sqlite-statement.ts";
import { SqliteDatabase } from "../../workers/vault/sqlite.ts";
import { sqliteForTests } from "../support/sqlite.ts";
import { allVectors } from "./all-vectors.ts";
import { faultAtTheDoor, refusals } from "./door.ts";
import { journalContent } from "./journal-vectors.ts";
import { manifestContent } from "./manifest-vectors.ts";
import {
  contentQuery,
  hashOfLines,
  secretOf,
  storedVectors,
  vectorFile,
  vectorFolder,
} from "./stored-vectors.ts";
import { expectations, packVector, type Vector } from "./vector.ts";

if (process.env["KURABITO_WRITE_KIT"] === "1") {
  for (const file of readdirSync(vectorFolder)) rmSync(join(vectorFolder, file));
  for (const vector of allVectors) writeFileSync(vectorFile(vector.name), packVector(vector));
}
const vectors = storedVectors();

const databases = vectors.filter(({ kind }) => kind === "database");

const keys = new Map<string, Promise<VaultKey>>();
afterAll(async () => {
  for (const key of keys.values()) (await key).close();
});

function keyOf(vector: Vector): Promise<VaultKey> {
  const salt = saltOf(vector.bytes);
  const name = `${vector.secret ?? ""} ${Buffer.from(salt).toString("hex")}`;
  const key = keys.get(name) ?? deriveVaultKey(secretOf(vector), salt);
  keys.set(name, key);
  return key;
}

/** The content's hash of a database that opens, or undefined for one that is refused: exactly the steps of opening a vault. */
async function openDatabase(vector: Vector): Promise<string | undefined> {
  if (!looksLikeVault(vector.bytes)) return undefined;
  const image = await decryptImage(await keyOf(vector), vector.bytes);
  if (image === undefined) return undefined;
  let db: SqliteDatabase | undefined;
  try {
    db = new SqliteDatabase(await sqliteForTests(), image);
    if (db.first<{ integrity_check: string }>("PRAGMA integrity_check")?.integrity_check !== "ok")
      return undefined;
    return hashOfLines(db.rows<{ line: string }>(contentQuery).map(({ line }) => line));
  } catch (error) {
    if (error instanceof SqliteError) return undefined;
    throw error;
  } finally {
    db?.close();
  }
}

async function openOther(vector: Vector): Promise<string | undefined> {
  if (vector.kind === "journal") {
    const journal = readRollbackJournal(vector.bytes);
    return journal === undefined ? undefined : journalContent(journal.pages);
  }
  const key = new Uint8Array(secretOf(vector));
  const manifest = await (await manifestSeal(key)).decode(vector.bytes);
  return manifest === undefined ? undefined : manifestContent(manifest);
}

describe("the kit", () => {
  // Keys are derived on threads beside one another; one by one they would take most of the time.
  beforeAll(async () => {
    await Promise.all(databases.filter(({ bytes }) => looksLikeVault(bytes)).map(keyOf));
  });

  test("holds at least 120 vectors of each expectation and kind, small ones", () => {
    const counts = Object.fromEntries(
      expectations.map((one) => [one, vectors.filter((vector) => vector.expect === one).length]),
    );
    process.stdout.write(`test kit: ${vectors.length} vectors ${JSON.stringify(counts)}\n`);
    expect(vectors.length).toBeGreaterThanOrEqual(120);
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(10);
    for (const vector of vectors) expect(vector.bytes.length).toBeLessThanOrEqual(4 * 4096);
  });

  test("is what its generator makes, no file more or less", () => {
    expect(new Set(allVectors.map(({ name }) => name)).size).toBe(allVectors.length);
    expect(vectors.map(({ name }) => name).sort()).toEqual(allVectors.map(({ name }) => name).sort());
    for (const vector of allVectors)
      expect(Buffer.compare(readFileSync(vectorFile(vector.name)), packVector(vector)), vector.name).toBe(0);
  });

  test.each(databases)("$name: $expect", async (vector) => {
    expect(await openDatabase(vector)).toBe(vector.expect === "ok" ? vector.content : undefined);
  });

  test.each(vectors.filter(({ kind }) => kind === "journal" || kind === "manifest"))(
    "$name: $expect",
    async (vector) => {
      expect(await openOther(vector)).toBe(vector.expect === "ok" ? vector.content : undefined);
    },
  );

  const newer = new Set(["vault_newer", "vault_newest"]);
  test.each(vectors.filter(({ kind }) => kind === "vault"))("$name: refused at the door", async (vector) => {
    expect(await faultAtTheDoor(vector)).toBe(
      newer.has(vector.name) ? "vault-newer-than-program" : "not-a-vault",
    );
  });

  // The door derives a key each time: a few of the vectors here, all of them in the deep suite.
  const atTheDoor = databases.filter((_, i) => i % 30 === 5);
  test.each(atTheDoor)("$name: one typed fault at the door", async (vector) => {
    expect(refusals).toContain(await faultAtTheDoor(vector));
  });
});
