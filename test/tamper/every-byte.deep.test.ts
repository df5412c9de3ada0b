import { expect, test } from "vitest";
import { deriveVaultKey } from "../../workers/vault/key.ts";
import { PAGE_BYTES, saltOf } from "../../workers/vault/page-codec.ts";
import { randomStream } from "../../workers/stats/random.ts";
import { askForPage } from "./one-page.ts";
import { changed, filePages, page, passphrase, sealedFile } from "./sealed-file.ts";

test("every byte of a 64-page file flipped once: all 262,144 rejected", { timeout: 1_800_000 }, async () => {
  const { key, file } = await sealedFile();
  const random = randomStream(64);
  const not: string[] = [];
  let rejected = 0;
  for (let at = 16; at < file.length; at++) {
    const number = Math.floor(at / PAGE_BYTES);
    const sealed = changed(page(file, number), (copy) => {
      copy[at % PAGE_BYTES] = (copy[at % PAGE_BYTES] ?? 0) ^ (1 + random.below(255));
    });
    if (askForPage(key, number, sealed) === "rejected") rejected++;
    else not.push(`byte ${at}`);
  }
  // The salt is not authenticated but makes the key: each of its bytes is flipped with a derivation of its own.
  for (let at = 0; at < 16; at++) {
    const flipped = changed(file, (copy) => (copy[at] = (copy[at] ?? 0) ^ (1 + random.below(255))));
    const other = await deriveVaultKey(passphrase(), saltOf(flipped));
    const answers = Array.from({ length: filePages }, (_, number) =>
      askForPage(other, number, page(flipped, number)),
    );
    if (answers.every((answer) => answer === "rejected")) rejected++;
    else not.push(`salt ${at}`);
    other.close();
  }
  process.stdout.write(`every byte flipped: ${rejected} of ${file.length} rejected\n`);
  expect(not).toEqual([]);
  expect(rejected).toBe(262_144);
});
