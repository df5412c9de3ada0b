import type { Io } from "./io.ts";

/**
 * The passphrase from KURABITO_PASSPHRASE, else from standard input without its last line break; undefined when
 * neither holds one. Never from an argument: other users of the machine can see those.
 */
export async function readPassphrase(io: Io): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const given = fromEnvironment(io, "KURABITO_PASSPHRASE");
  if (given !== undefined) return given;
  const input = await io.readInput();
  if (input === undefined) return undefined;
  const end = withoutReturn(input, input[input.length - 1] === LINE_FEED ? input.length - 1 : input.length);
  return end === 0 ? undefined : input.slice(0, end);
}

/** A recovery code from KURABITO_RECOVERY_CODE, where no passphrase is given beside it. */
export function givenRecoveryCode(io: Io): Uint8Array<ArrayBuffer> | undefined {
  return fromEnvironment(io, "KURABITO_PASSPHRASE") === undefined
    ? fromEnvironment(io, "KURABITO_RECOVERY_CODE")
    : undefined;
}

/**
 * Several secrets, each from its environment variable, else from the next line of standard input. An empty one is
 * undefined.
 */
export async function readSecrets<const Names extends readonly string[]>(
  io: Io,
  names: Names,
): Promise<{ readonly [K in keyof Names]: Uint8Array<ArrayBuffer> | undefined }> {
  const given = names.map((name) => fromEnvironment(io, name));
  const input = given.includes(undefined) ? await io.readInput() : undefined;
  let at = 0;
  const nextLine = (): Uint8Array<ArrayBuffer> | undefined => {
    if (input === undefined || at >= input.length) return undefined;
    const feed = input.indexOf(LINE_FEED, at);
    const end = feed < 0 ? input.length : feed;
    const line = input.slice(at, withoutReturn(input, end));
    at = end + 1;
    return line.length === 0 ? undefined : line;
  };
  const secrets = given.map((secret) => secret ?? nextLine());
  input?.fill(0);
  // One secret for each name, in their order.
  return secrets as { readonly [K in keyof Names]: Uint8Array<ArrayBuffer> | undefined };
}

const LINE_FEED = 0x0a;

function fromEnvironment(io: Io, name: string): Uint8Array<ArrayBuffer> | undefined {
  const given = io.env[name];
  return given === undefined || given === "" ? undefined : new TextEncoder().encode(given);
}

function withoutReturn(bytes: Uint8Array, end: number): number {
  return bytes[end - 1] === 0x0d ? end - 1 : end;
}
