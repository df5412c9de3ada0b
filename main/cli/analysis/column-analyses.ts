import {
  kMeansDocument,
  mixtureDocument,
  type ClusterRequest,
} from "../../../workers/analysis/cluster-document.ts";
import { boostingDocument } from "../../../workers/analysis/boosting-document.ts";
import { ebmDocument, type BinaryRequest } from "../../../workers/analysis/ebm-document.ts";
import { elasticNetDocument } from "../../../workers/analysis/elastic-net-document.ts";
import { fairnessDocument } from "../../../workers/analysis/fairness-document.ts";
import { logisticDocument } from "../../../workers/analysis/logistic-document.ts";
import {
  coxDocument,
  kaplanMeierDocument,
  type SurvivalRequest,
} from "../../../workers/analysis/survival-document.ts";
import type { Json } from "../../../workers/base/canonical-json.ts";
import type { Outcome } from "../../../workers/base/fault.ts";
import type { JobControl } from "../../../workers/base/job.ts";
import { scales } from "../../../workers/models/clusters/points.ts";
import type { VaultApi } from "../../../workers/contract.ts";
import { tieMethods } from "../../../workers/models/survival/cox-likelihood.ts";
import type { DataTable } from "../../../workers/models/design/table.ts";
import type { Language } from "../../../workers/terms/language.ts";
import type { Io } from "../core/io.ts";
import { entriesOf, numberOf, type SettingKind, type Typed } from "./column-settings.ts";
import { groupsOfVault, type Document } from "./vault-models.ts";

/** What an analysis of a table's columns is called with: positions of columns by setting, and the other settings. */
export interface ColumnCall {
  readonly table: DataTable;
  /** Columns a setting names; none when it was left out. */
  readonly columns: (name: string) => readonly number[];
  readonly typed: Typed<string>;
  readonly job: JobControl;
}

/** An analysis of a table of any columns. */
export interface ColumnAnalysis {
  readonly model: string;
  readonly summary: Readonly<Record<Language, string>>;
  readonly settings: Readonly<Record<string, SettingKind>>;
  /** Settings it cannot do without. */
  readonly needed: readonly string[];
  run(call: ColumnCall): Outcome<Json>;
  /** Absent where it runs on files alone. */
  readonly ofVault?: (api: VaultApi, typed: Typed<string>, io: Io) => Promise<Outcome<Document>>;
}

const unscaled: readonly string[] = ["none", "no", "false", "raw", "0"];
const clusterSettings: ColumnAnalysis["settings"] = {
  k: "whole",
  columns: "columns",
  scale: [...unscaled, "standard", "yes", "true", "zscore", "1"],
  seed: "whole",
  truth: "column",
};

const binarySettings: ColumnAnalysis["settings"] = {
  target: "column",
  positive: "texts",
  drop: "columns",
  columns: "columns",
  folds: "whole",
  seed: "whole",
};

