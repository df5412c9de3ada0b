import { createSHA256 } from "hash-wasm";

/** SHA-256 as lower-case hex of bytes, or of a text's UTF-8. Synchronous: a file of 100,000 people needs 400,000 of them. */
export type Sha256 = (data: Uint8Array | string) => string;

let ready: Promise<Sha256> | undefined;

/** The hash function, once its WebAssembly module stands. */
export function sha256(): Promise<Sha256> {
  ready ??= createSHA256().then((hasher) => (data) => hasher.init().update(data).digest("hex"));
  return ready;
}
