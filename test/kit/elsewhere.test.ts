import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { saltOf } from "../../workers/vault/page-codec.ts";
import { loadOracle } from "../interop/oracle.ts";
import { multipleCiphers, rawKey, sqlcipherShell, type Peer } from "../interop/peers.ts";
import { contentQuery, hashOfLines, secretOf, storedVectors } from "./stored-vectors.ts";

const Oracle = loadOracle();
const shell = process.env["SQLCIPHER_BIN"];
if (Oracle === undefined)
  process.stdout.write("skipped: no SQLite3MultipleCiphers here (npm ci --prefix test/oracles)\n");
if (shell === undefined)
  process.stdout.write("skipped: SQLCIPHER_BIN names no official sqlcipher shell (version 4)\n");

/** The vectors that every implementation of the format must answer alike. */
const comparable = storedVectors().filter(
  ({ kind, expect: wanted, elsewhere }) =>
    kind === "database" && elsewhere === undefined && wanted !== "unsupported" && wanted !== "wrong-key",
);

const peers: readonly (readonly [string, ((key: string) => Peer) | undefined])[] = [
  ["SQLite3MultipleCiphers", Oracle && ((key) => multipleCiphers(Oracle, key))],
  ["the official sqlcipher shell", shell === undefined ? undefined : (key) => sqlcipherShell(shell, key)],
];

describe.each(peers)("the kit and %s", (_, peerOf) => {
  const folder = mkdtempSync(join(tmpdir(), "kurabito-kit-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.skipIf(peerOf === undefined).each(comparable)("$name: $expect", (vector) => {
    if (peerOf === undefined) throw new Error("unreachable");
    const path = join(folder, vector.name);
    writeFileSync(path, vector.bytes);
    const peer = peerOf(rawKey(secretOf(vector), saltOf(vector.bytes)));
    const content = (): string => {
      const { integrity, lines } = peer.read(path, [contentQuery]);
      if (integrity.join() !== "ok") throw new Error(integrity.join());
      return hashOfLines(lines[0] ?? []);
    };
    if (vector.expect === "ok") expect(content()).toBe(vector.content);
    else expect(content).toThrow();
  });
});
