import type { Anonymised, AnonymityTask } from "../../models/anonymity/anonymise.ts";
import { atLeast, atMost } from "../../models/review.ts";
import type { ReviewCheck } from "../../terms/insight.ts";

/** Classes from here on are usual for a file that leaves the house; a single person is none. */
const classLimits = { least: 2, good: 10 };
const suppressedLimits = { good: 0.05, most: 0.2 };
const lossLimits = { good: 0.6, most: 0.95 };

/** How far an anonymised table may be trusted: its smallest class, what is left out, lost, and learnt without finding anybody. */
export function anonymityChecks(made: Anonymised, task: AnonymityTask, rows: number): readonly ReviewCheck[] {
  const { measures, sensitive, fulfilled } = made;
  const round = (value: number) => Math.round(1000 * value) / 1000;
  const checks: ReviewCheck[] = [];
  if (!fulfilled)
    checks.push({
      code: "anonymity-not-met",
      verdict: "do-not-use",
      details: { k: task.k, rows: measures.suppressed },
    });
  checks.push(
    atLeast(measures.smallest, classLimits, { bad: "anonymity-class-small", fine: "anonymity-class" }),
    atMost(round(measures.suppressed / rows), suppressedLimits, {
      bad: "anonymity-suppressed",
      fine: "anonymity-suppressed",
    }),
    atMost(round(measures.losses.ncp), lossLimits, { bad: "anonymity-loss", fine: "anonymity-loss" }),
  );
  const alike = sensitive.filter(({ homogeneousRows }) => homogeneousRows > 0);
  const rowsAlike = alike.reduce((most, { homogeneousRows }) => Math.max(most, homogeneousRows), 0);
  const names = (alike.length > 0 ? alike : sensitive).map(({ name }) => name).join(", ");
  if (alike.length > 0)
    checks.push({
      code: "anonymity-homogeneous",
      verdict: "use-with-care",
      details: { column: names, rows: rowsAlike },
    });
  else if (sensitive.length > 0)
    checks.push({ code: "ok-anonymity-homogeneous", verdict: "use", details: { column: names } });
  return checks;
}
