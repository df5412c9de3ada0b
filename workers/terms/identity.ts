import * as v from "valibot";
import type { ConsentState, PurposeCode } from "./purpose.ts";

/** How far a field of two people agrees. */
export const agreements = ["exact", "variant", "close", "alike", "part", "differ"] as const;
export type Agreement = (typeof agreements)[number];

/** What identity resolution compares of the vault's people. */
export const identityFields = [
  "family",
  "given",
  "name",
  "sex",
  "email",
  "phone",
  "street",
  "city",
  "region",
  "postal",
] as const;
export type IdentityField = (typeof identityFields)[number];

/** One reason for or against two people being one; `weight` in bits, each a factor of two. */
export interface PairEvidence {
  readonly field: IdentityField;
  readonly agreement: Agreement;
  readonly weight: number;
  /** What the vault holds of each, as it was written. */
  readonly a: string;
  readonly b: string;
}

/** A person as the review of a pair shows them. */
export interface PairPerson {
  readonly id: number;
  readonly name: string;
  readonly source: string;
  readonly orders: number;
}

/** Two customers who may be one person. */
export interface DuplicatePair {
  readonly a: PairPerson;
  readonly b: PairPerson;
  readonly probability: number;
  readonly weight: number;
  /** Whether the pair reaches the threshold of the chosen false-merge rate. */
  readonly likely: boolean;
  readonly state: "waiting" | "apart";
  readonly evidence: readonly PairEvidence[];
}

export interface DuplicatePage {
  readonly total: number;
  readonly pairs: readonly DuplicatePair[];
}

/** What the review of duplicates shows of a person, in this order. */
export const reviewFields = [
  "name",
  "reading",
  "email",
  "phone",
  "line_user_id",
  "customer_id",
  "gender",
  "age_band",
  "postal_code",
  "prefecture",
  "city",
  "street",
  "registered_on",
] as const;
export type ReviewField = (typeof reviewFields)[number];

/** A value of a person, where it came from and when (ISO). */
export interface ReviewValue {
  readonly text: string;
  readonly source: string;
  readonly at?: string;
}

export interface ReviewPerson extends PairPerson {
  readonly values: Readonly<Partial<Record<ReviewField, readonly ReviewValue[]>>>;
  /** Days (ISO) of the first and the last order. */
  readonly firstOrder?: string;
  readonly lastOrder?: string;
  /** People who were joined into this one before. */
  readonly joined: number;
}

/** Two people of a group with the reasons; `probability` is left out where no model has looked at them. */
export interface GroupPair {
  readonly a: number;
  readonly b: number;
  readonly probability?: number;
  readonly likely: boolean;
  /** `door`: an import kept them apart although they share an address or a number. */
  readonly found: "search" | "door";
  readonly evidence: readonly PairEvidence[];
}

/** What each person of a group said of a purpose (in the order of the people), and what would hold of all of them joined. */
export interface ConsentPreview {
  readonly purpose: PurposeCode;
  readonly recipient: string;
  readonly said: readonly (ConsentState | null)[];
  readonly joined: ConsentState;
}

/** People who may all be one: two, or several that belong together. */
export interface DuplicateGroup {
  /** By the numbers of its people. */
  readonly key: string;
  readonly people: readonly ReviewPerson[];
  readonly pairs: readonly GroupPair[];
  readonly later: boolean;
  readonly consents: readonly ConsentPreview[];
}

/** The queue of groups: the likeliest first, those put off last. */
export interface DuplicateQueue {
  readonly total: number;
  readonly later: number;
  /** Groups decided since the last search. */
  readonly decided: number;
  readonly groups: readonly DuplicateGroup[];
}

/** How many pairs a false-merge rate would join, from the pairs found. */
export interface MergeEstimate {
  readonly falseMergeRate: number;
  readonly pairs: number;
  /** Least chance at which a pair is joined. */
  readonly threshold: number;
  readonly wrong: number;
}

export const falseMergeRates = [0.001, 0.005, 0.01, 0.02, 0.05] as const;

/** The last search, and what each rate would come to. */
export interface DuplicateOverview {
  readonly people: number;
  readonly search?: DuplicateSearch & { readonly at: string; readonly falseMergeRate: number };
  readonly estimates: readonly MergeEstimate[];
}

/** What was decided at once: people joined, kept apart or taken apart. */
export interface DecisionEntry {
  readonly batch: number;
  readonly at: string;
  readonly decision: "merge" | "apart" | "split";
  /** How many decisions there are in it; the people of the first. */
  readonly decisions: number;
  readonly people: readonly { readonly id: number; readonly name: string }[];
  /** Where the person is now who holds those joined. */
  readonly customerId: number;
  readonly undoneAt?: string;
}

export interface DecisionPage {
  readonly total: number;
  readonly entries: readonly DecisionEntry[];
}

/** What a search for duplicates found. */
export interface DuplicateSearch {
  readonly people: number;
  readonly compared: number;
  /** Pairs at or above the threshold, and below it but worth a look. */
  readonly likely: number;
  readonly possible: number;
  readonly households: number;
  readonly threshold: number;
  readonly expectedFalseMerges: number;
  /** Contacts that too many people share, set aside. */
  readonly setAside: number;
}

/** A person who was joined into another. */
export interface MergedPerson {
  readonly id: number;
  readonly name: string;
  readonly source: string;
  readonly at: string;
}

const id = v.pipe(v.number(), v.integer(), v.minValue(1));
const people = v.pipe(v.array(id), v.minLength(1), v.maxLength(1000));

export const identityInputs = {
  list: v.strictObject({
    offset: v.pipe(v.number(), v.integer(), v.minValue(0)),
    limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)),
    state: v.optional(v.picklist(["waiting", "apart"])),
  }),
  /** `a` and `b` in any order. */
  decide: v.strictObject({ a: id, b: id, decision: v.picklist(["merge", "apart"]) }),
  merge: v.strictObject({ customerId: id, others: people }),
  /** Takes `members` out of the person they were joined into; the one who stayed may be among them. */
  unmerge: v.strictObject({ customerId: id, members: people }),
  groups: v.strictObject({
    offset: v.pipe(v.number(), v.integer(), v.minValue(0)),
    limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(50)),
  }),
  /** Of a group: these people are one, are as many people, or are looked at later. */
  decideGroup: v.strictObject({
    people: v.pipe(v.array(id), v.minLength(2), v.maxLength(50)),
    decision: v.picklist(["merge", "apart", "later"]),
  }),
  sample: v.strictObject({ atLeast: v.pipe(v.number(), v.minValue(0.5), v.maxValue(1)) }),
  undo: v.strictObject({ batch: id }),
  rate: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  probability: v.pipe(v.number(), v.minValue(0.5), v.maxValue(1)),
};
