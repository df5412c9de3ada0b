import { holdableKinds, type HeldRepair } from "../../../../workers/terms/held-repair.ts";
import type { FieldTarget } from "../../../../workers/terms/field.ts";
import type { FilePreview, ImportPlan } from "../../../../workers/terms/intake.ts";
import type { Repair } from "../../../../workers/terms/profile.ts";
import type { PurposeCode } from "../../../../workers/terms/purpose.ts";
import { isHashable } from "../../../../workers/terms/treatment.ts";

/** Why a column that else never comes in is to be stored. */
export interface BasisChoice {
  readonly purpose: PurposeCode;
  readonly reason: string;
  readonly hash: boolean;
}

/** What the user chose for columns beyond their meaning, by column key. */
export interface TreatmentChoices {
  readonly hashed: ReadonlyMap<string, boolean>;
  readonly bases: ReadonlyMap<string, BasisChoice>;
  /** Repairs that are not accepted, by `repairKey`. */
  readonly held: ReadonlyMap<string, HeldRepair>;
}

/** What of a mapped column its treatment turns on. */
interface TreatedColumn {
  readonly index: number;
  readonly key: string;
  readonly target: FieldTarget;
  readonly stored: string;
  readonly kind?: string;
}

/** What of a draft its columns' treatment turns on. */
interface TreatedDraft {
  readonly treatment: TreatmentChoices;
  readonly preview: Pick<FilePreview, "plan"> | undefined;
}

/** Nothing chosen yet. */
export const untreated: TreatmentChoices = { hashed: new Map(), bases: new Map(), held: new Map() };

/** Whether a column may be stored as a keyed hash: a key that is stored at all. */
export function mayHash(column: TreatedColumn): boolean {
  return column.stored === "as-is" && isHashable(column.target);
}

/** Whether it will be: as chosen, else as it was remembered for files with these headings. */
export function isHashed(draft: TreatedDraft, column: TreatedColumn): boolean {
  if (!mayHash(column)) return false;
  return (
    draft.treatment.hashed.get(column.key) ?? draft.preview?.plan.hashed?.includes(column.index) ?? false
  );
}

/** Whether a basis may let a column in. */
export function mayDocument(column: TreatedColumn): boolean {
  return column.stored === "never" && column.kind !== "secret";
}

/** The share of the plan that says how columns are treated beyond their meaning. */
export function treatmentOf(
  draft: TreatedDraft,
  columns: readonly TreatedColumn[],
): Pick<ImportPlan, "hashed" | "bases" | "held"> {
  const hashed = columns.filter((column) => isHashed(draft, column)).map(({ index }) => index);
  const bases = columns.flatMap((column) => {
    const basis = mayDocument(column) ? draft.treatment.bases.get(column.key) : undefined;
    return basis === undefined ? [] : [{ column: column.index, ...basis }];
  });
  const held = [...draft.treatment.held.values()];
  return {
    ...(hashed.length === 0 ? {} : { hashed }),
    ...(bases.length === 0 ? {} : { bases }),
    ...(held.length === 0 ? {} : { held }),
  };
}

/** What a repair is known by among the choices: its kind and its column. */
export function repairKey({ kind, column }: Pick<Repair, "kind" | "column">): string {
  return `${kind} ${String(column ?? "")}`;
}

/** A repair as a choice not to accept it; undefined for a finding there is nothing to choose of. */
export function asHeld({ kind, column, bounds }: Repair): HeldRepair | undefined {
  const holdable = holdableKinds.find((one) => one === kind);
  if (holdable === undefined) return undefined;
  return {
    kind: holdable,
    ...(column === undefined ? {} : { column }),
    ...(bounds === undefined ? {} : { bounds }),
  };
}
