import * as v from "valibot";
import type { ActKind } from "./segment-acts.ts";

const id = v.pipe(v.number(), v.integer(), v.minValue(1));
const segmentIds = (least: number, most: number) =>
  v.pipe(
    v.array(id),
    v.minLength(least),
    v.maxLength(most),
    v.check((ids) => new Set(ids).size === ids.length),
  );

/** Segments compared at once: the picture has two to the power of these many groups. */
export const mostCompared = 6;
/** Segments in one order of precedence. */
const mostInOrder = 30;

/** Arguments about segments as sets of people. */
export const segmentSetInputs = {
  overlap: v.strictObject({ segmentIds: segmentIds(2, mostCompared) }),
  priority: v.strictObject({
    id: v.optional(id),
    name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
    segmentIds: segmentIds(1, mostInOrder),
  }),
  order: v.strictObject({ segmentIds: segmentIds(1, mostInOrder) }),
} as const;

/** The values that exist for one part of an act, most people first. */
type ActValues = readonly { readonly value: string; readonly people: number }[];

/** What can be asked of an act in this vault: the values of each of its parts. */
export interface ActVocabulary {
  readonly what: ActKind;
  /** Entries of permitted people that there are at all. */
  readonly entries: number;
  readonly parts: Readonly<Partial<Record<ActPart, ActValues>>>;
}

export type ActPart = "products" | "channels" | "kinds" | "names" | "events" | "campaigns";

/** People of a segment kept as a set, by the user's act or when it was released. */
export interface SegmentSnapshot {
  readonly id: number;
  readonly segmentId: number;
  readonly at: string;
  readonly reason: "asked" | "release";
  /** As many as were in it then. */
  readonly people: number;
}

/** What became of the people of a segment since a snapshot: counts only. */
export interface SegmentChanges {
  readonly snapshot: SegmentSnapshot;
  /** The conditions are others than they were then. */
  readonly redefined: boolean;
  readonly people: number;
  readonly stayed: number;
  readonly came: {
    readonly total: number;
    /** Whose first trace in the vault is after the snapshot. */
    readonly newcomers: number;
    /** Who were known before and fit now. */
    readonly nowFit: number;
  };
  readonly left: {
    readonly total: number;
    /** Erased, or joined into somebody else. */
    readonly gone: number;
    /** Profiling may not consider them any more. */
    readonly withheld: number;
    /** By the first group of today's conditions that they do not meet. */
    readonly byGroup: readonly { readonly group: number; readonly people: number }[];
  };
}

/** Segments in an order: each person counts for the first that takes them. */
export interface PriorityList {
  readonly id: number;
  readonly name: string;
  readonly segments: readonly PriorityPlace[];
}

export interface PriorityPlace {
  readonly segmentId: number;
  readonly name: string;
  readonly people: number;
  /** Of them, those whom no segment before this one takes. */
  readonly counted: number;
}

/** How segments overlap. */
export interface SegmentOverlap {
  readonly sets: readonly { readonly segmentId: number; readonly name: string; readonly people: number }[];
  /** People by exactly which of the sets they are in, most first; those in none are left out. */
  readonly parts: readonly { readonly segmentIds: readonly number[]; readonly people: number }[];
  /** People in both of two sets: row and column in the order of `sets`; the diagonal is the set itself. */
  readonly pairs: readonly (readonly number[])[];
}
