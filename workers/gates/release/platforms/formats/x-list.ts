import type { PlatformFormat } from "../platform-format.ts";

/** X, list custom audience: one lower-case SHA-256 without salt a line, of the e-mail address in lower case without blanks. */
export const xList: PlatformFormat = {
  source: "https://business.x.com/en/help/campaign-setup/campaign-targeting/custom-audiences/lists",
  file: {
    extension: "txt",
    reader: "machine",
    encoding: "utf-8",
    byteOrderMark: false,
    lineEnd: "\n",
    headings: false,
  },
  columns: [{ heading: "email", value: "email", hashed: true }],
  needs: [["email"]],
};
