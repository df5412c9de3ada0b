import * as v from "valibot";
import type { FieldClass } from "./field.ts";
import type { RequestLaw } from "./rights.ts";

/** What may happen to people's data (GDPR art. 4(12); APPI art. 26(1) 「漏えい、滅失、毀損」). */
export const incidentKinds = [
  "lost",
  "stolen",
  "sent_wrongly",
  "published",
  "unauthorised_access",
  "malware",
  "insider",
  "destroyed",
] as const;
export type IncidentKind = (typeof incidentKinds)[number];

/** Kinds that are somebody's wrongful act (個人情報保護委員会規則 第7条第3号). */
export const maliciousKinds: ReadonlySet<IncidentKind> = new Set([
  "stolen",
  "unauthorised_access",
  "malware",
  "insider",
]);

const id = v.pipe(v.number(), v.integer(), v.minValue(1));

/** Whose data: everybody's, what one source brought, one released file, or a segment as it is now. */
const incidentScopeSchema = v.variant("of", [
  v.strictObject({ of: v.literal("all") }),
  v.strictObject({ of: v.literal("source"), source: v.pipe(v.string(), v.minLength(1), v.maxLength(80)) }),
  v.strictObject({ of: v.literal("release"), releaseId: id }),
  v.strictObject({ of: v.literal("segment"), segmentId: id }),
]);
export type IncidentScope = v.InferOutput<typeof incidentScopeSchema>;

/** What happened, as told by whoever noticed it. */
export const incidentSchema = v.strictObject({
  kind: v.picklist(incidentKinds),
  /** When the firm became aware of it: an ISO moment. */
  noticedAt: v.pipe(v.string(), v.isoTimestamp()),
  scope: incidentScopeSchema,
  /** Somebody's wrongful act; by its kind where left out. */
  malicious: v.optional(v.boolean()),
  /** What got out cannot be read by whoever has it: the locked vault's file, for example. */
  unreadable: v.optional(v.boolean()),
  /** Money may be lost by it: card numbers or logins of payments were there. The vault itself takes in neither. */
  financial: v.optional(v.boolean()),
  /** In one's own words; names nobody. */
  note: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(1000))),
});
export type Incident = v.InferOutput<typeof incidentSchema>;

/** What has to be done under a law, and is ticked off. */
export const incidentSteps = [
  "appi.prompt",
  "appi.final",
  "appi.people",
  "gdpr.authority",
  "gdpr.people",
  "uk_gdpr.authority",
  "uk_gdpr.people",
  "ccpa.people",
] as const;
export type IncidentStep = (typeof incidentSteps)[number];

/** A duty the law sets, until when, and why it is thought to hold. */
export interface IncidentDuty {
  readonly step: IncidentStep;
  readonly law: RequestLaw;
  /** Whether the law asks for it, by what is known; "check" is for people to decide. */
  readonly required: "yes" | "check" | "no";
  readonly reasons: readonly IncidentReason[];
  /** ISO moment or day; left out where the law says "without undue delay". */
  readonly dueAt?: string;
  readonly article: string;
  readonly source: string;
  readonly doneAt?: string;
  /** Not done, and over. */
  readonly overdue: boolean;
}

export type IncidentReason =
  | "special"
  | "property"
  | "malicious"
  | "over-thousand"
  | "below-thresholds"
  | "unreadable"
  | "risk"
  | "high-risk"
  | "decide"
  | "nobody";

/** A kind of data that was among it, and of how many people. */
export interface IncidentCategory {
  /** A field (`customers.full_name`), a kind of identifier, a heading kept on a basis, or a table. */
  readonly id: string;
  readonly table: string;
  readonly name: string;
  readonly class: FieldClass;
  readonly people: number;
}

/** What the vault says about it: people, data, duties. */
export interface IncidentAssessment {
  readonly people: number;
  /** People of whom a special category was among it. */
  readonly special: number;
  readonly malicious: boolean;
  readonly categories: readonly IncidentCategory[];
  readonly duties: readonly IncidentDuty[];
}

export type IncidentState = "open" | "reported" | "told" | "closed";

export interface IncidentEntry extends IncidentAssessment {
  readonly id: number;
  readonly incident: Incident;
  /** When its people and data were counted. */
  readonly countedAt: string;
  readonly state: IncidentState;
  readonly closedAt?: string;
}
