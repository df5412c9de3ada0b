import type { PlatformFormat } from "../platform-format.ts";

/**
 * LINE広告, an audience of e-mail addresses: no heading, one a line, at most 120 characters of
 * A-Z a-z 0-9 _ . @ - (an address with "+" is refused), hashed with SHA-256, at most 60 MB a file.
 */
export const lineAdsEmail: PlatformFormat = {
  source: "https://www.linebiz.com/jp/manual/line-ads/tracking_011/",
  file: {
    extension: "csv",
    reader: "machine",
    encoding: "utf-8",
    byteOrderMark: false,
    lineEnd: "\n",
    headings: false,
    maxBytes: 60_000_000,
  },
  columns: [{ heading: "email", value: "email", hashed: true, accepts: /^[A-Za-z0-9_.@-]{1,120}$/u }],
  needs: [["email"]],
};
