import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { memoryVaultFile, type MemoryVaultFile } from "../../test/support/memory-vault-file.ts";
import { sqliteForTests, sqliteWasm } from "../../test/support/sqlite.ts";
import type { FaultCode } from "../base/fault.ts";
import { unwatched } from "../base/job.ts";
import type { StoredVault } from "../terms/vault-file.ts";
import { deriveVaultKey } from "./key.ts";
import type { VaultPorts } from "./open-session.ts";
import { createVault, openVault } from "./open-vault.ts";
import { decryptImage, encryptImage, PAGE_BYTES, saltOf } from "./page-codec.ts";
import { restoreVault } from "./restore.ts";
import { SqliteDatabase } from "./sqlite.ts";
import type { Vault } from "./vault.ts";

const secret = "七転び八起き correct horse";
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function portsOver(vaultFile: MemoryVaultFile): VaultPorts {
  return {
    vaultFile,
    sqliteWasm,
    now: () => new Date("2026-11-21T09:00:00Z"),
    emit: () => undefined,
  };
}

async function vaultWith(segments: readonly string[], passphrase = secret): Promise<MemoryVaultFile> {
  const file = memoryVaultFile();
  const vault = await createVault(portsOver(file), bytesOf(passphrase), { name: "店", sample: false });
  if (!vault.ok) throw new Error(vault.error.code);
  for (const name of segments) {
    await vault.value.change(["segments"], () => {
      vault.value.db.run("INSERT INTO segments (name, definition, created_at) VALUES (?, '{}', '')", [name]);
    });
    await file.backUp("asked");
  }
  vault.value.close();
  return file;
}

const segments = (vault: Vault): readonly string[] =>
  vault.db.rows<{ name: string }>("SELECT name FROM segments ORDER BY name").map(({ name }) => name);

/** A vault of some pages with one backup: the stage each damaged backup is put on. */
let stage: StoredVault;
let backup: StoredVault;

beforeAll(async () => {
  const file = await vaultWith(["一"]);
  const vault = await openVault(portsOver(file), bytesOf(secret));
  if (!vault.ok || file.stored === undefined) throw new Error("no vault was made");
  backup = structuredClone(file.stored);
  await vault.value.change(["segments"], () => {
    vault.value.db.run("INSERT INTO segments (name, definition, created_at) VALUES ('今', '{}', '')");
  });
  vault.value.close();
  stage = structuredClone(file.stored);
});

/** The stage with this backup; its present file opens with segments 一 and 今. */
function staged(copy: StoredVault): MemoryVaultFile {
  const file = memoryVaultFile(structuredClone(stage));
  const entry = {
    id: "one",
    reason: "daily",
    at: "2026-11-20T09:00:00.000Z",
    bytes: copy.bytes.byteLength,
  } as const;
  file.backups.push({ entry, stored: structuredClone(copy) });
  return file;
}

async function refusal(copy: StoredVault, passphrase = secret): Promise<FaultCode | "restored"> {
  const file = staged(copy);
  const before = structuredClone(file.stored);
  const done = await restoreVault(portsOver(file), {
    backupId: "one",
    passphrase: bytesOf(passphrase),
    acceptUnvouched: false,
  });
  if (done.ok) {
    done.value.close();
    return "restored";
  }
  expect(file.stored).toEqual(before);
  expect(file.counts).toEqual({ wholes: 0, commits: 0 });
  return done.error.code;
}

const changed = (change: (bytes: Uint8Array) => Uint8Array | undefined): StoredVault => {
  const bytes = backup.bytes.slice();
  return { bytes: change(bytes) ?? bytes, manifests: backup.manifests };
};

/** The backup with its decrypted pages changed and sealed again, as only a holder of the passphrase could. */
async function resealed(change: (image: Uint8Array) => void | Promise<Uint8Array>): Promise<StoredVault> {
  const key = await deriveVaultKey(bytesOf(secret), saltOf(backup.bytes));
  const image = await decryptImage(key, backup.bytes);
  if (image === undefined) throw new Error("the backup does not open");
  const next = await change(image);
  const bytes = await encryptImage(key, next ?? image);
  key.close();
  return { bytes, manifests: backup.manifests };
}

