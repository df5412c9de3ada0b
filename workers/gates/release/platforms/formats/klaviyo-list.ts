import type { PlatformFormat } from "../platform-format.ts";

/**
 * Klaviyo list import: the first column is the e-mail address, at most 50 MB a file. The consent column is
 * always written: left out, a person counts as never subscribed and can still be mailed. Everybody in
 * the file said yes, so the file is of one consent state.
 */
export const klaviyoList: PlatformFormat = {
  source: "https://help.klaviyo.com/hc/en-us/articles/360043841811",
  file: {
    extension: "csv",
    reader: "machine",
    encoding: "utf-8",
    byteOrderMark: false,
    lineEnd: "\r\n",
    headings: true,
    maxBytes: 50_000_000,
  },
  columns: [
    { heading: "Email", value: "email" },
    { heading: "First Name", value: "given-name" },
    { heading: "Last Name", value: "family-name" },
    { heading: "Email Marketing Consent", value: { constant: "subscribe" } },
  ],
  needs: [["Email"]],
};
