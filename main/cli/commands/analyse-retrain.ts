import {
  retrainableModels,
  type MarkedRun,
  type MovedFigure,
  type Retraining,
} from "../../../workers/terms/retraining.ts";
import { command, reply } from "../core/command.ts";
import { table } from "../core/print.ts";
import { vaultOption, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";

export const analyseRetrain = command({
  name: "analyse retrain",
  summary: {
    ja: "消去した人を見ていたモデルを、同じ設定で、残りの人だけで実行し直し、何が変わったかを示します。--dry-runは対象だけを示します。",
    en: "Runs every model anew that had seen people who were erased, and shows what moved; --dry-run only says which.",
  },
  options: {
    ...vaultOption,
    model: { kind: "choice", choices: retrainableModels },
    "dry-run": { kind: "flag" },
  },
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) => {
      const model = retrainableModels.find((one) => one === given.model);
      if (given["dry-run"])
        return reply(await api.listRetraining({}), ({ marked }) => {
          const chosen = marked.filter((one) => model === undefined || one.model === model);
          if (chosen.length === 0) return [words.say("retrain-none")];
          return chosen.map((one) => markedLine(one, words));
        });
      const asked = { ...(model !== undefined && { model }), job: io.job };
      return reply(await api.retrain(asked), ({ done }) =>
        done.length === 0
          ? [words.say("retrain-none")]
          : done.flatMap((one, at) => [...(at === 0 ? [] : [""]), ...retrainingLines(one, words)]),
      );
    }),
});

/** A run that has to be made anew. */
export function markedLine({ model, run, at, erased }: MarkedRun, words: Words): string {
  return words.say("retrain-marked", {
    model: modelName(model, words),
    run: words.number(run),
    at: at.slice(0, 10),
    erased: words.number(erased),
  });
}

/** What moved, as the erasing command says it, too. */
export function retrainingLines(retraining: Retraining, words: Words): readonly string[] {
  const { model, before, run, erased, people, verdict, imports, figures, scores } = retraining;
  const verdictName = (one: string): string => words.label("words", `verdict.${one}`);
  return [
    words.say("retrain-done", {
      model: modelName(model, words),
      run: words.number(run),
      before: words.number(before),
      erased: words.number(erased),
      people: words.number(people.before),
      left: words.number(people.after),
      was: verdictName(verdict.before),
      is: verdictName(verdict.after),
    }),
    ...(imports === 0 ? [] : [words.say("retrain-imports", { imports: words.number(imports) })]),
    ...table(
      [words.say("retrain-figure"), words.say("retrain-before"), words.say("retrain-after")],
      figures.map((figure) => [
        figureName(figure, words),
        amount(figure.before, words),
        amount(figure.after, words),
      ]),
    ),
    ...scores.map(({ measure, people: compared, changed, by, mean = 0, largest = 0 }) =>
      words.say(measure === "group" ? "retrain-moved-group" : "retrain-moved", {
        measure: words.label("words", `movedMeasure.${measure}`),
        people: words.number(compared),
        changed: words.number(changed),
        by: `${words.number(100 * by)}%`,
        mean: `${words.number(100 * mean, 1)}%`,
        largest: `${words.number(100 * largest, 1)}%`,
      }),
    ),
  ];
}

function modelName(model: string, words: Words): string {
  return words.label("words", `predictionModel.${model}`);
}

function figureName({ kind, name }: MovedFigure, words: Words): string {
  const key = kind === "importance" ? `churnField.${name}` : `movedFigure.${name}`;
  const label = words.label("words", key);
  // Parameters go by their letters.
  return label === key ? name : label;
}

function amount(value: number | null, words: Words): string {
  if (value === null) return "–";
  return words.number(value, Math.abs(value) < 100 ? 4 : 1);
}
