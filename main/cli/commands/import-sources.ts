import { parties } from "../../../workers/terms/source.ts";
import { command, misuse, refused, reply } from "../core/command.ts";
import { mapOutcome } from "../core/outcome.ts";
import { table } from "../core/print.ts";
import { vaultOption, withVault } from "../core/session.ts";

export const importSources = command({
  name: "import sources",
  summary: {
    ja: "取り込み元と、だれから得た情報かを並べます。",
    en: "Lists the sources of what came in, and whose data each holds.",
  },
  options: vaultOption,
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) =>
      reply(
        mapOutcome(await api.listSources({}), (sources) => ({ sources })),
        ({ sources }) =>
          table(
            [words.say("source"), words.say("party"), words.say("imports")],
            sources.map(({ name, party, imports }) => [
              name,
              words.label("words", `mapParty.${party}`),
              words.number(imports),
            ]),
          ),
      ),
    ),
});

export const importSource = command({
  name: "import source",
  summary: {
    ja: "取り込み元が、だれから得た情報かを決めます（本人から、自社で、提携先から、ほかから）。",
    en: "Says whose data a source holds: told by people, the firm's own, a partner's, or gathered elsewhere.",
  },
  rest: { hint: "SOURCE", least: 1, most: 1 },
  options: { ...vaultOption, party: { kind: "choice", choices: parties, required: true } },
  run: ({ io, words, given, rest }) =>
    withVault(io, given.vault, async (api) => {
      const name = rest[0] ?? "";
      const listed = await api.listSources({});
      if (!listed.ok) return refused(listed.error);
      const names = listed.value.map((source) => source.name);
      if (!names.includes(name))
        return misuse("bad-value", { name: "SOURCE", value: name, expected: names.join(", ") });
      const { party } = given;
      return reply(
        mapOutcome(await api.saveSource({ name, party }), () => ({ source: name, party })),
        () => [
          words.say("source-labelled", { source: name, party: words.label("words", `mapParty.${party}`) }),
        ],
      );
    }),
});
