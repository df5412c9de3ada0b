import type { Manifest } from "../../terms/release.ts";
import { csvOutline } from "./files/csv-records.ts";
import { coveredText, parseManifest } from "./files/manifest.ts";
import { sha256 as loadSha256, type Sha256 } from "./files/sha256.ts";
import { signatureHolds, signerOf } from "./files/signature.ts";

/** One check of a released file against its manifest; its sentence is `check.<code>` of release.json. */
export interface ManifestCheck {
  readonly code:
    | "format"
    | "digest"
    | "signature"
    | "signer"
    | "file-present"
    | "file-bytes"
    | "file-sha256"
    | "file-rows"
    | "file-columns";
  readonly passed: boolean;
  readonly file?: string;
  readonly expected?: string | number;
  readonly found?: string | number;
}

export interface ManifestReport {
  /** Every check passed. */
  readonly intact: boolean;
  readonly manifest?: Manifest;
  readonly checks: readonly ManifestCheck[];
  /** Whose key signed it. */
  readonly fingerprint?: string;
  /** "unsigned": an older version wrote it, and nothing shows who did. */
  readonly notes: readonly "unsigned"[];
}

/**
 * Checks a manifest and the files it names without the vault: its form, its digest, and each file's
 * presence, size, SHA-256, rows and columns. `readFile` is given plain names of files beside the
 * manifest. The digest proves that manifest and files belong together as written; the signature, that the vault with this key's fingerprint
 * wrote them. Whose vault that is, a reader knows who was told the fingerprint by its owner: with `signer` it must be this one.
 */
export async function verifyManifest(
  manifestText: string,
  readFile: (name: string) => Promise<Uint8Array | undefined>,
  signer?: string,
): Promise<ManifestReport> {
  const manifest = parseManifest(manifestText);
  if (manifest === undefined)
    return { intact: false, checks: [{ code: "format", passed: false }], notes: [] };
  const sha256 = await loadSha256();
  const digest = sha256(coveredText(manifest));
  const checks: ManifestCheck[] = [
    { code: "format", passed: true },
    { code: "digest", passed: digest === manifest.digest, expected: manifest.digest, found: digest },
    ...(await signatureChecks(manifest, sha256, signer)),
  ];
  let rows: number | undefined;
  for (const { name, bytes: size, sha256: hash } of manifest.files) {
    const bytes = await readFile(name);
    checks.push({ code: "file-present", passed: bytes !== undefined, file: name });
    if (bytes === undefined) continue;
    checks.push(
      compare("file-bytes", name, size, bytes.byteLength),
      compare("file-sha256", name, hash, sha256(bytes)),
    );
    if (!isTabular(name)) continue;
    const outline = csvOutline(bytes, manifest);
    rows = (rows ?? 0) + outline.rows;
    if (!manifest.headless)
      checks.push(compare("file-columns", name, manifest.columns.join(", "), outline.header.join(", ")));
  }
  const last = manifest.files.findLast(({ name }) => isTabular(name));
  if (last !== undefined) checks.push(compare("file-rows", last.name, manifest.rows, rows ?? 0));
  return {
    intact: checks.every((check) => check.passed),
    manifest,
    checks,
    ...(manifest.signer === undefined ? {} : { fingerprint: manifest.signer.fingerprint }),
    notes: manifest.signature === undefined ? ["unsigned"] : [],
  };
}

/** Pages and JSON have no rows to count: their bytes are what is checked. The name is covered by the digest. */
function isTabular(name: string): boolean {
  return !/\.(?:html|json)$/u.test(name);
}

async function signatureChecks(
  manifest: Manifest,
  sha256: Sha256,
  wanted: string | undefined,
): Promise<readonly ManifestCheck[]> {
  const { signer, signature } = manifest;
  const expected = wanted?.toLowerCase().replaceAll(/[^0-9a-f]/gu, "");
  const asked: readonly ManifestCheck[] =
    expected === undefined
      ? []
      : [
          {
            code: "signer",
            passed: signer?.fingerprint === expected,
            expected,
            ...(signer && { found: signer.fingerprint }),
          },
        ];
  // A signature taken away is seen by the signer that stays: the digest covers it.
  if (signer === undefined && signature === undefined) return asked;
  const passed =
    signer !== undefined &&
    signature !== undefined &&
    signerOf(signer.publicKey, sha256).fingerprint === signer.fingerprint &&
    (await signatureHolds(signer.publicKey, signature, coveredText(manifest)));
  return [{ code: "signature", passed }, ...asked];
}

function compare(
  code: ManifestCheck["code"],
  file: string,
  expected: string | number,
  found: string | number,
): ManifestCheck {
  return { code, passed: expected === found, file, expected, found };
}
