import * as v from "valibot";
import type { EpochDay } from "../base/calendar.ts";
import { purposeCodes, type PurposeCode } from "./purpose.ts";

/** Tables of dated rows a rule may speak of. */
export const keptTables = ["orders", "events", "messages", "reviews"] as const;
export type KeptTable = (typeof keptTables)[number];

/** Rows go, go but for figures over at least ten people, or lose what may tell of their person. */
export const rowActions = ["delete", "anonymise", "generalise"] as const;
export type RowAction = (typeof rowActions)[number];

const days = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(36_500));

/** How long rows, people and evidence are kept, beside the rule of people's last activity. */
export const keepRuleSchema = v.variant("kind", [
  /**
   * Rows of a table, for a purpose, from their own day on: every one has a day, rows without wait in quarantine. Where
   * several purposes keep one table, its rows stay for the longest.
   */
  v.strictObject({
    kind: v.literal("age"),
    table: v.picklist(keptTables),
    purpose: v.picklist(purposeCodes),
    days: v.pipe(days, v.minValue(30)),
    action: v.picklist(rowActions),
    active: v.boolean(),
  }),
  /** People, from the day of the latest event of that name on. */
  v.strictObject({
    kind: v.literal("contract_end"),
    event: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(120)),
    days,
    action: v.picklist(["erase", "generalise"]),
    /** People without such an event stay, or are counted from their last activity on. */
    undated: v.picklist(["keep", "last_activity"]),
    active: v.boolean(),
  }),
  /** Keyed hashes of who was erased, from that day on; never shorter than the packs of law in force ask. */
  v.strictObject({
    kind: v.literal("evidence"),
    months: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1200)),
    active: v.boolean(),
  }),
]);
export type KeepRule = v.InferOutput<typeof keepRuleSchema>;
export type AgeRule = Extract<KeepRule, { readonly kind: "age" }>;
export type ContractEndRule = Extract<KeepRule, { readonly kind: "contract_end" }>;
export type EvidenceRule = Extract<KeepRule, { readonly kind: "evidence" }>;

export interface KeepRuleEntry {
  readonly id: number;
  readonly rule: KeepRule;
  readonly lastRunAt?: string;
  /** Since when it runs by itself when the vault opens; changing the rule ends it. */
  readonly automaticSince?: string;
}

/** What a rule would do if it ran now. */
export interface KeepPreview {
  readonly asOf: string;
  /** The last day it acts on; left out where nothing is old enough to be dated. */
  readonly upTo: string;
  /** Rows of the table, people, or keyed hashes. */
  readonly things: number;
  /** People behind them. */
  readonly people: number;
  /** People left alone because their processing is restricted. */
  readonly restricted: number;
  /** People without a day of their own, counted from their last activity on. */
  readonly undated: number;
  /** The purpose whose rule keeps the rows longer, and for how many days. */
  readonly keptFor?: { readonly purpose: PurposeCode; readonly days: number };
  /** Months the packs in force ask evidence to be kept, where that is longer than the rule. */
  readonly lawMonths?: number;
  /** Of an anonymising rule: figures that would stay, and rows whose figures speak of too few people to stay. */
  readonly figures?: { readonly kept: number; readonly rowsLost: number };
  /** Up to ten: row id of the person and the day, no names. */
  readonly examples: readonly { readonly customerId: number; readonly day: string }[];
}

/** What a run did. */
export interface KeepRun {
  readonly ruleId: number;
  readonly things: number;
  readonly people: number;
  readonly figures: number;
}

/** A person and the day a rule counts from. */
export interface DatedPerson {
  readonly customerId: number;
  readonly day: EpochDay;
}
