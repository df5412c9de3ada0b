import { resolve } from "node:path";
import { edgeParts } from "../../../workers/terms/edge-pack.ts";
import { mostProducts } from "../../../workers/terms/figures.ts";
import { defaultK } from "../../../workers/terms/release.ts";
import { command, misuse, refused, reply } from "../core/command.ts";
import { mapOutcome } from "../core/outcome.ts";
import { vaultOption, withVault } from "../core/session.ts";
import { describeRelease, listOf, segmentIdOf } from "./release.ts";

/** `release edge`: coefficients, rules and conditions for a shop's own site, in place of people. */
export const releaseEdge = command({
  name: "release edge",
  summary: {
    ja: "人のデータの代わりに、自社サイトで使う採点表・商品の組み合わせ・対象者リストの条件をJSONで書き出します。",
    en: "Releases a scoring card, product rules and segment conditions as JSON for your own site, in place of people.",
  },
  options: {
    ...vaultOption,
    parts: { kind: "text", hint: edgeParts.join(",") },
    segment: { kind: "many", hint: "NAME|ID" },
    products: { kind: "whole", hint: "N", least: 2, most: mostProducts },
    k: { kind: "whole", hint: "N", least: defaultK, most: 1000 },
    reason: { kind: "text", hint: "TEXT" },
    out: { kind: "text", hint: "DIR", required: true },
  },
  run: async ({ io, words, given }) => {
    const parts = listOf(given.parts ?? edgeParts.join(","), edgeParts);
    if (parts === undefined || parts.length === 0)
      return misuse("bad-value", { name: "--parts", value: given.parts, expected: edgeParts.join(", ") });
    return withVault(io, given.vault, async (api) => {
      const segmentIds: number[] = [];
      for (const asked of given.segment) {
        const id = await segmentIdOf(api, asked, words);
        if (!id.ok) return refused(id.error);
        if (id.value !== undefined) segmentIds.push(id.value);
      }
      const request = {
        parts: [...parts],
        language: words.language,
        ...(segmentIds.length > 0 && { segmentIds }),
        ...(given.products !== undefined && { products: given.products }),
        ...(given.k !== undefined && { k: given.k }),
        ...(given.reason !== undefined && { reason: given.reason }),
      };
      // Which parts stay, and why, is known before: the released file no longer tells.
      const preview = await api.previewEdge({ ...request, job: io.job });
      if (!preview.ok) return refused(preview.error);
      const { missing } = preview.value;
      const released = await api.releaseEdge({ request, folder: resolve(given.out), job: io.job });
      return reply(
        mapOutcome(released, (outcome) => ({ ...outcome, missing })),
        (outcome) => [
          ...describeRelease(outcome, words),
          ...missing.map(({ part, why }) =>
            words.label("release", "edge.missing", {
              part: words.label("release", `edge.part.${part}`),
              why: words.label("release", `edge.why.${why}`),
            }),
          ),
        ],
      );
    });
  },
});