describe("restoring", () => {
  test("puts the backup in the vault's place, the present file aside, and says so in the record", async () => {
    const file = staged(backup);
    const present = structuredClone(file.stored);
    const done = await restoreVault(portsOver(file), {
      backupId: "one",
      passphrase: bytesOf(secret),
      acceptUnvouched: false,
    });
    if (!done.ok) throw new Error(done.error.code);
    expect(segments(done.value)).toEqual(["一"]);
    expect(file.counts).toEqual({ wholes: 1, commits: 0 });
    expect(file.backups[0]?.entry.reason).toBe("restore");
    expect(file.backups[0]?.stored).toEqual(present);
    expect(done.value.db.first("SELECT action, payload FROM record ORDER BY seq DESC LIMIT 1")).toEqual({
      action: "restored",
      payload: '{"backup":"2026-11-20T09:00:00.000Z","reason":"daily"}',
    });
    expect(done.value.verifyRecord(unwatched).intact).toBe(true);
    done.value.close();
    const again = await openVault(portsOver(file), bytesOf(secret));
    expect(again.ok && segments(again.value)).toEqual(["一"]);
    if (again.ok) again.value.close();
  });

  test("its manifest stands above the one it replaces", async () => {
    const counter = (stored: StoredVault | undefined): number =>
      (JSON.parse(new TextDecoder().decode(stored?.manifests[0])) as { counter: number }).counter;
    const file = staged(backup);
    const before = counter(file.stored);
    const done = await restoreVault(portsOver(file), {
      backupId: "one",
      passphrase: bytesOf(secret),
      acceptUnvouched: false,
    });
    expect(done.ok && counter(file.stored)).toBeGreaterThan(before);
    if (done.ok) done.value.close();
  });

  test.each([
    ["damaged all over", (bytes: Uint8Array) => bytes.fill(7)],
    ["cut off", (bytes: Uint8Array) => bytes.subarray(0, 6000)],
    ["empty", () => new Uint8Array(0)],
  ])("a vault that is %s comes back, and lies aside as it was", async (_, damage) => {
    const file = staged(backup);
    if (file.stored === undefined) throw new Error("no vault was made");
    const damaged = damage(file.stored.bytes.slice()).slice();
    file.stored = { bytes: damaged.slice(), manifests: file.stored.manifests };
    const done = await restoreVault(portsOver(file), {
      backupId: "one",
      passphrase: bytesOf(secret),
      acceptUnvouched: false,
    });
    expect(done.ok && segments(done.value)).toEqual(["一"]);
    expect(file.backups[0]?.stored.bytes).toEqual(damaged);
    if (done.ok) done.value.close();
  });

  test("a disk that is full leaves the present file as it was", async () => {
    const file = staged(backup);
    const before = structuredClone(file.stored);
    file.full = true;
    const done = await restoreVault(portsOver(file), {
      backupId: "one",
      passphrase: bytesOf(secret),
      acceptUnvouched: false,
    });
    expect(done).toMatchObject({ ok: false, error: { code: "save-failed-disk-full" } });
    expect(file.stored).toEqual(before);
  });

  test("without a copy of the present file nothing is replaced", async () => {
    const file = staged(backup);
    const before = structuredClone(file.stored);
    file.backUp = () => Promise.resolve({ ok: false, error: { code: "save-failed-disk-full" } as const });
    const done = await restoreVault(portsOver(file), {
      backupId: "one",
      passphrase: bytesOf(secret),
      acceptUnvouched: false,
    });
    expect(done).toMatchObject({ ok: false, error: { code: "backup-not-made" } });
    expect(file.stored).toEqual(before);
  });
});

