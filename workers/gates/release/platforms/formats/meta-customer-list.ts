import type { PlatformFormat } from "../platform-format.ts";

/**
 * Meta customer list (Facebook, Instagram). Phone numbers carry their country code without "+", hashed as
 * e-mail is. Names are left out: Meta's matching of Japanese names is not documented, and e-mail, phone
 * and country match without them. At least 100 people are advised.
 */
export const metaCustomerList: PlatformFormat = {
  source: "https://developers.facebook.com/docs/marketing-api/audiences/guides/custom-audiences",
  file: {
    extension: "csv",
    reader: "machine",
    encoding: "utf-8",
    byteOrderMark: false,
    lineEnd: "\n",
    headings: true,
    minRows: 100,
  },
  columns: [
    { heading: "email", value: "email", hashed: true },
    { heading: "phone", value: "phone-digits", hashed: true },
    { heading: "country", value: "country-lower", hashed: true },
  ],
  needs: [["email"], ["phone"]],
};
