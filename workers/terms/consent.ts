import * as v from "valibot";
import type { PackName, PolicyPack, PolicyRuleView } from "./policy.ts";
import {
  purposeCodes,
  recipients,
  type ConsentState,
  type LegalBasis,
  type PurposeCode,
  type Recipient,
} from "./purpose.ts";

/** Ways a person is reached. A statement without one speaks of every way. */
export const consentChannels = ["email", "sms", "post", "phone", "line"] as const;
export type ConsentChannel = (typeof consentChannels)[number];

/** The channel a purpose is pursued through when a question names none. */
export const ownChannels: Readonly<Partial<Record<PurposeCode, ConsentChannel>>> = {
  email_marketing: "email",
  postal_marketing: "post",
};

/** ISO 3166-1 alpha-2: where the data may go. A statement without one speaks of every country. */
const countrySchema = v.pipe(v.string(), v.regex(/^[A-Z]{2}$/));

/** A day (from its first to its last moment counted) or a moment, ISO 8601. A day ends at 24:00 UTC. */
const momentSchema = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/),
  v.check((text) => !Number.isNaN(momentOf(text))),
);

const scopeEntries = {
  recipient: v.optional(v.picklist(recipients)),
  channel: v.optional(v.picklist(consentChannels)),
  country: v.optional(countrySchema),
};

export const consentInputs = {
  scope: v.strictObject(scopeEntries).entries,
  moment: momentSchema,
  /** What held at `held`, by what was known at `known`; both are now when left out. */
  asOf: v.strictObject({
    held: v.optional(momentSchema),
    known: v.optional(momentSchema),
    ...scopeEntries,
    purpose: v.optional(v.picklist(purposeCodes)),
  }),
} as const;

/** Milliseconds since 1970 of a moment as typed; a day alone stands for its last millisecond. NaN when there is no such day. */
export function momentOf(text: string): number {
  const day = /^\d{4}-\d\d-\d\d$/.exec(text);
  const at = Date.parse(day === null ? text : `${text}T23:59:59.999Z`);
  const written = text.slice(0, 10);
  const real = new Date(`${written}T00:00:00Z`);
  return Number.isNaN(real.getTime()) || real.toISOString().slice(0, 10) !== written ? NaN : at;
}

/** A text people said yes or no under. */
export interface ConsentWording {
  readonly version: number;
  /** SHA-256 of its UTF-8, hex. */
  readonly hash: string;
  readonly text: string;
  /** When the vault first held it. */
  readonly since: string;
}

/** Of the people a purpose could consider through one channel and recipient: how many, and under which texts. */
export interface AsOfLine {
  readonly purpose: PurposeCode;
  readonly recipient: Recipient;
  readonly channel?: ConsentChannel;
  readonly basis: LegalBasis;
  /** People known to the vault at that moment, by what they had said. */
  readonly granted: number;
  readonly denied: number;
  readonly unknown: number;
  /** Those the gate would have let in, under the packs of rules in force then. */
  readonly permitted: number;
  /** People whose word would have let them in, and whom the rules of a pack in force then kept out. */
  readonly stopped: number;
  /** Those rules. */
  readonly rules: readonly PolicyRuleView[];
  /** People whose word would have let them in, and whose data were frozen then. */
  readonly frozen: number;
  /** Of them, those whose deciding statement was made under a text the vault holds, most people first. */
  readonly wordings: readonly (ConsentWording & { readonly people: number })[];
  /** Permitted people whose deciding statement names no text, or who said nothing and need not be asked. */
  readonly withoutWording: number;
}

export interface ConsentAsOf {
  readonly held: string;
  readonly known: string;
  /** People who were in the vault at `known` and still are. */
  readonly people: number;
  /** The packs of rules in force then; none where the vault had none. */
  readonly packs: readonly (PackName & Pick<PolicyPack, "law">)[];
  readonly lines: readonly AsOfLine[];
}

/** One person of an as-of answer. */
export interface AsOfPerson {
  readonly customerId: number;
  readonly name: string;
  readonly state: ConsentState;
  /** Of the statement that decides; left out where the person said nothing. */
  readonly heldFrom?: string;
  readonly knownAt?: string;
  readonly source?: string;
  readonly evidence?: string;
  readonly wording?: ConsentWording;
}

export interface AsOfPeoplePage {
  readonly total: number;
  readonly people: readonly AsOfPerson[];
}

/** How many people stand otherwise towards one purpose and recipient than at an earlier moment. */
export interface ConsentChange {
  readonly purpose: PurposeCode;
  readonly recipient: Recipient;
  readonly gained: number;
  /** Stood at yes, and say no now. */
  readonly withdrawn: number;
  /** Stood at yes, and neither yes nor no is known now. */
  readonly lapsed: number;
  /** Said no without having stood at yes. */
  readonly refused: number;
}

export interface ConsentChanges {
  readonly since: string;
  /** The release asked about, or the latest; left out where nothing was ever released. */
  readonly release?: {
    readonly id: number;
    readonly at: string;
    readonly purpose: PurposeCode;
    readonly recipient: Recipient;
    /** Whose rows were in it and are still in the vault, and of them those who may not be in the next one. */
    readonly people: number;
    readonly noLonger: number;
  };
  readonly statements: number;
  readonly changes: readonly ConsentChange[];
}

/** Why the gate lets a person in or not. */
export type UseReason =
  | "granted"
  | "no-objection"
  | "denied"
  | "not-asked"
  | "refused-in-general"
  | "restricted"
  | "stopped-by-law"
  | "purpose-undeclared";

/** The gate's answer about one person and one purpose now. */
export interface UseAnswer {
  readonly purpose: PurposeCode;
  readonly recipient: Recipient;
  readonly basis?: LegalBasis;
  readonly allowed: boolean;
  readonly reason: UseReason;
  /** The rules of the packs in force that stop the use, beside what the person said or the vault notes. */
  readonly rules?: readonly string[];
  /** When what decides was said. */
  readonly since?: string;
}
