import { deriveVaultKey, vaultKeyOf, type VaultKey } from "../../workers/vault/key.ts";
import { openVault } from "../../workers/vault/open-vault.ts";
import { memoryVaultFile } from "../support/memory-vault-file.ts";
import { sqliteWasm } from "../support/sqlite.ts";
import { secretOf } from "./stored-vectors.ts";
import type { Vector } from "./vector.ts";

const raws = new Map<string, Uint8Array<ArrayBuffer>>();

/** A key of its own for each opening, which wipes it; derived once for each passphrase and salt. */
async function keyOf(secret: Uint8Array, salt: Uint8Array<ArrayBuffer>): Promise<VaultKey> {
  const name = `${Buffer.from(secret).toString("hex")} ${Buffer.from(salt).toString("hex")}`;
  const known = raws.get(name);
  if (known !== undefined) return vaultKeyOf(known.slice(), salt);
  const key = await deriveVaultKey(secret, salt);
  raws.set(name, key.copyRaw());
  return key;
}

/** How a file that is no sound vault may be refused. */
export const refusals: readonly string[] = [
  "not-a-vault",
  "wrong-passphrase-or-damaged",
  "vault-newer-than-program",
  "vault-damaged",
];

/** The fault with which the program's own door answers a vector; undefined when it opens. */
export async function faultAtTheDoor(vector: Vector): Promise<string | undefined> {
  const ports = {
    vaultFile: memoryVaultFile({ bytes: vector.bytes.slice(), manifests: [] }),
    sqliteWasm,
    now: () => new Date("2026-11-22T00:00:00Z"),
    emit: () => undefined,
  };
  const opened = await openVault(ports, (salt) => keyOf(secretOf(vector), salt));
  return opened.ok ? undefined : opened.error.code;
}
