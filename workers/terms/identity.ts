import * as v from "valibot";

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
  rate: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  probability: v.pipe(v.number(), v.minValue(0.5), v.maxValue(1)),
};
