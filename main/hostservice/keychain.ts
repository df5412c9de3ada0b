import { dirname } from "node:path";
import * as v from "valibot";
import { canonicalJson } from "../../workers/base/canonical-json.ts";
import { fault, type Outcome } from "../../workers/base/fault.ts";
import { ok } from "../../workers/base/result.ts";
import type { KeychainItem, KeychainRefusal, KeychainStatus } from "../contract.ts";
import { replaceFile, unfinishedName, writeNewFile } from "../vaultfile/durable-write.ts";
import { errnoOf, removeQuietly, statusIfThere, type FileSystem } from "../vaultfile/file-system.ts";
import { writeFault } from "../vaultfile/write-fault.ts";

/** What the system keeps a secret with, by name, or why it cannot. */
export type KeychainBackend = { readonly name: string } | { readonly refusal: KeychainRefusal };

/** The system's keychain, as far as a host has one. */
export interface SystemKeychain {
  backend(): Promise<KeychainBackend>;
  /** @throws when the keychain does not answer. */
  encrypt(text: string): Promise<Uint8Array>;
  /** @throws when the keychain does not answer, or the bytes are not its own. */
  decrypt(sealed: Uint8Array): Promise<string>;
}

/** A host without a keychain. */
export const noKeychain: SystemKeychain = {
  backend: () => Promise.resolve({ refusal: "host" }),
  encrypt: () => Promise.reject(new Error("this host has no keychain")),
  decrypt: () => Promise.reject(new Error("this host has no keychain")),
};

/** What the keychain's share of the host contract does for one vault. */
export interface KeychainStore {
  status(vault: string): Promise<Outcome<KeychainStatus>>;
  store(vault: string, item: KeychainItem): Promise<Outcome<null>>;
  fetch(vault: string): Promise<Outcome<KeychainItem>>;
  forget(vault: string): Promise<Outcome<null>>;
}

/** A vault's item lies beside it: the wrapping key sealed by the system, and the wrapped key, no key as it is. */
const itemName = (vault: string): string => `${vault}.keychain`;

const FORMAT = "kurabito keychain 1";
/** An item has a few hundred bytes. */
const LARGEST_ITEM = 16_384;

const base64 = v.pipe(v.string(), v.base64());
const storedSchema = v.strictObject({
  format: v.literal(FORMAT),
  /** What sealed it: another one, after a change of desktop, could not open it. */
  backend: v.string(),
  sealed: base64,
  wrapped: base64,
});
type Stored = v.InferOutput<typeof storedSchema>;

/** The keychain's items of vaults. Nothing is ever written where the system would not seal it. */
export function createKeychainStore(fs: FileSystem, keychain: SystemKeychain): KeychainStore {
  const forget = async (vault: string): Promise<Outcome<null>> => {
    try {
      const name = itemName(vault);
      if ((await statusIfThere(fs, name)) === undefined) return ok(null);
      await fs.remove(name);
      await fs.syncFolder(dirname(name));
      return ok(null);
    } catch (error) {
      return errnoOf(error) === "ENOENT" ? ok(null) : writeFault(error, "save-failed");
    }
  };
  return {
    status: async (vault) => {
      const backend = await usableBackend(keychain);
      if ("refusal" in backend) return ok({ available: false, reason: backend.refusal, stored: false });
      const item = await readItem(fs, vault);
      if (item !== undefined && item.backend !== backend.name)
        return ok({ available: true, reason: "changed", stored: false });
      return ok({ available: true, stored: item !== undefined });
    },
    store: async (vault, item) => {
      const backend = await usableBackend(keychain);
      if ("refusal" in backend) return fault("keychain-unavailable");
      const sealed = await sealedBy(keychain, item.secret);
      if (sealed === undefined) return fault("keychain-unavailable");
      const stored: Stored = {
        format: FORMAT,
        backend: backend.name,
        sealed: toBase64(sealed),
        wrapped: toBase64(item.wrapped),
      };
      return writeItem(fs, vault, new TextEncoder().encode(canonicalJson(stored)));
    },
    fetch: async (vault) => {
      const backend = await usableBackend(keychain);
      if ("refusal" in backend) return fault("keychain-unavailable");
      const item = await readItem(fs, vault);
      if (item === undefined || item.backend !== backend.name) return fault("keychain-failed");
      try {
        const secret = fromBase64(await keychain.decrypt(fromBase64(item.sealed)));
        return ok({ secret, wrapped: fromBase64(item.wrapped) });
      } catch {
        return fault("keychain-failed");
      }
    },
    forget,
  };
}

async function usableBackend(keychain: SystemKeychain): Promise<KeychainBackend> {
  return keychain.backend().catch((): KeychainBackend => ({ refusal: "unavailable" }));
}

/** The secret sealed by the system, once it has been seen to come back: else it would lock the owner out later. */
async function sealedBy(keychain: SystemKeychain, secret: Uint8Array): Promise<Uint8Array | undefined> {
  const text = toBase64(secret);
  try {
    const sealed = await keychain.encrypt(text);
    // A "keychain" that hands the secret back as it is keeps nothing.
    const plain =
      Buffer.from(sealed).includes(Buffer.from(text)) || Buffer.from(sealed).includes(Buffer.from(secret));
    return plain || (await keychain.decrypt(sealed)) !== text ? undefined : sealed;
  } catch {
    return undefined;
  }
}

async function readItem(fs: FileSystem, vault: string): Promise<Stored | undefined> {
  try {
    const status = await statusIfThere(fs, itemName(vault));
    if (status?.kind !== "file" || status.size > LARGEST_ITEM) return undefined;
    const text = new TextDecoder().decode(await fs.read(itemName(vault)));
    const read = v.safeParse(storedSchema, JSON.parse(text));
    return read.success ? read.output : undefined;
  } catch {
    return undefined;
  }
}

async function writeItem(fs: FileSystem, vault: string, bytes: Uint8Array): Promise<Outcome<null>> {
  const name = itemName(vault);
  const unfinished = unfinishedName(name);
  try {
    await writeNewFile(fs, unfinished, bytes);
    await replaceFile(fs, unfinished, name);
    await fs.syncFolder(dirname(name));
    return ok(null);
  } catch (error) {
    await removeQuietly(fs, unfinished);
    return writeFault(error, "save-failed");
  }
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text, "base64"));
}
