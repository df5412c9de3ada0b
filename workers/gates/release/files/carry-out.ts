import type { Outcome } from "../../../base/fault.ts";
import { unwatched, type JobControl } from "../../../base/job.ts";
import { Refused } from "../../../base/refused.ts";
import { ok } from "../../../base/result.ts";
import type { Columns } from "../../../columns/columns.ts";
import { defaultK, type ImportForecast, type Manifest, type ReleaseOutcome } from "../../../terms/release.ts";
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
import type { WrittenFiles } from "./staging.ts";
import { tellableCounts } from "./tellable-counts.ts";
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
  /** Files that were written already, in place of `parts`. */
  readonly written?: WrittenFiles;
  readonly extension: "csv" | "txt" | "json";
  /** The same figures as a page for people, under the same manifest. */
  readonly page?: Nameable<Uint8Array>;
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
 *
 * @param job asked whether to stop until the change is saved: nothing is written or entered then. What is saved has left, and is not
 * taken back by a late wish to stop.
 */
export async function carryOut(
  workspace: Workspace,
  folder: string,
  prepare: () => Promise<Outcome<Prepared>>,
  job: JobControl = unwatched,
): Promise<Outcome<ReleaseOutcome>> {
  // Columns and permissions read while a change is open are not kept: have them ready before it.
  workspace.columns();
  workspace.permitted("profiling");
  const attempt: Attempt = { token: undefined, release: undefined };
  const committed = await commit(workspace, folder, prepare, { attempt, job });
  if (!committed.ok) {
    if (attempt.token !== undefined) await workspace.releases.discard(attempt.token);
    await markFailed(workspace, attempt.release);
    return committed;
  }
  const { releaseId, manifest, withheld, token, forecast } = committed.value;
  const published = await workspace.releases.publish(token);
  if (!published.ok) {
    await workspace.releases.discard(token);
    await markFailed(workspace, committed.value);
    return published;
  }
  return ok({
    release: entryOfManifest({ id: releaseId, folder, state: "released", withheld }, manifest),
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
  /** Exact, where the manifest says small counts as "fewer than". */
  readonly withheld: Manifest["withheld"];
}

interface Committed extends Entered {
  readonly token: string;
  readonly forecast: ImportForecast | undefined;
}

async function commit(
  workspace: Workspace,
  folder: string,
  prepare: () => Promise<Outcome<Prepared>>,
  { attempt, job }: { readonly attempt: Attempt; readonly job: JobControl },
): Promise<Outcome<Committed>> {
  try {
    return await workspace.vault.change(["releases", "segments", "record"], async (note) => {
      const prepared = await prepare();
      if (!prepared.ok) throw new Refused(prepared.error.code, prepared.error.details);
      job.check();
      job.progress({ phase: "saving", done: 0 });
      const { manifest, names, files } = await seal(workspace, prepared.value);
      job.check();
      const { written } = prepared.value;
      const staged = await (written === undefined
        ? workspace.releases.stage(folder, files)
        : written.staging.finish(names, files));
      if (!staged.ok) throw new Refused(staged.error.code, staged.error.details);
      attempt.token = staged.value.token;
      job.check();
      const { withheld } = prepared.value.facts;
      const releaseId = enter(workspace, folder, { manifest, withheld }, prepared.value.customers, job);
      const { told } = prepared.value;
      if (told) keepTold(workspace.vault.db, releaseId, told.telling, told.columns, job);
      attempt.release = { releaseId, manifest, withheld };
      const { snapshot, control } = prepared.value;
      if (control) keepControl(workspace.vault.db, releaseId, prepared.value.customers.length, control);
      const kept = { at: manifest.createdAt, reason: "release" } as const;
      if (snapshot) keepSnapshot(workspace.vault.db, snapshot.segment, snapshot.customers, kept);
      job.check();
      note({
        gate: "release",
        action: `release-${manifest.kind}`,
        payload: {
          release: releaseId,
          people: manifest.people,
          rows: manifest.rows,
          withheld: Object.values(withheld).reduce((sum, n) => sum + n, 0),
          digest: manifest.digest,
          ...whyUnfair(manifest),
        },
      });
      return { ...attempt.release, token: attempt.token, forecast: prepared.value.forecast };
    });
  } catch (thrown) {
    if (attempt.token !== undefined) await workspace.releases.discard(attempt.token);
    throw thrown;
  }
}

/** A choice that looked unfair, or forecasts it follows that did, and why it left all the same. */
function whyUnfair({ sending, despite }: Manifest): Readonly<Record<string, string>> {
  const { reason, forecasts = [] } = despite ?? sending ?? {};
  if (reason === undefined) return {};
  const { fairness = [] } = sending ?? {};
  const unfair = fairness.filter(({ verdict }) => verdict === "look-closer");
  return {
    reason,
    ...(unfair.length > 0 && { unfair: unfair.map(({ attribute }) => attribute).join(", ") }),
    ...(forecasts.length > 0 && {
      forecasts: forecasts.map(({ model, by }) => `${model}: ${by}`).join(", "),
    }),
  };
}

async function seal(workspace: Workspace, prepared: Prepared) {
  const sha256 = await loadSha256();
  const { facts, parts, extension, page, written } = prepared;
  const stamp = { id: crypto.randomUUID(), createdAt: workspace.now().toISOString() };
  const names = releaseFileNames({ ...stamp, kind: facts.kind }, prepared.segment, {
    parts: written?.files.length ?? parts.length,
    extension,
  });
  const data = [
    ...parts.map((bytes, part) => ({ name: names.data[part]!, bytes })),
    ...(page === undefined ? [] : [{ name: names.page, bytes: page }]),
  ];
  const described = [
    ...(written?.files ?? []).map((file, part) => ({ name: names.data[part]!, ...file })),
    ...data.map(({ name, bytes }) => ({ name, bytes: bytes.byteLength, sha256: sha256(bytes) })),
  ];
  const policies = policyInForce(workspace.vault.db, workspace.now()).packs;
  const law = policies.length === 0 ? {} : { policies };
  const signer = await vaultSigner(workspace.vault.db, sha256);
  const told = facts.kind === "consented" ? tellableCounts(facts.withheld, defaultK) : {};
  const manifest = await sealManifest(
    { ...facts, ...told, ...law, ...stamp, files: described },
    sha256,
    signer,
  );
  const beside = [
    { name: names.manifest, bytes: manifestBytes(manifest) },
    { name: names.proof, bytes: proofPage(sha256) },
  ];
  return { manifest, names: names.data, files: [...data, ...beside] };
}

/** People entered between two questions whether to stop. */
const enteredAtOnce = 50_000;

/** Writes the ledger's line and whom it was about. */
function enter(
  workspace: Workspace,
  folder: string,
  { manifest, withheld }: Pick<Entered, "manifest" | "withheld">,
  customers: Int32Array,
  job: JobControl,
): number {
  const { db } = workspace.vault;
  db.run(
    `INSERT INTO releases (at, kind, segment, purpose, recipient, platform, people, row_count, folder, manifest, withheld, state)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'released')`,
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
      manifest.withheldBelow === undefined ? null : JSON.stringify(withheld),
    ],
  );
  const releaseId = db.lastId();
  const columns = [{ constant: releaseId }, customers];
  for (let from = 0; from < customers.length; from += enteredAtOnce) {
    job.check();
    const to = Math.min(from + enteredAtOnce, customers.length);
    db.bulkInsert("INSERT INTO release_people (release_id, customer_id) VALUES (?, ?)", columns, from, to);
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
