import * as v from "valibot";
import { canonicalJson, type Json } from "../../../base/canonical-json.ts";
import {
  choiceVerdicts,
  fairnessAttributes,
  messageClasses,
  overCapChoices,
  sendingEffects,
} from "../../../terms/decision.ts";
import { fairModels, groupingKinds } from "../../../terms/model-fairness.ts";
import { messageItems } from "../../../terms/policy.ts";
import { legalBases, purposeCodes, recipients } from "../../../terms/purpose.ts";
import { privacyMechanisms, releaseKinds, type Manifest } from "../../../terms/release.ts";
import { platforms } from "../../../terms/platform.ts";
import type { Sha256 } from "./sha256.ts";
import type { VaultSigner } from "./signature.ts";

/** The program as manifests name it. */
const program = "kurabito/0.1.0";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/u));
const base64 = v.pipe(v.string(), v.maxLength(400), v.base64());
/** A plain name: a manifest must not be able to point a reader at another folder. */
const plainName = v.pipe(
  v.string(),
  v.maxLength(255),
  v.regex(/^[^/\\:\p{Cc}]+$/u),
  v.check((name) => name !== "." && name !== ".."),
);

const forecastsSchema = v.pipe(
  v.array(
    v.strictObject({
      model: v.picklist(fairModels),
      by: v.picklist([...groupingKinds, "segment", "field"]),
    }),
  ),
  v.minLength(1),
);
const reasonSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(400));

const sendingSchema = v.strictObject({
  class: v.picklist(messageClasses),
  effect: v.exactOptional(v.picklist(sendingEffects)),
  cap: v.exactOptional(v.strictObject({ most: count, days: count })),
  overCap: v.exactOptional(v.picklist(overCapChoices)),
  pressure: v.strictObject({
    days: count,
    none: v.exactOptional(count),
    one: v.exactOptional(count),
    twoOrThree: v.exactOptional(count),
    fourOrMore: v.exactOptional(count),
  }),
  fairness: v.exactOptional(
    v.pipe(
      v.array(
        v.strictObject({ attribute: v.picklist(fairnessAttributes), verdict: v.picklist(choiceVerdicts) }),
      ),
      v.minLength(1),
    ),
  ),
  forecasts: v.exactOptional(forecastsSchema),
  reason: v.exactOptional(reasonSchema),
});

/** The form of a manifest, version 1. Unknown members are refused: what the digest covers must be understood. */
export const manifestSchema = v.strictObject({
  format: v.literal("kurabito-manifest/1"),
  id: v.pipe(v.string(), v.uuid()),
  kind: v.picklist(releaseKinds),
  createdAt: v.pipe(v.string(), v.isoTimestamp()),
  program: v.string(),
  segment: v.string(),
  purpose: v.picklist(purposeCodes),
  recipient: v.picklist(recipients),
  platform: v.exactOptional(v.picklist(platforms)),
  country: v.exactOptional(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/u))),
  basis: v.picklist(legalBases),
  people: count,
  rows: count,
  columns: v.array(v.string()),
  headless: v.exactOptional(v.literal(true)),
  encoding: v.exactOptional(v.literal("windows-31j")),
  k: v.exactOptional(count),
  privacy: v.exactOptional(
    v.strictObject({
      mechanism: v.picklist(privacyMechanisms),
      epsilon: v.number(),
      delta: v.number(),
      rho: v.number(),
      ordersBound: v.exactOptional(count),
      revenueBound: v.exactOptional(count),
    }),
  ),
  anonymity: v.exactOptional(
    v.strictObject({
      l: v.exactOptional(v.number()),
      t: v.exactOptional(v.number()),
      levels: v.record(v.string(), count),
    }),
  ),
  diversity: v.exactOptional(count),
  policies: v.exactOptional(
    v.pipe(
      v.array(v.strictObject({ id: v.string(), version: v.string() })),
      v.minLength(1),
      v.maxLength(100),
    ),
  ),
  sending: v.exactOptional(sendingSchema),
  despite: v.exactOptional(v.strictObject({ forecasts: forecastsSchema, reason: reasonSchema })),
  message: v.exactOptional(
    v.pipe(
      v.array(
        v.strictObject({
          item: v.picklist(messageItems),
          rules: v.pipe(v.array(v.string()), v.minLength(1)),
          confirmed: v.boolean(),
        }),
      ),
      v.minLength(1),
    ),
  ),
  withheld: v.record(v.string(), count),
  withheldBelow: v.exactOptional(count),
  countsIn: v.exactOptional(count),
  files: v.pipe(
    v.array(v.strictObject({ name: plainName, bytes: count, sha256: hash })),
    v.minLength(1),
    v.maxLength(100),
  ),
  signer: v.exactOptional(
    v.strictObject({ algorithm: v.literal("ECDSA-P256-SHA256"), publicKey: base64, fingerprint: hash }),
  ),
  digest: hash,
  signature: v.exactOptional(base64),
});

/** What digest and signature cover: the canonical JSON (RFC 8785) of a manifest without the two. */
export function coveredText(manifest: Omit<Manifest, "digest"> & Partial<Manifest>): string {
  // As the file will hold it: absent members are left out.
  const written = JSON.stringify({ ...manifest, digest: undefined, signature: undefined });
  return canonicalJson(JSON.parse(written) as Json);
}

/** A manifest with its form, program, digest and signature filled in. */
export async function sealManifest(
  facts: Omit<Manifest, "format" | "program" | "digest" | "signer" | "signature">,
  sha256: Sha256,
  { sign, ...signer }: VaultSigner,
): Promise<Manifest> {
  const unsealed = { format: "kurabito-manifest/1", program, ...facts, signer } as const;
  const covered = coveredText(unsealed);
  return { ...unsealed, digest: sha256(covered), signature: await sign(covered) };
}

/** The manifest as a file: indented for people, the digest holds for any layout. */
export function manifestBytes(manifest: Manifest): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`);
}

/** A manifest from text; undefined when it is none of this version's. */
export function parseManifest(text: string): Manifest | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = v.safeParse(manifestSchema, json);
  return parsed.success ? parsed.output : undefined;
}
