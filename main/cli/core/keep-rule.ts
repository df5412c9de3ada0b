import * as v from "valibot";
import {
  keepRuleSchema,
  type KeepPreview,
  type KeepRule,
  type KeepRuleEntry,
} from "../../../workers/terms/keep-rules.ts";
import type { Words } from "./words.ts";

/** A rule of keeping from what was typed; undefined where it is none. */
export function typedKeepRule(
  kind: KeepRule["kind"],
  given: Readonly<Record<string, unknown>>,
): KeepRule | undefined {
  const { table, purpose, days, action, event, undated = "keep", months, inactive } = given;
  const active = inactive !== true;
  const typed =
    kind === "age"
      ? { kind, table, purpose, days, action, active }
      : kind === "contract_end"
        ? { kind, event, days, action, undated, active }
        : { kind, months, active };
  const parsed = v.safeParse(keepRuleSchema, typed);
  return parsed.success ? parsed.output : undefined;
}

/** A rule in a sentence. */
export function keepSentence({ id, rule }: Pick<KeepRuleEntry, "id" | "rule">, words: Words): string {
  if (rule.kind === "evidence") return words.say("keep-evidence", { id, months: words.number(rule.months) });
  const action = words.label("words", `keepAction.${rule.action}`);
  if (rule.kind === "contract_end")
    return words.say(rule.undated === "keep" ? "keep-contract-keep" : "keep-contract-activity", {
      ...{ id, action, event: rule.event, days: words.number(rule.days) },
    });
  return words.say("keep-age", {
    ...{ id, action, days: words.number(rule.days) },
    table: words.label("words", `vaultTable.${rule.table}`),
    purpose: words.label("words", `purpose.${rule.purpose}`),
  });
}

/** What a rule would do now, in sentences. */
export function keepPreviewLines(preview: KeepPreview, words: Words): readonly string[] {
  const { upTo, things, people, restricted, undated, keptFor, lawMonths, figures } = preview;
  return [
    words.say("keep-preview", { upTo, things: words.number(things), people: words.number(people) }),
    ...(restricted > 0 ? [words.say("keep-restricted", { people: words.number(restricted) })] : []),
    ...(undated > 0 ? [words.say("keep-undated", { people: words.number(undated) })] : []),
    ...(keptFor === undefined
      ? []
      : [
          words.say("keep-longer", {
            purpose: words.label("words", `purpose.${keptFor.purpose}`),
            days: words.number(keptFor.days),
          }),
        ]),
    ...(lawMonths === undefined ? [] : [words.say("keep-law", { months: words.number(lawMonths) })]),
    ...(figures === undefined
      ? []
      : [
          words.say("keep-figures", {
            kept: words.number(figures.kept),
            lost: words.number(figures.rowsLost),
          }),
        ]),
  ];
}
