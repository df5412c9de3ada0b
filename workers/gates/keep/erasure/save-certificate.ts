import { fault, type Outcome } from "../../../base/fault.ts";
import type { Input } from "../../../contract.ts";
import type { Workspace } from "../../../workspace.ts";
import { certificatePage } from "./certificate-page.ts";
import { findCertificate } from "./certificates.ts";
import { digestOf } from "./erase-customers.ts";

/**
 * Writes a certificate as JSON and as a self-contained page, through the release gate's port: staged, put down in the record, then
 * published together. The JSON is, byte for byte, what the record's digest is of. Faults: `certificate-unknown`, those of writing.
 */
export async function saveCertificate(
  { vault, releases }: Workspace,
  { number, folder, language }: Input<"saveCertificate">,
): Promise<Outcome<{ readonly paths: readonly string[] }>> {
  const certificate = findCertificate(vault.db, number);
  if (certificate === undefined) return fault("certificate-unknown", { number });
  const encoder = new TextEncoder();
  const stem = `kurabito-erasure-${number}`;
  const staged = await releases.stage(folder, [
    { name: `${stem}.json`, bytes: encoder.encode(JSON.stringify(certificate)) },
    { name: `${stem}.html`, bytes: encoder.encode(certificatePage(certificate, language)) },
  ]);
  if (!staged.ok) return staged;
  const noted = await vault.change(["record"], (note) => {
    note({
      gate: "release",
      action: "certificate-saved",
      payload: { certificate: number, digest: digestOf(certificate) },
    });
    return null;
  });
  if (!noted.ok) {
    await releases.discard(staged.value.token);
    return noted;
  }
  const published = await releases.publish(staged.value.token);
  if (published.ok) return published;
  await releases.discard(staged.value.token);
  return published;
}
