import type { ChurnDecision } from "./churn.ts";

/**
 * What contacting `people` of those with the highest risk would find: between two numbers the run has looked at, in proportion.
 * Undefined without a run's decisions, or for more people than there are.
 */
export function decisionFor(decisions: readonly ChurnDecision[], people: number): ChurnDecision | undefined {
  const next = decisions.findIndex(({ contact }) => contact >= people);
  const above = decisions[next];
  if (above === undefined || people < 1) return undefined;
  const below = decisions[next - 1] ?? { contact: 0, expected: 0, low: 0, high: 0, blindly: 0 };
  const part = (people - below.contact) / (above.contact - below.contact);
  const between = (of: Exclude<keyof ChurnDecision, "contact">): number =>
    below[of] + part * (above[of] - below[of]);
  return {
    contact: people,
    expected: between("expected"),
    low: between("low"),
    high: between("high"),
    blindly: between("blindly"),
  };
}
