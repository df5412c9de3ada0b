import type { StoredChurn } from "../churn-report.ts";
import type { StoredGroups } from "../group-report.ts";
import type { StoredLifetime } from "../lifetime-report.ts";
import type { MovedFigure } from "../../terms/retraining.ts";

type Kind = MovedFigure["kind"];
type Named = readonly (readonly [name: string, value: number | null | undefined])[];

/** Parameters of the lifetime model, and the sum it foresees. */
export function lifetimeFigures(before: StoredLifetime, after: StoredLifetime): readonly MovedFigure[] {
  const parametersOf = ({ purchases, spend }: StoredLifetime): Named => [
    ...Object.entries(purchases?.parameters ?? {}),
    ...Object.entries(spend?.parameters ?? {}),
  ];
  const fitOf = ({ purchases, spend, holdout }: StoredLifetime): Named => [
    ["logLikelihood", purchases?.logLikelihood],
    ["spendLogLikelihood", spend?.logLikelihood],
    ["holdoutActual", holdout && total(holdout.bins.map(({ actual }) => actual))],
    ["holdoutExpected", holdout && total(holdout.bins.map(({ expected }) => expected))],
  ];
  return [
    ...moved("parameter", parametersOf(before), parametersOf(after)),
    ...moved("validation", fitOf(before), fitOf(after)),
    ...moved("sum", [["total", before.total?.value]], [["total", after.total?.value]]),
  ];
}

/** What a model of chances keeps in its report. */
interface StoredChances {
  readonly validation?: Pick<
    NonNullable<StoredChurn["validation"]>,
    "auc" | "logLoss" | "brier" | "calibrationSlope"
  >;
  readonly base?: number;
  readonly expected?: { readonly value: number };
  readonly fields: readonly { readonly field: string; readonly importance: number }[];
}

/** How well a model of chances did on the time held out, how much each field weighs, and of how many people it expects it (`sum`). */
export function chanceFigures(
  before: StoredChances,
  after: StoredChances,
  sum: "expected" | "foreseen",
): readonly MovedFigure[] {
  const fitOf = ({ validation }: StoredChances): Named => [
    ["auc", validation?.auc.value],
    ["aucLow", validation?.auc.low],
    ["aucHigh", validation?.auc.high],
    ["logLoss", validation?.logLoss],
    ["brier", validation?.brier],
    ["calibrationSlope", validation?.calibrationSlope],
  ];
  const weightsOf = ({ fields }: StoredChances): Named =>
    fields.map(({ field, importance }): [string, number] => [field, importance]);
  return [
    ...moved("parameter", [["base", before.base]], [["base", after.base]]),
    ...moved("validation", fitOf(before), fitOf(after)),
    ...moved("importance", weightsOf(before), weightsOf(after)),
    ...moved("sum", [[sum, before.expected?.value]], [[sum, after.expected?.value]]),
  ];
}

/** How many groups there are, and how well they are parted. */
export function groupFigures(before: StoredGroups, after: StoredGroups): readonly MovedFigure[] {
  const fitOf = ({ silhouette, inertia }: StoredGroups): Named => [
    ["silhouette", silhouette],
    ["inertia", inertia],
  ];
  return [
    ...moved("parameter", [["k", before.k]], [["k", after.k]]),
    ...moved("validation", fitOf(before), fitOf(after)),
  ];
}

/** Figures side by side, in the order of their first naming; one that neither run has is left out. */
function moved(kind: Kind, before: Named, after: Named): readonly MovedFigure[] {
  const [one, other] = [new Map(before), new Map(after)];
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((name) => {
    const figure = { kind, name, before: one.get(name) ?? null, after: other.get(name) ?? null };
    return figure.before === null && figure.after === null ? [] : [figure];
  });
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
