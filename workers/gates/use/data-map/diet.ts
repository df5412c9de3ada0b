import type { Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import type { DataDiet, DietAdvice, DietField, DietLoss } from "../../../terms/data-diet.ts";
import type { FieldLoss, FieldLosses } from "../../../terms/field-losses.ts";
import type { MapUse } from "../../../terms/data-map.ts";
import type { FieldClass } from "../../../terms/field.ts";
import type { Database } from "../../../vault/database.ts";
import type { Workspace } from "../../../workspace.ts";
import { catalogue } from "../catalogue.ts";
import { countFields, type CountedField } from "./fields.ts";
import { toldApart, type ToldApart } from "./told-apart.ts";
import { readInUse, usesOf, type InUse } from "./uses.ts";

/** Uses that only show a field. */
const passive: ReadonlySet<MapUse> = new Set(["customer-view"]);
/** What purchases are made of: no model of them can do without. */
const purchases: ReadonlySet<string> = new Set([
  "orders.day",
  "orders.amount",
  "orders.currency",
  "orders.customer_id",
]);
/** Uses that are models: what they would lose is not known before they are fitted again. */
const models: ReadonlySet<string> = new Set(["identity", "rfm", "cohorts", "lifetime", "churn", "groups"]);
/** A field that adds this much to the share of people who stand alone tells people apart. */
const TELLING = 0.05;

/**
 * Minimization, field by field (GDPR art. 5(1)(c) and 25; APPI art. 22): what uses each filled field about people, how far it helps to
 * tell them apart, and what the models would lose without it.
 */
export async function dataDiet(workspace: Workspace): Promise<Outcome<DataDiet>> {
  const { vault } = workspace;
  await vault.prefetch();
  const quasi = Object.entries(catalogue.customers.columns).flatMap(([column, declared]) =>
    declared.class === "quasi_identifier" ? [column] : [],
  );
  const apart = toldApart(vault.db, quasi);
  const inUse = readInUse(vault.db);
  const losses = standingLosses(vault.db);
  const fields = countFields(vault.db)
    .flatMap(({ fields: counted }) => counted)
    .filter(
      ({ working, filled, class: kind }) => !working && filled > 0 && kind !== "consent" && kind !== "none",
    )
    .map((field) =>
      dietOf(
        field,
        apart,
        inUse,
        losses?.fields.find(({ id }) => id === field.id),
      ),
    );
  return ok({ risk: apart.risk, fields, ...(losses && { losses }) });
}

/** The comparison made for the churn run that stands. */
function standingLosses(db: Database): FieldLosses | undefined {
  const stored = db.first<{ document: string }>(
    "SELECT document FROM field_losses WHERE run_id = (SELECT max(id) FROM runs WHERE model = 'churn')",
  );
  return stored === undefined ? undefined : (JSON.parse(stored.document) as FieldLosses);
}

function dietOf(
  field: CountedField,
  apart: ToldApart,
  inUse: InUse,
  measured: FieldLoss | undefined,
): DietField {
  const { id, table, name, class: kind, filled } = field;
  const uses = usesOf(field, inUse);
  const isQuasi = table === "customers" && apart.risk.quasiIdentifiers.includes(name);
  const risk = isQuasi ? { uniqueAlone: apart.alone(name), uniqueWithout: apart.without(name) } : undefined;
  const telling = risk !== undefined && apart.risk.unique - risk.uniqueWithout >= TELLING;
  return {
    ...{ id, table, name, class: kind, filled, uses },
    ...(risk === undefined ? {} : { risk }),
    loss: lossOf(id, uses, measured),
    ...(measured && { measured }),
    advice: adviceOf(kind, uses, telling, measured),
  };
}

function lossOf(id: string, uses: readonly MapUse[], measured: FieldLoss | undefined): DietLoss {
  if (measured !== undefined) return "measured";
  const read = uses.some((use) => models.has(use));
  if (!read) return "nothing";
  return purchases.has(id) ? "everything" : "not-measured";
}

/** Names and contacts serve the person by being shown; of anything else that is no use, nor is one without which a forecast is as good. */
function adviceOf(
  kind: FieldClass,
  uses: readonly MapUse[],
  telling: boolean,
  measured: FieldLoss | undefined,
): DietAdvice {
  if (kind !== "identifier" && uses.every((use) => passive.has(use))) return "drop";
  // Only the forecast reads it, and the forecast is as good without.
  const spare = measured !== undefined && measured.verdict !== "worse";
  if (spare && uses.every((use) => passive.has(use) || use === "churn")) return "drop";
  return telling ? "coarsen" : "keep";
}
