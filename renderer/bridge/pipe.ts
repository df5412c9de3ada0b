import * as v from "valibot";
import { fault, type Fault, type Outcome } from "../../workers/base/fault.ts";
import { frameLead, liftBytes, lowerBytes, unpackFrame } from "../../workers/base/frame.ts";
import { ok } from "../../workers/base/result.ts";
import { hostAnswerSchema, hostWire, lentMethods } from "../../main/contract.ts";

type Pieces = readonly Uint8Array<ArrayBuffer>[];

/**
 * One call to the Chromium host. Small bodies travel in the request; a large one is handed to the host as
 * a download, and a large vault comes back through a file input, for intercepted bodies cross the pipe as
 * text at a few megabytes a second.
 */
export async function callOverPipe(method: string, input: unknown): Promise<Outcome<unknown>> {
  const inlet = lentMethods.some((lent) => lent === method) ? addInlet() : undefined;
  const parts: Uint8Array[] = [];
  const lifted = liftBytes(input, parts);
  const head = inlet === undefined ? { input: lifted } : { input: lifted, inlet: inlet.dataset["inlet"] };
  const pieces = framePieces(head, parts);
  const size = pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
  const handover = size > hostWire.inlineBytes ? handOver(pieces) : undefined;
  try {
    const body = handover === undefined ? pieces : framePieces({ handover: handover.name }, []);
    const response = await fetch(hostWire.path + method, { method: "POST", body: new Blob([...body]) });
    if (!response.ok) return fault("internal");
    return await readAnswer(new Uint8Array(await response.arrayBuffer()), inlet);
  } finally {
    handover?.done();
    inlet?.remove();
  }
}

/** The pieces of a framed call, in order, without joining them into one copy. */
function framePieces(head: unknown, parts: readonly Uint8Array[]): Pieces {
  const frame = { head: new TextEncoder().encode(JSON.stringify(head)), parts: parts.map(unshared) };
  return [unshared(frameLead(frame)), frame.head, ...frame.parts];
}

/** A Blob takes no view of shared memory: such bytes are copied. */
function unshared(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);
}

/** Hands a framed call to the host as a download under a name only the two know. */
function handOver(pieces: Pieces): { readonly name: string; readonly done: () => void } {
  const name = crypto.randomUUID();
  const url = URL.createObjectURL(new Blob([...pieces], { type: "application/octet-stream" }));
  const anchor = document.createElement("a");
  anchor.href = url;
  // A name with an extension of its own: to one without, the browser adds what it sniffs.
  anchor.download = `${name}${hostWire.extension}`;
  anchor.click();
  return {
    name,
    done: () => {
      URL.revokeObjectURL(url);
    },
  };
}

/** A hidden file input that the host can put a vault's files into. */
function addInlet(): HTMLInputElement {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.hidden = true;
  input.dataset["inlet"] = crypto.randomUUID();
  document.body.append(input);
  return input;
}

async function readAnswer(bytes: Uint8Array, inlet: HTMLInputElement | undefined): Promise<Outcome<unknown>> {
  const frame = unpackFrame(bytes);
  if (frame === undefined) return fault("internal");
  const head = v.parse(hostAnswerSchema, JSON.parse(new TextDecoder().decode(frame.head)));
  const outcome = lowerBytes(head.outcome, frame.parts);
  if (!isOutcome(outcome)) return fault("internal");
  return outcome.ok && head.fromInlet.length > 0
    ? withFiles(outcome.value, head.fromInlet, inlet?.files ?? undefined)
    : outcome;
}

/** An answered value with the members that came as files. */
async function withFiles(
  value: unknown,
  names: readonly string[],
  files: FileList | undefined,
): Promise<Outcome<unknown>> {
  const members: [string, Uint8Array | File][] = [];
  for (const [index, name] of names.entries()) {
    const file = files?.[index];
    if (file === undefined) return fault("file-unreadable");
    members.push([name, name === "file" ? file : new Uint8Array(await file.arrayBuffer())]);
  }
  return ok({ ...(value as object), ...Object.fromEntries(members) });
}

function isOutcome(value: unknown): value is Outcome<unknown> {
  if (typeof value !== "object" || value === null || !("ok" in value)) return false;
  return value.ok === true || (value.ok === false && "error" in value && isFault(value.error));
}

function isFault(value: unknown): value is Fault {
  return typeof value === "object" && value !== null && "code" in value && typeof value.code === "string";
}
