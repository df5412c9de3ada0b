import type {
  FeatureShift,
  ForecastResult,
  RetrainAdvice,
  RetrainReason,
  RetrainVerdict,
} from "../../terms/track-record.ts";

/** What is known of a run when it is asked whether the model should learn anew. */
export interface RunToday {
  readonly horizonDays: number;
  /** Days from the run's last known day to the newest order. */
  readonly age: number;
  /** People erased whom the run had seen. */
  readonly erased: boolean;
  readonly features: readonly FeatureShift[];
  /** What came of the newest run whose time has passed. */
  readonly result: ForecastResult | undefined;
}

/** A thing that weighs less than this in what a model says is no reason to learn anew. */
const WEIGHTY = 0.05;
/** Share by which what happened may lie off the forecast before it counts, besides lying outside its range. */
const MUCH_OFF = 0.15;

const severity: Readonly<Record<RetrainVerdict, number>> = { fine: 0, soon: 1, now: 2 };

type Found = RetrainAdvice["reasons"][number] & { readonly verdict: RetrainVerdict };

/**
 * Whether a model should learn anew: at once when the time it looked at is over, its forecast missed by much, its chances no
 * longer mean what they say, or something that weighs in it has moved much; soon when half its time is over, something has
 * moved some, or it had seen people who were erased since.
 */
export function retrainAdvice(run: RunToday): RetrainAdvice {
  const found = [...outcomeReasons(run), ...ageReasons(run), ...shiftReasons(run)];
  if (run.erased) found.push({ code: "erased", verdict: "soon", details: {} });
  found.sort((a, b) => severity[b.verdict] - severity[a.verdict]);
  const worst = found[0];
  if (worst === undefined) return { verdict: "fine", reasons: [{ code: "steady", details: {} }] };
  return {
    verdict: worst.verdict,
    reasons: found.map(({ code, details }) => ({ code, details })),
  };
}

function outcomeReasons({ result }: RunToday): Found[] {
  if (result === undefined) return [];
  const { expected, happened, verdict, drifted, shift, slope } = result;
  const found: Found[] = [];
  const off = Math.abs(happened - expected.value) / Math.max(1, expected.value);
  if (verdict !== "as-forecast")
    found.push(
      reason("missed", off > MUCH_OFF ? "now" : "soon", {
        expected: Math.round(expected.value),
        happened: Math.round(happened),
      }),
    );
  else if (drifted === true && (Math.abs(shift?.value ?? 0) > 0.2 || Math.abs((slope?.value ?? 1) - 1) > 0.2))
    found.push(reason("calibration-off", "now", { slope: Math.round(100 * (slope?.value ?? 1)) / 100 }));
  return found;
}

function ageReasons({ age, horizonDays }: RunToday): Found[] {
  if (age >= horizonDays) return [reason("horizon-over", "now", { days: age, horizon: horizonDays })];
  return 2 * age >= horizonDays ? [reason("ageing", "soon", { days: age, horizon: horizonDays })] : [];
}

function shiftReasons({ features }: RunToday): Found[] {
  const of = (verdict: FeatureShift["verdict"]) =>
    features
      .filter((one) => one.verdict === verdict && one.weight >= WEIGHTY)
      .sort((a, b) => (b.index ?? 0) - (a.index ?? 0))[0];
  const much = of("moved-much");
  if (much) return [reason("moved-much", "now", facts(much))];
  const some = of("moved-some");
  return some ? [reason("moved-some", "soon", facts(some))] : [];
}

function facts({ feature, index }: FeatureShift) {
  return { feature, index: Math.round(100 * (index ?? 0)) / 100 };
}

function reason(code: RetrainReason, verdict: RetrainVerdict, details: Found["details"]): Found {
  return { code, verdict, details };
}
