import type { Result } from "../../../workers/base/result.ts";
import { err, ok } from "../../../workers/base/result.ts";
import {
  fairnessAttributes,
  overCapChoices,
  sendingEffects,
  type FairnessAttribute,
  type OverCap,
  type SendingEffect,
} from "../../../workers/terms/decision.ts";
import type { Misuse } from "./command.ts";

/** What may be said of a release of people's rows before it leaves. */
export const sendingOptions = {
  effect: { kind: "choice", choices: sendingEffects },
  groups: { kind: "text", hint: fairnessAttributes.join(",") },
  reason: { kind: "text", hint: "TEXT" },
  "over-cap": { kind: "choice", choices: overCapChoices },
} as const;

interface Given {
  readonly effect: SendingEffect | undefined;
  readonly groups: string | undefined;
  readonly reason: string | undefined;
  readonly "over-cap": OverCap | undefined;
}

/** The part of a request that these options make. */
interface Sending {
  readonly effect?: SendingEffect;
  readonly groups?: FairnessAttribute[];
  readonly reason?: string;
  readonly overCap?: OverCap;
}

/** Reads the options; a reason is at least a sentence, so that it says something to whoever reads the record. */
export function sendingOf({ effect, groups, reason, "over-cap": overCap }: Given): Result<Sending, Misuse> {
  const named = groups === undefined ? ok(undefined) : groupsOf("--groups", groups);
  if (!named.ok) return named;
  const length = reason?.trim().length ?? 10;
  if (length < 10 || length > 400)
    return err({ key: "bad-value", facts: { name: "--reason", value: reason, expected: "10 … 400" } });
  return ok({
    ...(effect !== undefined && { effect }),
    ...(named.value !== undefined && { groups: named.value }),
    ...(reason !== undefined && { reason }),
    ...(overCap !== undefined && { overCap }),
  });
}

/** Groups by their names, with commas between. */
export function groupsOf(name: string, text: string): Result<FairnessAttribute[], Misuse> {
  const asked = text
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
  const known = asked.flatMap((one) => fairnessAttributes.filter((attribute) => attribute === one));
  if (known.length === asked.length) return ok(known);
  return err({ key: "bad-value", facts: { name, value: text, expected: fairnessAttributes.join(", ") } });
}
