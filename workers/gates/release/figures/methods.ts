import { ok } from "../../../base/result.ts";
import type { Methods } from "../../../workspace.ts";
import { analysableAttributes } from "../aggregates/special-attribute.ts";
import { carryOut } from "../files/carry-out.ts";
import { prepareFigures, prepareFigureSource, previewFigures } from "./release-figures.ts";

/** Tables whose groups overlap: cohorts, products, pairs of products. */
export const figureMethods: Methods<"listAnalysableAttributes" | "previewFigures" | "releaseFigures"> = {
  listAnalysableAttributes: async ({ vault }) => ok(analysableAttributes(vault.db)),
  previewFigures: async (workspace, { job, ...request }) => {
    await prepareFigureSource(workspace, request);
    return previewFigures(workspace, request, workspace.job(job));
  },
  releaseFigures: async (workspace, { request, folder, job: ticket }) => {
    await prepareFigureSource(workspace, request);
    const job = workspace.job(ticket);
    return carryOut(workspace, folder, async () => prepareFigures(workspace, request, job), job);
  },
};
