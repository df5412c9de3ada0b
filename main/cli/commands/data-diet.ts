import type { DataDiet, DietField } from "../../../workers/terms/data-diet.ts";
import { command, reply } from "../core/command.ts";
import { table } from "../core/print.ts";
import { vaultOption, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";

export const vaultDiet = command({
  name: "vault diet",
  summary: {
    ja: "項目ごとに、使いみち、人が特定される危険、なくすと失うものを並べます。",
    en: "Lists for each field what uses it, how far it tells people apart, and what would be lost without it.",
  },
  options: vaultOption,
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) =>
      reply(await api.dataDiet({}), (diet) => [...riskLines(diet, words), "", ...fieldTable(diet, words)]),
    ),
});

function riskLines({ risk }: DataDiet, words: Words): readonly string[] {
  const { people, unique, smallest, quasiIdentifiers, diversity } = risk;
  return [
    words.say("diet-risk", {
      people: words.number(people),
      unique: percent(unique, words),
      smallest: words.number(smallest),
      fields: quasiIdentifiers.map((name) => nameOf(name, words)).join(", "),
    }),
    ...(diversity === undefined ? [] : [words.say("diet-diversity", { ...diversity })]),
  ];
}

/** What a field is called: by its own name in the map, else as the field of a file it came from. */
function nameOf(name: string, words: Words): string {
  const own = words.label("words", `mapField.${name}`);
  return own === `mapField.${name}` ? words.label("words", `field.${name}`) : own;
}

function fieldTable({ fields }: DataDiet, words: Words): readonly string[] {
  const row = ({ id, uses, risk, loss, advice }: DietField): readonly string[] => [
    id,
    uses.map((use) => words.label("words", `mapUse.${use}`)).join(", "),
    risk === undefined ? "" : percent(risk.uniqueAlone, words),
    risk === undefined ? "" : percent(risk.uniqueWithout, words),
    words.label("words", `dietLoss.${loss}`),
    words.label("words", `dietAdvice.${advice}`),
  ];
  const headings = [
    "map-field",
    "map-uses",
    "diet-alone",
    "diet-without",
    "diet-loss",
    "diet-advice",
  ] as const;
  return table(
    headings.map((key) => words.say(key)),
    fields.map(row),
  );
}

function percent(share: number, words: Words): string {
  return `${words.number(share * 100, 1)}%`;
}
