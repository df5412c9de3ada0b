import type { FaultCode } from "../../workers/base/fault.ts";
import type { StoredVault } from "../../workers/terms/vault-file.ts";
import { deriveVaultKey } from "../../workers/vault/key.ts";
import { decryptImage, encryptImage, PAGE_BYTES, saltOf } from "../../workers/vault/page-codec.ts";
import { SqliteDatabase } from "../../workers/vault/sqlite.ts";
import { sqliteForTests } from "./sqlite.ts";

/** A backup that must not be restored, and the faults that may say why. */
export interface DamagedBackup {
  readonly name: string;
  readonly stored: StoredVault;
  readonly faults: readonly FaultCode[];
}

/** What the damage is done to: a sound backup, a later state and another vault under the same passphrase, one under another. */
export interface Materials {
  readonly passphrase: Uint8Array;
  readonly sound: StoredVault;
  readonly later: StoredVault;
  readonly otherVault: StoredVault;
  readonly otherKey: StoredVault;
}

const first: readonly FaultCode[] = ["backup-not-opened"];
const page: readonly FaultCode[] = ["backup-damaged"];
const state: readonly FaultCode[] = ["backup-unvouched", "backup-inconsistent"];

/** Fifty and more ways in which a backup can be no backup. */
export async function damagedBackups(materials: Materials): Promise<readonly DamagedBackup[]> {
  return [
    ...flipped(materials.sound),
    ...misshapen(materials.sound),
    ...rearranged(materials),
    ...foreign(materials),
    ...(await resealed(materials)),
  ];
}

function changed(sound: StoredVault, change: (bytes: Uint8Array) => Uint8Array | undefined): StoredVault {
  const bytes = sound.bytes.slice();
  return { bytes: change(bytes) ?? bytes, manifests: sound.manifests };
}

const range = (number: number): readonly [number, number] => [(number - 1) * PAGE_BYTES, number * PAGE_BYTES];

function flipped(sound: StoredVault): readonly DamagedBackup[] {
  const size = sound.bytes.byteLength;
  const places = [0, 15, 16, 2000, 4015, 4016, 4032, 4095, 4096, 8000, 8111, 8112, 8128, 8191];
  return [...places, size - 4096, size - 80, size - 64, size - 1].map((at) => ({
    name: `a bit flipped at byte ${String(at)}`,
    stored: changed(sound, (bytes) => {
      bytes[at] = (bytes[at] ?? 0) ^ 0x10;
      return undefined;
    }),
    faults: at < PAGE_BYTES ? first : page,
  }));
}

function misshapen(sound: StoredVault): readonly DamagedBackup[] {
  const size = sound.bytes.byteLength;
  const cuts = [1, 15, 16, 4095, 4097, size - 1, size - 4095, size / 2 + 1];
  const letter = new TextEncoder().encode("A letter and no vault. ".repeat(1000));
  return [
    { name: "empty", stored: changed(sound, () => new Uint8Array(0)), faults: ["backup-empty"] },
    ...cuts.map((at): DamagedBackup => ({
      name: `cut off after ${String(at)} bytes`,
      stored: changed(sound, (bytes) => bytes.slice(0, at)),
      faults: ["backup-cut-off"],
    })),
    ...[1, 2, 5].map((pages): DamagedBackup => ({
      name: `${String(pages)} whole pages cut off`,
      stored: changed(sound, (bytes) => bytes.slice(0, size - pages * PAGE_BYTES)),
      faults: state,
    })),
    {
      name: "three bytes more",
      stored: changed(sound, (bytes) => Uint8Array.from([...bytes, 1, 2, 3])),
      faults: ["backup-cut-off"],
    },
    {
      name: "a page more",
      stored: changed(sound, (bytes) => Uint8Array.from([...bytes, ...bytes.subarray(...range(2))])),
      faults: page,
    },
    { name: "zeros", stored: changed(sound, (bytes) => bytes.fill(0)), faults: first },
    {
      name: "noise",
      stored: changed(sound, () => crypto.getRandomValues(new Uint8Array(PAGE_BYTES * 3))),
      faults: first,
    },
    { name: "a letter", stored: changed(sound, () => letter.slice(0, PAGE_BYTES * 4)), faults: first },
  ];
}

