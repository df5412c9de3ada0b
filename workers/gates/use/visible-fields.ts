import { declarationOf } from "../../terms/declarations.ts";
import { fieldTargets, type FieldTarget } from "../../terms/field.ts";
import type { PurposeCode } from "../../terms/purpose.ts";

/** Fields a platform gave the person there, held for being found there again and for nothing else. */
const platformKeys: Readonly<Record<string, readonly PurposeCode[]>> = { line_user_id: ["ads_matching"] };

/**
 * Of the fields wanted, those that were collected for `purpose` (GDPR art. 5(1)(b); APPI art. 17 and 18): what an import
 * declared and the data map shows. All others stay out of sight, whatever a recipient's format has room for.
 */
export function visibleFields<F extends string>(purpose: PurposeCode, wanted: readonly F[]): readonly F[] {
  return wanted.filter((field) => {
    const declared = isTarget(field) ? declarationOf(field).purposes : platformKeys[field];
    return declared?.includes(purpose) === true;
  });
}

function isTarget(field: string): field is FieldTarget {
  return (fieldTargets as readonly string[]).includes(field);
}
