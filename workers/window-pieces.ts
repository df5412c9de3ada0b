import { lowerBytes, packFrame, unpackFrame } from "./base/frame.ts";
import type { LeasedPieces } from "./ports.ts";
import { LEASED_AT_ONCE, LEASED_PIECES_PATH, type RenewedLease } from "./terms/vault-file.ts";

/**
 * Reads a leased file from a worker of the window, at once: through the engine's own handle of the file where the host
 * could hand one over, at some 200 MB a second; else, and once the file was written to, which ends such a handle, by a
 * synchronous request to the private origin, which the host answers.
 */
export function windowPieces({ lease, file }: RenewedLease, end: () => void): LeasedPieces {
  const hadHandle = file instanceof Blob;
  let handle = file instanceof Blob ? file : undefined;
  return {
    read: (at, target) => {
      if (handle !== undefined && readHandle(handle, at, target)) return true;
      handle = undefined;
      return readOverHost(lease, at, target);
    },
    get slow() {
      return hadHandle && handle === undefined;
    },
    end,
  };
}

function readHandle(handle: Blob, at: number, target: Uint8Array): boolean {
  try {
    const piece = new FileReaderSync().readAsArrayBuffer(handle.slice(at, at + target.byteLength));
    if (piece.byteLength !== target.byteLength) return false;
    target.set(new Uint8Array(piece));
    return true;
  } catch {
    return false;
  }
}

function readOverHost(lease: string, at: number, target: Uint8Array): boolean {
  for (let done = 0; done < target.byteLength;) {
    const length = Math.min(LEASED_AT_ONCE, target.byteLength - done);
    const piece = askHost({ lease, at: at + done, length });
    if (piece?.byteLength !== length) return false;
    target.set(piece, done);
    done += length;
  }
  return true;
}

function askHost(input: {
  readonly lease: string;
  readonly at: number;
  readonly length: number;
}): Uint8Array | undefined {
  try {
    const request = new XMLHttpRequest();
    request.open("POST", LEASED_PIECES_PATH, false);
    request.responseType = "arraybuffer";
    const head = new TextEncoder().encode(JSON.stringify({ input }));
    request.send(new Blob([new Uint8Array(packFrame({ head, parts: [] }))]));
    return request.status === 200 ? bytesOf(new Uint8Array(request.response as ArrayBuffer)) : undefined;
  } catch {
    return undefined;
  }
}

function bytesOf(answer: Uint8Array): Uint8Array | undefined {
  const frame = unpackFrame(answer);
  if (frame === undefined) return undefined;
  const { outcome } = JSON.parse(new TextDecoder().decode(frame.head)) as { readonly outcome: unknown };
  const value: unknown = Reflect.get(lowerBytes(outcome, frame.parts) as object, "value");
  return value instanceof Uint8Array ? value : undefined;
}
