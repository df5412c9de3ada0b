import { z975 } from "../../stats/normal.ts";
import { wilson } from "../../stats/wilson.ts";
import {
  explainingLearners,
  type BarReason,
  type ChallengeReport,
  type ChallengerResult,
  type ExplainingLearner,
  type Learner,
  type LearnerFigures,
} from "../../terms/champion.ts";
import type { Ranged } from "../../terms/ranged.ts";
import type { DataTable } from "../design/table.ts";
import { calibrationDrift } from "../drift/calibration-drift.ts";
import { aucDifference } from "../validation/auc-difference.ts";
import { auc, aucInterval } from "../validation/auc.ts";
import { scoresOf } from "../validation/scores.ts";

/** The chances one learner said of the same people. */
export interface Said {
  readonly learner: Learner;
  readonly chance: Float64Array;
}

interface Contest {
  readonly champion: ExplainingLearner;
  readonly said: readonly Said[];
  /** What then happened. */
  readonly labels: Uint8Array;
  /** What was known of the people: groups are read from it. */
  readonly table: DataTable;
}

/** Words a group is made of, and how many people it takes. */
const groupColumns = ["firstChannel", "source"] as const;
const LEAST_GROUP = 30;
/** Five people of a hundred by which a group's chances may be off. */
const GROUP_ROOM = 0.05;
/** By how much a challenger's slope and level may lie further off than the champion's. */
const SLOPE_ROOM = 0.1;
const LEVEL_ROOM = 0.05;

/**
 * Holds every learner against the champion on the same people: areas by DeLong's paired comparison (`aucDifference`), log-loss by
 * the paired differences of each person, calibration by level and slope, and whether they mean the same in each group. A challenger is
 * barred from the champion's place when it is worse in any of these, or gives no reasons that add up.
 */
export function compareLearners(contest: Contest): Pick<ChallengeReport, "figures" | "challengers"> {
  const { champion, said, labels } = contest;
  const figures = said.map((one) => figuresOf(one, contest));
  const own = said.find(({ learner }) => learner === champion)!;
  const ownFigures = figures.find(({ learner }) => learner === champion)!;
  return {
    figures,
    challengers: said.flatMap((one, at): readonly ChallengerResult[] => {
      if (one === own) return [];
      const { value, low, high, pValue } = aucDifference(one.chance, own.chance, labels);
      const logLossDifference = lossDifference(own.chance, one.chance, labels);
      const verdict = verdictOf({ value, low, high }, logLossDifference);
      return [
        {
          learner: one.learner,
          aucDifference: { value, low, high, pValue },
          logLossDifference,
          verdict,
          bars: barsOf(one.learner, verdict, figures[at]!, ownFigures),
        },
      ];
    }),
  };
}

function figuresOf({ learner, chance }: Said, { labels, table }: Contest): LearnerFigures {
  const area = auc(chance, labels);
  const [low, high] = aucInterval(area);
  const { logLoss, brier } = scoresOf(chance, labels);
  const { expected, observed, slope } = calibrationDrift(chance, labels);
  return {
    learner,
    auc: { value: area.value, low, high },
    logLoss,
    brier,
    expected,
    observed,
    slope: Number.isFinite(slope.value) ? slope : null,
    ...evenness(chance, labels, table),
  };
}

/** Mean of what each person costs the one less what they cost the other, with its 95 % range. */
function lossDifference(own: Float64Array, other: Float64Array, labels: Uint8Array): Ranged {
  const loss = (p: number, y: number) => -Math.log(Math.max(1e-15, y === 1 ? p : 1 - p));
  const each = Float64Array.from(labels, (y, i) => loss(own[i]!, y) - loss(other[i]!, y));
  const n = each.length;
  const value = each.reduce((sum, one) => sum + one, 0) / n;
  const spread = each.reduce((sum, one) => sum + (one - value) ** 2, 0) / Math.max(1, n - 1);
  const half = z975 * Math.sqrt(spread / n);
  return { value, low: value - half, high: value + half };
}

function verdictOf(area: Ranged, loss: Ranged): ChallengerResult["verdict"] {
  const better = area.low > 0 || loss.low > 0;
  const worse = area.high < 0 || loss.high < 0;
  if (worse) return "worse";
  return better ? "better" : "alike";
}

function barsOf(
  learner: Learner,
  verdict: ChallengerResult["verdict"],
  figures: LearnerFigures,
  champion: LearnerFigures,
): BarReason[] {
  const explains: readonly Learner[] = explainingLearners;
  const level = ({ expected, observed }: LearnerFigures) =>
    Math.abs(expected - observed) / Math.max(1, observed);
  const slope = (one: LearnerFigures) => Math.abs((one.slope?.value ?? 0) - 1);
  const bars: BarReason[] = [];
  if (!explains.includes(learner)) bars.push("no-reasons");
  if (verdict === "worse") bars.push("worse");
  if (slope(figures) > slope(champion) + SLOPE_ROOM || level(figures) > level(champion) + LEVEL_ROOM)
    bars.push("calibration");
  if (figures.unfair > champion.unfair) bars.push("fairness");
  return bars;
}

/**
 * Whether chances mean the same in every group by first channel and by origin (calibration by group, Chouldechova 2017): a group fails
 * where what came of it lies off what was said by more than the limit, over its whole range, and is unclear where only a part does.
 */
function evenness(
  chance: Float64Array,
  labels: Uint8Array,
  { columns }: DataTable,
): Pick<LearnerFigures, "unfair" | "unclear"> {
  let [unfair, unclear] = [0, 0];
  for (const name of groupColumns) {
    const column = columns.find((one) => one.name === name);
    if (column?.kind !== "category") continue;
    column.levels.forEach((_, level) => {
      let [n, said, came] = [0, 0, 0];
      column.codes.forEach((code, row) => {
        if (code !== level) return;
        n++;
        said += chance[row]!;
        came += labels[row]!;
      });
      if (n < LEAST_GROUP) return;
      const { low, high } = wilson(came, n);
      const [least, most] = [said / n - GROUP_ROOM, said / n + GROUP_ROOM];
      if (high < least || low > most) unfair++;
      else if (low < least || high > most) unclear++;
    });
  }
  return { unfair, unclear };
}