describe("fifty damaged backups", () => {
  const page = (number: number) => [(number - 1) * PAGE_BYTES, number * PAGE_BYTES] as const;

  test("a bit flipped: in the salt, the first page, an IV, a tag, a body, anywhere", async () => {
    const size = backup.bytes.byteLength;
    const places = [0, 15, 16, 2000, 4016, 4032, 4095, 4096, 8000, size - 1, size - 64, size - 80];
    const found = await Promise.all(
      places.map((at) => refusal(changed((bytes) => void (bytes[at] = (bytes[at] ?? 0) ^ 0x10)))),
    );
    expect(found).toEqual(places.map((at) => (at < PAGE_BYTES ? "backup-not-opened" : "backup-damaged")));
    await fc.assert(
      fc.asyncProperty(fc.nat(size - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const code = await refusal(changed((bytes) => void (bytes[at] = (bytes[at] ?? 0) ^ mask)));
        expect(code).toBe(at < PAGE_BYTES ? "backup-not-opened" : "backup-damaged");
      }),
      { numRuns: 8 },
    );
  });

  test("cut off, empty, longer than it was, or no vault at all", async () => {
    const size = backup.bytes.byteLength;
    const cuts = [1, 15, 16, 4095, 4097, size - 1, size - 4095, size / 2 + 1];
    for (const at of cuts)
      expect(await refusal(changed((bytes) => bytes.slice(0, at)))).toBe("backup-cut-off");
    expect(await refusal(changed(() => new Uint8Array(0)))).toBe("backup-empty");
    expect(await refusal(changed(() => new Uint8Array(PAGE_BYTES * 3)))).toBe("backup-not-opened");
    const noise = crypto.getRandomValues(new Uint8Array(PAGE_BYTES * 3));
    expect(await refusal(changed(() => noise))).toBe("backup-not-opened");
    const letter = bytesOf("A letter and no vault. ".repeat(1000)).slice(0, PAGE_BYTES * 4);
    expect(await refusal(changed(() => letter))).toBe("backup-not-opened");
    const plain = await sqliteFile();
    expect(await refusal(changed(() => plain))).toBe("backup-not-a-vault");
    const longer = changed((bytes) => Uint8Array.from([...bytes, ...bytes.subarray(...page(2))]));
    expect(await refusal(longer)).toBe("backup-damaged");
    expect(await refusal(changed((bytes) => Uint8Array.from([...bytes, 1, 2, 3])))).toBe("backup-cut-off");
  });

  test("whole pages cut off: authentic, but not the state that was saved", async () => {
    for (const pages of [1, 2, 5]) {
      const code = await refusal(changed((bytes) => bytes.slice(0, bytes.length - pages * PAGE_BYTES)));
      expect(["backup-unvouched", "backup-inconsistent"]).toContain(code);
    }
  });

  test("pages swapped, doubled, zeroed, or older than the rest", async () => {
    const swap = (a: number, b: number) =>
      changed((bytes) => {
        const one = bytes.slice(...page(a));
        bytes.copyWithin(page(a)[0], ...page(b));
        bytes.set(one, page(b)[0]);
        return undefined;
      });
    expect(await refusal(swap(2, 3))).toBe("backup-damaged");
    expect(await refusal(swap(4, 9))).toBe("backup-damaged");
    expect(await refusal(swap(1, 2))).toBe("backup-not-opened");
    expect(await refusal(changed((bytes) => void bytes.copyWithin(page(3)[0], ...page(2))))).toBe(
      "backup-damaged",
    );
    for (const number of [2, 7, 12])
      expect(await refusal(changed((bytes) => void bytes.fill(0, ...page(number))))).toBe("backup-damaged");
    const newer = changed((bytes) => {
      for (let number = 2; number <= bytes.length / PAGE_BYTES; number++) {
        const other = stage.bytes.subarray(...page(number));
        if (!other.some((byte, i) => byte !== bytes[page(number)[0] + i])) continue;
        bytes.set(other, page(number)[0]);
        break;
      }
      return undefined;
    });
    expect(["backup-unvouched", "backup-inconsistent"]).toContain(await refusal(newer));
  });

  test("another key, another vault, or a manifest that is missing, altered or another's", async () => {
    expect(await refusal(backup, "another passphrase altogether")).toBe("backup-not-opened");
    const other = await vaultWith(["他"]);
    if (other.stored === undefined) throw new Error("no vault was made");
    expect(await refusal(other.stored)).toBe("backup-of-other-vault");
    const foreign = await vaultWith(["他"], "wagtail lantern oyster nineteen");
    if (foreign.stored === undefined) throw new Error("no vault was made");
    expect(await refusal(foreign.stored)).toBe("backup-not-opened");
    expect(await refusal({ ...backup, manifests: [] })).toBe("backup-unvouched");
    expect(await refusal({ ...backup, manifests: other.stored.manifests })).toBe("backup-unvouched");
    expect(await refusal({ ...backup, manifests: stage.manifests })).toBe("backup-unvouched");
    const [manifest = new Uint8Array(0)] = backup.manifests;
    for (const at of [0, 20, manifest.length - 5])
      expect(
        await refusal({ ...backup, manifests: [manifest.map((byte, i) => (i === at ? byte ^ 1 : byte))] }),
      ).toBe("backup-unvouched");
  });

  test("of a newer program, with a broken tree, without its tables", async () => {
    const future = await resealed((image) => {
      new DataView(image.buffer).setUint32(60, 99);
    });
    expect(await refusal(future)).toBe("vault-newer-than-program");
    const torn = await resealed((image) => {
      // The b-tree pages of a table lose their cell pointers.
      image.fill(0xff, PAGE_BYTES * 3 + 8, PAGE_BYTES * 3 + 64);
    });
    expect(["backup-inconsistent", "backup-unvouched"]).toContain(await refusal(torn));
    const garbled = await resealed((image) => {
      image.fill(0x5a, 100, 4000);
    });
    expect(await refusal(garbled)).toBe("backup-inconsistent");
    const strange = await resealed(async (image) => {
      const db = new SqliteDatabase(await sqliteForTests(), image);
      db.run("PRAGMA foreign_keys = OFF; DROP TABLE settings");
      const next = db.exportImage();
      db.close();
      return next;
    });
    expect(await refusal(strange)).toBe("backup-not-a-vault");
  });

  test("a backup nothing vouches for is taken when that is asked for in so many words", async () => {
    const file = staged({ ...backup, manifests: [] });
    const done = await restoreVault(portsOver(file), {
      backupId: "one",
      passphrase: bytesOf(secret),
      acceptUnvouched: true,
    });
    expect(done.ok && segments(done.value)).toEqual(["一"]);
    if (done.ok) done.value.close();
  });

  test("one that is gone", async () => {
    const done = await restoreVault(portsOver(staged(backup)), {
      backupId: "none",
      passphrase: bytesOf(secret),
      acceptUnvouched: false,
    });
    expect(done).toMatchObject({ ok: false, error: { code: "backup-missing" } });
  });
});

async function sqliteFile(): Promise<Uint8Array> {
  const key = await deriveVaultKey(bytesOf(secret), saltOf(backup.bytes));
  const image = await decryptImage(key, backup.bytes);
  key.close();
  if (image === undefined) throw new Error("the backup does not open");
  return image;
}
