import { beforeAll, describe, expect, test } from "vitest";
import { bareDatabase } from "../../../../test/support/bare-database.ts";
import type { Manifest } from "../../../terms/release.ts";
import type { Database } from "../../../vault/database.ts";
import { verifyManifest } from "../verify.ts";
import { coveredText, manifestBytes, parseManifest, sealManifest } from "./manifest.ts";
import { sha256 as loadSha256, type Sha256 } from "./sha256.ts";
import { publicSigner, signatureHolds, vaultSigner } from "./signature.ts";

const csv = new TextEncoder().encode("都道府県,人数\r\n東京都,30\r\n");
let db: Database;
let sha256: Sha256;
let manifest: Manifest;

async function sealed(vault: Database): Promise<Manifest> {
  const facts = {
    id: "7f3b2a52-8f5c-4f4e-9a1e-2f5d3a4b5c6d",
    kind: "aggregate",
    createdAt: "2026-11-22T00:00:00.000Z",
    segment: "全員",
    purpose: "analytics",
    recipient: "self",
    basis: "consent",
    people: 30,
    rows: 1,
    columns: ["都道府県", "人数"],
    k: 10,
    withheld: { cells: 0 },
    files: [{ name: "a.csv", bytes: csv.byteLength, sha256: sha256(csv) }],
  } as const;
  return sealManifest(facts, sha256, await vaultSigner(vault, sha256));
}

const verify = (one: Manifest | Omit<Manifest, "signature">, signer?: string) =>
  verifyManifest(JSON.stringify(one), async () => csv, signer);
const failed = async (one: Parameters<typeof verify>[0], signer?: string) =>
  (await verify(one, signer)).checks.filter(({ passed }) => !passed).map(({ code }) => code);

beforeAll(async () => {
  db = await bareDatabase();
  sha256 = await loadSha256();
  manifest = await sealed(db);
});

describe("a signed manifest", () => {
  test("verifies, and says whose key it was", async () => {
    const report = await verify(manifest);
    expect(report).toMatchObject({ intact: true, notes: [], fingerprint: manifest.signer?.fingerprint });
    expect(parseManifest(new TextDecoder().decode(manifestBytes(manifest)))).toEqual(manifest);
    expect(await failed(manifest, manifest.signer?.fingerprint.toUpperCase())).toEqual([]);
  });

  test("is signed by one key of the vault, which stays inside it", async () => {
    const again = await sealed(db);
    expect(again.signer).toEqual(manifest.signer);
    expect(publicSigner(db, sha256)).toEqual(manifest.signer);
    const kept = db.first<{ value: string }>("SELECT value FROM settings WHERE key = 'manifest-key'");
    expect(JSON.stringify(manifest)).not.toContain(kept?.value);
    const other = await sealed(await bareDatabase());
    expect(other.signer?.fingerprint).not.toBe(manifest.signer?.fingerprint);
    expect(await failed(other, manifest.signer?.fingerprint)).toEqual(["signer"]);
  });

  test("does not survive a change, although its digest is made to fit", async () => {
    const more: Manifest = { ...manifest, people: 31 };
    const fitted = { ...more, digest: sha256(coveredText(more)) };
    expect(await failed(more)).toEqual(["digest", "signature"]);
    expect(await failed(fitted)).toEqual(["signature"]);
  });

  test("does not pass with another's key, fingerprint or signature, nor without its signature", async () => {
    const other = await sealed(await bareDatabase());
    const { signature, ...unsigned } = manifest;
    const fit = (one: Manifest): Manifest => ({ ...one, digest: sha256(coveredText(one)) });
    expect(await failed({ ...manifest, signature: other.signature! })).toEqual(["signature"]);
    expect(await failed(fit({ ...manifest, signer: other.signer! }))).toEqual(["signature"]);
    const lying = { ...other.signer!, fingerprint: manifest.signer!.fingerprint };
    expect(await failed(fit({ ...other, signer: lying }))).toEqual(["signature"]);
    expect(await failed(unsigned)).toEqual(["signature"]);
    expect(signature).toMatch(/^[A-Za-z0-9+/]{86}==$/u);
  });

  test("of an older version, unsigned, verifies with a note", async () => {
    const facts = { ...manifest };
    delete (facts as { signature?: unknown }).signature;
    delete (facts as { signer?: unknown }).signer;
    const old = { ...facts, digest: sha256(coveredText(facts)) };
    expect(await verify(old)).toMatchObject({ intact: true, notes: ["unsigned"] });
    expect(await failed(old, manifest.signer?.fingerprint)).toEqual(["signer"]);
  });
});

test("no key and no signature hold nothing", async () => {
  expect(await signatureHolds("AAAA", "AAAA", "x")).toBe(false);
  expect(await signatureHolds(manifest.signer!.publicKey, "!", "x")).toBe(false);
});
