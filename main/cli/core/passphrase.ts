import type { Io } from "./io.ts";

/**
 * The passphrase from KURABITO_PASSPHRASE, else from standard input without its last line break; undefined when
 * neither holds one. Never from an argument: other users of the machine can see those.
 */
export async function readPassphrase(io: Io): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const given = io.env["KURABITO_PASSPHRASE"];
  if (given !== undefined && given !== "") return new TextEncoder().encode(given);
  const input = await io.readInput();
  if (input === undefined) return undefined;
  let end = input.length;
  if (input[end - 1] === 0x0a) end--;
  if (input[end - 1] === 0x0d) end--;
  return end === 0 ? undefined : input.slice(0, end);
}
