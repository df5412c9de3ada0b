import type { ConsentChannel } from "../../../terms/consent.ts";
import type { FieldTarget } from "../../../terms/field.ts";
import type { ConsentState, PurposeCode, Recipient } from "../../../terms/purpose.ts";
import { parseConsent, parseRefusal } from "./consent.ts";
import { channelTopics, type ConsentTopic } from "./purpose.ts";

/** A column that says yes or no to something. */
interface Column {
  readonly target: FieldTarget;
  /** Columns of one subject contradict each other: the most restrictive counts. */
  readonly subject: string;
  readonly read: (text: string) => ConsentState | undefined;
  readonly topics: (state: ConsentState) => readonly ConsentTopic[];
}

const channel = (name: ConsentChannel, consent: FieldTarget, refusal: FieldTarget): readonly Column[] => [
  { target: consent, subject: name, read: parseConsent, topics: (state) => channelTopics(name, state) },
  { target: refusal, subject: name, read: parseRefusal, topics: (state) => channelTopics(name, state) },
];
const always = (purpose: PurposeCode, recipient: Recipient) => (): readonly ConsentTopic[] => [
  { purpose, recipient },
];

/** The columns of people and orders that say what somebody consented to or refused. */
export const consentColumns: readonly Column[] = [
  {
    target: "consent_email",
    subject: "email",
    read: parseConsent,
    topics: (state) => channelTopics("email", state),
  },
  // "Opted out", "do not contact": a refusal that may not mean e-mail alone is one of every way.
  {
    target: "refusal_email",
    subject: "email",
    read: parseRefusal,
    topics: always("email_marketing", "self"),
  },
  ...channel("post", "consent_postal", "refusal_postal"),
  ...channel("sms", "consent_sms", "refusal_sms"),
  ...channel("phone", "consent_phone", "refusal_phone"),
  ...channel("line", "consent_line", "refusal_line"),
  { target: "consent_ads", subject: "ads", read: parseConsent, topics: always("ads_matching", "google_ads") },
  // Who refuses advertising as such refuses every company.
  { target: "refusal_ads", subject: "all-ads", read: parseRefusal, topics: always("ads_matching", "self") },
  {
    target: "consent_profiling",
    subject: "profiling",
    read: parseConsent,
    topics: always("profiling", "self"),
  },
];
