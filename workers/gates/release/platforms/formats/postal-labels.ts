import type { PlatformFormat } from "../platform-format.ts";

/**
 * 宛名: postal code, address from the large to the small, name and title, as Japanese address software and
 * a printer of letters take them: Windows-31J (the Shift_JIS of Windows), so a name it cannot write is
 * withheld and listed, never written with a "?" in it.
 */
export const postalLabels: PlatformFormat = {
  source: "https://www.iana.org/assignments/charset-reg/windows-31J",
  file: {
    extension: "csv",
    reader: "person",
    encoding: "windows-31j",
    byteOrderMark: false,
    lineEnd: "\r\n",
    headings: true,
  },
  columns: [
    { heading: "postal_code", value: "printed-postal-code" },
    { heading: "prefecture", value: "prefecture" },
    { heading: "city", value: "city" },
    { heading: "street", value: "street" },
    { heading: "name", value: "full-name" },
    { heading: "honorific", value: { constant: "様" } },
  ],
  // A letter needs a name, and a street or at least a postal code with a town.
  needs: [
    ["name", "street"],
    ["name", "postal_code", "city"],
  ],
};
