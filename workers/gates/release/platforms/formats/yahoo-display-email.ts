import type { PlatformFormat } from "../platform-format.ts";

/**
 * Yahoo!広告 ディスプレイ広告, 顧客データ: hashed e-mail addresses (SHA-256 without salt) as a text file, UTF-8
 * without byte order mark, half-width only, at most 200 MB. A heading is not written: its exact text is
 * not in the public help, and a hashed list is documented without one.
 */
export const yahooDisplayEmail: PlatformFormat = {
  source: "https://ads-help.yahoo.co.jp/yahooads/display/articledetail?lan=ja&aid=69234",
  file: {
    extension: "txt",
    reader: "machine",
    encoding: "utf-8",
    byteOrderMark: false,
    lineEnd: "\n",
    headings: false,
    maxBytes: 200_000_000,
  },
  columns: [{ heading: "email", value: "email", hashed: true }],
  needs: [["email"]],
};
