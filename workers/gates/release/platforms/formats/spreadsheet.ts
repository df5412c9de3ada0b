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
/** The same for rows of people: a street such as 1-2-3 stays one, and no file has more rows than Excel opens (1,048,576 with the heading). */
const peopleForm: FileForm = { ...spreadsheetForm, keepsDateLike: true, maxRows: 1_048_575 };
const source = "https://owasp.org/www-community/attacks/CSV_Injection";

/** Whom to write an e-mail to. */
export const emailSheet: PlatformFormat = {
  source,
  file: peopleForm,
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
  file: peopleForm,
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
