import type { Review, ReviewCheck, Verdict } from "../terms/insight.ts";

const severity: Readonly<Record<Verdict, number>> = { use: 0, "use-with-care": 1, "do-not-use": 2 };

/** The verdict of a list of checks is the worst of them; no checks at all is "use". */
export function review(checks: readonly ReviewCheck[]): Review {
  const worst = checks.reduce<Verdict>(
    (verdict, check) => (severity[check.verdict] > severity[verdict] ? check.verdict : verdict),
    "use",
  );
  return { verdict: worst, checks };
}

/**
 * A check on a number that is better the larger it is. Below `least` the model must not be used, below
 * `good` only with care; the code is `bad` then and `ok-` + `fine` otherwise.
 */
export function atLeast(
  value: number,
  limits: { readonly least: number; readonly good: number },
  codes: { readonly bad: string; readonly fine: string },
  details: ReviewCheck["details"] = {},
): ReviewCheck {
  const facts = { value, good: limits.good, ...details };
  if (value < limits.least) return { code: codes.bad, verdict: "do-not-use", details: facts };
  if (value < limits.good) return { code: codes.bad, verdict: "use-with-care", details: facts };
  return { code: `ok-${codes.fine}`, verdict: "use", details: facts };
}

/** A check on a number that is better the smaller it is; mirror of `atLeast`. */
export function atMost(
  value: number,
  limits: { readonly good: number; readonly most: number },
  codes: { readonly bad: string; readonly fine: string },
  details: ReviewCheck["details"] = {},
): ReviewCheck {
  const facts = { value, good: limits.good, ...details };
  // Written so that NaN is the worst case.
  if (!(value <= limits.most)) return { code: codes.bad, verdict: "do-not-use", details: facts };
  if (value > limits.good) return { code: codes.bad, verdict: "use-with-care", details: facts };
  return { code: `ok-${codes.fine}`, verdict: "use", details: facts };
}
