import type { Platform } from "../../../terms/release.ts";

/** What a cell must be for an importer to take it. */
export type CellForm = "sha256" | "email" | "line-email" | "line-user-id" | "e164" | "country" | "text";

export interface CellRule {
  readonly form: CellForm;
  readonly required?: true;
  /** Longer texts are cut by the importer, in UTF-8 bytes. */
  readonly keepsBytes?: number;
}

/**
 * What an importer is documented to do with a file. Written apart from the forms our writers follow, from
 * the importers' side: a mistake in one of the two shows as a forecast that refuses our own file.
 */
export interface ImporterRules {
  readonly encodings: readonly ("utf-8" | "shift_jis")[];
  readonly byteOrderMark: "taken-for-data" | "skipped";
  /** Cells by heading in lower case, or by place where there is no heading row. */
  readonly cells: Readonly<Record<string, CellRule>> | readonly CellRule[];
  /** A row is matched by any of these; by heading in lower case. Any filled cell will do when left out. */
  readonly matchesBy?: readonly (readonly string[])[];
  readonly maxRows?: number;
  readonly maxBytes?: number;
  readonly minRows?: number;
  /** The cell by which the importer tells a person twice in the list. */
  readonly key: string | number;
}

const sha: CellRule = { form: "sha256" };
const text: CellRule = { form: "text" };

/** A person's own spreadsheet and letters have no importer. */
export const importerRules: Readonly<Partial<Record<Platform, ImporterRules>>> = {
  google_customer_match: {
    encodings: ["utf-8"],
    byteOrderMark: "taken-for-data",
    cells: {
      email: sha,
      phone: sha,
      "first name": sha,
      "last name": sha,
      country: { form: "country" },
      zip: text,
    },
    matchesBy: [["email"], ["phone"], ["first name", "last name", "country", "zip"]],
    key: "email",
  },
  meta_customer_list: {
    encodings: ["utf-8"],
    byteOrderMark: "taken-for-data",
    cells: { email: sha, phone: sha, country: sha },
    matchesBy: [["email"], ["phone"]],
    minRows: 100,
    key: "email",
  },
  line_official_user_ids: {
    encodings: ["utf-8"],
    byteOrderMark: "taken-for-data",
    cells: [{ form: "line-user-id", required: true }],
    maxRows: 1_500_000,
    key: 0,
  },
  line_ads_email: {
    encodings: ["utf-8"],
    byteOrderMark: "taken-for-data",
    cells: [{ form: "sha256", required: true }],
    maxBytes: 60_000_000,
    key: 0,
  },
  yahoo_display_email: {
    encodings: ["utf-8", "shift_jis"],
    byteOrderMark: "taken-for-data",
    cells: [{ form: "sha256", required: true }],
    maxBytes: 200_000_000,
    key: 0,
  },
  x_list: {
    encodings: ["utf-8"],
    byteOrderMark: "taken-for-data",
    cells: [{ form: "sha256", required: true }],
    key: 0,
  },
  tiktok_customer_file: {
    encodings: ["utf-8"],
    byteOrderMark: "taken-for-data",
    cells: { email_sha256: sha, phone_sha256: sha, email: { form: "email" }, phone: { form: "e164" } },
    maxBytes: 1_000_000_000,
    minRows: 1000,
    key: "email_sha256",
  },
  mailchimp_audience: {
    encodings: ["utf-8"],
    byteOrderMark: "skipped",
    cells: {
      "email address": { form: "email", required: true, keepsBytes: 255 },
      "first name": { form: "text", keepsBytes: 255 },
      "last name": { form: "text", keepsBytes: 255 },
      "phone number": { form: "e164" },
    },
    key: "email address",
  },
  klaviyo_list: {
    encodings: ["utf-8"],
    byteOrderMark: "skipped",
    cells: {
      email: { form: "email" },
      "phone number": { form: "e164" },
      "first name": text,
      "last name": text,
      "email marketing consent": text,
    },
    matchesBy: [["email"], ["phone number"]],
    maxBytes: 50_000_000,
    key: "email",
  },
  hubspot_contacts: {
    encodings: ["utf-8"],
    byteOrderMark: "skipped",
    cells: {
      email: { form: "email" },
      "first name": text,
      "last name": text,
      "legal basis for processing contact's data": text,
    },
    matchesBy: [["email"], ["first name"], ["last name"]],
    key: "email",
  },
  salesforce_leads: {
    encodings: ["utf-8"],
    byteOrderMark: "skipped",
    cells: {
      "last name": { form: "text", required: true },
      company: { form: "text", required: true },
      "first name": text,
      email: { form: "email" },
      "email opt out": text,
    },
    maxRows: 50_000,
    key: "email",
  },
};
