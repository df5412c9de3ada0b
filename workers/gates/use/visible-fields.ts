import { declarationOf } from "../../terms/declarations.ts";
import { fieldTargets, type FieldTarget } from "../../terms/field.ts";
import type { PurposeCode } from "../../terms/purpose.ts";

/**
 * Of the fields wanted, those that were collected for `purpose` (GDPR art. 5(1)(b); APPI art. 17 and 18): what an import
 * declared and the data map shows. All others stay out of sight, whatever a recipient's format has room for.
 */
export function visibleFields<F extends string>(purpose: PurposeCode, wanted: readonly F[]): readonly F[] {
  return wanted.filter((field) => isTarget(field) && declarationOf(field).purposes.includes(purpose));
}

function isTarget(field: string): field is FieldTarget {
  return (fieldTargets as readonly string[]).includes(field);
}
