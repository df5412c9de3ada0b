import { resolve } from "node:path";
import {
  cohortUnits,
  figureKinds,
  mostProducts,
  type FigureRequest,
} from "../../../workers/terms/figures.ts";
import { defaultK } from "../../../workers/terms/release.ts";
import { command, refused, reply } from "../core/command.ts";
import { vaultOption, withVault } from "../core/session.ts";
import { describeRelease, segmentIdOf } from "./release.ts";

/** `release figures`: tables whose groups overlap. */
export const releaseFigures = command({
  name: "release figures",
  summary: {
    ja: "再購入(コホート)、商品、一緒に買われた商品の表を書き出します。少ない人数の欄は伏せます。",
    en: "Releases a table of cohorts, products or pairs of products; groups of few people are withheld.",
  },
  options: {
    ...vaultOption,
    table: { kind: "choice", choices: figureKinds, required: true },
    segment: { kind: "text", hint: "NAME|ID" },
    out: { kind: "text", hint: "DIR", required: true },
    unit: { kind: "choice", choices: cohortUnits },
    products: { kind: "whole", hint: "N", least: 2, most: mostProducts },
    k: { kind: "whole", hint: "N", least: defaultK, most: 1000 },
    guarded: { kind: "flag" },
    page: { kind: "flag" },
  },
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) => {
      const segmentId = await segmentIdOf(api, given.segment, words);
      if (!segmentId.ok) return refused(segmentId.error);
      const request: FigureRequest = {
        kind: given.table,
        language: words.language,
        guarded: given.guarded,
        page: given.page,
        ...(segmentId.value !== undefined && { segmentId: segmentId.value }),
        ...(given.unit !== undefined && { unit: given.unit }),
        ...(given.products !== undefined && { products: given.products }),
        ...(given.k !== undefined && { k: given.k }),
      };
      const released = await api.releaseFigures({ request, folder: resolve(given.out), job: io.job });
      return reply(released, (outcome) => describeRelease(outcome, words));
    }),
});
