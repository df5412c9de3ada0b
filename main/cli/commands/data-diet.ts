import type { DataDiet, DietField } from "../../../workers/terms/data-diet.ts";
import { command, refused, reply } from "../core/command.ts";
import { table } from "../core/print.ts";
import { vaultOption, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";

export const vaultDiet = command({
  name: "vault diet",
  summary: {
    ja: "項目ごとに、使いみち、人が特定される危険、なくすと失うものを並べます。--measureは、離れそうな人の予測を項目を除いて学び直して比べます。",
    en: "Lists for each field what uses it, how far it tells people apart, and what would be lost without it; --measure learns the forecast of who will leave again without each field and compares.",
  },
  options: { ...vaultOption, measure: { kind: "flag" } },
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) => {
      if (given.measure) {
        const measured = await api.measureFieldLosses({ job: io.job });
        if (!measured.ok) return refused(measured.error);
      }
      return reply(await api.dataDiet({}), (diet) => [
        ...riskLines(diet, words),
        "",
        ...fieldTable(diet, words),
        ...lossLines(diet, words),
      ]);
    }),
});

/** What the forecast would lose without each field, in a sentence a field. */
function lossLines({ losses }: DataDiet, words: Words): readonly string[] {
  if (losses === undefined) return [];
  const three = (value: number): string => words.number(value, 3);
  return [
    "",
    ...losses.fields.map(({ id, auc, loss, verdict }) =>
      words.say(`diet-${verdict}`, {
        field: nameOf(id.slice(id.indexOf(".") + 1), words),
        auc: three(losses.auc.value),
        without: three(auc.value),
        loss: three(loss.value),
        low: three(loss.low),
        high: three(loss.high),
      }),
    ),
  ];
}

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
