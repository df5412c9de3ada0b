import type { ManifestSigner } from "../../../terms/release.ts";
import { putSetting, setting } from "../../../vault/settings.ts";
import type { Database } from "../../../vault/database.ts";
import type { Sha256 } from "./sha256.ts";

/**
 * The vault's key: its public half, and the one act of its private half. ECDSA over the curve P-256 with SHA-256 (FIPS 186-5) is the
 * signature that browsers and Node both bring along.
 */
export interface VaultSigner extends ManifestSigner {
  /** The signature of a text's UTF-8: r and s, 32 bytes each (IEEE P1363), base64. */
  readonly sign: (text: string) => Promise<string>;
}

const curve = { name: "ECDSA", namedCurve: "P-256" } as const;
const scheme = { name: "ECDSA", hash: "SHA-256" } as const;
const privateSetting = "manifest-key";
const publicSetting = "manifest-public-key";

/**
 * The vault's key for manifests, made when first asked for: call it inside a change. The private half lies in the vault's settings,
 * encrypted with everything else, and leaves it never.
 */
export async function vaultSigner(db: Database, sha256: Sha256): Promise<VaultSigner> {
  const stored = setting(db, privateSetting);
  const key = stored === "" ? await makeKey(db) : await readKey(stored);
  const signer = publicSigner(db, sha256)!;
  return {
    ...signer,
    sign: async (text) => toBase64(await crypto.subtle.sign(scheme, key, new TextEncoder().encode(text))),
  };
}

/** The public half of the vault's key; undefined before anything was signed. */
export function publicSigner(db: Database, sha256: Sha256): ManifestSigner | undefined {
  const publicKey = setting(db, publicSetting);
  return publicKey === "" ? undefined : signerOf(publicKey, sha256);
}

/** A public key with what follows from it. */
export function signerOf(publicKey: string, sha256: Sha256): ManifestSigner {
  return { algorithm: "ECDSA-P256-SHA256", publicKey, fingerprint: sha256(fromBase64(publicKey)) };
}

/** Whether a signature is that of a text's UTF-8 by the key's owner. False for what is no key or no signature at all. */
export async function signatureHolds(publicKey: string, signature: string, text: string): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey("spki", fromBase64(publicKey), curve, false, ["verify"]);
    return await crypto.subtle.verify(scheme, key, fromBase64(signature), new TextEncoder().encode(text));
  } catch {
    return false;
  }
}

async function makeKey(db: Database): Promise<CryptoKey> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(curve, true, ["sign", "verify"]);
  putSetting(db, privateSetting, toBase64(await crypto.subtle.exportKey("pkcs8", privateKey)));
  putSetting(db, publicSetting, toBase64(await crypto.subtle.exportKey("spki", publicKey)));
  return privateKey;
}

function readKey(stored: string): Promise<CryptoKey> {
  return crypto.subtle.importKey("pkcs8", fromBase64(stored), curve, false, ["sign"]);
}

function toBase64(bytes: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
