import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The ways a word may lie on a disk: UTF-8, UTF-16 of either order, hexadecimal, base64. */
export function encodings(word: string): readonly Buffer[] {
  const utf8 = Buffer.from(word, "utf8");
  // Base64 depends on where in a group of three bytes the word begins: whole groups inside are the same at each place.
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), utf8]).toString("base64");
    return Buffer.from(text.slice(4, text.length - 4));
  });
  const utf16 = Buffer.from(word, "utf16le");
  return [utf8, utf16, Buffer.from(utf16).swap16(), Buffer.from(utf8.toString("hex")), ...base64];
}

/** The files under a folder that hold one of the words in UTF-8, UTF-16, hexadecimal or base64, with the word. */
export function filesHolding(folder: string, words: readonly string[]): readonly string[] {
  const wanted = words.map((word) => ({ word, forms: encodings(word) }));
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      const bytes = bytesOf(path);
      return wanted
        .filter((one) => one.forms.some((form) => bytes.includes(form)))
        .map(({ word }) => `${path}: ${word}`);
    });
}

/** The browser removes files of its own while it runs. */
function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}
