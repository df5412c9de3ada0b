import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { randomStream } from "../../workers/stats/random.ts";
import { deriveVaultKey, type VaultKey } from "../../workers/vault/key.ts";
import { decryptImage, PAGE_BYTES, saltOf } from "../../workers/vault/page-codec.ts";
import { askForPage } from "./one-page.ts";
import { changed, filePages, page, passphrase, sealedFile } from "./sealed-file.ts";

const SEALED_BODY = PAGE_BYTES - 64;
let key: VaultKey;
let image: Uint8Array;
let file: Uint8Array;
const counted: string[] = [];

beforeAll(async () => {
  ({ key, image, file } = await sealedFile());
});
afterAll(() => {
  key.close();
  process.stdout.write(`tampering with a ${filePages}-page file: ${counted.join(", ")}; all rejected\n`);
});

/** Opens the whole file, as the fallback and backups do: nothing may be handed out and nothing decrypted. */
async function rejectedWhole(
  tampered: Uint8Array,
  decrypt: { readonly mock: { readonly calls: readonly unknown[] } },
) {
  const before = decrypt.mock.calls.length;
  expect(await decryptImage(key, tampered)).toBeUndefined();
  expect(decrypt.mock.calls.length).toBe(before);
}

describe("a tampered file", () => {
  test("opens while nobody has touched it", async () => {
    expect(Buffer.compare((await decryptImage(key, file)) ?? new Uint8Array(), image)).toBe(0);
    for (let number = 0; number < filePages; number++)
      expect(askForPage(key, number, page(file, number))).toBe("opened");
  });

  test("3,000 flipped bytes, spread by seed: rejected page by page and as a whole, nothing decrypted", async () => {
    const random = randomStream(3);
    const decrypt = vi.spyOn(crypto.subtle, "decrypt");
    for (let i = 0; i < 3000; i++) {
      const at = 16 + random.below(file.length - 16);
      const number = Math.floor(at / PAGE_BYTES);
      const flipped = changed(file, (copy) => (copy[at] = (copy[at] ?? 0) ^ (1 + random.below(255))));
      expect(askForPage(key, number, page(flipped, number)), `byte ${at}`).toBe("rejected");
      // The whole file in one of ten: it authenticates all pages before the one that was touched as well.
      if (i % 10 === 0) await rejectedWhole(flipped, decrypt);
    }
    decrypt.mockRestore();
    counted.push("3000 flips");
  });

  test("a flipped byte of the salt gives another key, which opens no page", async () => {
    for (const at of [0, 7, 15]) {
      const flipped = changed(file, (copy) => (copy[at] = (copy[at] ?? 0) ^ 0x40));
      const other = await deriveVaultKey(passphrase(), saltOf(flipped));
      for (let number = 0; number < filePages; number++)
        expect(askForPage(other, number, page(flipped, number))).toBe("rejected");
      expect(await decryptImage(other, flipped)).toBeUndefined();
      other.close();
    }
    counted.push("3 flips of the salt");
  });

  test("every pair of pages swapped, and every page put in every other place", async () => {
    const decrypt = vi.spyOn(crypto.subtle, "decrypt");
    let swaps = 0;
    let copies = 0;
    for (let a = 0; a < filePages; a++)
      for (let b = 0; b < filePages; b++) {
        if (a === b) continue;
        // Page a in place of page b: what a swap, a copy and a page moved by insertion or deletion come to.
        expect(askForPage(key, b, page(file, a)), `${a} at ${b}`).toBe("rejected");
        copies++;
        if (a > b) continue;
        expect(askForPage(key, a, page(file, b))).toBe("rejected");
        swaps++;
      }
    for (const [a, b] of [
      [1, 2],
      [0, 63],
      [62, 63],
    ] as const)
      await rejectedWhole(
        changed(file, (copy) => {
          copy.set(page(file, a), b * PAGE_BYTES);
          copy.set(page(file, b), a * PAGE_BYTES);
        }),
        decrypt,
      );
    decrypt.mockRestore();
    counted.push(`${swaps} swaps`, `${copies} copies`);
  });

  test("zeroed pages: no exception for them, nor for a zeroed body or HMAC", async () => {
    const decrypt = vi.spyOn(crypto.subtle, "decrypt");
    for (let number = 0; number < filePages; number++)
      for (const [from, to] of [
        [0, PAGE_BYTES],
        [16, SEALED_BODY],
        [SEALED_BODY, PAGE_BYTES],
        [SEALED_BODY - 16, SEALED_BODY],
      ] as const) {
        const zeroed = changed(page(file, number), (copy) => copy.fill(0, from, to));
        expect(askForPage(key, number, zeroed)).toBe("rejected");
      }
    for (const number of [0, 1, 63])
      await rejectedWhole(
        changed(file, (copy) => page(copy, number).fill(0)),
        decrypt,
      );
    await rejectedWhole(new Uint8Array(file.length), decrypt);
    decrypt.mockRestore();
    counted.push(`${filePages * 4} zeroed pages and parts`);
  });

  test("cut off at every byte of the last page: what is left of it is no page", async () => {
    const decrypt = vi.spyOn(crypto.subtle, "decrypt");
    for (let cut = 1; cut < PAGE_BYTES; cut++)
      await rejectedWhole(file.subarray(0, file.length - cut), decrypt);
    decrypt.mockRestore();
    counted.push(`${PAGE_BYTES - 1} truncations`);
  });

  test("1 to 4,096 bytes added: no page, or one that was never sealed there", async () => {
    const decrypt = vi.spyOn(crypto.subtle, "decrypt");
    const longer = new Uint8Array(file.length + PAGE_BYTES);
    longer.set(file);
    for (let extra = 1; extra < PAGE_BYTES; extra++)
      await rejectedWhole(longer.subarray(0, file.length + extra), decrypt);
    for (const last of [new Uint8Array(PAGE_BYTES), page(file, 0), page(file, 63)]) {
      longer.set(last, file.length);
      expect(askForPage(key, filePages, last)).toBe("rejected");
      await rejectedWhole(longer, decrypt);
    }
    decrypt.mockRestore();
    counted.push(`${PAGE_BYTES - 1 + 3} additions`);
  });
});
