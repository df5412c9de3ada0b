import { fault, type Outcome } from "../../../base/fault.ts";
import type { Input } from "../../../contract.ts";
import type { Workspace } from "../../../workspace.ts";
import { handOut } from "../../release/files/hand-out.ts";
import { certificatePage } from "./certificate-page.ts";
import { findCertificate } from "./certificates.ts";
import { digestOf } from "./erase-customers.ts";

/**
 * Writes a certificate as JSON and as a self-contained page, through the release gate's port: staged, put down in the record, then
 * published together. The JSON is, byte for byte, what the record's digest is of. Faults: `certificate-unknown`, those of writing.
 */
export async function saveCertificate(
  workspace: Workspace,
  { number, folder, language }: Input<"saveCertificate">,
): Promise<Outcome<{ readonly paths: readonly string[] }>> {
  const certificate = findCertificate(workspace.vault.db, number);
  if (certificate === undefined) return fault("certificate-unknown", { number });
  const encoder = new TextEncoder();
  const stem = `kurabito-erasure-${number}`;
  return handOut(
    workspace,
    folder,
    [
      { name: `${stem}.json`, bytes: encoder.encode(JSON.stringify(certificate)) },
      { name: `${stem}.html`, bytes: encoder.encode(certificatePage(certificate, language)) },
    ],
    [
      {
        gate: "release",
        action: "certificate-saved",
        payload: { certificate: number, digest: digestOf(certificate) },
      },
    ],
    { count: certificate.people },
  );
}
