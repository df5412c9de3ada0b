import * as v from "valibot";
import type { Language } from "./language.ts";
import { consentStates, legalBases, purposeCodes, recipients } from "./purpose.ts";
import type { PurposeCode, Recipient } from "./purpose.ts";

/** The form of packs this program reads and writes. */
export const packFormat = 1;

/** What a set that leaves, or would leave, is: rows to reach people, a list of whom not to reach, figures, or data without names. */
const releaseShapes = ["list", "suppression", "aggregate", "pseudonymised", "anonymised"] as const;

/** What in a released set leads back to a person. */
const tellingKinds = [
  "name",
  "contact",
  "address",
  "customer_number",
  "linking_key",
  "card_number",
  "official_number",
  "rare_value",
] as const;

/** What evidence is counted from. */
const evidenceEvents = ["last_sending", "request", "third_party_provision"] as const;
export type EvidenceEvent = (typeof evidenceEvents)[number];

/** What an advertising message has to say; the vault writes none, so the sender answers for it. */
export const messageItems = [
  "sender_name",
  "postal_address",
  "contact",
  "refusal_notice",
  "refusal_address",
  "true_header",
  "true_subject",
  "advertisement",
] as const;
export type MessageItem = (typeof messageItems)[number];

const requestKinds = ["access", "correction", "erasure", "restriction", "objection"] as const;

/** Companies that use what they are given for advertising, companies that work on the firm's order, and the firm. */
const recipientKinds = ["own", "processor", "advertising"] as const;

const country = v.pipe(v.string(), v.regex(/^[A-Z]{2}$/));
const day = v.pipe(v.string(), v.isoDate());
const whole = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000));
const purposes = v.pipe(v.array(v.picklist(purposeCodes)), v.minLength(1));
const sentence = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(400));
const bothLanguages = v.strictObject({ ja: sentence, en: sentence });

/**
 * Something the law judges. `use` is processing inside the vault, `release` a set that leaves, `forget` evidence destroyed
 * so many months after what it proves, `message` an advertising message with what it says, `answer` a person's request answered after so many days, `field` something stored,
 * `join` data of a third party tied to a person.
 */
const caseSchema = v.variant("kind", [
  v.strictObject({
    kind: v.literal("use"),
    purpose: v.picklist(purposeCodes),
    basis: v.picklist(legalBases),
    state: v.picklist(consentStates),
    restricted: v.exactOptional(v.boolean()),
    /** The data are of a special category, and what allows it. */
    special: v.exactOptional(v.picklist(["explicit_consent", "other"])),
    set: v.exactOptional(v.literal("pseudonymised")),
  }),
  v.strictObject({
    kind: v.literal("release"),
    shape: v.picklist(releaseShapes),
    purpose: v.exactOptional(v.picklist(purposeCodes)),
    recipient: v.exactOptional(v.picklist(recipients)),
    /** Where the recipient holds the rows; its seat where left out. */
    country: v.exactOptional(country),
    /** What the person said towards that recipient. */
    state: v.exactOptional(v.picklist(consentStates)),
    /** The yes, or the text it was given under, names the recipient's country. */
    countryNamed: v.exactOptional(v.boolean()),
    carries: v.exactOptional(v.array(v.picklist(tellingKinds))),
    /** People in the smallest cell of an aggregate. */
    smallest: v.exactOptional(whole),
    /** Business days since the person refused. */
    refusedDays: v.exactOptional(whole),
  }),
  v.strictObject({ kind: v.literal("forget"), event: v.picklist(evidenceEvents), months: whole }),
  v.strictObject({
    kind: v.literal("message"),
    purpose: v.picklist(purposeCodes),
    says: v.array(v.picklist(messageItems)),
  }),
  v.strictObject({ kind: v.literal("answer"), request: v.picklist(requestKinds), days: whole }),
  v.strictObject({ kind: v.literal("field"), purposes: v.array(v.picklist(purposeCodes)) }),
  v.strictObject({ kind: v.literal("join"), party: v.picklist(["own", "third"]), confirmed: v.boolean() }),
]);
export type PolicyCase = v.InferOutput<typeof caseSchema>;

/** What a rule asks, as a machine can check it. */
const conditionSchema = v.variant("kind", [
  /** These purposes need one of these bases; where another is declared, only a yes lets a person in. */
  v.strictObject({
    kind: v.literal("basis"),
    purposes,
    bases: v.pipe(v.array(v.picklist(legalBases)), v.minLength(1)),
  }),
  /** Who said no is left out of these purposes. */
  v.strictObject({ kind: v.literal("objection"), purposes }),
  /** Whose data are frozen is used for nothing and goes nowhere. */
  v.strictObject({ kind: v.literal("restriction") }),
  /** Special categories need explicit consent. */
  v.strictObject({ kind: v.literal("special_category") }),
  /** Rows go to these recipients with a yes, or only if nobody refused. */
  v.strictObject({
    kind: v.literal("towards"),
    recipients: v.picklist(recipientKinds),
    needs: v.picklist(["yes", "no_refusal"]),
  }),
  /** Rows go to countries other than these only where the yes named the country. */
  v.strictObject({
    kind: v.literal("transfer"),
    adequate: v.array(country),
    processors: v.picklist(["exempt", "bound"]),
  }),
  /** A set of this shape carries none of these. */
  v.strictObject({
    kind: v.literal("carries_none"),
    shape: v.picklist(releaseShapes),
    of: v.pipe(v.array(v.picklist(tellingKinds)), v.minLength(1)),
  }),
  /** A pseudonymised set may be computed on and never leaves to reach anybody. */
  v.strictObject({ kind: v.literal("never_sent") }),
  /** A refusal stops lists within so many business days. */
  v.strictObject({ kind: v.literal("refusal_stops"), businessDays: whole }),
  /** Who refused leaves only in a list of whom not to reach. */
  v.strictObject({ kind: v.literal("refused_suppressed_only") }),
  /** A cell of an aggregate speaks of at least k people. */
  v.strictObject({ kind: v.literal("smallest_cell"), k: v.pipe(whole, v.minValue(2), v.maxValue(1000)) }),
  /** Evidence is kept for so many months. */
  v.strictObject({ kind: v.literal("evidence_kept"), event: v.picklist(evidenceEvents), months: whole }),
  v.strictObject({
    kind: v.literal("answer_within"),
    requests: v.pipe(v.array(v.picklist(requestKinds)), v.minLength(1)),
    days: whole,
    /** Where the law counts by the calendar: the last day is the same day so many months later. */
    months: v.exactOptional(whole),
  }),
  /** Messages for these purposes say all of these. */
  v.strictObject({
    kind: v.literal("message_says"),
    purposes,
    items: v.pipe(v.array(v.picklist(messageItems)), v.minLength(1)),
  }),
  /** What is stored has a purpose. */
  v.strictObject({ kind: v.literal("declared_purpose") }),
  /** Data of a third party are tied to a person only after their consent was confirmed. */
  v.strictObject({ kind: v.literal("confirmed_join") }),
]);
export type PolicyCondition = v.InferOutput<typeof conditionSchema>;

const ruleSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{2,59}$/)),
  article: bothLanguages,
  /** First day in force. */
  from: day,
  /** Last day in force; open where left out. */
  to: v.exactOptional(day),
  asks: conditionSchema,
  /** Cases the rule must let pass, and cases it must stop: its own tests. */
  passes: v.pipe(v.array(caseSchema), v.minLength(1)),
  stops: v.pipe(v.array(caseSchema), v.minLength(1)),
  /** What it says, for rules that the program has no sentence for. */
  says: v.exactOptional(bothLanguages),
});
export type PolicyRule = v.InferOutput<typeof ruleSchema>;

/** A law as data. */
export const packSchema = v.strictObject({
  format: v.literal(packFormat),
  id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]{2,39}$/)),
  /** The day the pack was written: a later one is newer. */
  version: day,
  law: bothLanguages,
  rules: v.pipe(v.array(ruleSchema), v.minLength(1), v.maxLength(100)),
});
export type PolicyPack = v.InferOutput<typeof packSchema>;

/** A pack by name and version. */
export interface PackName {
  readonly id: string;
  readonly version: string;
}

/** Who a recipient is in the eyes of the law, and where it sits (ISO 3166-1), by the company that receives the file. */
export const recipientFacts: Readonly<
  Record<Recipient, { readonly kind: (typeof recipientKinds)[number]; readonly country?: string }>
> = {
  self: { kind: "own" },
  google_ads: { kind: "advertising", country: "US" },
  meta: { kind: "advertising", country: "US" },
  ly_corporation: { kind: "advertising", country: "JP" },
  x_corp: { kind: "advertising", country: "US" },
  tiktok: { kind: "advertising", country: "SG" },
  mailchimp: { kind: "processor", country: "US" },
  klaviyo: { kind: "processor", country: "US" },
  hubspot: { kind: "processor", country: "US" },
  salesforce: { kind: "processor", country: "US" },
};

/** The packs a new vault begins with, by the language it was made in. */
export const defaultPacks: Readonly<Record<Language, readonly string[]>> = {
  ja: ["appi", "tokutei_denshi_mail", "tokusho"],
  en: ["gdpr", "uk_gdpr", "can_spam"],
};

/** Packs to put in force together: by id (the newest known), or as the text of a pack file. */
export const policyChoiceSchema = v.strictObject({
  packs: v.pipe(v.array(v.pipe(v.string(), v.maxLength(40))), v.maxLength(50)),
  files: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(1_000_000))), v.maxLength(20))),
});

/** A rule as shown: its sentence is policy.json's under its id, or its own. */
export type PolicyRuleView = Pick<PolicyRule, "id" | "article" | "from" | "to" | "asks" | "says">;

/** A pack the vault knows. */
export interface PolicyPackView extends PackName {
  readonly law: PolicyPack["law"];
  readonly rules: readonly PolicyRuleView[];
  /** Version and moment it was put in force with; left out where it is not in force. */
  readonly inForce?: { readonly version: string; readonly since: string };
  /** Whether the program brought it, or a file. */
  readonly origin: "program" | "file";
}

export interface PolicyState {
  readonly packs: readonly PolicyPackView[];
}

/** How many people one use reaches under the packs now in force, and would under others. */
export interface PolicyUse {
  readonly purpose: PurposeCode;
  /** Inside the vault, or as rows that leave for the recipient. */
  readonly within: boolean;
  readonly recipient: Recipient;
  readonly now: number;
  readonly then: number;
}

/** A rule that stops people who may be used now. */
export interface BitingRule {
  readonly pack: string;
  readonly rule: PolicyRuleView;
  /** People it stops in at least one use. */
  readonly people: number;
  /** Past releases it would have stopped, whole or in part. */
  readonly releases: number;
}

/** What packs would change, before they are put in force. */
export interface PolicyPreview {
  readonly packs: readonly PackName[];
  readonly before: readonly PackName[];
  readonly uses: readonly PolicyUse[];
  readonly releases: {
    readonly total: number;
    /** Those that could not have left as they did: with how many of their people stopped (0 for figures). */
    readonly stopped: readonly {
      readonly id: number;
      readonly at: string;
      readonly purpose: PurposeCode;
      readonly recipient: Recipient;
      readonly people: number;
      readonly stopped: number;
    }[];
  };
  readonly rules: readonly BitingRule[];
}
