import { deriveVaultKey } from "../../workers/vault/key.ts";
import {
  decryptImage,
  encryptImage,
  newSalt,
  PAGE_BYTES,
  seedImage,
} from "../../workers/vault/page-codec.ts";

/** Milliseconds to encrypt and to decrypt so many MiB of pages as the vault does, in whatever runs this. */
export async function measureCodec(mebibytes: number): Promise<{
  readonly encryptMs: number;
  readonly decryptMs: number;
  readonly bytes: number;
}> {
  const key = await deriveVaultKey(new TextEncoder().encode("a passphrase of the bench"), newSalt());
  const image = new Uint8Array(mebibytes * 2 ** 20);
  for (let at = 0; at < image.length; at += 65_536) crypto.getRandomValues(image.subarray(at, at + 65_536));
  image.set(seedImage().subarray(0, 16));
  await decryptImage(key, await encryptImage(key, image.subarray(0, 512 * PAGE_BYTES)));
  const start = performance.now();
  const file = await encryptImage(key, image);
  const between = performance.now();
  const back = await decryptImage(key, file);
  return {
    encryptMs: between - start,
    decryptMs: performance.now() - between,
    bytes: back?.byteLength ?? 0,
  };
}

Object.assign(globalThis, { measureCodec });
