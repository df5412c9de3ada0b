import type { FieldClass } from "../../../terms/field.ts";
import type { PurposeCode } from "../../../terms/purpose.ts";

/** What a column holds and what it may be used for. Columns about no person have class "none" and no purpose. */
export interface ColumnDeclaration {
  readonly class: FieldClass;
  readonly purposes: readonly PurposeCode[];
  /** What retention's "generalise" does with it; kept when left out. */
  readonly generalise?: Generalisation;
}

/** "clear" writes NULL, "blank" the empty text. */
export type Generalisation = "clear" | "blank";

/** How a row belongs to a person. */
export type PersonPath =
  | { readonly kind: "nobody" }
  /** The row is the person, or `column` holds customers.id. */
  | { readonly kind: "column"; readonly column: string }
  /** `column` holds the id of a row of `table`, which belongs to the person. */
  | { readonly kind: "through"; readonly column: string; readonly table: string }
  /** Only the text of `column` may name the person: erasure searches it. */
  | { readonly kind: "text"; readonly column: string };

/** What erasing a person does with the rows of a table. */
export type ErasureTreatment =
  /** The person's rows are deleted. */
  | "delete"
  /** Rows whose text names the person are deleted. */
  | "search"
  /** No row speaks of a person: counts, settings, keyed hashes. */
  | "keep";

export interface TableDeclaration {
  readonly person: PersonPath;
  readonly erasure: ErasureTreatment;
  /** Rows that leave only once their person has (append-only by trigger). */
  readonly appendOnly?: true;
  /** Whether retention's "generalise" deletes the person's rows as well. */
  readonly generalise?: "delete";
  readonly columns: Readonly<Record<string, ColumnDeclaration>>;
}

export const everyPurpose: readonly PurposeCode[] = [
  "service",
  "analytics",
  "profiling",
  "email_marketing",
  "postal_marketing",
  "ads_matching",
];
export const insight: readonly PurposeCode[] = ["service", "analytics", "profiling"];
export const contact: readonly PurposeCode[] = [
  "service",
  "email_marketing",
  "postal_marketing",
  "ads_matching",
];

export const plain: ColumnDeclaration = { class: "none", purposes: [] };
/** The person's number inside this vault: it means nothing outside. */
export const key: ColumnDeclaration = { class: "identifier", purposes: everyPurpose };
export const behaviour: ColumnDeclaration = { class: "behaviour", purposes: insight };
export const score: ColumnDeclaration = { class: "behaviour", purposes: ["profiling"] };
export const consent: ColumnDeclaration = { class: "consent", purposes: everyPurpose };
export const quasi: ColumnDeclaration = { class: "quasi_identifier", purposes: insight };
export const contactName: ColumnDeclaration = { class: "identifier", purposes: contact, generalise: "clear" };
export const address: ColumnDeclaration = {
  class: "quasi_identifier",
  purposes: ["service", "postal_marketing", "ads_matching"],
  generalise: "clear",
};
export const lookup: ColumnDeclaration = { class: "identifier", purposes: ["service"], generalise: "clear" };
export const searchText: ColumnDeclaration = {
  class: "identifier",
  purposes: ["service"],
  generalise: "blank",
};

export function plainColumns<const K extends string>(
  ...names: readonly K[]
): Readonly<Record<K, ColumnDeclaration>> {
  return Object.fromEntries(names.map((name) => [name, plain])) as Record<K, ColumnDeclaration>;
}

export const nobody: PersonPath = { kind: "nobody" };
export const byCustomer: PersonPath = { kind: "column", column: "customer_id" };
