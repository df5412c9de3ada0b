import type { Ranged } from "../../../workers/terms/ranged.ts";
import {
  forecastModels,
  type ModelDrift,
  type TrackedRun,
  type TrackRecord,
} from "../../../workers/terms/track-record.ts";
import { command, reply } from "../core/command.ts";
import { mapOutcome } from "../core/outcome.ts";
import { table } from "../core/print.ts";
import { vaultOption, withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";

export const analyseTrackRecord = command({
  name: "analyse track-record",
  summary: {
    ja: "これまでの予測を、その後に起きたことと並べます。",
    en: "Sets every forecast beside what happened since.",
  },
  options: { ...vaultOption, model: { kind: "choice", choices: forecastModels } },
  run: ({ io, words, given: { vault, model } }) =>
    withVault(io, vault, async (api) =>
      reply(await api.trackRecord(model === undefined ? {} : { model }), (record) =>
        describeRecord(record, words),
      ),
    ),
});

export const analyseDrift = command({
  name: "analyse drift",
  summary: {
    ja: "モデルが学んだときから顧客がどれだけ変わったか、学び直すべきかを調べます。",
    en: "Tells how far customers have moved since each model learnt, and whether it should learn anew.",
  },
  options: vaultOption,
  run: ({ io, words, given }) =>
    withVault(io, given.vault, async (api) => {
      const drifts = await api.modelDrift({ job: io.job });
      return reply(
        mapOutcome(drifts, (models) => ({ models })),
        ({ models }) =>
          models.length === 0
            ? [words.say("record-empty")]
            : models.flatMap((one) => describeDrift(one, words)),
      );
    }),
});

function describeRecord({ runs }: TrackRecord, words: Words): readonly string[] {
  if (runs.length === 0) return [words.say("record-empty")];
  const headings = ["record-run", "record-model", "record-until", "record-state", "record-expected", "record-happened", "record-verdict"] as const; // prettier-ignore
  return table(
    headings.map((key) => words.say(key)),
    runs.map((run) => recordRow(run, words)),
  );
}

function recordRow(run: TrackedRun, words: Words): readonly string[] {
  const { result, soFar, forecast } = run;
  const happened = result?.happened ?? soFar?.happened;
  const verdict = result?.verdict ?? soFar?.verdict;
  return [
    String(run.runId),
    words.label("words", `forecastModel.${run.model}`),
    run.until,
    words.label("words", `forecastState.${run.state}`),
    rangeText(result?.expected ?? forecast.expected, words),
    happened === undefined ? "" : words.number(happened),
    verdict === undefined ? "" : words.label("words", `forecastVerdict.${verdict}`),
  ];
}

function rangeText({ value, low, high }: Ranged, words: Words): string {
  return `${words.number(value)} (${words.number(low)} – ${words.number(high)})`;
}

function describeDrift({ model, runId, features, advice }: ModelDrift, words: Words): readonly string[] {
  const name = (feature: string): string => words.label("words", `churnField.${feature}`);
  return [
    `${words.label("words", `forecastModel.${model}`)} (${String(runId)}): ${words.label("words", `retrainVerdict.${advice.verdict}`)}`,
    ...advice.reasons.map(
      ({ code, details }) =>
        `  ${words.label("words", `retrainReason.${code}`, { ...details, feature: name(String(details["feature"] ?? "")) })}`,
    ),
    ...features.map(
      ({ feature, index, verdict }) =>
        `  ${name(feature)}: ${index === null ? "–" : words.number(index, 3)} ${words.label("words", `shift.${verdict}`)}`,
    ),
  ];
}
