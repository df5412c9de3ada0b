import { fault, type Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type {
  ChoiceFairness,
  FairnessAttribute,
  ReleaseDecision,
  WorthTerms,
} from "../../../terms/decision.ts";
import { defaultK, type ConsentedRequest } from "../../../terms/release.ts";
import type { Condition } from "../../../terms/segment.ts";
import type { SendingFacts } from "../../../terms/sending-facts.ts";
import type { Workspace } from "../../../workspace.ts";
import { selectConsented, type Selected } from "../consented/select.ts";
import { tellablePressure } from "../files/tellable-counts.ts";
import { chooseControl } from "../holdout/choose-control.ts";
import { allConditions, prepareSource, segmentSource } from "../segments/source.ts";
import { readSegment } from "../segments/stored-segment.ts";
import { fairnessOfChoice } from "./choice-fairness.ts";
import { sendingChecks } from "./checks.ts";
import { readyContacts } from "./contacts.ts";
import { forecastChecks, told, unfairForecasts } from "./forecast-fairness.ts";
import { pressureOf } from "./pressure.ts";
import { releaseWorth } from "./release-worth.ts";

/** Decrypts what a decision and its release ask of, where it is not yet. Not inside a change. */
export async function readyDecision(workspace: Workspace, request: ConsentedRequest): Promise<void> {
  const segment = readSegment(workspace.vault.db, request.segmentId);
  if (segment !== undefined) await prepareSource(workspace, [segment.definition]);
  await readyContacts(workspace);
}

/** Who of a segment would leave: person indices, less as many as a control would keep. Nothing is written. */
export async function selectSent(
  workspace: Workspace,
  request: ConsentedRequest,
): Promise<Outcome<{ readonly selected: Selected; readonly sent: Int32Array }>> {
  await readyDecision(workspace, request);
  const found = await selectConsented(workspace, request);
  if (!found.ok) return found;
  return ok({ selected: found.value, sent: withoutControl(found.value.consented.usable, request) });
}

/**
 * All there is to decide on before people's rows leave: what it would be worth, how often these people were contacted and who had their
 * fill, whether the choice is fair by the groups the owner named, and the two questions. Nothing is written.
 */
export async function decideRelease(
  workspace: Workspace,
  { request, worth }: { readonly request: ConsentedRequest; readonly worth?: WorthTerms | undefined },
): Promise<Outcome<ReleaseDecision>> {
  const found = await selectSent(workspace, request);
  if (!found.ok) return found;
  const { selected, sent } = found.value;
  const { fill, cap, segment } = selected;
  const value =
    worth === undefined || sent.length === 0
      ? undefined
      : await releaseWorth(workspace, request, worth, sent, fill.today);
  const { pressure, contacts } = pressureOf(sent, fill.contacts, fill.today);
  const fairness = fairnessOf(workspace, request, selected);
  const { orders } = workspace.columns();
  const conditions = conditionsOf(workspace, selected);
  const unfair = unfairForecasts(workspace.vault.db, conditions);
  const checks = sendingChecks({
    name: segment.name,
    conditions,
    class: fill.class,
    effect: request.effect,
    people: sent.length,
    newcomers: sent.filter((person) => orders.start[person + 1]! - orders.start[person]! <= 1).length,
    pressure,
    fairness,
  });
  return ok({
    currency: orders.currency,
    people: sent.length,
    ...(value && { worth: value }),
    cap,
    pressure,
    contacts,
    fairness,
    needsReason: needsReason(request, fairness, unfair),
    checks: [...checks, ...forecastChecks(unfair)],
  });
}

/**
 * What the manifest says of the decision. Fault "release-unfair" where a discount or an exclusion is given to groups so differently, or
 * follows a forecast that differs between groups so much, that it must not leave without a written reason, and there is none.
 */
export function sendingFacts(
  workspace: Workspace,
  request: ConsentedRequest,
  selected: Selected,
): Outcome<SendingFacts> {
  const { fill, cap, consented } = selected;
  const fairness = fairnessOf(workspace, request, selected);
  const { reason, effect } = request;
  const forecasts = unfairForecasts(workspace.vault.db, conditionsOf(workspace, selected));
  const needed = needsReason(request, fairness, forecasts);
  if (needed && reason === undefined) {
    const unfair = fairness.filter(({ verdict }) => verdict === "look-closer");
    const groups = new Set([
      ...unfair.map(({ attribute }) => attribute),
      ...forecasts.map(({ by }) => by.kind),
    ]);
    return fault("release-unfair", { groups: [...groups].join(", ") });
  }
  const { pressure } = pressureOf(consented.persons, fill.contacts, fill.today);
  return ok({
    class: fill.class,
    ...(effect !== undefined && { effect }),
    ...(cap.cap && { cap: cap.cap, overCap: cap.withheld ? "withhold" : "send" }),
    pressure: tellablePressure(pressure, defaultK),
    ...(fairness.length > 0 && {
      fairness: fairness.map(({ attribute, verdict }) => ({ attribute, verdict })),
    }),
    ...(needed &&
      reason !== undefined && { ...(forecasts.length > 0 && { forecasts: told(forecasts) }), reason }),
  });
}

/** The groups asked for, and those of the vault's rules where being chosen or left out costs somebody something. */
function fairnessOf(
  workspace: Workspace,
  request: ConsentedRequest,
  { eligible, consented, fill }: Selected,
): readonly ChoiceFairness[] {
  const asked = new Set<FairnessAttribute>([
    ...(request.groups ?? []),
    ...(weighs(request) ? fill.rules.groups : []),
  ]);
  if (asked.size === 0) return [];
  const { people } = workspace.columns();
  const chosen = new Uint8Array(people.count);
  for (const person of consented.usable) chosen[person] = 1;
  return [...asked].map((attribute) => fairnessOfChoice(attribute, people[attribute], eligible, chosen));
}

function weighs({ effect }: ConsentedRequest): boolean {
  return effect === "discount" || effect === "exclusion";
}

function needsReason(
  request: ConsentedRequest,
  fairness: readonly ChoiceFairness[],
  forecasts: readonly unknown[],
): boolean {
  const unfair = forecasts.length > 0 || fairness.some(({ verdict }) => verdict === "look-closer");
  return weighs(request) && unfair;
}

/** What the people of a list are chosen by, also in the segments it stands on. */
function conditionsOf(workspace: Workspace, { segment }: Selected): readonly Condition[] {
  return allConditions(segment.definition, segmentSource(workspace).definitionOf);
}

/** As many as a control would leave, the same ones each time it is asked: the release chooses its own. */
function withoutControl(usable: Int32Array, { holdout }: ConsentedRequest): Int32Array {
  if (holdout === undefined) return usable;
  const kept = chooseControl(new Uint8Array(usable.length), holdout.share, holdout.seed ?? 1);
  return usable.filter((_, place) => kept[place] === 0);
}
