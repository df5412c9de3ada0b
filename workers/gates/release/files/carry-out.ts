import type { Outcome } from "../../../base/fault.ts";
import { Refused } from "../../../base/refused.ts";
import { ok } from "../../../base/result.ts";
import type { Columns } from "../../../columns/columns.ts";
import type { ImportForecast, Manifest, ReleaseOutcome } from "../../../terms/release.ts";
import type { SegmentDefinition } from "../../../terms/segment.ts";
import type { Workspace } from "../../../workspace.ts";
import { policyInForce } from "../../policy/in-force.ts";
import type { Nameable } from "../../use/pseudonymised.ts";
import { keepTold } from "../guard/history.ts";
import type { Telling } from "../guard/told.ts";
import { proofPage } from "../proof/proof-page.ts";
import { releaseFileNames } from "./file-names.ts";
import { entryOfManifest, readManifest } from "./ledger.ts";
import { manifestBytes, sealManifest } from "./manifest.ts";
import { keepControl, type Control } from "../holdout/store.ts";
import { keepSnapshot } from "../segments/snapshots.ts";
import { sha256 as loadSha256 } from "./sha256.ts";
import { vaultSigner } from "./signature.ts";

/** A release made ready from the state of one moment. */
export interface Prepared {
  readonly facts: Omit<
    Manifest,
    "format" | "program" | "digest" | "id" | "createdAt" | "files" | "policies" | "signer" | "signature"
  >;
  readonly segment: { readonly id?: number; readonly name?: string };
  /** The content of each file, and how their names end. */
  readonly parts: readonly Nameable<Uint8Array>[];
  readonly extension: "csv" | "txt";
  /** customers.id of those whose rows leave; none in an aggregate. */
  readonly customers: Nameable<Int32Array>;
  /** What it tells of which people, kept for the judgement of everything after it; a table with noise tells of nobody. */
  readonly told?: { readonly telling: Telling; readonly columns: Columns };
  readonly forecast?: ImportForecast;
  /** Who was kept back as a control. */
  readonly control?: Control;
  /** Who was in the segment, kept beside the release. */
  readonly snapshot?: {
    readonly segment: { readonly id: number; readonly definition: SegmentDefinition };
    readonly customers: Nameable<Int32Array>;
  };
}

/**
 * Lets a release out so that ledger, record and files agree: files are staged hidden, the ledger and
 * the record line are written and saved, and only then the files appear, together. `prepare` runs
 * inside the transaction: consent withdrawn before it is respected, whatever the preview showed.
 * When the change fails the staged files go; when only the files cannot appear, the ledger says so.
 */
export async function carryOut(
  workspace: Workspace,
  folder: string,
  prepare: () => Promise<Outcome<Prepared>>,
): Promise<Outcome<ReleaseOutcome>> {
  // Columns and permissions read while a change is open are not kept: have them ready before it.
  workspace.columns();
  workspace.permitted("profiling");
  const attempt: Attempt = { token: undefined, release: undefined };
  const committed = await commit(workspace, folder, prepare, attempt);
  if (!committed.ok) {
    if (attempt.token !== undefined) await workspace.releases.discard(attempt.token);
    await markFailed(workspace, attempt.release);
    return committed;
  }
  const { releaseId, manifest, token, forecast } = committed.value;
  const published = await workspace.releases.publish(token);
  if (!published.ok) {
    await workspace.releases.discard(token);
    await markFailed(workspace, committed.value);
    return published;
  }
  return ok({
    release: entryOfManifest({ id: releaseId, folder, state: "released" }, manifest),
    manifest,
    paths: published.value.paths,
    ...(forecast && { forecast }),
  });
}

interface Attempt {
  token: string | undefined;
  release: Entered | undefined;
}

interface Entered {
  readonly releaseId: number;
  readonly manifest: Manifest;
}

interface Committed extends Entered {
  readonly token: string;
  readonly forecast: ImportForecast | undefined;
}

