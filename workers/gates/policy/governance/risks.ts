import type { FoundRisk, RiskCode } from "../../../terms/governance.ts";
import { keptTables } from "../../../terms/keep-rules.ts";
import { defaultK } from "../../../terms/release.ts";
import { heldFields, isPursued, rowReleases, type Facts, type FactsAndDiet } from "./facts.ts";
import { hasLaw, recipientsOf } from "./parts.ts";

/** From so many people on a breach is reported whatever was in it (個人情報保護委員会規則 第7条第4号): large enough to be called so. */
const LARGE = 1000;
/** A share of people alone in their group that is high by any reading. */
const MANY_ALONE = 0.2;

type Found = Omit<FoundRisk, "code"> | undefined;

/** A risk, unless there is nothing to it. */
function when(holds: boolean, level: FoundRisk["level"], facts: FoundRisk["facts"] = {}): Found {
  return holds ? { level, facts } : undefined;
}

/** Each risk as it is read out of the vault. */
const readers: Readonly<Record<RiskCode, (facts: FactsAndDiet) => Found>> = {
  "special-categories": (facts) => {
    const kept = heldFields(facts).filter((field) => field.class === "special_category");
    return when(kept.length > 0, "high", {
      fields: kept.length,
      people: Math.max(0, ...kept.map(({ filled }) => filled)),
    });
  },
  "large-scale": ({ people }) => when(people >= LARGE, "medium", { people, least: LARGE }),
  profiling: (facts) => {
    const scored = facts.models.reduce((most, model) => Math.max(most, model.scored), 0);
    return when(isPursued(facts, "profiling"), scored > 0 ? "high" : "medium", {
      models: facts.models.length,
      segments: facts.segments,
      scored,
    });
  },
  "no-retention": ({ retention, keep, people }) =>
    when(people > 0 && retention.length === 0, "high", { rules: retention.length + keep.length }),
  "no-wording": ({ wordings }) => {
    const without = wordings.reduce((sum, one) => sum + one.without, 0);
    return when(without > 0, "high", {
      without,
      granted: wordings.reduce((sum, one) => sum + one.granted, 0),
    });
  },
  "no-value": (facts) => {
    const fields = heldFields(facts).filter(({ gaps }) => gaps.includes("no-value")).length;
    return when(fields > 0, "medium", { fields });
  },
  unused: ({ diet }) => {
    const fields = diet.fields.filter(({ advice }) => advice === "drop").length;
    return when(fields > 0, "medium", { fields });
  },
  "told-apart": ({ diet: { risk } }) =>
    when(risk.unique > 0, risk.unique >= MANY_ALONE ? "high" : "medium", {
      share: Math.round(risk.unique * 1000) / 10,
      fields: risk.quasiIdentifiers.length,
    }),
  "few-in-group": ({ diet: { risk } }) =>
    when(risk.people > 0 && risk.smallest < defaultK, "medium", { smallest: risk.smallest, k: defaultK }),
  "third-country": (facts) => {
    const home = hasLaw(facts, "gdpr", "uk_gdpr") ? [] : ["JP"];
    const isAbroad = (country: string) => !home.includes(country);
    const abroad = recipientsOf(facts).filter(({ countries }) => countries.some(isAbroad));
    return when(abroad.length > 0, "high", {
      recipients: abroad.length,
      countries: [...new Set(abroad.flatMap(({ countries }) => countries.filter(isAbroad)))]
        .sort()
        .join(", "),
    });
  },
  advertising: (facts) => {
    const given = recipientsOf(facts).filter(({ kind }) => kind === "advertising");
    return when(given.length > 0, "medium", {
      recipients: given.length,
      releases: rowReleases(facts).filter(({ purpose }) => purpose === "ads_matching").length,
    });
  },
  "third-party-data": ({ map }) => {
    const sources = map.sources.filter(({ party }) => party === "second" || party === "third").length;
    return when(sources > 0, "medium", { sources });
  },
  "free-text": (facts) => {
    const text = heldFields(facts).find(({ id }) => id === "reviews.text");
    return when(text !== undefined, "medium", { texts: text?.filled ?? 0 });
  },
  "model-refused": ({ models }) => {
    const refused = models.filter(({ verdict, scored }) => verdict === "do-not-use" && scored > 0);
    return when(refused.length > 0, "high", { models: refused.length });
  },
};

/** Tables of dated rows that hold something and no active rule speaks of. */
export function tablesWithoutRule(facts: Facts): readonly string[] {
  const filled = new Set(heldFields(facts).map(({ table }) => table));
  const ruled = new Set(facts.keep.flatMap(({ rule }) => (rule.kind === "age" ? [rule.table] : [])));
  return keptTables.filter((table) => filled.has(table) && !ruled.has(table));
}

/** The risks a vault shows by what is in it, the grave ones first (GDPR art. 35(3); WP 248 rev.01 III.B). */
export function findRisks(facts: FactsAndDiet): readonly FoundRisk[] {
  const found = (Object.keys(readers) as RiskCode[]).flatMap((code): FoundRisk[] => {
    const risk = readers[code](facts);
    return risk === undefined ? [] : [{ code, ...risk }];
  });
  return [
    ...found.filter(({ level }) => level === "high"),
    ...found.filter(({ level }) => level === "medium"),
  ];
}
