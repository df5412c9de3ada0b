import { afterAll, describe, expect, test } from "vitest";
import { Refused } from "../../workers/base/refused.ts";
import { randomStream } from "../../workers/stats/random.ts";
import { vaultKeyOf, type VaultKey } from "../../workers/vault/key.ts";
import { createVault, openVault } from "../../workers/vault/open-vault.ts";
import { encryptImage, newSalt, PAGE_BYTES, seedImage } from "../../workers/vault/page-codec.ts";
import { openVaultPages } from "../../workers/vault/pages/vault-pages.ts";
import { SqliteDatabase } from "../../workers/vault/sqlite.ts";
import { memoryVaultFile } from "../support/memory-vault-file.ts";
import { sqliteForTests, sqliteWasm } from "../support/sqlite.ts";
import { changed, page, passphrase } from "./sealed-file.ts";

const deep = process.env["KURABITO_DEEP"] === "1";
const counts: Record<string, number> = {};
afterAll(() => {
  process.stdout.write(`tampering at the door: ${JSON.stringify(counts)}\n`);
});

const portsOn = (vaultFile: ReturnType<typeof memoryVaultFile>) => ({
  vaultFile,
  sqliteWasm,
  now: () => new Date("2026-11-22T00:00:00Z"),
  emit: () => undefined,
});

/** A real vault, and a way to its key that costs no derivation. */
async function realVault() {
  const ports = portsOn(memoryVaultFile());
  const made = await createVault(ports, passphrase(), { name: "改竄", sample: false });
  const stored = ports.vaultFile.stored;
  if (!made.ok || stored === undefined) throw new Error("no vault was made");
  const raw = made.value.copyRawKey();
  made.value.close();
  return {
    ...stored,
    source: (salt: Uint8Array<ArrayBuffer>): Promise<VaultKey> => vaultKeyOf(raw.slice(), salt),
  };
}

describe("the door", () => {
  test("one fault for each way of tampering, and the vault untouched", async () => {
    const { bytes, manifests, source } = await realVault();
    const pages = bytes.length / PAGE_BYTES;
    const code = async (tampered: Uint8Array): Promise<string> => {
      const ports = portsOn(memoryVaultFile({ bytes: tampered.slice(), manifests }));
      const opened = await openVault(ports, source);
      expect(ports.vaultFile.counts).toEqual({ wholes: 0, commits: 0 });
      const name = opened.ok ? "opened" : opened.error.code;
      counts[name] = (counts[name] ?? 0) + 1;
      return name;
    };
    const random = randomStream(11);
    const damaged = "wrong-passphrase-or-damaged";
    for (let i = 0; i < (deep ? 5000 : 200); i++) {
      const at = 16 + random.below(bytes.length - 16);
      expect(
        await code(changed(bytes, (copy) => (copy[at] = (copy[at] ?? 0) ^ (1 + random.below(255))))),
      ).toBe(damaged);
    }
    for (let i = 0; i < 40; i++) {
      const [a, b] = [random.below(pages), random.below(pages)];
      if (a !== b)
        expect(await code(changed(bytes, (copy) => copy.set(page(bytes, a), b * PAGE_BYTES)))).toBe(damaged);
      expect(await code(changed(bytes, (copy) => page(copy, a).fill(0)))).toBe(damaged);
      const cut = 1 + random.below(PAGE_BYTES - 1);
      expect(await code(bytes.subarray(0, bytes.length - cut))).toBe("not-a-vault");
      const longer = new Uint8Array(bytes.length + cut);
      longer.set(bytes);
      expect(await code(longer)).toBe("not-a-vault");
    }
    const appended = new Uint8Array(bytes.length + PAGE_BYTES);
    appended.set(bytes);
    expect(await code(appended)).toBe(damaged);
    // Its last page gone, every page left is authentic: that the file is shorter than it was is what tells.
    expect(["wrong-passphrase-or-damaged", "vault-not-fresh"]).toContain(
      await code(bytes.slice(0, -PAGE_BYTES)),
    );
    expect(await code(bytes)).toBe("opened");
  });

  test("a damaged page met while reading is the end: no row of it, and nothing works afterwards", async () => {
    const salt = newSalt();
    const key = await vaultKeyOf(new Uint8Array(32).fill(3), salt);
    const sqlite = await sqliteForTests();
    const source = new SqliteDatabase(sqlite, seedImage());
    source.run("CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT)");
    for (let i = 0; i < 2000; i++)
      source.run("INSERT INTO people (name) VALUES (?)", [`お客様 ${String(i)}`]);
    const file = await encryptImage(key, source.exportImage());
    source.close();
    const tampered = changed(
      file,
      (copy) => (copy[copy.length - 5000] = (copy[copy.length - 5000] ?? 0) ^ 1),
    );
    const pages = await openVaultPages(sqlite, key, tampered);
    if (pages === undefined) throw new Error("page 1 was not touched");
    const db = new SqliteDatabase(sqlite, pages.connection);
    const seen: string[] = [];
    const readAll = (): void => {
      db.each("SELECT id, name FROM people ORDER BY id", [], ([id, name]) => {
        expect(name).toBe(`お客様 ${String(Number(id) - 1)}`);
        seen.push(String(name));
      });
    };
    expect(readAll).toThrow(Refused);
    expect(seen.length).toBeLessThan(2000);
    expect(() => db.first("SELECT name FROM people WHERE id = 1")).toThrow(Refused);
    db.close();
    key.close();
  });

  test("auto_vacuum, under which SQLCipher lets all-zero pages pass, is refused", async () => {
    const image = seedImage();
    new DataView(image.buffer).setUint32(52, 1);
    const sqlite = await sqliteForTests();
    expect(() => new SqliteDatabase(sqlite, image)).toThrow("auto_vacuum");
    const db = new SqliteDatabase(sqlite, seedImage());
    expect(db.count("PRAGMA auto_vacuum")).toBe(0);
    db.close();
  });
});
