import type { i18n } from "i18next";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Fault } from "../../workers/base/fault.ts";
import type { ReviewCheck } from "../../workers/terms/insight.ts";
import type { Language } from "../../workers/terms/language.ts";
import type { PolicyRuleView } from "../../workers/terms/policy.ts";

type Values = Readonly<Record<string, string | number>>;

/** Sentences and labels shared with the command line, looked up by codes that come from the vault. */
export interface Words {
  readonly language: Language;
  /** The sentence of a fault. */
  fault(fault: Fault): string;
  /** The sentence of a check of a model's review. */
  check(check: ReviewCheck): string;
  /** The sentence of a reason why a row is in quarantine. */
  quarantine(reason: string, values?: Values): string;
  /** A sentence of release.json, for example `withheld.consent-denied`. */
  release(key: string, values?: Values): string;
  /** The sentence of a rule of the law in force: the pack's own, or policy.json's. */
  rule(rule: PolicyRuleView): string;
  /** A label of rights.json: `rights("kind.access")`. */
  rights(key: string): string;
  /** A label of words.json: `label("purpose", "analytics")`. A code without a label is shown as it is. */
  label(kind: string, code: string, values?: Values): string;
}

function sayer(translator: i18n): Words {
  const say = (namespace: string, key: string, fallback: string, values: Values = {}): string => {
    const path = `${namespace}:${key}`;
    if (!translator.exists(path, values)) return fallback;
    return (translator.t as (key: string, values: Values) => string)(path, values);
  };
  return {
    language: translator.language === "en" ? "en" : "ja",
    // A fault of several kinds may have a sentence for each: `code_kind`.
    fault: ({ code, details }) =>
      say("shared-faults", code, code, {
        ...(details?.["kind"] && { context: details["kind"] }),
        ...details,
      }),
    check: (check) => say("shared-reviews", check.code, check.code, check.details),
    quarantine: (reason, values) => say("shared-quarantine", reason, reason, values),
    release: (key, values) => say("shared-release", key, key, values),
    rule: ({ id, says }) =>
      says?.[translator.language === "en" ? "en" : "ja"] ?? say("shared-policy", id, id),
    rights: (key) => say("shared-rights", key, key),
    // A full stop parts the keys of i18next, so the mark itself has a name.
    label: (kind, code, values) =>
      say("shared-words", `${kind}.${code === "." ? "dot" : code}`, code, values),
  };
}

/** The shared words in the language of the screen. */
export function useWords(): Words {
  const { i18n: translator } = useTranslation();
  const language = translator.language;
  // A new object when the language changes, so that memoised children read again.
  return useMemo(
    () => ({ ...sayer(translator), language: language === "en" ? "en" : "ja" }),
    [translator, language],
  );
}
