import type { SegmentTemplate } from "../../../workers/terms/segment-templates.ts";
import { command, reply } from "../core/command.ts";
import { mapOutcome } from "../core/outcome.ts";
import { table } from "../core/print.ts";
import { vaultOption, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";

export const segmentTemplates = command({
  name: "segment templates",
  summary: {
    ja: "対象者リストのひな形を、この金庫の顧客の買い方に合わせた日数で並べます（segment create --template）。",
    en: "Lists definitions to start from, with days as this vault's customers buy (segment create --template).",
  },
  options: vaultOption,
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) =>
      reply(
        mapOutcome(await api.segmentTemplates({ language: words.language }), (templates) => ({ templates })),
        ({ templates }) =>
          table(
            [words.say("name"), words.say("conditions"), words.say("template-basis")],
            templates.map((template) => [template.name, template.sentence, basisText(template, words)]),
          ),
      ),
    ),
});

function basisText({ basis }: SegmentTemplate, words: Words): string {
  if (basis === undefined) return "";
  const { kind, end, gaps } = basis;
  return words.label("release", `templates.basis.${kind}`, {
    end,
    gaps: gaps === undefined ? undefined : words.number(gaps),
  });
}
