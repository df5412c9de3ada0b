import { declarationOf } from "../../../terms/declarations.ts";
import { fieldTargets, type FieldClass, type FieldTarget } from "../../../terms/field.ts";
import { legalBases, type LegalBasis, type PurposeCode } from "../../../terms/purpose.ts";
import type { Database } from "../../../vault/database.ts";
import { BY_HAND } from "../../use/consents.ts";
import { catalogue } from "../../use/catalogue.ts";
import { References, type GivenCell } from "./references.ts";

/** One thing known of a person: what it is, what for and on which basis, and where it came from and when. */
export interface PackField {
  /** Field of a file, or the heading of a column kept on a documented basis. */
  readonly field: string;
  readonly value: GivenCell;
  readonly class: FieldClass;
  readonly purposes: readonly { readonly purpose: PurposeCode; readonly basis: LegalBasis | undefined }[];
  /** Why a special category is kept at all, in the owner's words. */
  readonly reason?: string;
  readonly source: string;
  /** Name of the file; left out where a person entered it. */
  readonly file?: string;
  readonly at: string;
  /** Put right at the person's wish. */
  readonly corrected: boolean;
}

interface ImportRow {
  readonly id: number;
  readonly name: string;
  readonly source: string;
  readonly at: string;
}

/** What the vault knows of a person, field by field; `redact` takes others out of a free text (GDPR art. 15(1)(a), (b) and (g); APPI art. 33 and 32(1)). */
export function packFields(
  db: Database,
  customerId: number,
  redact: (text: string) => string,
): readonly PackField[] {
  const bases = new Map(
    db
      .rows<{ code: string; basis: string }>("SELECT code, basis FROM purposes")
      .map(({ code, basis }) => [code, legalBases.find((one) => one === basis)]),
  );
  const withBases = (purposes: readonly PurposeCode[]): PackField["purposes"] =>
    purposes.map((purpose) => ({ purpose, basis: bases.get(purpose) }));
  const imports = new Map(
    db.rows<ImportRow>("SELECT id, name, source, at FROM imports").map((one) => [one.id, one]),
  );
  return [
    ...customerFields(db, customerId, imports, withBases),
    ...identifierFields(db, customerId, imports, withBases),
    ...keptFields(db, customerId, imports, withBases).map((one) => ({ ...one, value: redact(one.value) })),
  ];
}

type Imports = ReadonlyMap<number, ImportRow>;
type WithBases = (purposes: readonly PurposeCode[]) => PackField["purposes"];
type Origin = Pick<PackField, "source" | "file" | "at" | "corrected">;

function customerFields(
  db: Database,
  customerId: number,
  imports: Imports,
  withBases: WithBases,
): readonly PackField[] {
  const row = db.first<Record<string, string | number | null>>("SELECT * FROM customers WHERE id = ?", [
    customerId,
  ]);
  if (row === undefined) return [];
  const references = new References(db);
  const changed = changesOf(db, customerId);
  return Object.entries(catalogue.customers.columns).flatMap(([field, declared]): PackField[] => {
    const value = row[field] ?? null;
    if (declared.class === "none" || ["id", "search_key", "source"].includes(field)) return [];
    if (value === null || value === "") return [];
    const target = targetOf(field === "age_band" ? "birth_date" : field);
    const correction = changed.corrections.get(field);
    const corrected = correction !== undefined && correction.after === String(value);
    const from = imports.get(changed.revisions.get(field) ?? Number(row["import_id"]));
    return [
      {
        field,
        value: references.cell("customers", field, row),
        class: declared.class,
        purposes: withBases(target === undefined ? declared.purposes : declarationOf(target).purposes),
        ...(corrected ? byHand(correction.at, true) : fromImport(from, String(row["source"]))),
      },
    ];
  });
}

/** The last import that changed each field, and the last correction of each. */
function changesOf(db: Database, customerId: number) {
  const revisions = new Map(
    db
      .rows<{ field: string; import_id: number }>(
        "SELECT field, import_id FROM customer_revisions WHERE customer_id = ? ORDER BY id",
        [customerId],
      )
      .map(({ field, import_id }) => [field, import_id]),
  );
  const corrections = new Map(
    db
      .rows<{ field: string; after: string | null; at: string }>(
        "SELECT field, after, at FROM corrections WHERE customer_id = ? ORDER BY id",
        [customerId],
      )
      .map((one) => [one.field, one]),
  );
  return { revisions, corrections };
}

function identifierFields(
  db: Database,
  customerId: number,
  imports: Imports,
  withBases: WithBases,
): readonly PackField[] {
  return db
    .rows<{ kind: string; display: string; source: string; since: string; import_id: number }>(
      "SELECT kind, display, source, since, import_id FROM identifiers WHERE customer_id = ? ORDER BY kind, id",
      [customerId],
    )
    .map(({ kind, display, source, since, import_id: importId }) => {
      const target = targetOf(kind.replace(/_hash$/u, ""));
      return {
        field: kind,
        value: display,
        class: "identifier" as const,
        purposes: withBases(target === undefined ? ["service"] : declarationOf(target).purposes),
        ...(source === BY_HAND
          ? byHand(since, true)
          : { ...fromImport(imports.get(importId), source), at: since }),
      };
    });
}

/** What is kept on a documented basis, with that basis. */
function keptFields(
  db: Database,
  customerId: number,
  imports: Imports,
  withBases: WithBases,
): readonly (PackField & { readonly value: string })[] {
  return db
    .rows<{ heading: string; value: string; basis: string | null; import_id: number }>(
      `SELECT heading, value, basis, attributes.import_id FROM attributes JOIN fields ON fields.id = field_id
       WHERE customer_id = ? ORDER BY attributes.id`,
      [customerId],
    )
    .map(({ heading, value, basis, import_id: importId }) => {
      const documented = (basis === null ? {} : JSON.parse(basis)) as {
        purpose?: PurposeCode;
        reason?: string;
      };
      return {
        field: heading,
        value,
        class: "special_category" as const,
        purposes: withBases([documented.purpose ?? "service"]),
        ...(documented.reason === undefined ? {} : { reason: documented.reason }),
        ...fromImport(imports.get(importId), ""),
      };
    });
}

function targetOf(field: string): FieldTarget | undefined {
  return fieldTargets.find((one) => one === field);
}

function fromImport(from: ImportRow | undefined, source: string): Origin {
  return from === undefined
    ? { source, at: "", corrected: false }
    : { source: from.source, file: from.name, at: from.at, corrected: false };
}

function byHand(at: string, corrected: boolean): Origin {
  return { source: BY_HAND, at, corrected };
}
