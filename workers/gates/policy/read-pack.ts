import * as v from "valibot";
import { fault, type Outcome } from "../../base/fault.ts";
import { ok } from "../../base/result.ts";
import { packFormat, packSchema, type PolicyPack } from "../../terms/policy.ts";
import en from "../../words/en/policy.json" with { type: "json" };
import { verdict } from "./judge.ts";

/** Whether the program has a sentence for a rule. */
function hasSentence(ruleId: string): boolean {
  return Object.hasOwn(en, ruleId);
}

/**
 * A pack from the text of its file: its form is checked, every rule has a sentence, and its own cases come out as they say.
 * Faults: `policy-pack-newer` for a form of a later program, `policy-pack-unreadable`, `policy-pack-fails` (details: rule)
 * where a rule judges one of its own cases otherwise than it says.
 */
export function readPack(text: string): Outcome<PolicyPack> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return fault("policy-pack-unreadable", { place: "JSON" });
  }
  const format = v.safeParse(v.object({ format: v.number() }), json);
  if (format.success && format.output.format > packFormat)
    return fault("policy-pack-newer", { format: format.output.format, known: packFormat });
  const parsed = v.safeParse(packSchema, json);
  if (!parsed.success)
    return fault("policy-pack-unreadable", { place: v.getDotPath(parsed.issues[0]) ?? "pack" });
  const pack = parsed.output;
  if (new Set(pack.rules.map(({ id }) => id)).size < pack.rules.length)
    return fault("policy-pack-unreadable", { place: "rules.id" });
  const wordless = pack.rules.find(({ id, says }) => says === undefined && !hasSentence(id));
  if (wordless !== undefined) return fault("policy-pack-unreadable", { place: `${wordless.id}.says` });
  const failing = pack.rules.find(
    ({ asks, passes, stops }) =>
      passes.some((one) => verdict(asks, one) !== "pass") ||
      stops.some((one) => verdict(asks, one) !== "stop"),
  );
  return failing === undefined ? ok(pack) : fault("policy-pack-fails", { rule: failing.id });
}
