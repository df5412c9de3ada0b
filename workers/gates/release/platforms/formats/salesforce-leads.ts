import type { PlatformFormat } from "../platform-format.ts";

/**
 * Salesforce leads by the import wizard: UTF-8, at most 50,000 rows a file, last name and company required
 * ("[not provided]" is what Salesforce itself writes for a person without a company).
 */
export const salesforceLeads: PlatformFormat = {
  source: "https://help.salesforce.com/s/articleView?id=xcloud.field_mapping_for_importing_leads.htm",
  file: {
    extension: "csv",
    reader: "machine",
    encoding: "utf-8",
    byteOrderMark: false,
    lineEnd: "\r\n",
    headings: true,
    maxRows: 50_000,
  },
  columns: [
    { heading: "Last Name", value: "family-or-full-name", maxCharacters: 80 },
    { heading: "First Name", value: "given-name", maxCharacters: 40 },
    { heading: "Company", value: { constant: "[not provided]" } },
    { heading: "Email", value: "email", maxCharacters: 80 },
    { heading: "Email Opt Out", value: { constant: "0" } },
  ],
  needs: [["Last Name", "Email"]],
};
