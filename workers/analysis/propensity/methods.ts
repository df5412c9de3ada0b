import { listPropensity } from "../../gates/use/propensity-people.ts";
import type { Methods } from "../../workspace.ts";
import { fitPropensity } from "./fit.ts";
import { latestPropensity } from "./latest.ts";

/** Questions about what people will do next, beside leaving. */
export const propensityMethods: Methods<"fitPropensity" | "latestPropensity" | "listPropensity"> = {
  fitPropensity,
  latestPropensity,
  listPropensity,
};
