import { explainingLearners, type ExplainingLearner } from "../../terms/champion.ts";
import type { Workspace } from "../../workspace.ts";

/** The learner that makes a model's runs: the one somebody put in the champion's place, else the explainable boosting machine. */
export function championOf({ vault }: Workspace, model: "churn"): ExplainingLearner {
  const kept = vault.db.first<{ learner: string }>("SELECT learner FROM model_champions WHERE model = ?", [
    model,
  ]);
  return explainingLearners.find((learner) => learner === kept?.learner) ?? "ebm";
}
