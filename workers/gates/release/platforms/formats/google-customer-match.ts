import type { PlatformFormat } from "../platform-format.ts";

/**
 * Google Ads Customer Match. Headings in English whatever the language of the account; UTF-8, not UTF-16;
 * e-mail, phone and names hashed, country and postal code not; an address needs all four of its parts.
 */
export const googleCustomerMatch: PlatformFormat = {
  source: "https://support.google.com/google-ads/answer/7476159",
  file: {
    extension: "csv",
    reader: "machine",
    encoding: "utf-8",
    byteOrderMark: false,
    lineEnd: "\n",
    headings: true,
  },
  columns: [
    { heading: "Email", value: "email", hashed: true },
    { heading: "Phone", value: "phone-e164", hashed: true },
    { heading: "First Name", value: "matched-given-name", hashed: true, together: "address" },
    { heading: "Last Name", value: "matched-family-name", hashed: true, together: "address" },
    { heading: "Country", value: "country", together: "address" },
    { heading: "Zip", value: "postal-code", together: "address" },
  ],
  needs: [["Email"], ["Phone"], ["First Name", "Last Name", "Country", "Zip"]],
};
