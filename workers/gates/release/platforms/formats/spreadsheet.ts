import type { FileForm, PlatformFormat } from "../platform-format.ts";

/** A CSV that Excel, LibreOffice and Google Sheets read as it is: UTF-8 with its mark, guarded cells (OWASP, "CSV injection"). */
export const spreadsheetForm: FileForm = {
  extension: "csv",
  reader: "person",
  encoding: "utf-8",
  byteOrderMark: true,
  lineEnd: "\r\n",
  headings: true,
};
const source = "https://owasp.org/www-community/attacks/CSV_Injection";

/** Whom to write an e-mail to. */
export const emailSheet: PlatformFormat = {
  source,
  file: spreadsheetForm,
  columns: [
    { heading: "email", value: "email-as-held" },
    { heading: "name", value: "full-name" },
    { heading: "reading", value: "reading" },
  ],
  needs: [["email"]],
};

/** Whom to write a letter to. */
export const postalSheet: PlatformFormat = {
  source,
  file: spreadsheetForm,
  columns: [
    { heading: "name", value: "full-name" },
    { heading: "postal_code", value: "postal-code-as-held" },
    { heading: "prefecture", value: "prefecture" },
    { heading: "city", value: "city" },
    { heading: "street", value: "street" },
  ],
  needs: [
    ["name", "street"],
    ["name", "postal_code", "city"],
  ],
};
