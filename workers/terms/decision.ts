import * as v from "valibot";
import type { Platform } from "./platform.ts";
import type { PurposeCode } from "./purpose.ts";

/** Kinds of advertising a person gets; a cap holds for one of them, across campaigns. */
export const messageClasses = ["email", "line", "sms", "post", "ads"] as const;
export type MessageClass = (typeof messageClasses)[number];

/** What being on a list means for a person. */
export const sendingEffects = ["information", "discount", "exclusion"] as const;
export type SendingEffect = (typeof sendingEffects)[number];

/** By what people may be compared when it is asked whether a choice is fair: what the owner names, and nothing else. */
export const fairnessAttributes = ["ageBand", "gender", "prefecture", "country"] as const;
export type FairnessAttribute = (typeof fairnessAttributes)[number];

/** What becomes of people who had their fill: they stay, or they go all the same and are counted. */
export const overCapChoices = ["withhold", "send"] as const;
export type OverCap = (typeof overCapChoices)[number];

/** A written reason is a sentence, no token. */
const leastReason = 10;

/** Why something leaves although it looks unfair; kept in manifest and record. */
export const reasonEntry = v.optional(
  v.pipe(v.string(), v.trim(), v.minLength(leastReason), v.maxLength(400)),
);

/** What an owner may say of a release before it leaves. */
export const sendingEntries = {
  effect: v.optional(v.picklist(sendingEffects)),
  /** Compared besides what the vault's own rules name. */
  groups: v.optional(v.pipe(v.array(v.picklist(fairnessAttributes)), v.maxLength(fairnessAttributes.length))),
  reason: reasonEntry,
  overCap: v.optional(v.picklist(overCapChoices)),
};

const capSchema = v.object({
  most: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000)),
  days: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(366)),
});
/** At most so many contacts of a class within so many days, the day of the release among them. */
export type FrequencyCap = v.InferOutput<typeof capSchema>;

/** What the vault holds every consented release to. */
export const sendingRulesSchema = v.object({
  caps: v.object({
    email: v.optional(capSchema),
    line: v.optional(capSchema),
    sms: v.optional(capSchema),
    post: v.optional(capSchema),
    ads: v.optional(capSchema),
  }),
  /** Campaigns of the mail tool that are no advertising, besides those whose names say so. */
  serviceCampaigns: v.pipe(v.array(v.pipe(v.string(), v.trim(), v.maxLength(200))), v.maxLength(200)),
  /** Groups that every discount and every exclusion is compared by. */
  groups: v.pipe(v.array(v.picklist(fairnessAttributes)), v.maxLength(fairnessAttributes.length)),
});
export type SendingRules = v.InferOutput<typeof sendingRulesSchema>;

export const noSendingRules: SendingRules = { caps: {}, serviceCampaigns: [], groups: [] };

/** What reaches a person by a way out of the vault. */
export function messageClassOf(way: {
  readonly purpose: PurposeCode;
  readonly platform: Platform;
}): MessageClass {
  if (way.platform === "line_official_user_ids") return "line";
  if (way.purpose === "postal_marketing") return "post";
  return way.purpose === "email_marketing" ? "email" : "ads";
}

const money = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(1e12));
const share = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(1));

/** A marketer's own numbers. Money in minor units of the main currency; fractions are allowed: an e-mail costs less than a yen. */
export const worthTermsSchema = v.object({
  costPerContact: money,
  /** Of making it, however many are contacted. */
  fixedCost: v.optional(money),
  /** Gross margin, a share of what an order brings. */
  margin: share,
  /** What the offer costs for each who buys, and what it takes off an order, as a share: who would have bought anyway takes it, too. */
  offerCost: v.optional(money),
  discount: v.optional(share),
  /** How long it works. */
  days: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(365))),
  /** Of the people contacted, the share expected to buy because of it; with a range where one is known. */
  response: v.optional(
    v.pipe(
      v.object({ value: share, low: v.optional(share), high: v.optional(share) }),
      v.check(({ value, low = value, high = value }) => low <= value && value <= high),
    ),
  ),
  /** The release whose measured effect is taken; the latest of the same class when left out. */
  liftOf: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
});
export type WorthTerms = v.InferOutput<typeof worthTermsSchema>;

