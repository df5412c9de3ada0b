import type { PlatformFormat } from "../platform-format.ts";

/**
 * TikTok customer file: a heading row that names the kind of each identifier, SHA-256 of the lower-case
 * e-mail and of the E.164 number with "+", under 1 GB, at least 1,000 entries.
 */
export const tiktokCustomerFile: PlatformFormat = {
  source: "https://ads.tiktok.com/help/article/how-to-create-a-custom-audience-with-a-customer-file",
  file: {
    extension: "csv",
    reader: "machine",
    encoding: "utf-8",
    byteOrderMark: false,
    lineEnd: "\n",
    headings: true,
    maxBytes: 999_000_000,
    minRows: 1000,
  },
  columns: [
    { heading: "Email_SHA256", value: "email", hashed: true },
    { heading: "Phone_SHA256", value: "phone-e164", hashed: true },
  ],
  needs: [["Email_SHA256"], ["Phone_SHA256"]],
};
