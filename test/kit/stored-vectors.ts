import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sha256 } from "./seal.ts";
import { readVector, type Vector } from "./vector.ts";

const extension = ".kura-vector";

/** Where the kit's files lie. */
export const vectorFolder = fileURLToPath(new URL("vectors", import.meta.url));

/** The file of a vector. */
export function vectorFile(name: string): string {
  return join(vectorFolder, name + extension);
}

/** The vectors as they lie in the kit: the files count, not what made them. */
export function storedVectors(): readonly Vector[] {
  return readdirSync(vectorFolder)
    .filter((file) => file.endsWith(extension))
    .map((file) => file.slice(0, -extension.length))
    .map((name) => readVector(name, new Uint8Array(readFileSync(vectorFile(name)))));
}

/** What is asked of a database that opens; the answer's hash is a vector's `content`. */
export const contentQuery = "SELECT id || '|' || hex(v) AS line FROM t ORDER BY id";

/** SHA-256 of lines, each ended by a line feed. */
export function hashOfLines(lines: readonly unknown[]): string {
  return sha256(lines.map((line) => `${String(line)}\n`).join(""));
}

/** The bytes of a vector's passphrase or key. */
export function secretOf(vector: Vector): Buffer {
  return Buffer.from(vector.secret ?? "", "hex");
}