/** Analyses of a file of any columns, by the name they are called by. */
export const columnAnalyses: readonly ColumnAnalysis[] = [
  {
    model: "logistic",
    summary: {
      ja: "列から「はい」になる確率を求めます(ロジスティック回帰)。",
      en: "Finds the chance of a yes from the other columns (logistic regression).",
    },
    settings: { ...binarySettings, l2: "number", alpha: "number" },
    needed: ["target"],
    run: (call) => {
      const request = { ...binaryRequest(call), ...numbers(call.typed, ["l2"]) };
      const { alpha } = numbers(call.typed, ["alpha"]);
      if (alpha !== undefined) return elasticNetDocument(call.table, { ...request, alpha }, call.job);
      return logisticDocument(call.table, request, call.job);
    },
  },
  {
    model: "ebm",
    summary: {
      ja: "列から「はい」になる確率を、理由を足し算で示せるモデルで求めます(説明可能ブースティング)。",
      en: "Finds the chance of a yes by a model whose reasons add up (explainable boosting machine).",
    },
    settings: binarySettings,
    needed: ["target"],
    run: (call) => ebmDocument(call.table, binaryRequest(call), call.job),
  },
  {
    model: "boosting",
    summary: {
      ja: "列から「はい」になる確率を決定木の集まりで求め、ほかのモデルと比べます(勾配ブースティング)。",
      en: "Finds the chance of a yes by many small trees, to hold other models against (gradient boosting).",
    },
    settings: binarySettings,
    needed: ["target"],
    run: (call) => boostingDocument(call.table, binaryRequest(call), call.job),
  },
  {
    model: "kaplanmeier",
    summary: {
      ja: "時間とともに何割が残るかを求めます(カプラン・マイヤー)。",
      en: "Shows how many stay as time passes (Kaplan-Meier).",
    },
    settings: { time: "column", event: "column", by: "columns", positive: "texts" },
    needed: ["time", "event"],
    run: (call) => kaplanMeierDocument(call.table, survivalRequest(call), call.job),
  },
  {
    model: "cox",
    summary: {
      ja: "何が離れる早さを左右するかを求めます(コックス比例ハザード)。",
      en: "Finds what makes people leave sooner (Cox proportional hazards).",
    },
    settings: { time: "column", event: "column", by: "columns", positive: "texts", ties: tieMethods },
    needed: ["time", "event", "by"],
    run: (call) => {
      const ties = tieMethods.find((method) => method === call.typed["ties"]);
      return coxDocument(call.table, { ...survivalRequest(call), ...(ties && { ties }) }, call.job);
    },
  },
  {
    model: "kmeans",
    summary: {
      ja: "似た行をk個のグループに分けます(k平均法)。",
      en: "Puts like rows into k groups (k-means).",
    },
    settings: clusterSettings,
    needed: ["k"],
    run: (call) => kMeansDocument(call.table, clusterRequest(call), call.job),
    ofVault: (api, typed, io) => groupsOfVault(api, numbers(typed, ["k"]), io),
  },
  {
    model: "gmm",
    summary: {
      ja: "似た行をk個の正規分布に分けます(混合ガウスモデル)。",
      en: "Puts like rows into k normal distributions (Gaussian mixture).",
    },
    settings: clusterSettings,
    needed: ["k"],
    run: (call) => mixtureDocument(call.table, clusterRequest(call), call.job),
  },
  {
    model: "fairness",
    summary: {
      ja: "選ばれる割合と誤りの割合をグループごとに比べます。",
      en: "Compares who is selected, and how often wrongly, by group.",
    },
    settings: {
      group: "column",
      outcome: "column",
      prediction: "column",
      positive: "texts",
      selected: "texts",
      threshold: "number",
      ratio: "number",
      difference: "number",
    },
    needed: ["group", "prediction"],
    run: ({ table, columns, typed }) => {
      const [group = 0] = columns("group");
      const [prediction = 0] = columns("prediction");
      const [outcome] = columns("outcome");
      const positive = entriesOf(typed["positive"]);
      const selected = entriesOf(typed["selected"]);
      return fairnessDocument(table, {
        group,
        prediction,
        ...(outcome !== undefined && { outcome }),
        ...(positive && { positive }),
        ...(selected && { selected }),
        ...numbers(typed, ["threshold", "ratio", "difference"]),
      });
    },
  },
];

function numbers<N extends string>(typed: Typed<string>, names: readonly N[]): Partial<Record<N, number>> {
  const found: Partial<Record<N, number>> = {};
  for (const name of names) {
    const value = numberOf(typed[name]);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

function binaryRequest({ table, columns, typed }: ColumnCall): BinaryRequest {
  const kept = columns("columns");
  const [target = 0] = columns("target");
  const others = [...table.columns.keys()].filter((at) => kept.length > 0 && !kept.includes(at));
  const positive = entriesOf(typed["positive"]);
  return {
    target,
    drop: [...columns("drop"), ...others],
    ...(positive && { positive }),
    ...numbers(typed, ["folds", "seed"]),
  };
}

function survivalRequest({ columns, typed }: ColumnCall): SurvivalRequest {
  const [time = 0] = columns("time");
  const [event = 0] = columns("event");
  const positive = entriesOf(typed["positive"]);
  return { time, event, by: columns("by"), ...(positive && { positive }) };
}

function clusterRequest({ columns, typed }: ColumnCall): ClusterRequest {
  const [truth] = columns("truth");
  const typedScale = typed["scale"]?.toLowerCase() ?? "none";
  const scale =
    scales.find((one) => one === typedScale) ?? (unscaled.includes(typedScale) ? "none" : "standard");
  return {
    k: numberOf(typed["k"]) ?? 0,
    columns: columns("columns"),
    scale,
    ...(truth !== undefined && { truth }),
    ...numbers(typed, ["seed"]),
  };
}
