import type { Platform } from "../../../terms/platform.ts";
import type { CellForm } from "./cell-forms.ts";

export interface CellRule {
  readonly form: CellForm;
  readonly required?: true;
  /** Longer texts are cut by the importer, in UTF-8 bytes, or in characters. */
  readonly keepsBytes?: number;
  readonly keepsCharacters?: number;
  /** A row with a longer text is refused. */
  readonly refusesBeyond?: number;
}

/**
 * What an importer is documented to do with a file. Written apart from the forms our writers follow, from
 * the importers' side: a mistake in one of the two shows as a forecast that refuses our own file.
 */
export interface ImporterRules {
  readonly encodings: readonly ("utf-8" | "shift_jis")[];
  /** "needed": without it, letters beyond ASCII are misread. */
  readonly byteOrderMark: "taken-for-data" | "skipped" | "needed";
  /** Cells by heading in lower case, or by place where headings are not read. */
  readonly cells: Readonly<Record<string, CellRule>> | readonly CellRule[];
  /** The first row is headings, whatever they say; only where cells are by place. */
  readonly anyHeadings?: true;
  /** Any other column, and any cell by place beyond those named. */
  readonly others?: CellRule;
  /** Cells are read as Excel reads a CSV: formulas run, dates and numbers are told by their looks. */
  readonly excel?: true;
  /** A row is matched by any of these; by heading in lower case. Any filled cell will do when left out. */
  readonly matchesBy?: readonly (readonly string[])[];
  readonly maxRows?: number;
  /** What becomes of a longer file: refused whole, or its further rows are lost. */
  readonly beyondMaxRows?: "lost";
  readonly maxBytes?: number;
  readonly minRows?: number;
  /** The cell by which the importer tells a person twice in the list. */
  readonly key?: string | number;
}

const sha: CellRule = { form: "sha256" };
const text: CellRule = { form: "text" };
const hashList = {
  encodings: ["utf-8"],
  byteOrderMark: "taken-for-data",
  cells: [{ form: "sha256", required: true }],
  key: 0,
} as const satisfies ImporterRules;

/** Cell of Excel: 32,767 characters (Excel specifications and limits). */
const excelCell: CellRule = { form: "text", keepsCharacters: 32_767 };

export const importerRules: Readonly<Record<Platform, ImporterRules>> = {
  // Excel for Windows, a CSV opened by a double click.
  spreadsheet: {
    encodings: ["utf-8"],
    byteOrderMark: "needed",
    cells: [],
    anyHeadings: true,
    others: excelCell,
    excel: true,
    maxRows: 1_048_575,
    beyondMaxRows: "lost",
  },
  // Address software of Japan: Shift_JIS, the seven boxes of a postal code.
  postal_labels: {
    encodings: ["shift_jis"],
    byteOrderMark: "taken-for-data",
    cells: [{ form: "postal-code" }, text, text, text, { form: "text", required: true }, text],
    anyHeadings: true,
  },
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
    cells: {
      email: sha,
      phone: sha,
      fn: sha,
      ln: sha,
      ct: sha,
      st: sha,
      zip: sha,
      country: sha,
      dob: sha,
      doby: sha,
      gen: sha,
      age: text,
      madid: text,
      uid: text,
      value: text,
    },
    matchesBy: [["email"], ["phone"], ["madid"], ["uid"], ["fn", "ln"]],
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
  line_ads_email: { ...hashList, maxBytes: 60_000_000 },
  yahoo_display_email: { ...hashList, encodings: ["utf-8", "shift_jis"], maxBytes: 200_000_000 },
  x_list: hashList,
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
      birthday: { form: "month-day" },
      tags: text,
    },
    key: "email address",
  },
  klaviyo_list: {
    encodings: ["utf-8"],
    byteOrderMark: "skipped",
    cells: {
      email: { form: "email" },
      "email address": { form: "email" },
      "phone number": { form: "e164" },
      "first name": text,
      "last name": text,
      "email marketing consent": { form: "klaviyo-consent" },
      "sms marketing consent": { form: "klaviyo-consent" },
      "email marketing consent timestamp": text,
      "sms marketing consent timestamp": text,
    },
    matchesBy: [["email"], ["email address"], ["phone number"]],
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
      "phone number": text,
      "company name": text,
      "legal basis for processing contact's data": { form: "hubspot-basis" },
    },
    matchesBy: [["email"], ["first name"], ["last name"]],
    key: "email",
  },
  salesforce_leads: {
    encodings: ["utf-8"],
    byteOrderMark: "skipped",
    cells: {
      "last name": { form: "text", required: true, refusesBeyond: 80 },
      company: { form: "text", required: true, refusesBeyond: 255 },
      "first name": { form: "text", refusesBeyond: 40 },
      email: { form: "email", refusesBeyond: 80 },
      phone: { form: "text", refusesBeyond: 40 },
      "mobile phone": { form: "text", refusesBeyond: 40 },
      "postal code": { form: "text", refusesBeyond: 20 },
      "lead source": text,
      "email opt out": { form: "yes-or-no" },
    },
    maxRows: 50_000,
    key: "email",
  },
};
