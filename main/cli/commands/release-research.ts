import { resolve } from "node:path";
import { leastResearchK, researchColumns, researchFacts } from "../../../workers/terms/research-file.ts";
import { numberOf } from "../analysis/column-settings.ts";
import { command, misuse, refused, reply } from "../core/command.ts";
import { vaultOption, withVault } from "../core/session.ts";
import { describeRelease, listOf, segmentIdOf } from "./release.ts";

/** `release research`: rows of people that point at nobody. */
export const releaseResearch = command({
  name: "release research",
  summary: {
    ja: `だれとも分からない粗さにした一人ひとりの行を書き出します(${String(leastResearchK)}人以上が同じになります)。`,
    en: `Releases rows of people made so coarse that each is one of at least ${String(leastResearchK)} alike.`,
  },
  options: {
    ...vaultOption,
    segment: { kind: "text", hint: "NAME|ID" },
    by: { kind: "text", hint: "COLUMN[,COLUMN]", required: true },
    facts: { kind: "text", hint: "orders,spend" },
    k: { kind: "whole", hint: "N", least: leastResearchK, most: 1000 },
    l: { kind: "whole", hint: "N", least: 1, most: 20 },
    t: { kind: "text", hint: "0.01-1" },
    suppress: { kind: "text", hint: "0-0.2" },
    out: { kind: "text", hint: "DIR", required: true },
  },
  run: async ({ io, words, given }) => {
    const bad = (name: string, value: string | undefined, expected: readonly string[]) =>
      misuse("bad-value", { name, value, expected: expected.join(", ") });
    const columns = listOf(given.by, researchColumns);
    if (columns === undefined || columns.length === 0) return bad("--by", given.by, researchColumns);
    const facts = listOf(given.facts ?? "", researchFacts);
    if (facts === undefined) return bad("--facts", given.facts, researchFacts);
    const [t, suppress] = [numberOf(given.t), numberOf(given.suppress)];
    if (given.t !== undefined && (t === undefined || t < 0.01 || t > 1))
      return bad("--t", given.t, ["0.01 … 1"]);
    if (given.suppress !== undefined && (suppress === undefined || suppress > 0.2))
      return bad("--suppress", given.suppress, ["0 … 0.2"]);
    return withVault(io, given.vault, async (api) => {
      const segmentId = await segmentIdOf(api, given.segment, words);
      if (!segmentId.ok) return refused(segmentId.error);
      const request = {
        language: words.language,
        columns: [...columns],
        facts: [...facts],
        ...(segmentId.value !== undefined && { segmentId: segmentId.value }),
        ...(given.k !== undefined && { k: given.k }),
        ...(given.l !== undefined && { l: given.l }),
        ...(t !== undefined && { t }),
        ...(suppress !== undefined && { suppress }),
      };
      const released = await api.releaseResearch({ request, folder: resolve(given.out), job: io.job });
      return reply(released, (outcome) => describeRelease(outcome, words));
    });
  },
});
