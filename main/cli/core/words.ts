import { createInstance, type i18n } from "i18next";
import type { Fault, FaultCode } from "../../../workers/base/fault.ts";
import { languages, type Language } from "../../../workers/terms/language.ts";
import enCli from "../../../workers/words/en/cli.json" with { type: "json" };
import enFaults from "../../../workers/words/en/faults.json" with { type: "json" };
import enPolicy from "../../../workers/words/en/policy.json" with { type: "json" };
import enQuarantine from "../../../workers/words/en/quarantine.json" with { type: "json" };
import enRelease from "../../../workers/words/en/release.json" with { type: "json" };
import enRights from "../../../workers/words/en/rights.json" with { type: "json" };
import enReviews from "../../../workers/words/en/reviews.json" with { type: "json" };
import enWords from "../../../workers/words/en/words.json" with { type: "json" };
import jaCli from "../../../workers/words/ja/cli.json" with { type: "json" };
import jaFaults from "../../../workers/words/ja/faults.json" with { type: "json" };
import jaPolicy from "../../../workers/words/ja/policy.json" with { type: "json" };
import jaQuarantine from "../../../workers/words/ja/quarantine.json" with { type: "json" };
import jaRelease from "../../../workers/words/ja/release.json" with { type: "json" };
import jaRights from "../../../workers/words/ja/rights.json" with { type: "json" };
import jaReviews from "../../../workers/words/ja/reviews.json" with { type: "json" };
import jaWords from "../../../workers/words/ja/words.json" with { type: "json" };

// The compiler refuses a fault code without its sentence, in either language.
const faults: Readonly<Record<Language, Readonly<Record<FaultCode, string>>>> = {
  ja: jaFaults,
  en: enFaults,
};

const resources = {
  ja: {
    cli: jaCli,
    faults: faults.ja,
    policy: jaPolicy,
    quarantine: jaQuarantine,
    release: jaRelease,
    reviews: jaReviews,
    rights: jaRights,
    words: jaWords,
  },
  en: {
    cli: enCli,
    faults: faults.en,
    policy: enPolicy,
    quarantine: enQuarantine,
    release: enRelease,
    reviews: enReviews,
    rights: enRights,
    words: enWords,
  },
};

/** Facts that fill a sentence. */
export type Facts = Readonly<Record<string, string | number | undefined>>;

/** The sentences of one language. */
export interface Words {
  readonly language: Language;
  /** A sentence of workers/words/<language>/cli.json. */
  say(key: keyof typeof enCli, facts?: Facts): string;
  /** A label of another catalogue, or the key itself where it has none. */
  label(
    catalogue: "policy" | "quarantine" | "release" | "reviews" | "rights" | "words",
    key: string,
    facts?: Facts,
  ): string;
  fault(fault: Fault): string;
  number(value: number, digits?: number): string;
  /** An amount of integer minor units in its currency. */
  money(minor: number, currency: string): string;
}

/** The words of a language. */
export function wordsOf(language: Language): Words {
  const texts = instance(language);
  return {
    language,
    say: (key, facts) => texts.t(key, { ns: "cli", ...facts }),
    label: (catalogue, key, facts) => texts.t(key, { ns: catalogue, defaultValue: key, ...facts }),
    // A fault of several kinds may have a sentence for each: `code_kind`.
    fault: ({ code, details }) => {
      const kind = details?.["kind"];
      return texts.t(code, { ns: "faults", ...(typeof kind === "string" && { context: kind }), ...details });
    },
    number: (value, digits = 0) =>
      value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }),
    money: (minor, currency) => {
      const format = new Intl.NumberFormat(language, { style: "currency", currency });
      return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 0));
    },
  };
}

function instance(language: Language): i18n {
  const texts = createInstance();
  void texts.init({
    lng: language,
    fallbackLng: false,
    resources,
    initAsync: false,
    interpolation: { escapeValue: false },
    missingInterpolationHandler: () => "",
  });
  return texts;
}

/** The language asked for with --lang, else the one of LC_ALL, LC_MESSAGES or LANG, else English. */
export function chooseLanguage(
  asked: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Language | undefined {
  if (asked !== undefined) return languages.find((language) => language === asked);
  const locale = [env["LC_ALL"], env["LC_MESSAGES"], env["LANG"]].find(
    (name) => name !== undefined && name !== "",
  );
  return locale?.startsWith("ja") === true ? "ja" : "en";
}
