import { resolve } from "node:path";
import { explainingLearners, type ChallengeReport } from "../../../workers/terms/champion.ts";
import type { ContactGain } from "../../../workers/terms/contact-gain.ts";
import type { ModelCard } from "../../../workers/terms/model-card.ts";
import { command, done, misuse, refused, reply } from "../core/command.ts";
import { vaultOption, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";

export const analyseChampion = command({
  name: "analyse champion",
  summary: {
    ja: "離れそうな人の推定で、今の手法とほかの手法を同じ期間で比べます。--promoteで切り替えます。",
    en: "Holds other methods against the one that tells who leaves, on the same split in time; --promote puts one in its place.",
  },
  options: { ...vaultOption, promote: { kind: "choice", choices: explainingLearners } },
  run: ({ io, words, given: { vault, promote } }) =>
    withVault(io, vault, async (api) => {
      const compared = await api.challengeChurn({ job: io.job });
      if (!compared.ok || promote === undefined)
        return reply(compared, (report) => describeChallenge(report, words));
      const promoted = await api.promoteLearner({ learner: promote });
      if (!promoted.ok) return refused(promoted.error);
      return done({ ...compared.value, ...promoted.value }, [
        ...describeChallenge(compared.value, words),
        words.say("champion-now", { learner: words.label("words", `learner.${promote}`) }),
      ]);
    }),
});

export const analyseGain = command({
  name: "analyse gain",
  summary: {
    ja: "離れそうな人に連絡すると、いくらの利益がどれくらい確かかを見積もります。金額は最小単位です。",
    en: "Estimates what contacting people likely to leave brings, and how likely. Money in minor units, shares in per cent.",
  },
  options: {
    ...vaultOption,
    contact: { kind: "whole", hint: "PEOPLE", least: 1, most: 100_000_000 },
    cost: { kind: "whole", hint: "MONEY", least: 0, most: 1_000_000_000, required: true },
    spend: { kind: "whole", hint: "MONEY", least: 0, most: 1_000_000_000_000, required: true },
    margin: { kind: "whole", hint: "PERCENT", least: 0, most: 100, required: true },
    won: { kind: "whole", hint: "PERCENT", least: 0, most: 100, required: true },
  },
  run: ({ io, words, given: { vault, contact, cost, spend, margin, won } }) =>
    withVault(io, vault, async (api) =>
      reply(
        await api.contactGain({
          cost,
          spend,
          margin: margin / 100,
          won: won / 100,
          ...(contact !== undefined && { contact }),
        }),
        (gain) => describeGain(gain, words),
      ),
    ),
});

export const analyseCard = command({
  name: "analyse card",
  summary: {
    ja: "実行結果のモデルカードを示します。--outで書き出します。",
    en: "Shows the model card of a run; --out saves it as a page and as JSON.",
  },
  options: {
    ...vaultOption,
    run: { kind: "whole", hint: "RUN", least: 1, most: 1_000_000_000, required: true },
    out: { kind: "text", hint: "DIR" },
  },
  run: ({ io, words, given: { vault, run: runId, out } }) =>
    withVault(io, vault, async (api) => {
      const { language } = words;
      const card = await api.modelCard({ runId, language });
      if (!card.ok) return refused(card.error);
      if (out === undefined) return done(card.value, describeCard(card.value));
      if (out === "") return misuse("missing-option", { name: "--out DIR" });
      return reply(await api.saveModelCard({ runId, folder: resolve(out), language }), ({ paths }) => paths);
    }),
});

function describeChallenge({ figures, challengers }: ChallengeReport, words: Words): readonly string[] {
  const three = (value: number): string => words.number(value, 3);
  return [
    ...figures.map(({ learner, auc, logLoss, brier }) =>
      words.say("champion-figures", {
        learner: words.label("words", `learner.${learner}`),
        auc: three(auc.value),
        low: three(auc.low),
        high: three(auc.high),
        logLoss: three(logLoss),
        brier: three(brier),
      }),
    ),
    ...challengers.map(({ learner, aucDifference, verdict, bars }) =>
      [
        words.say("champion-against", {
          learner: words.label("words", `learner.${learner}`),
          value: three(aucDifference.value),
          low: three(aucDifference.low),
          high: three(aucDifference.high),
          verdict: words.label("words", `challengeVerdict.${verdict}`),
        }),
        ...bars.map((bar) => words.label("words", `barReason.${bar}`)),
      ].join(" "),
    ),
  ];
}

function describeGain(
  { contact, leaving, staying, gain, likely, best, currency }: ContactGain,
  words: Words,
): readonly string[] {
  const money = (value: number): string => words.money(Math.round(value), currency);
  return [
    words.say("gain-answer", {
      contact: words.number(contact),
      leaving: words.number(leaving.value),
      staying: words.number(staying.value, 1),
      gain: money(gain.value),
      low: money(gain.low),
      high: money(gain.high),
      likely: words.number(100 * likely),
    }),
    best === undefined
      ? words.say("gain-none")
      : words.say("gain-best", { contact: words.number(best.contact), gain: money(best.gain.value) }),
  ];
}

function describeCard({ name, sections, checks }: ModelCard): readonly string[] {
  return [
    name,
    ...sections.flatMap(({ title, lines }) => ["", title, ...lines.map((line) => `  ${line}`)]),
    "",
    ...checks.map(({ sentence }) => sentence),
  ];
}
