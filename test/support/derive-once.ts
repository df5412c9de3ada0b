/*
 * The set-up of the unit tests, and of deep suites that ask for it: vaults are opened again and again there. A passphrase
 * over a salt is derived once in a process, with all the rounds it has in the program, and remembered. Only the rounds
 * are saved: every key is the one PBKDF2 gives.
 */

/** Below this many rounds there is nothing to save. */
const COSTLY_ROUNDS = 1000;

const { subtle } = globalThis.crypto;
const importKey = subtle.importKey.bind(subtle) as (...given: unknown[]) => Promise<CryptoKey>;
const deriveBits = subtle.deriveBits.bind(subtle);
const secrets = new WeakMap<CryptoKey, string>();
const derived = new Map<string, Promise<ArrayBuffer>>();

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

function isPbkdf2(given: unknown): given is Pbkdf2Params {
  return typeof given === "object" && given !== null && "iterations" in given && "salt" in given;
}

async function rememberingImport(...given: unknown[]): Promise<CryptoKey> {
  const [format, secret, algorithm] = given;
  const known =
    format === "raw" && algorithm === "PBKDF2" && secret instanceof Uint8Array ? hex(secret) : undefined;
  const key = await importKey(...given);
  if (known !== undefined) secrets.set(key, known);
  return key;
}

async function rememberingDerive(
  algorithm: Parameters<SubtleCrypto["deriveBits"]>[0],
  key: CryptoKey,
  length: number,
): Promise<ArrayBuffer> {
  const secret = secrets.get(key);
  if (secret === undefined || !isPbkdf2(algorithm) || algorithm.iterations < COSTLY_ROUNDS)
    return deriveBits(algorithm, key, length);
  const salt = hex(new Uint8Array(algorithm.salt as Uint8Array<ArrayBuffer>));
  const what = JSON.stringify([secret, salt, algorithm.hash, algorithm.iterations, length]);
  const running = derived.get(what) ?? deriveBits(algorithm, key, length);
  derived.set(what, running);
  return (await running).slice(0);
}

// One process runs many test files, and each of them asks for this once.
if (!Object.hasOwn(subtle, "deriveBits")) {
  Object.defineProperty(subtle, "importKey", { value: rememberingImport });
  Object.defineProperty(subtle, "deriveBits", { value: rememberingDerive });
}
