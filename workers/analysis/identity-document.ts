import type { Json } from "../base/canonical-json.ts";
import { fault, type Outcome } from "../base/fault.ts";
import type { JobControl } from "../base/job.ts";
import { ok } from "../base/result.ts";
import { identityChecks } from "../models/identity/checks.ts";
import { cell } from "../models/identity/patterns.ts";
import {
  resolveIdentity,
  type IdentityOptions,
  type Resolution,
  type ScoredPair,
} from "../models/identity/resolve.ts";
import { agreement, type IdentityTable } from "../models/identity/table.ts";
import { reviewJson } from "./document.ts";

const levelNames = ["exact", "variant", "close", "alike", "part", "differ"] as const;

/**
 * The document of `kurabito analyse identity`: a person's number for each row, in the order of the rows; the pairs that were joined and those
 * for a person to decide, rows counted from 1; what each agreement says, in bits. Fault "model-no-data" when no column
 * tells people apart or there is one row.
 */
export function identityDocument(
  table: IdentityTable,
  options: IdentityOptions,
  job: JobControl,
): Outcome<Json> {
  const found = resolveIdentity(table, options, job);
  if (found === undefined) return fault("model-no-data");
  const { fit, pairs } = found;
  const of = (decision: ScoredPair["decision"]) => pairs.filter((pair) => pair.decision === decision);
  const [linked, doubtful, households] = [of("link"), of("review"), of("household")];
  return ok({
    model: "identity",
    n: table.rows,
    people: found.people,
    converged: fit.converged,
    threshold: {
      probability: tidy(found.threshold),
      falseMergeRate: options.falseMergeRate,
      expectedFalseMerges: tidy(found.expectedFalseMerges),
      reviewFrom: found.reviewFrom,
    },
    counts: {
      compared: found.compared,
      linked: linked.length,
      review: doubtful.length,
      heldBack: found.held,
      households: households.length,
      expectedMatches: tidy(fit.matches),
    },
    review: reviewJson(identityChecks(found, table.rows)),
    columns: found.fields.map(({ name, kind }) => ({ column: name, kind })),
    weights: weightLines(found),
    setAside: found.fields
      .filter(({ hubs }) => hubs.values > 0)
      .map(({ name, hubs }) => ({ column: name, values: hubs.values, rows: hubs.rows })),
    blocking: found.passes.map(({ fields, pairs: count, rowsSetAside }) => ({
      columns: fields,
      pairs: count,
      rowsSetAside,
    })),
    pairs: [...linked, ...doubtful].map((pair) => pairJson(pair, found)),
    entities: Array.from(found.entities),
  });
}

/** For each column and way to agree that occurs: how often among matches and among strangers, and the evidence in bits. */
function weightLines({ fields, fit, seen }: Resolution): Json {
  return fields.flatMap(({ name, kind }, f) =>
    levelNames.flatMap((level) => {
      const at = cell(f, agreement[level]);
      if (seen[at] === 0) return [];
      const [m, u] = [Math.exp(fit.match[at]!), Math.exp(fit.stranger[at]!)];
      return [
        { column: name, kind, agreement: level, m: tidy(m), u: tidy(u), weight: tidy(Math.log2(m / u)) },
      ];
    }),
  );
}

function pairJson(pair: ScoredPair, { fields }: Resolution): Json {
  const evidence = fields.flatMap(({ name }, f) => {
    const level = levelNames.find((one) => agreement[one] === pair.levels[f]);
    return level === undefined ? [] : [{ column: name, agreement: level, weight: tidy(pair.weights[f]!) }];
  });
  const { a, b, probability, weight, decision } = pair;
  return { a: a + 1, b: b + 1, probability: tidy(probability), weight: tidy(weight), decision, evidence };
}

function tidy(value: number): number {
  return Number(value.toPrecision(6));
}
