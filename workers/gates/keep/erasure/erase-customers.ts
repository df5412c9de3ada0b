import { fault, type Outcome } from "../../../base/fault.ts";
import { Cancelled, type JobControl } from "../../../base/job.ts";
import { ok } from "../../../base/result.ts";
import { searchKey } from "../../../base/text.ts";
import type { Input } from "../../../contract.ts";
import type { ErasureCertificate, ErasureSearch } from "../../../terms/erasure.ts";
import type { Topic } from "../../../terms/event.ts";
import type { Database } from "../../../vault/database.ts";
import { setting } from "../../../vault/settings.ts";
import { sha256Text } from "../../../vault/sha256-text.ts";
import type { Workspace } from "../../../workspace.ts";
import { findPersonal } from "../../intake/recognise/find-personal.ts";
import { withDoomed } from "../doomed.ts";
import { bars } from "../tombstones.ts";
import { backupsOfErased } from "./backups-of-erased.ts";
import { newCertificateNumber, putCertificate } from "./certificates.ts";
import { eraseDoomed, type Erased } from "./erase-doomed.ts";
import { keepLog } from "./erasure-log.ts";
import { searchVault } from "./search-vault.ts";
import type { Sought } from "./sought.ts";
import { isTelling } from "./encodings.ts";
import { personValues } from "./person-values.ts";
import { phoneForms } from "./text-forms.ts";

/** What an erasure touches. */
export const erasureTopics: readonly Topic[] = [
  "people",
  "imports",
  "quarantine",
  "consent",
  "insight",
  "segments",
  "retention",
  "releases",
  "record",
];

const SUBJECTS_SHOWN = 100;

/** The people asked for, each once. Fault: "customer-unknown" when one is not there; then nothing is done for any. */
export function peopleAsked(db: Database, customerIds: readonly number[]): Outcome<readonly number[]> {
  const people = [...new Set(customerIds)].sort((a, b) => a - b);
  const missing = withDoomed(db, people, () =>
    db.first<{ id: number }>(
      "SELECT id FROM temp.doomed WHERE id NOT IN (SELECT id FROM customers) ORDER BY id LIMIT 1",
    ),
  );
  return missing === undefined ? ok(people) : fault("customer-unknown", { customer: missing.id });
}

/**
 * Erases people: every row that is theirs in one change (cancelled or failed, nothing has happened), then the file is rewritten without its
 * free pages and every decrypted byte of it searched for all that told who they were; the certificate says what was found (GDPR art. 17,
 * APPI art. 35). Who is restricted may be erased: they asked for it.
 * Faults: `customer-unknown`, `erasure-reason-personal`, `cancelled`, those of saving and reading.
 */
export async function eraseCustomers(
  workspace: Workspace,
  { customerIds, reason, job: ticket }: Input<"eraseCustomers">,
): Promise<Outcome<ErasureCertificate>> {
  const { vault } = workspace;
  const asked = peopleAsked(vault.db, customerIds);
  if (!asked.ok) return asked;
  if (findPersonal(reason).length > 0 || namesThem(vault.db, asked.value, reason))
    return fault("erasure-reason-personal");
  const job = workspace.job(ticket);
  const now = workspace.now();
  const number = newCertificateNumber(now);
  let sought: Sought | undefined;
  try {
    const done = await vault.change(
      erasureTopics,
      (note) => {
        // Asked once more: another change may have come first.
        const present = peopleAsked(vault.db, asked.value);
        if (!present.ok) return present;
        const result = eraseDoomed(vault, present.value, { certificate: number, now, job });
        sought = result.sought;
        const certificate = certificateOf(workspace, { number, reason, now, erased: result.erased });
        putCertificate(vault.db, certificate);
        note({ gate: "keep", action: "erase", payload: factsOf(certificate) });
        return ok({ certificate, rowsLeft: result.erased.rowsLeft });
      },
      { job },
    );
    if (!done.ok) return done;
    if (!done.value.ok) return done.value;
    const { certificate, rowsLeft } = done.value.value;
    // From here on it is done: the rest is proof, and cannot be stopped.
    const watched: JobControl = { check: () => undefined, progress: (progress) => job.progress(progress) };
    return await prove(workspace, certificate, { sought, rowsLeft, job: watched });
  } catch (error) {
    // Asked to stop before the change had begun.
    if (error instanceof Cancelled) return fault("cancelled");
    throw error;
  } finally {
    sought?.close();
  }
}

