import type { ConsentChannel } from "../../../terms/consent.ts";
import type { PersonValue } from "./person-values.ts";

/** What one platform's importer takes, as its own document says it. Data only: one writer serves them all. */
export interface PlatformFormat {
  /** Where the form is documented. */
  readonly source: string;
  readonly file: FileForm;
  /** The one way people are reached by these rows, where it is not the purpose's own: who refused it is not in them. */
  readonly channel?: ConsentChannel;
  readonly columns: readonly PlatformColumn[];
  /** A person needs every column of at least one of these groups; by heading. */
  readonly needs: readonly (readonly string[])[];
}

export interface FileForm {
  readonly extension: "csv" | "txt";
  /** Cells for people are guarded against being run as formulas and their headings are words; a machine's are as they are. */
  readonly reader: "machine" | "person";
  /** Texts a spreadsheet would turn into a date or another number are kept as texts, as leading zeros are. */
  readonly keepsDateLike?: boolean;
  readonly encoding: "utf-8" | "windows-31j";
  readonly byteOrderMark: boolean;
  readonly lineEnd: "\n" | "\r\n";
  readonly headings: boolean;
  /** Of one file, without its heading row; more rows are written into further files. */
  readonly maxRows?: number;
  readonly maxBytes?: number;
  /** Fewer rows than this the platform does not take or cannot use. */
  readonly minRows?: number;
}

export interface PlatformColumn {
  /** The heading as the platform spells it; a word's key (`column.<heading>`) where the reader is a person. */
  readonly heading: string;
  readonly value: PersonValue | { readonly constant: string };
  /** Written as lower-case hexadecimal SHA-256 of the value's UTF-8 bytes. */
  readonly hashed?: true;
  /** A value that does not fit is not written, and counted. */
  readonly accepts?: RegExp;
  /** A longer text is not written, and counted: a cut name is another name. */
  readonly maxBytes?: number;
  readonly maxCharacters?: number;
  /** Columns of the same group are written whole or not at all: one without the others matches nobody. */
  readonly together?: string;
}
