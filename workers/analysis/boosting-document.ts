import type { Json } from "../base/canonical-json.ts";
import { fault, type Outcome } from "../base/fault.ts";
import type { JobControl } from "../base/job.ts";
import { ok } from "../base/result.ts";
import { boosting } from "../models/boosting/boosting.ts";
import type { DataTable } from "../models/design/table.ts";
import { binaryInput, binaryMembers, type BinaryRequest } from "./ebm-document.ts";

/**
 * The document of `kurabito analyse boosting`: held-out figures to hold the explainable models against. It has no
 * coefficients. Faults as `logisticDocument`.
 */
export function boostingDocument(table: DataTable, request: BinaryRequest, job: JobControl): Outcome<Json> {
  const asked = binaryInput(table, request);
  if (!asked.ok) return asked;
  const { input, positive } = asked.value;
  const { task, fit, validation } = boosting(input, job);
  if (task.n === 0) return fault("model-no-data");
  return ok({
    model: "boosting",
    ...binaryMembers(input, request.target, positive, task, validation),
    trees: fit?.trees.length ?? null,
    intercept: fit?.start ?? null,
    coefficients: null,
  });
}
