import * as v from "valibot";
import { Cancelled, jobControl } from "../../../workers/base/job.ts";
import type { Outcome } from "../../../workers/base/fault.ts";
import type { VaultApi } from "../../../workers/contract.ts";
import type { Language } from "../../../workers/terms/language.ts";
import type { FairModel } from "../../../workers/terms/model-fairness.ts";
import { encodings } from "../../../workers/terms/intake.ts";
import { analyseTable, type TableModel } from "../../../workers/analysis/analyse.ts";
import { describeDocument } from "../analysis/describe.ts";
import { describeFairness } from "../analysis/describe-fairness.ts";
import { readOrderFile } from "../analysis/order-file.ts";
import { readSettings, type SettingName, type Settings } from "../analysis/settings.ts";
import {
  churnOfVault,
  cohortsOfVault,
  lifetimeOfVault,
  rfmOfVault,
  type Document,
} from "../analysis/vault-models.ts";
import { fairnessOptions, readFairness, withFairness } from "../core/fairness-option.ts";
import { command, misuse, refused, reply, type Command, type Reply } from "../core/command.ts";
import type { Io } from "../core/io.ts";
import { mapOutcome } from "../core/outcome.ts";
import { withVault } from "../core/session.ts";
import type { Words } from "../core/words.ts";

interface Analysis {
  readonly model: TableModel;
  readonly summary: Readonly<Record<Language, string>>;
  readonly settings: readonly SettingName[];
  /** Columns a file cannot do without. */
  readonly needed: readonly ("customer" | "date" | "amount")[];
  /** Absent where a model runs on files alone. */
  readonly ofVault?: (api: VaultApi, settings: Settings, io: Io) => Promise<Outcome<Document>>;
  /** Whose run the vault keeps, where it can be compared by group. */
  readonly fair?: FairModel;
}

const analyses: readonly Analysis[] = [
  {
    model: "rfm",
    summary: {
      ja: "最新の購入、回数、金額で顧客を分けます。",
      en: "Scores recency, frequency and monetary value.",
    },
    settings: ["customer", "date", "amount", "order", "end"],
    needed: ["customer", "date"],
    ofVault: rfmOfVault,
  },
  {
    model: "bgnbd",
    summary: {
      ja: "これから何回買うか、まだ顧客かを推定します(BG/NBD)。",
      en: "Estimates purchases to come and who is still a customer (BG/NBD).",
    },
    settings: ["customer", "date", "amount", "order", "unit", "end", "horizon", "discount"],
    needed: ["customer", "date"],
    ofVault: (api, settings, io) => lifetimeOfVault("bgnbd", api, settings, io),
    fair: "lifetime",
  },
  repeatPurchases("mbgnbd", {
    ja: "BG/NBDと同じ推定を、初回購入の直後に離れる人も考えて行います(MBG/NBD)。",
    en: "Like bgnbd, for people who may leave right after the first purchase too (MBG/NBD).",
  }),
  repeatPurchases("paretonbd", {
    ja: "いつ離れてもおかしくないものとして、これからの購入を推定します(Pareto/NBD)。",
    en: "Like bgnbd, for people who may leave at any time (Pareto/NBD).",
  }),
  repeatPurchases("bgbb", {
    ja: "毎月など決まった機会ごとの購入を推定します(BG/BB)。",
    en: "Like bgnbd, for purchases at fixed occasions, such as once a month (BG/BB).",
  }),
  {
    model: "gammagamma",
    summary: {
      ja: "一回の購入額を推定します(Gamma-Gamma)。",
      en: "Estimates the amount of a purchase (Gamma-Gamma).",
    },
    settings: ["customer", "date", "amount", "order", "unit", "end", "horizon", "discount"],
    needed: ["customer", "date", "amount"],
    ofVault: (api, settings, io) => lifetimeOfVault("gammagamma", api, settings, io),
    fair: "lifetime",
  },
  {
    model: "cohort",
    summary: {
      ja: "初めて買った月ごとに、続けて買う人を数えます。",
      en: "Counts who comes back, by the month of their first purchase.",
    },
    settings: ["customer", "date", "unit", "end"],
    needed: ["customer", "date"],
    ofVault: cohortsOfVault,
  },
  {
    model: "churn",
    summary: {
      ja: "これからの期間に買わなくなりそうな顧客を、理由とともに挙げます(期間は日数、horizon)。",
      en: "Names customers likely not to buy within the horizon (days), with reasons.",
    },
    settings: ["customer", "date", "amount", "order", "end", "horizon"],
    needed: ["customer", "date"],
    ofVault: churnOfVault,
    fair: "churn",
  },
];

