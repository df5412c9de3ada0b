import { policyChoiceSchema, type PolicyPreview, type PolicyState } from "../terms/policy.ts";
import { nothing } from "./schemas.ts";

/** Law in force. */
export const policyArguments = {
  showPolicy: nothing,
  /** What other packs would change. */
  previewPolicy: policyChoiceSchema,
  applyPolicy: policyChoiceSchema,
};

/** What they answer. */
export interface PolicyAnswers {
  showPolicy: PolicyState;
  previewPolicy: PolicyPreview;
  applyPolicy: PolicyState;
}
