import type { Json } from "../base/canonical-json.ts";
import { fault, type Outcome } from "../base/fault.ts";
import type { JobControl } from "../base/job.ts";
import { ok } from "../base/result.ts";
import type { DataTable } from "../models/design/table.ts";
import { elasticNet, inOwnUnits, type ElasticNet } from "../models/elastic-net/elastic-net.ts";
import { designChecks } from "../models/logistic/checks.ts";
import { logisticTask, type LogisticTask } from "../models/logistic/logistic.ts";
import { review } from "../models/review.ts";
import { eventCheck, leakCheck, namedCheck, validationChecks } from "../models/validation/checks.ts";
import { validated } from "../models/validation/validated.ts";
import type { ReviewCheck } from "../terms/insight.ts";
import { byName, reviewJson } from "./document.ts";
import { binaryInput, type BinaryRequest } from "./ebm-document.ts";
import { validationMembers } from "./validation-members.ts";

/**
 * The document of `kurabito analyse logistic` with `alpha`: an elastic net whose penalty held-out rows choose, from 0 (ridge)
 * to 1 (lasso). Coefficients are those of the least held-out deviance; `sparse` holds the simplest model as good. Faults as
 * `logisticDocument`.
 */
export function elasticNetDocument(
  table: DataTable,
  request: BinaryRequest & { readonly alpha: number },
  job: JobControl,
): Outcome<Json> {
  const asked = binaryInput(table, request);
  if (!asked.ok) return asked;
  if (request.alpha > 1) return fault("bad-arguments");
  const { input, positive } = asked.value;
  const task = logisticTask(input);
  if (task.known === 0) return fault("model-no-data");
  const { design, labels, fold } = task;
  // An outcome that occurs once is in no fold both learnt from and judged: nothing could choose the penalty.
  const choosable = Math.min(task.positives, task.n - task.positives) >= 2;
  const net =
    fold === undefined || !choosable
      ? undefined
      : elasticNet(design.columns, labels, fold, request.alpha, job);
  const validation = net && validated(net.validation, labels);
  const head = [eventCheck(task.n, task.positives), ...designChecks(design)];
  const checks: ReviewCheck[] =
    net === undefined
      ? [...head, { code: "nothing-to-learn", verdict: "do-not-use", details: {} }]
      : [
          ...head,
          leakCheck(task.leaks),
          ...suspectChecks(task),
          ...fitChecks(net),
          ...validationChecks(validation),
        ];
  return ok({
    model: "logistic",
    target: table.columns[request.target]!.name,
    positive: [...positive],
    n: task.n,
    positives: task.positives,
    unusedRows: table.rows - task.n,
    alpha: request.alpha,
    ...(net
      ? netMembers(task, net)
      : { converged: false, lambda: null, intercept: null, coefficients: null }),
    ...validationMembers(validation),
    leaks: [...task.leaks],
    review: reviewJson(review(checks)),
  });
}

function suspectChecks({ suspects = [] }: LogisticTask): ReviewCheck[] {
  const check = namedCheck("leak-suspect", suspects, "use-with-care");
  return check === undefined ? [] : [check];
}

function fitChecks({ path, best }: ElasticNet): ReviewCheck[] {
  return path[best]!.converged ? [] : [{ code: "fit-unfinished", verdict: "do-not-use", details: {} }];
}

function netMembers({ design }: LogisticTask, net: ElasticNet): Record<string, Json> {
  const { path, best, sparse, scaling, deviance, deviationError } = net;
  const model = (place: number) => {
    const { intercept, coefficients } = inOwnUnits(path[place]!, scaling);
    return {
      lambda: path[place]!.lambda,
      intercept,
      coefficients: byName(design.names, (j) => coefficients[j]!),
    };
  };
  return {
    ...model(best),
    converged: path[best]!.converged,
    logLikelihood: path[best]!.logLikelihood,
    sparse: model(sparse),
    path: path.map(({ lambda, beta }, k) => ({
      lambda,
      nonZero: beta.subarray(1).reduce((count, value) => count + (value === 0 ? 0 : 1), 0),
      deviance: deviance[k]!,
      standardError: deviationError[k]!,
    })),
  };
}