async function commit(
  workspace: Workspace,
  folder: string,
  prepare: () => Promise<Outcome<Prepared>>,
  attempt: Attempt,
): Promise<Outcome<Committed>> {
  try {
    return await workspace.vault.change(["releases", "segments", "record"], async (note) => {
      const prepared = await prepare();
      if (!prepared.ok) throw new Refused(prepared.error.code, prepared.error.details);
      const { manifest, files } = await seal(workspace, prepared.value);
      const staged = await workspace.releases.stage(folder, files);
      if (!staged.ok) throw new Refused(staged.error.code, staged.error.details);
      attempt.token = staged.value.token;
      const releaseId = enter(workspace, folder, manifest, prepared.value.customers);
      const { told } = prepared.value;
      if (told) keepTold(workspace.vault.db, releaseId, told.telling, told.columns);
      attempt.release = { releaseId, manifest };
      const { snapshot, control } = prepared.value;
      if (control) keepControl(workspace.vault.db, releaseId, prepared.value.customers.length, control);
      const kept = { at: manifest.createdAt, reason: "release" } as const;
      if (snapshot) keepSnapshot(workspace.vault.db, snapshot.segment, snapshot.customers, kept);
      note({
        gate: "release",
        action: `release-${manifest.kind}`,
        payload: {
          release: releaseId,
          people: manifest.people,
          rows: manifest.rows,
          withheld: Object.values(manifest.withheld).reduce((sum, n) => sum + n, 0),
          digest: manifest.digest,
        },
      });
      return { releaseId, manifest, token: attempt.token, forecast: prepared.value.forecast };
    });
  } catch (thrown) {
    if (attempt.token !== undefined) await workspace.releases.discard(attempt.token);
    throw thrown;
  }
}

async function seal(workspace: Workspace, prepared: Prepared) {
  const sha256 = await loadSha256();
  const { facts, parts, extension } = prepared;
  const stamp = { id: crypto.randomUUID(), createdAt: workspace.now().toISOString() };
  const names = releaseFileNames({ ...stamp, kind: facts.kind }, prepared.segment, {
    parts: parts.length,
    extension,
  });
  const data = parts.map((bytes, part) => ({ name: names.data[part]!, bytes }));
  const described = data.map(({ name, bytes }) => ({ name, bytes: bytes.byteLength, sha256: sha256(bytes) }));
  const policies = policyInForce(workspace.vault.db, workspace.now()).packs;
  const law = policies.length === 0 ? {} : { policies };
  const signer = await vaultSigner(workspace.vault.db, sha256);
  const manifest = await sealManifest({ ...facts, ...law, ...stamp, files: described }, sha256, signer);
  const beside = [
    { name: names.manifest, bytes: manifestBytes(manifest) },
    { name: names.proof, bytes: proofPage(sha256) },
  ];
  return { manifest, files: [...data, ...beside] };
}

/** Writes the ledger's line and whom it was about. */
function enter(workspace: Workspace, folder: string, manifest: Manifest, customers: Int32Array): number {
  const { db } = workspace.vault;
  db.run(
    `INSERT INTO releases (at, kind, segment, purpose, recipient, platform, people, row_count, folder, manifest, state)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'released')`,
    [
      manifest.createdAt,
      manifest.kind,
      manifest.segment,
      manifest.purpose,
      manifest.recipient,
      manifest.platform ?? null,
      manifest.people,
      manifest.rows,
      folder,
      JSON.stringify(manifest),
    ],
  );
  const releaseId = db.lastId();
  const insert = db.prepare("INSERT INTO release_people (release_id, customer_id) VALUES (?, ?)");
  try {
    for (const customer of customers) insert.run([releaseId, customer]);
  } finally {
    insert.free();
  }
  return releaseId;
}

/** The ledger claims no more than what left: a release without files is marked and concerns nobody. */
async function markFailed(workspace: Workspace, release: Entered | undefined): Promise<void> {
  const { db } = workspace.vault;
  if (release === undefined) return;
  // A rolled-back id may since have gone to another release: the manifest tells them apart.
  if (readManifest(db, release.releaseId)?.id !== release.manifest.id) return;
  // Should this saving fail as well, memory is right and the next save carries it.
  await workspace.vault.change(["releases", "record"], (note) => {
    db.run("UPDATE releases SET state = 'failed' WHERE id = ?", [release.releaseId]);
    db.run("DELETE FROM release_people WHERE release_id = ?", [release.releaseId]);
    note({ gate: "release", action: "release-failed", payload: { release: release.releaseId } });
  });
}
