import type { PlatformFormat } from "../platform-format.ts";

/** Mailchimp audience import: headings are mapped by their names, UTF-8, a text field holds at most 255 bytes (85 kanji). */
export const mailchimpAudience: PlatformFormat = {
  source: "https://mailchimp.com/help/format-guidelines-for-your-import-file/",
  file: {
    extension: "csv",
    reader: "machine",
    encoding: "utf-8",
    byteOrderMark: false,
    lineEnd: "\r\n",
    headings: true,
  },
  columns: [
    { heading: "Email Address", value: "email", maxBytes: 255 },
    { heading: "First Name", value: "given-name", maxBytes: 255 },
    { heading: "Last Name", value: "family-name", maxBytes: 255 },
  ],
  needs: [["Email Address"]],
};
