import type { Methods } from "../../../workspace.ts";
import { carryOut } from "../files/carry-out.ts";
import { sha256 } from "../files/sha256.ts";
import { prepareFigureSource } from "../figures/release-figures.ts";
import { prepareEdge, previewEdge } from "./release-edge.ts";

/** Coefficients, rules and conditions for a shop's own site, in place of people. */
export const edgeMethods: Methods<"previewEdge" | "releaseEdge"> = {
  previewEdge: async (workspace, { job, ...request }) => {
    await prepareFigureSource(workspace, { kind: "products" });
    return previewEdge(workspace, request, await sha256(), workspace.job(job));
  },
  releaseEdge: async (workspace, { request, folder, job: ticket }) => {
    await prepareFigureSource(workspace, { kind: "products" });
    const digest = await sha256();
    const job = workspace.job(ticket);
    return carryOut(workspace, folder, async () => prepareEdge(workspace, request, digest, job), job);
  },
};
