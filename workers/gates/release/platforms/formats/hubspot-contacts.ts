import type { PlatformFormat } from "../platform-format.ts";

/** HubSpot contact import: e-mail is the key, UTF-8; the legal basis is written, as its own property names it. */
export const hubspotContacts: PlatformFormat = {
  source: "https://knowledge.hubspot.com/import-and-export/import-objects",
  file: {
    extension: "csv",
    reader: "machine",
    encoding: "utf-8",
    byteOrderMark: false,
    lineEnd: "\r\n",
    headings: true,
  },
  columns: [
    { heading: "Email", value: "email" },
    { heading: "First Name", value: "given-name" },
    { heading: "Last Name", value: "family-name" },
    {
      heading: "Legal basis for processing contact's data",
      value: { constant: "Freely given consent from contact" },
    },
  ],
  needs: [["Email"]],
};
