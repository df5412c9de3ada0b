import { fault, type Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { Input } from "../../../contract.ts";
import type { CertificateEntry, ErasureCertificate } from "../../../terms/erasure.ts";
import type { Database } from "../../../vault/database.ts";
import type { Workspace } from "../../../workspace.ts";

/** A certificate as the vault holds it. */
interface StoredCertificate {
  readonly number: string;
  readonly at: string;
  /** The certificate as JSON. */
  readonly document: string;
}

/** A number nobody else has: the day and 32 random bits, so that two states of one vault never give the same. */
export function newCertificateNumber(now: Date): string {
  const random = crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
  return `KE-${now.toISOString().slice(0, 10).replaceAll("-", "")}-${random.toString(16).padStart(8, "0")}`;
}

/** All certificates, oldest first. */
export function storedCertificates(db: Database): readonly StoredCertificate[] {
  return db.rows<StoredCertificate>("SELECT number, at, document FROM certificates ORDER BY at, number");
}

/** Writes a certificate, over what was known of it before, inside a change. */
export function putCertificate(db: Database, certificate: ErasureCertificate): void {
  db.run("INSERT OR REPLACE INTO certificates (number, at, document) VALUES (?, ?, ?)", [
    certificate.number,
    certificate.at,
    JSON.stringify(certificate),
  ]);
}

/** A certificate by its number. */
export function findCertificate(db: Database, number: string): ErasureCertificate | undefined {
  const stored = db.first<StoredCertificate>(
    "SELECT number, at, document FROM certificates WHERE number = ?",
    [number],
  );
  return stored === undefined ? undefined : (JSON.parse(stored.document) as ErasureCertificate);
}

/** The vault's certificates of erasure, newest first. */
export async function listCertificates({ vault }: Workspace): Promise<Outcome<readonly CertificateEntry[]>> {
  return ok(
    storedCertificates(vault.db)
      .map(({ document }) => JSON.parse(document) as ErasureCertificate)
      .map(({ number, at, reason, people, tables, search }) => ({
        number,
        at,
        reason,
        people,
        rows: tables.reduce((sum, { rows }) => sum + rows, 0),
        ...(search === undefined ? {} : { hits: search.hits }),
      }))
      .reverse(),
  );
}

/** One certificate. Faults: `certificate-unknown`. */
export async function showCertificate(
  { vault }: Workspace,
  { number }: Input<"showCertificate">,
): Promise<Outcome<ErasureCertificate>> {
  const found = findCertificate(vault.db, number);
  return found === undefined ? fault("certificate-unknown", { number }) : ok(found);
}
