import { createSHA256 } from "hash-wasm";

/** SHA-256 as lower-case hex of bytes, or of a text's UTF-8. Synchronous: a file of 100,000 people needs 400,000 of them. */
export type Sha256 = (data: Uint8Array | string) => string;

/** SHA-256 of bytes that come in pieces; after `end` it begins anew. */
interface PieceHash {
  update(bytes: Uint8Array): void;
  /** Lower-case hex of all since the last `end`. */
  end(): string;
}

let ready: Promise<Sha256> | undefined;

/** The hash function, once its WebAssembly module stands. */
export function sha256(): Promise<Sha256> {
  ready ??= createSHA256().then((hasher) => (data) => hasher.init().update(data).digest("hex"));
  return ready;
}

/** A hash of its own for bytes in pieces: between two of them others may be computed. */
export async function pieceHash(): Promise<PieceHash> {
  const hasher = await createSHA256();
  hasher.init();
  return {
    update: (bytes) => void hasher.update(bytes),
    end: () => {
      const hex = hasher.digest("hex");
      hasher.init();
      return hex;
    },
  };
}
