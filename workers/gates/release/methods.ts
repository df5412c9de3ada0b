import { fault } from "../../base/fault.ts";
import { ok } from "../../base/result.ts";
import type { Methods } from "../../workspace.ts";
import { prepareAggregate, previewAggregate } from "./aggregates/release-aggregate.ts";
import { previewConsented, releaseConsented } from "./consented/release-consented.ts";
import { carryOut } from "./files/carry-out.ts";
import { readLedger, readManifest } from "./files/ledger.ts";
import { prepareResearch, previewResearch } from "./research/release-research.ts";

/** The release gate's share of the vault contract. */
export const releaseMethods: Methods<
  | "previewAggregate"
  | "releaseAggregate"
  | "previewConsented"
  | "releaseConsented"
  | "previewResearch"
  | "releaseResearch"
  | "listReleases"
  | "showManifest"
> = {
  previewAggregate: async (workspace, { job, ...request }) =>
    previewAggregate(workspace, request, workspace.job(job)),
  releaseAggregate: async (workspace, { request, folder, job: ticket }) => {
    const job = workspace.job(ticket);
    return carryOut(workspace, folder, async () => prepareAggregate(workspace, request, job), job);
  },
  previewConsented: async (workspace, { job, ...request }) =>
    previewConsented(workspace, request, workspace.job(job)),
  releaseConsented: async (workspace, { job, ...asked }) =>
    releaseConsented(workspace, asked, workspace.job(job)),
  previewResearch: async (workspace, { job, ...request }) =>
    previewResearch(workspace, request, workspace.job(job)),
  releaseResearch: async (workspace, { request, folder, job: ticket }) => {
    const job = workspace.job(ticket);
    return carryOut(workspace, folder, async () => prepareResearch(workspace, request, job), job);
  },
  listReleases: async (workspace) => ok(readLedger(workspace.vault.db)),
  showManifest: async (workspace, { releaseId }) => {
    const manifest = readManifest(workspace.vault.db, releaseId);
    return manifest === undefined ? fault("release-unknown") : ok(manifest);
  },
};
