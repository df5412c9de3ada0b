import * as v from "valibot";
import type { PurposeCode, Recipient } from "./purpose.ts";
import type { Platform } from "./platform.ts";
import { personColumns } from "./person-columns.ts";
import type { PolicyRuleView } from "./policy.ts";

/** What a person may ask for (GDPR art. 15 to 21; APPI art. 33 to 35; CCPA §1798.105, .106, .110, .120). */
export const requestKinds = [
  "access",
  "portability",
  "correction",
  "objection",
  "restriction",
  "erasure",
] as const;
export type RequestKind = (typeof requestKinds)[number];

/** The law under which a request is answered. */
export const requestLaws = ["gdpr", "uk_gdpr", "ccpa", "appi"] as const;
export type RequestLaw = (typeof requestLaws)[number];

export const requestOutcomes = ["fulfilled", "refused", "withdrawn"] as const;
export type RequestOutcome = (typeof requestOutcomes)[number];

/** What a person may object to (GDPR art. 21(1) and (2); APPI art. 35). */
export const objectionKinds = ["profiling", "direct_marketing"] as const;
export type ObjectionKind = (typeof objectionKinds)[number];

/** What can be put right: columns of a customer, a date of birth (kept as its age band), and the two ways to reach somebody. */
export const correctableFields = [...personColumns, "birth_date", "gender", "email", "phone"] as const;
export type CorrectableField = (typeof correctableFields)[number];

const id = v.pipe(v.number(), v.integer(), v.minValue(1));
const reason = v.pipe(v.string(), v.trim(), v.maxLength(500));
const cell = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500));
const day = v.pipe(v.string(), v.isoDate());

export const rightsInputs = {
  find: v.strictObject({ value: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(320)) }),
  corrections: v.pipe(
    v.array(
      v.strictObject({
        field: v.picklist(correctableFields),
        /** Null takes the value away. */
        value: v.nullable(cell),
        /** Of several addresses or numbers, the one that is wrong. */
        before: v.optional(cell),
      }),
    ),
    v.minLength(1),
    v.maxLength(30),
  ),
  reason,
  objections: v.pipe(v.array(v.picklist(objectionKinds)), v.minLength(1), v.maxLength(objectionKinds.length)),
  request: v.strictObject({
    /** Changes the request of this number; a new one where left out. */
    id: v.optional(id),
    kind: v.picklist(requestKinds),
    law: v.picklist(requestLaws),
    receivedOn: day,
    /** Whose request, where the vault knows the person. */
    customerId: v.optional(id),
    /** Who asks, where the vault does not; forgotten when the request is closed. */
    who: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200))),
    note: v.optional(reason),
    /** The person was told that it takes longer, as the law allows once. */
    extended: v.optional(v.boolean()),
  }),
  close: v.strictObject({ requestId: id, outcome: v.picklist(requestOutcomes), note: v.optional(reason) }),
  /** Whose data is called back. */
  recalled: v.pipe(v.array(id), v.minLength(1), v.maxLength(100_000)),
  /** No more mail or matching, or gone altogether. */
  wish: v.picklist(["opt_out", "delete"]),
} as const;

export type CorrectionChange = v.InferOutput<typeof rightsInputs.corrections>[number];

/** How a person was found. */
export type SubjectKey = "email" | "phone" | "customer_id" | "line_user_id" | "name" | "number" | "other";

export interface SubjectMatch {
  readonly by: SubjectKey;
  /** As it is held. */
  readonly value: string;
  /** Held of a person who was joined into this one, or put right since. */
  readonly former: boolean;
  /** The whole value is what was asked for, not a part of it. */
  readonly exact: boolean;
}

export interface Subject {
  readonly customerId: number;
  readonly name: string;
  readonly reading?: string;
  readonly matches: readonly SubjectMatch[];
}

export interface SubjectsFound {
  /** Exact matches first, at most fifty. */
  readonly subjects: readonly Subject[];
  /** Rows in quarantine that name what was asked for: held, but of no customer. */
  readonly quarantined: number;
}

/** What correcting a person did. */
export interface Corrected {
  /** Cells that hold something else now. */
  readonly cells: number;
  /** Among them names put together or apart so that they agree with what was asked for. */
  readonly followed: readonly CorrectableField[];
}

/** A correction as it is kept. */
export interface CorrectionEntry {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly at: string;
  readonly reason: string;
}

export interface PackOutcome {
  readonly paths: readonly string[];
  /** Tables that hold something of the person, and rows in them. */
  readonly tables: number;
  readonly rows: number;
  /** Places where somebody else's data was made unreadable. */
  readonly redacted: number;
}

/** A deadline as the law sets it, or as we set it ourselves where the law sets none. */
export interface Deadline {
  readonly dueOn: string;
  /** The article, as people cite it. */
  readonly article: string;
  readonly source: string;
  /** No period of the law: the target of this program ("without delay"). */
  readonly ownTarget: boolean;
  /** When it would be due if the person is told in time that it takes longer; left out where the law allows no more, or it is used already. */
  readonly extendable?: string;
}

export interface RequestEntry {
  readonly id: number;
  readonly kind: RequestKind;
  readonly law: RequestLaw;
  readonly receivedOn: string;
  readonly deadline: Deadline;
  /** Negative when it is over; of open requests only. */
  readonly daysLeft?: number;
  readonly extended: boolean;
  readonly customerId?: number;
  /** How the customer is called, or who asked. */
  readonly who?: string;
  readonly note: string;
  readonly outcome?: RequestOutcome;
  readonly closedOn?: string;
}

/** The files of a recall for one recipient. */
export interface RecallTarget {
  readonly recipient: Recipient;
  readonly platform: Platform;
  readonly purposes: readonly PurposeCode[];
  /** Of those asked about, how many this recipient received. */
  readonly people: number;
  /** Rows of the list: one for each address or number a person had. */
  readonly rows: number;
  /** People of whom the vault no longer holds what this recipient knows them by. */
  readonly unlisted: number;
  readonly releases: readonly {
    readonly releaseId: number;
    readonly at: string;
    readonly files: readonly string[];
  }[];
  /** The platform says itself how such a list is taken in. */
  readonly documented: boolean;
  /** Where it says so. */
  readonly source?: string;
  /** The last day by which those of them who refused have to be out of its lists, by the packs in force, and the rule that sets it. */
  readonly dueOn?: string;
  readonly dueBy?: PolicyRuleView;
}

export interface RecallPreview {
  readonly people: number;
  readonly targets: readonly RecallTarget[];
}

export interface RecallOutcome extends RecallPreview {
  readonly paths: readonly string[];
}