/** A number with the range it is likely between: nineteen times of twenty. */
export interface LikelyRange {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What a number rests on, by code (release.json, `worthBasis`), and what is missing. */
export const worthBases = [
  "model",
  "model-with-care",
  "held-out",
  "parameters",
  "spend-model",
  "mean-order",
  "lift",
  "response",
  "same-ratio",
  "unscored",
  "no-model",
  "model-old",
  "model-refused",
  "no-response",
  "no-orders",
] as const;
export type WorthBasis = (typeof worthBases)[number];

/** By which score a list is cut; a condition of a segment can ask for it. */
export type CutAttribute = "lifetimeValue" | "expectedPurchases";

/** What a release would be worth. All but `breakEven` and `basis` are absent where the vault does not know enough. */
export interface ReleaseWorth {
  readonly days: number;
  readonly basis: readonly {
    readonly code: WorthBasis;
    readonly details: Readonly<Record<string, string | number>>;
  }[];
  /** What it takes to lose nothing; absent where no response would. */
  readonly breakEven: {
    /** Of the people contacted, the share that must buy because of it. */
    readonly response?: number;
    /** Odds to buy on a day against not being contacted; only where there is a model. */
    readonly ratio?: number;
  };
  /** Of contacting everybody on the list: gain in minor units, after all costs. */
  readonly value?: LikelyRange;
  /** How likely it is that more comes in than goes out, 0 to 1. */
  readonly chanceOfGain?: number;
  /** Buyers there would not be without it, and buyers there would be anyway. */
  readonly extraBuyers?: LikelyRange;
  readonly buyersAnyway?: number;
  /** The best people only: from this score on. Absent where everybody is worth contacting, or nobody. */
  readonly cut?: {
    readonly attribute: CutAttribute;
    readonly atLeast: number;
    readonly people: number;
    readonly value: LikelyRange;
  };
  /** Best first, fewer than this do not bring the fixed cost back, and more than this lose money. */
  readonly fewest?: number;
  readonly most?: number;
  /** Gain of contacting the best so many. */
  readonly gain: readonly (LikelyRange & { readonly contacted: number })[];
}

/** How often people of a list were contacted, the class of the release or another. */
export interface ContactPressure {
  readonly days: number;
  readonly none: number;
  readonly one: number;
  readonly twoOrThree: number;
  readonly fourOrMore: number;
}

/** The same as a manifest tells it: bands of fewer than ten people are left out, others are in whole tens, rounded down (older manifests: 0 for fewer than ten). */
export type ToldPressure = Pick<ContactPressure, "days"> & Partial<ContactPressure>;

/** What the frequency cap says of a list. */
export interface CapState {
  readonly class: MessageClass;
  readonly cap?: FrequencyCap;
  /** People of the list who had their fill. */
  readonly over: number;
  readonly withheld: boolean;
}

export const choiceVerdicts = ["fair", "look-closer", "too-little-evidence"] as const;
export type ChoiceVerdict = (typeof choiceVerdicts)[number];

/** Who of everybody eligible was chosen, by a group the owner named. */
export interface ChoiceFairness {
  readonly attribute: FairnessAttribute;
  readonly verdict: ChoiceVerdict;
  readonly reference: string;
  /** People eligible of whom the vault does not know the group. */
  readonly unknown: number;
  readonly groups: readonly {
    readonly group: string;
    readonly eligible: number;
    readonly chosen: number;
    readonly rate: LikelyRange;
    /** To the rate of the reference group; absent for that group itself and where there is nothing to compare. */
    readonly ratio?: LikelyRange;
    readonly verdict?: ChoiceVerdict;
  }[];
}

/** Something to think of before sending, under one of the two questions: how will they feel, is it fair. */
export const sendingCheckCodes = [
  "recent-visits",
  "opened-messages",
  "inferred",
  "inquiry",
  "other-place",
  "joined",
  "deep-use",
  "pressure",
  "few-people",
  "sensitive-name",
  "attributes",
  "unfair",
  "forecast-unfair",
  "groups-not-named",
] as const;
export type SendingCheckCode = (typeof sendingCheckCodes)[number];

export interface SendingCheck {
  readonly question: "feel" | "fair";
  readonly code: SendingCheckCode;
  readonly details: Readonly<Record<string, string | number>>;
}

/** All there is to decide on before people's rows leave. */
export interface ReleaseDecision {
  readonly currency: string;
  /** Whose rows would leave. */
  readonly people: number;
  readonly worth?: ReleaseWorth;
  readonly cap: CapState;
  readonly pressure: ContactPressure;
  /** Contacts of these people in the same days, by class; messages that are no advertising are shown and never counted. */
  readonly contacts: Readonly<Record<MessageClass | "service", number>>;
  readonly fairness: readonly ChoiceFairness[];
  /** A discount or an exclusion that must not leave without a written reason. */
  readonly needsReason: boolean;
  readonly checks: readonly SendingCheck[];
}
