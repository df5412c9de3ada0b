import * as v from "valibot";
import {
  churnFields,
  type ChurnReason,
  type HeldOutFit,
  type PairShape,
  type ScoredRun,
  type ShapeBin,
} from "./churn.ts";
import type { Review } from "./insight.ts";
import type { Ranged } from "./ranged.ts";

/** Questions about what a person will do next, beside leaving. */
export const questions = ["lookalike", "firstPurchase", "renewal", "newProduct", "open", "click"] as const;
export type Question = (typeof questions)[number];

/** What the chance a question answers is called among a person's attributes: in segments, and in what a person is told. */
export const questionAttributes = {
  lookalike: "lookalike",
  firstPurchase: "firstPurchase",
  renewal: "renewal",
  newProduct: "newProduct",
  open: "openChance",
  click: "clickChance",
} as const satisfies Record<Question, string>;

/** Fields that these questions look at beside those of `churnFields`; all dated on or before the cut. */
export const behaviourFields = {
  ...churnFields,
  firstAmount: "first order",
  earlyAmount: "spend in first days",
  earlyOrders: "orders in first days",
  earlyBreadth: "different products in first days",
  earlySecond: "days to second order in first days",
  earlyDiscount: "share of price taken off in first days",
  earlyVisits: "visits in first days",
  earlyOpened: "messages opened in first days",
  visitsBefore: "visits before first order",
  knownDays: "days since first known",
  recentActions: "other actions in last 90 days",
  sinceAction: "days since last other action",
  dueDays: "days until order is due",
  openRate: "own share of messages opened",
  clickRate: "own share of messages clicked",
  messagesBefore: "messages before",
  sinceMessage: "days since message before",
  unopenedRun: "messages in a row not opened",
  sendHour: "hour of sending",
  weekday: "weekday of sending",
} as const;
export type BehaviourField = keyof typeof behaviourFields;

const horizon = v.pipe(v.number(), v.integer(), v.minValue(7), v.maxValue(730));
const end = v.optional(v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/)));

/** What is asked. Days are whole days; absent ones follow from the shop's rhythm. */
export const propensityOptionsSchema = v.variant("question", [
  v.object({
    question: v.picklist(["firstPurchase", "renewal", "newProduct"]),
    end,
    horizonDays: v.optional(horizon),
  }),
  v.object({
    question: v.literal("lookalike"),
    end,
    /** Days of somebody's life as a customer that are looked at. */
    earlyDays: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(180))),
    /** The best: those in a segment, or the share with the highest spend in `valueDays` after the early days. */
    seed: v.variant("kind", [
      v.object({
        kind: v.literal("best"),
        share: v.pipe(v.number(), v.minValue(0.01), v.maxValue(0.5)),
        valueDays: v.optional(horizon),
      }),
      v.object({ kind: v.literal("segment"), segmentId: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
    ]),
  }),
  v.object({
    question: v.picklist(["open", "click"]),
    end,
    /** Where hours of the day are told, as IANA names it; where absent Japan in a vault of yen, else the computer's own. */
    zone: v.optional(v.pipe(v.string(), v.maxLength(60), v.check(isZone))),
  }),
]);
export type PropensityOptions = v.InferOutput<typeof propensityOptionsSchema>;

/** Whether a time zone is one that exists. */
function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** A field the model uses. */
export interface BehaviourFieldReport {
  readonly field: BehaviourField;
  /** Names of a category's levels. */
  readonly levels?: readonly string[];
  /** Mean size of what it adds to the log-odds. */
  readonly importance: number;
  /** Kept of the strongest fields. */
  readonly shape?: readonly ShapeBin[];
}

/** What addressing the people with the highest chances would find. */
export interface ContactDecision {
  /** People to contact, of those scored. */
  readonly contact: number;
  /** Of them have the outcome. */
  readonly expected: number;
  readonly low: number;
  readonly high: number;
  /** As many would be among people drawn blindly. */
  readonly blindly: number;
}

/** How a model did on what it was not shown, against a plain rule and the plain rate. */
export interface HeldOutFigures extends HeldOutFit {
  readonly positives: number;
  /** Area of the plain rule named by `plainRules`. */
  readonly plainAuc: number;
}

