import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { manifestSeal, type FreshnessManifest, type ManifestSeal } from "./freshness-manifest.ts";
import { changeCounter, Freshness, type VaultState } from "./freshness.ts";
import { deriveVaultKey, type VaultKey } from "./key.ts";
import { encryptImage, newSalt, PAGE_BYTES, seedImage } from "./page-codec.ts";

const at = new Date("2026-11-22T01:02:03.004Z");
const mac = (digit: string): string => digit.repeat(64);
const state: VaultState = { vaultId: "a-vault", changes: 5, record: { seq: 9, mac: mac("a") } };
const manifest: FreshnessManifest = {
  vaultId: "a-vault",
  counter: 3,
  pages: 40,
  changes: 5,
  root: mac("b"),
  record: { seq: 9, mac: mac("a") },
  at: at.toISOString(),
};

let key: VaultKey;
let seal: ManifestSeal;
let file: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  key = await deriveVaultKey(new TextEncoder().encode("a passphrase"), newSalt());
  seal = await manifestSeal(new Uint8Array(32).fill(7));
  file = await encryptImage(key, image());
});

/** Five pages of a database, only the first of them with sense. */
function image(): Uint8Array {
  const bytes = crypto.getRandomValues(new Uint8Array(5 * PAGE_BYTES));
  bytes.set(seedImage());
  return bytes;
}

describe("a manifest", () => {
  test("is the document its documentation says", async () => {
    const bytes = await seal.encode(manifest);
    const text = new TextDecoder().decode(bytes);
    const unsigned =
      `{"at":"2026-11-22T01:02:03.004Z","changes":5,"counter":3,"format":"kurabito freshness 1","pages":40,` +
      `"record":{"mac":"${mac("a")}","seq":9},"root":"${mac("b")}","vaultId":"a-vault"}`;
    const hmac = await crypto.subtle.importKey(
      "raw",
      new Uint8Array(32).fill(7),
      { name: "HMAC", hash: "SHA-256" },
      false,
      ["sign"],
    );
    const expected = Buffer.from(
      await crypto.subtle.sign("HMAC", hmac, new TextEncoder().encode(unsigned)),
    ).toString("hex");
    expect(text).toBe(unsigned.replace(',"pages"', `,"mac":"${expected}","pages"`));
    expect(await seal.decode(bytes)).toEqual(manifest);
  });

  test("holds no longer with any bit of any byte changed, cut off or added", async () => {
    const bytes = await seal.encode(manifest);
    for (let i = 0; i < bytes.length; i++) {
      for (const bit of [1, 2, 4, 8, 16, 32, 64, 128]) {
        const changed = bytes.slice();
        changed[i] = (changed[i] ?? 0) ^ bit;
        expect(await seal.decode(changed), `byte ${String(i)}, bit ${String(bit)}`).toBeUndefined();
      }
      expect(await seal.decode(bytes.subarray(0, i))).toBeUndefined();
    }
    expect(await seal.decode(Uint8Array.of(...bytes, 32))).toBeUndefined();
    expect(await (await manifestSeal(new Uint8Array(32).fill(8))).decode(bytes)).toBeUndefined();
  });

  test("reading any bytes answers, never throws", async () => {
    const text = new TextDecoder().decode(await seal.encode(manifest));
    const spliced = fc
      .tuple(fc.nat(text.length), fc.nat(text.length), fc.string())
      .map(([from, to, piece]) => new TextEncoder().encode(text.slice(0, from) + piece + text.slice(to)))
      .filter((bytes) => new TextDecoder().decode(bytes) !== text);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 5000 }),
          spliced,
          fc.json().map((json) => new TextEncoder().encode(json)),
        ),
        async (bytes) => (await seal.decode(bytes)) === undefined,
      ),
      { numRuns: 1000 },
    );
  });
});

describe("a file is judged", () => {
  async function saved(): Promise<{ readonly freshness: Freshness; readonly manifest: Uint8Array }> {
    const freshness = await Freshness.under(key);
    const next = await freshness.whole(file, state, at);
    next.adopt();
    return { freshness, manifest: next.manifest };
  }
  const judge = async (bytes: Uint8Array, manifests: readonly Uint8Array[], now = state) =>
    (await Freshness.under(key)).judge({ bytes, manifests }, now);

  test("fresh by the manifest of its last save, also among others, and after a commit", async () => {
    const { freshness, manifest: first } = await saved();
    expect(await judge(file, [first])).toEqual({ kind: "fresh" });
    const pages = (await encryptImage(key, image())).subarray(PAGE_BYTES, 2 * PAGE_BYTES);
    const commit = { pageCount: 5, pages: [2], bytes: pages };
    const failed = await freshness.commit(commit, state, at);
    const later = { ...state, changes: 6, record: { seq: 10, mac: mac("c") } };
    const second = await freshness.commit(commit, later, at);
    second.adopt();
    const after = file.slice();
    after.set(pages, PAGE_BYTES);
    expect(await judge(after, [second.manifest], later)).toEqual({ kind: "fresh" });
    expect(await judge(after, [first, second.manifest], later)).toEqual({ kind: "fresh" });
    expect(await judge(file, [first, second.manifest])).toEqual({ kind: "fresh" });
    expect(failed.manifest).not.toEqual(second.manifest);
  });

  test("older when pages were put back, edited when another program counted its change", async () => {
    const { manifest: first } = await saved();
    const changed = await encryptImage(key, image());
    expect(await judge(changed, [first])).toMatchObject({ kind: "older", known: { counter: 1 } });
    expect(await judge(changed, [first], { ...state, changes: 4 })).toMatchObject({ kind: "older" });
    expect(await judge(changed, [first], { ...state, changes: 6 })).toMatchObject({ kind: "edited" });
    expect(await judge(file.subarray(0, 4 * PAGE_BYTES), [first])).toMatchObject({ kind: "older" });
    // The right pages with another record than the manifest's: not what was saved.
    expect(await judge(file, [first], { ...state, record: { seq: 8, mac: mac("d") } })).toMatchObject({
      kind: "older",
    });
  });

  test("unknown when no manifest is of this vault", async () => {
    const { manifest: first } = await saved();
    const other = await deriveVaultKey(new TextEncoder().encode("a passphrase"), newSalt());
    const foreign = await (await Freshness.under(other)).whole(file, state, at);
    expect(await judge(file, [])).toEqual({ kind: "unknown" });
    expect(await judge(file, [new Uint8Array(0), foreign.manifest])).toEqual({ kind: "unknown" });
    expect(await judge(file, [first], { ...state, vaultId: "another" })).toEqual({ kind: "unknown" });
  });

  test("the counter goes on above every manifest of the vault", async () => {
    const freshness = await Freshness.under(key);
    const { freshness: writer, manifest: first } = await saved();
    const second = await writer.whole(file, state, at);
    await freshness.judge({ bytes: file, manifests: [first, second.manifest] }, state);
    const third = await freshness.whole(file, state, at);
    expect(JSON.parse(new TextDecoder().decode(third.manifest))).toMatchObject({ counter: 3 });
  });

  test("the change counter is SQLite's", () => {
    expect(changeCounter(seedImage())).toBe(1);
  });
});