/** A repeat-purchase model beside BG/NBD, whose runs are the only ones that a vault keeps: these run on files. */
function repeatPurchases(model: "mbgnbd" | "paretonbd" | "bgbb", summary: Analysis["summary"]): Analysis {
  return {
    model,
    summary,
    settings: ["customer", "date", "amount", "order", "unit", "end", "horizon", "discount"],
    needed: ["customer", "date"],
  };
}

/** `analyse MODEL` for each model there is. */
export const analyse: readonly Command[] = analyses.map((analysis) =>
  command({
    name: `analyse ${analysis.model}`,
    summary: analysis.summary,
    ...(analysis.fair !== undefined && { notes: "fairness-notes" }),
    options: {
      in: { kind: "text", hint: "FILE.csv" },
      vault: { kind: "text", hint: "FILE" },
      set: { kind: "many", hint: "NAME=VALUE" },
      encoding: { kind: "choice", choices: ["auto", ...encodings] },
      ...fairnessOptions,
    },
    run: async ({ io, words, given }) => {
      const settings = readSettings(given.set, analysis.settings);
      if (!settings.ok) return { kind: "misuse", misuse: settings.error };
      const { in: file, vault } = given;
      const fairness = readFairness(given);
      if ("key" in fairness) return misuse(fairness.key, fairness.facts);
      const { ofVault, fair } = analysis;
      if (fairness.groupings.length > 0 && (vault === undefined || fair === undefined))
        return misuse("fairness-needs-vault");
      if (file !== undefined && vault === undefined)
        return onFile(
          analysis,
          file,
          settings.value,
          encodings.find((one) => one === given.encoding),
          io,
          words,
        );
      if (vault === undefined || file !== undefined) return misuse("one-source");
      if (ofVault === undefined) return misuse("file-only", { model: analysis.model });
      return withVault(io, vault, async (api) => {
        const runModel = (): Promise<Outcome<Document>> => ofVault(api, settings.value, io);
        const whole = await (fair === undefined
          ? runModel()
          : withFairness(runModel, { api, model: fair, asked: fairness, words, io }));
        return reply(whole, (found) => [
          ...describeDocument(found, words),
          ...describeFairness(found, words),
        ]);
      });
    },
  }),
);

async function onFile(
  analysis: Analysis,
  path: string,
  settings: Settings,
  encoding: (typeof encodings)[number] | undefined,
  io: Io,
  words: Words,
): Promise<Reply> {
  const { customer, date, amount, order } = settings;
  const absent = analysis.needed.find((name) => settings[name] === undefined);
  if (absent !== undefined || customer === undefined || date === undefined)
    return misuse("missing-setting", { name: absent });
  const job = jobControl(io.job, () => undefined);
  try {
    const file = await readOrderFile(path, { customer, date, amount, order }, { encoding }, job);
    if ("misuse" in file) return { kind: "misuse", misuse: file.misuse };
    if (!file.ok) return refused(file.error);
    const { table, skipped } = file.value;
    const answer = analyseTable(analysis.model, table, settings, job);
    const document = mapOutcome(answer, (figures) => ({ ...v.parse(v.looseObject({}), figures), skipped }));
    return reply(document, (known) => describeDocument(known, words));
  } catch (error) {
    if (error instanceof Cancelled) return refused({ code: "cancelled" });
    throw error;
  }
}
