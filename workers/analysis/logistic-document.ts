import type { Json } from "../base/canonical-json.ts";
import { fault, type Outcome } from "../base/fault.ts";
import type { JobControl } from "../base/job.ts";
import { ok } from "../base/result.ts";
import { outcomesOf } from "../models/design/outcome.ts";
import type { DataTable } from "../models/design/table.ts";
import { logistic, type LogisticOutput } from "../models/logistic/logistic.ts";
import { logisticChecks } from "../models/logistic/checks.ts";
import { review } from "../models/review.ts";
import { byName, finite, reviewJson } from "./document.ts";
import { validationMembers } from "./validation-members.ts";

/** What a logistic regression of a table is asked. Columns by position. */
export interface LogisticRequest {
  readonly target: number;
  /** Entries of the target that mean yes; guessed when left out. */
  readonly positive?: readonly string[];
  /** Columns not to learn from. */
  readonly drop: readonly number[];
  readonly folds?: number;
  readonly seed?: number;
  readonly l2?: number;
}

/**
 * The document of `kurabito analyse logistic`. Faults: "model-no-data" for no row with a known outcome, "bad-arguments"
 * when the target has not the named entries or more than two and none named.
 */
export function logisticDocument(table: DataTable, request: LogisticRequest, job: JobControl): Outcome<Json> {
  const { target, positive, drop, folds = 10, seed = 1, l2 = 0 } = request;
  const outcomes = outcomesOf(table.columns[target]!, positive);
  if (outcomes === undefined) return fault("bad-arguments");
  const features = [...table.columns.keys()].filter((at) => at !== target && !drop.includes(at));
  const output = logistic({ table, features, labels: outcomes.labels, folds, seed, l2 }, job);
  if (output.known === 0) return fault("model-no-data");
  return ok({
    model: "logistic",
    target: table.columns[target]!.name,
    positive: [...outcomes.positive],
    n: output.n,
    positives: output.positives,
    unusedRows: table.rows - output.n,
    l2,
    ...fitMembers(output),
    ...validationMembers(output.validation),
    leaks: [...output.leaks],
    separating: [...output.separating],
    review: reviewJson(review(logisticChecks(output, l2 > 0))),
  });
}

function fitMembers({ fit, design }: LogisticOutput): Record<string, Json> {
  if (fit === undefined)
    return {
      converged: false,
      intercept: null,
      coefficients: null,
      standardErrors: null,
      logLikelihood: null,
    };
  const out = new Set([...fit.constant, ...fit.repeated]);
  return {
    converged: fit.converged,
    intercept: finite(fit.intercept),
    // As R prints them, a column left out has no coefficient.
    coefficients: byName(design.names, (j) => (out.has(j) ? null : finite(fit.coefficients[j]!))),
    standardErrors: {
      ...byName(design.names, (j) => (out.has(j) ? null : finite(fit.standardErrors[j]!))),
      "(Intercept)": finite(fit.interceptError),
    },
    logLikelihood: fit.logLikelihood,
    nullDeviance: -2 * fit.nullLogLikelihood,
    deviance: -2 * fit.logLikelihood,
    aic: -2 * fit.logLikelihood + 2 * (1 + design.names.length - out.size),
  };
}
