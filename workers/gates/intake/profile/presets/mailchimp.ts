import type { Preset } from "./preset.ts";

const columns: Preset["columns"] = {
  "Email Address": "email",
  メールアドレス: "email",
  "First Name": "given_name",
  名: "given_name",
  "Last Name": "family_name",
  姓: "family_name",
  "Phone Number": "phone",
  電話番号: "phone",
  OPTIN_TIME: "consent_evidence",
  OPTIN_IP: "consent_evidence",
  CONFIRM_IP: "consent_evidence",
};

/** What all three files of the archive hold. Latitude and longitude stay outside. */
const tail = [
  ["Email Address", "メールアドレス"],
  "MEMBER_RATING",
  "OPTIN_TIME",
  "CONFIRM_TIME",
  "LEID",
  "EUID",
] as const;

/**
 * Mailchimp, audience export, the subscribed. That they are is said by the file's name alone: under any other name the
 * same columns grant nothing.
 */
export const mailchimpSubscribed: Preset = {
  id: "mailchimp-subscribed",
  source: "Mailchimp",
  signature: [...tail],
  without: ["UNSUB_TIME", "CLEAN_TIME"],
  fileName: ["subscribed"],
  columns: { ...columns, CONFIRM_TIME: "consent_time" },
  rules: [{ rule: "fact", target: "consent_email", value: "subscribed" }],
};

/** Mailchimp, audience export, those who left. */
export const mailchimpUnsubscribed: Preset = {
  id: "mailchimp-unsubscribed",
  source: "Mailchimp",
  signature: [...tail, "UNSUB_TIME"],
  columns: {
    ...columns,
    CONFIRM_TIME: "consent_evidence",
    UNSUB_TIME: "consent_time",
    UNSUB_REASON: "consent_evidence",
  },
  rules: [{ rule: "fact", target: "consent_email", value: "unsubscribed" }],
};

/** Mailchimp, audience export, addresses that bounced for good. */
export const mailchimpCleaned: Preset = {
  id: "mailchimp-cleaned",
  source: "Mailchimp",
  signature: [...tail],
  without: ["UNSUB_TIME"],
  fileName: ["cleaned"],
  columns: { ...columns, CONFIRM_TIME: "consent_evidence", CLEAN_TIME: "consent_time" },
  rules: [{ rule: "fact", target: "consent_email", value: "cleaned" }],
};

/** Mailchimp, audience export under a name that does not say which of its files it is: nobody's consent is known. */
export const mailchimpAudience: Preset = {
  id: "mailchimp-audience",
  source: "Mailchimp",
  signature: [...tail.slice(0, -1)],
  columns: {
    ...columns,
    CONFIRM_TIME: "ignore",
    OPTIN_TIME: "ignore",
    OPTIN_IP: "ignore",
    CONFIRM_IP: "ignore",
  },
  lacks: ["consent"],
};