/** Who the best are that others are compared with. */
export interface SeedReport {
  readonly kind: "best" | "segment";
  readonly people: number;
  /** Of those old enough to be judged. */
  readonly of: number;
  readonly earlyDays: number;
  /** `best`: days whose spend counts, and the least spend of the seeds in minor units. */
  readonly valueDays?: number;
  readonly threshold?: number;
  readonly share?: number;
  readonly segmentId?: number;
  /** `segment`: share of all who are alike that the segment names (Elkan and Noto 2008), and how many more there may be. */
  readonly named?: Ranged;
  readonly hidden?: Ranged;
  /** Fields left out because the segment asks of them. */
  readonly leftOut: readonly BehaviourField[];
  /** Days of somebody's life after which they have a score; younger customers have none yet. */
  readonly tooNew: number;
}

/** Share of openings (or clicks) by the hour of the sending. */
interface HourRate {
  readonly hour: number;
  readonly sent: number;
  readonly rate: Ranged;
}

/** When and how messages reach people. */
export interface SendingReport {
  /** Where hours are told. */
  readonly zone: string;
  /** Share of first openings and clicks that fell into each hour of the day; empty without any. */
  readonly profile: readonly Ranged[];
  /** Hours in which messages went out. */
  readonly byHour: readonly HourRate[];
  /** The best hour for everybody, from which of the two it follows; absent with too little to tell. */
  readonly best?: { readonly hour: number; readonly from: "sendings" | "openings" };
  /** People with an hour of their own, and those for whom there is too little to tell one from everybody's. */
  readonly own: number;
  readonly everybodys: number;
  /** How much somebody's own hours weigh: as many openings as everybody's profile stands for. */
  readonly prior?: number;
  readonly channels: readonly {
    readonly channel: string;
    readonly sent: number;
    readonly rate: Ranged;
    /** People for whom it is the best, told apart from their others. */
    readonly people: number;
  }[];
  /** Share of openings within seconds of the sending: machines load pictures, too. Absent without moments. */
  readonly machineShare?: number;
}

/** A run of one question over the vault: a model card that is kept. Holds nothing of a person. */
export interface PropensityReport {
  readonly runId: number;
  readonly at: string;
  readonly question: Question;
  readonly end: string;
  readonly currency: string;
  /** Days ahead; 0 where the question has none. */
  readonly horizonDays: number;
  /** The cuts: what was known up to then. */
  readonly learntFrom: string;
  readonly judgedFrom: string;
  /** People scored. */
  readonly people: number;
  readonly withheld: number;
  readonly learnt: { readonly people: number; readonly positives: number };
  readonly validation?: HeldOutFigures;
  readonly decisions: readonly ContactDecision[];
  /** Chance before anything is known of a person; absent, like all that follows, when the review says do-not-use. */
  readonly base?: number;
  /** How many of the people scored are expected to have the outcome. */
  readonly expected?: Ranged;
  /** People by chance, in ten bins of .1. */
  readonly histogram: readonly number[];
  /** In the model's own order. */
  readonly fields: readonly BehaviourFieldReport[];
  /** Fields that say more together than one by one, strongest first; absent in older runs. */
  readonly pairs?: readonly PairShape<BehaviourField>[];
  readonly seed?: SeedReport;
  readonly sending?: SendingReport;
  readonly review: Review;
}

/** A person's chance and why: `base`, the reasons and `others` sum to it. */
export interface PropensityScore {
  readonly chance: number;
  readonly base: number;
  readonly reasons: readonly ChurnReason<BehaviourField>[];
  readonly others: number;
}

/** What is known of when and how to reach one person; `own` false where it is everybody's. */
export interface ReachHabit {
  readonly hour?: number;
  /** Share of the person's openings in that hour. */
  readonly share?: Ranged;
  readonly own: boolean;
  readonly channel?: string;
}

/** A score on a person's page. */
export interface PersonPropensity extends PropensityScore {
  readonly question: Question;
  readonly run: ScoredRun;
  readonly reach?: ReachHabit;
}

/** People by their chance, highest first. */
export interface PropensityPage {
  readonly total: number;
  readonly currency: string;
  readonly rows: readonly (PropensityScore & {
    readonly customerId: number;
    readonly name: string;
    readonly orders: number;
    readonly revenue: number;
    readonly lastOrder?: string;
    readonly reach?: ReachHabit;
  })[];
}
