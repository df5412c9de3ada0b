import type { Part } from "../base/parts.ts";
import { boostingFold } from "./boosting/boosting.ts";
import { learnerChances } from "./champion/chances.ts";
import { mixtureStart } from "./clusters/gaussian-mixture.ts";
import { kMeansStart } from "./clusters/k-means.ts";
import { groupTrial } from "./clusters/stability.ts";
import { bagMains, bagPairs } from "./ebm/bags.ts";
import { ebmFold } from "./ebm/ebm.ts";
import { pathFold } from "./elastic-net/elastic-net.ts";
import { logisticFold } from "./logistic/folds.ts";

/** The independent pieces of fits that a thread which helps can run. */
export const modelParts: readonly Part<never>[] = [
  bagMains,
  bagPairs,
  boostingFold,
  ebmFold,
  groupTrial,
  kMeansStart,
  learnerChances,
  logisticFold,
  mixtureStart,
  pathFold,
];
