import type { PlatformFormat } from "../platform-format.ts";

/**
 * LINE公式アカウント, an audience of user ids: plain text, no heading, one id a line, at most 1,500,000 in one
 * file. A user id is `U` and 32 hexadecimal digits, of one provider; it is not the LINE ID people search for.
 */
export const lineOfficialUserIds: PlatformFormat = {
  source: "https://github.com/line/line-openapi/blob/main/manage-audience.yml",
  file: {
    extension: "txt",
    reader: "machine",
    encoding: "utf-8",
    byteOrderMark: false,
    lineEnd: "\n",
    headings: false,
    maxRows: 1_500_000,
  },
  channel: "line",
  columns: [{ heading: "user id", value: "line-user-id", accepts: /^U[0-9a-f]{32}$/u }],
  needs: [["user id"]],
};
