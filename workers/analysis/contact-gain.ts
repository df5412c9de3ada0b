import { fault, type Outcome } from "../base/fault.ts";
import { ok } from "../base/result.ts";
import type { Input } from "../contract.ts";
import { contactGain, type Worth } from "../models/decision/contact-gain.ts";
import { decisionFor } from "../terms/churn-decision.ts";
import type { ContactGain } from "../terms/contact-gain.ts";
import type { Workspace } from "../workspace.ts";
import { latestChurnRun } from "./churn-report.ts";

/**
 * What contacting those with the highest risk of the latest churn run would bring, at the user's own cost, margin and guess of how many stay
 * because of it; for the number asked about, or the one of those looked at that brings most. Faults: model-no-run, bad-arguments for more
 * people than were scored.
 */
export async function contactGainOf(
  workspace: Workspace,
  { contact, cost, spend, margin, won }: Input<"contactGain">,
): Promise<Outcome<ContactGain>> {
  const run = latestChurnRun(workspace);
  if (run === undefined || run.decisions.length === 0) return fault("model-no-run");
  const worth: Worth = { cost, value: spend * margin, won };
  const all = run.decisions.map((found) => ({ contact: found.contact, ...contactGain(found, worth) }));
  const best = all.reduce((most, one) => (one.gain.value > most.gain.value ? one : most));
  const found = decisionFor(run.decisions, contact ?? best.contact);
  if (found === undefined) return fault("bad-arguments");
  const { expected: value, low, high } = found;
  return ok({
    runId: run.runId,
    currency: run.currency,
    horizonDays: run.horizonDays,
    contact: found.contact,
    leaving: { value, low, high },
    cost: found.contact * cost,
    ...contactGain(found, worth),
    ...(best.gain.value > 0 && { best: { contact: best.contact, gain: best.gain, likely: best.likely } }),
  });
}
