import * as v from "valibot";
import { pageSchema } from "../terms/people.ts";
import {
  propensityOptionsSchema,
  questions,
  type PropensityPage,
  type PropensityReport,
} from "../terms/propensity.ts";
import { job } from "./schemas.ts";

const question = v.picklist(questions);

/** What people will do next, beside leaving: look-alikes, first purchases, renewals, new products, openings and clicks. */
export const propensityArguments = {
  fitPropensity: v.strictObject({ options: propensityOptionsSchema, job }),
  latestPropensity: v.strictObject({ question }),
  /** People by their chance, highest first, with reasons. */
  listPropensity: v.strictObject({ ...pageSchema.entries, question }),
};

/** What they answer. */
export interface PropensityAnswers {
  fitPropensity: PropensityReport;
  latestPropensity: PropensityReport | null;
  listPropensity: PropensityPage;
}