/** Rewrites the file, searches it, and completes the certificate with what was found. */
async function prove(
  workspace: Workspace,
  certificate: ErasureCertificate,
  { sought, rowsLeft, job }: { sought: Sought | undefined; rowsLeft: number; job: JobControl },
): Promise<Outcome<ErasureCertificate>> {
  const { vault } = workspace;
  // The log first: should anything fail below, an older backup already knows whom it must not bring back.
  const early = await keepLog(vault);
  job.progress({ phase: "rewriting", done: 0 });
  const rebuilt = await vault.rebuild();
  if (!rebuilt.ok) return rebuilt;
  const searched =
    sought === undefined
      ? undefined
      : await searchVault(vault, sought, { now: workspace.now(), rowsLeft }, job);
  if (searched?.ok === false) return searched;
  const kept = await backupsOfErased(vault, workspace.now());
  const proved: ErasureCertificate = {
    ...certificate,
    ...kept,
    ...(searched === undefined ? {} : { search: searched.value }),
  };
  const noted = await vault.change(["record"], (note) => {
    putCertificate(vault.db, proved);
    note({
      gate: "keep",
      action: "erasure-proved",
      payload: { certificate: proved.number, ...searchFacts(searched?.value), digest: digestOf(proved) },
    });
  });
  if (!noted.ok) return noted;
  const logged = await keepLog(vault);
  if (!early.ok && !logged.ok) return logged;
  return ok(proved);
}

function certificateOf(
  { vault }: Workspace,
  {
    number,
    reason,
    now,
    erased,
  }: { readonly number: string; readonly reason: string; readonly now: Date; readonly erased: Erased },
): ErasureCertificate {
  const subjects = erased.people.map(({ person }) => person);
  return {
    format: "kurabito erasure certificate 1",
    number,
    vaultId: setting(vault.db, "vault_id"),
    at: now.toISOString(),
    reason,
    people: subjects.length,
    subjects: subjects.slice(0, SUBJECTS_SHOWN),
    subjectsDigest: sha256Text(subjects.join("\n")),
    tables: erased.tables,
    tombstones: erased.people.reduce((sum, { keys }) => sum + keys.filter(({ use }) => bars(use)).length, 0),
    quarantined: erased.taken.quarantined,
    releases: erased.releases,
    runs: erased.runs,
    evidence: erased.evidence,
    backups: [],
  };
}

function factsOf({ number, people, tables, tombstones, quarantined, runs, releases }: ErasureCertificate) {
  return {
    certificate: number,
    people,
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    tombstones,
    quarantined,
    runs: runs.length,
    releases: releases.length,
  };
}

function searchFacts(search: ErasureSearch | undefined): Readonly<Record<string, number>> {
  return search === undefined ? {} : { bytes: search.bytes, patterns: search.patterns, hits: search.hits };
}

/** SHA-256 of the certificate as the vault holds it: the file that is handed out can be compared with the record. */
export function digestOf(certificate: ErasureCertificate): string {
  return sha256Text(JSON.stringify(certificate));
}

/** Whether a text names one of the people: it is kept for good, and they are not. */
function namesThem(db: Database, people: readonly number[], text: string): boolean {
  const key = searchKey(text);
  const digits = key.replaceAll(/\D/gu, "");
  for (const { kind, text: own } of withDoomed(db, people, () => personValues(db))) {
    const sought = searchKey(own);
    if (key.includes(sought) && isNaming(sought)) return true;
    if (kind === "phone" && phoneForms(own).some((form) => isTelling(form) && digits.includes(form)))
      return true;
  }
  return false;
}

/** Shorter than what is searched for among bytes: in a sentence a name of two letters says enough. */
function isNaming(key: string): boolean {
  return isTelling(key) || (/^[\p{L}\p{N}]{3,}$/u.test(key) && /[^ -~]/u.test(key));
}