function rearranged({ sound, later }: Materials): readonly DamagedBackup[] {
  const swap = (a: number, b: number): StoredVault =>
    changed(sound, (bytes) => {
      const one = bytes.slice(...range(a));
      bytes.copyWithin(range(a)[0], ...range(b));
      bytes.set(one, range(b)[0]);
      return undefined;
    });
  const pages = Array.from({ length: sound.bytes.length / PAGE_BYTES }, (_, i) => i + 1);
  const differs = pages.slice(1).find((number) => {
    const other = later.bytes.subarray(...range(number));
    return sound.bytes.subarray(...range(number)).some((byte, i) => byte !== other[i]);
  });
  return [
    { name: "pages 2 and 3 swapped", stored: swap(2, 3), faults: page },
    { name: "pages 4 and 9 swapped", stored: swap(4, 9), faults: page },
    { name: "pages 1 and 2 swapped", stored: swap(1, 2), faults: first },
    {
      name: "page 2 twice",
      stored: changed(sound, (bytes) => bytes.copyWithin(range(3)[0], ...range(2))),
      faults: page,
    },
    ...[2, 7, 12].map((number): DamagedBackup => ({
      name: `page ${String(number)} zeroed`,
      stored: changed(sound, (bytes) => bytes.fill(0, ...range(number))),
      faults: page,
    })),
    {
      name: "a page of a later state",
      stored: changed(sound, (bytes) => {
        bytes.set(later.bytes.subarray(...range(differs ?? 2)), range(differs ?? 2)[0]);
        return undefined;
      }),
      faults: state,
    },
  ];
}

function foreign({ sound, later, otherVault, otherKey }: Materials): readonly DamagedBackup[] {
  const [manifest = new Uint8Array(0)] = sound.manifests;
  const unvouched: readonly FaultCode[] = ["backup-unvouched"];
  return [
    { name: "another vault's", stored: otherVault, faults: ["backup-of-other-vault"] },
    { name: "under another key", stored: otherKey, faults: first },
    { name: "without a manifest", stored: { ...sound, manifests: [] }, faults: unvouched },
    {
      name: "with another vault's manifest",
      stored: { ...sound, manifests: otherVault.manifests },
      faults: unvouched,
    },
    { name: "with a later manifest", stored: { ...sound, manifests: later.manifests }, faults: unvouched },
    ...[0, 20, manifest.length - 5].map((at): DamagedBackup => ({
      name: `with its manifest altered at byte ${String(at)}`,
      stored: { ...sound, manifests: [manifest.map((byte, i) => (i === at ? byte ^ 1 : byte))] },
      faults: unvouched,
    })),
  ];
}

/** Changed where only the holder of the passphrase could change them: decrypted, and sealed again. */
async function resealed({ passphrase, sound }: Materials): Promise<readonly DamagedBackup[]> {
  const key = await deriveVaultKey(passphrase, saltOf(sound.bytes));
  const again = async (
    change: (image: Uint8Array<ArrayBuffer>) => Uint8Array | Promise<Uint8Array>,
  ): Promise<StoredVault> => {
    const image = await decryptImage(key, sound.bytes);
    if (image === undefined) throw new Error("the sound backup does not open");
    return { bytes: await encryptImage(key, await change(image)), manifests: sound.manifests };
  };
  const plain = await decryptImage(key, sound.bytes);
  if (plain === undefined) throw new Error("the sound backup does not open");
  const cases: readonly DamagedBackup[] = [
    { name: "not encrypted", stored: { ...sound, bytes: plain }, faults: ["backup-not-a-vault"] },
    {
      name: "of a newer program",
      stored: await again((image) => {
        new DataView(image.buffer).setUint32(60, 99);
        return image;
      }),
      faults: ["vault-newer-than-program"],
    },
    {
      name: "with a broken schema",
      stored: await again((image) => image.fill(0x5a, 100, 4000)),
      faults: ["backup-inconsistent"],
    },
    {
      name: "with a broken tree",
      stored: await again((image) => image.fill(0xff, PAGE_BYTES * 3 + 8, PAGE_BYTES * 3 + 64)),
      faults: state,
    },
    {
      name: "without its settings",
      stored: await again(async (image) => {
        const db = new SqliteDatabase(await sqliteForTests(), image);
        db.run("PRAGMA foreign_keys = OFF; DROP TABLE settings");
        const next = db.exportImage();
        db.close();
        return next;
      }),
      faults: ["backup-not-a-vault"],
    },
  ];
  key.close();
  return cases;
}
