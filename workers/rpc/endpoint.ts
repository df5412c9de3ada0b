import type { GenericSchema } from "valibot";
import type { Outcome } from "../base/fault.ts";

/** A message as its receiver sees it. */
export interface PortMessage {
  readonly data: unknown;
}

/** The part of a message port that browsers and Node have alike. */
export interface Port {
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
  addEventListener(type: "message", listener: (event: PortMessage) => void): void;
  removeEventListener(type: "message", listener: (event: PortMessage) => void): void;
  start?(): void;
}

/** Methods of one argument that answer with an outcome, by name. */
export type Table<Api> = {
  readonly [K in keyof Api]: Api[K] extends (input: infer I) => Promise<Outcome<infer T>>
    ? (input: I) => Promise<Outcome<T>>
    : never;
};

/** What the argument of each method is checked against. */
export type Schemas<Api> = { readonly [K in keyof Api]: GenericSchema };

/**
 * The buffers of the byte arrays in a message, one or two levels deep, that can be handed over without
 * a copy: those that fill their buffer. The sender cannot use them afterwards.
 */
export function transferable(message: unknown, depth = 3): ArrayBuffer[] {
  if (message instanceof Uint8Array) {
    const { buffer } = message;
    return buffer instanceof ArrayBuffer && buffer.byteLength === message.byteLength ? [buffer] : [];
  }
  if (depth === 0 || typeof message !== "object" || message === null) return [];
  return Object.values(message).flatMap((member) => transferable(member, depth - 1));
}
