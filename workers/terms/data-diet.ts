import type { FieldClass } from "./field.ts";
import type { FieldLoss, FieldLosses } from "./field-losses.ts";
import type { MapUse } from "./data-map.ts";

/**
 * What the models would lose without a field: nothing where none reads it, everything where one cannot be computed without it
 * (purchases are days and amounts), measured: fitted again without it; or not measured: one reads it and was not fitted without.
 */
export type DietLoss = "nothing" | "everything" | "measured" | "not-measured";

/** What the diet advises: nothing needs the field; it tells people apart and little else; or it earns its place. */
export type DietAdvice = "drop" | "coarsen" | "keep";

/** One filled field of people. */
export interface DietField {
  readonly id: string;
  readonly table: string;
  readonly name: string;
  readonly class: FieldClass;
  readonly filled: number;
  readonly uses: readonly MapUse[];
  /** Of quasi-identifiers: what the field does to how well people can be told apart. */
  readonly risk?: {
    /** Share of people whose value of this field alone is nobody else's. */
    readonly uniqueAlone: number;
    /** Share of people whose combination of all quasi-identifiers would be nobody else's without this field. */
    readonly uniqueWithout: number;
  };
  readonly loss: DietLoss;
  /** What the forecast of who will leave loses without it, where that was compared for the run that stands. */
  readonly measured?: FieldLoss;
  readonly advice: DietAdvice;
}

/** How well people can be told apart by their quasi-identifiers together. */
export interface DietRisk {
  /** The fields taken together, those nobody has a value of left out. */
  readonly quasiIdentifiers: readonly string[];
  readonly people: number;
  /** Groups of people with the same values (equivalence classes). */
  readonly classes: number;
  /** People in the smallest group: the k of k-anonymity. */
  readonly smallest: number;
  /** Share of people who are alone in their group. */
  readonly unique: number;
  /** People by the size of their group. */
  readonly bySize: readonly { readonly from: number; readonly to?: number; readonly people: number }[];
  /** Fewest distinct values of a special category in a group that has any (l-diversity); absent where none is kept. */
  readonly diversity?: { readonly heading: string; readonly smallest: number };
}

/** Minimization as a table: each field with its use, its risk and what would be lost without it. */
export interface DataDiet {
  readonly risk: DietRisk;
  readonly fields: readonly DietField[];
  /** The comparison made for the churn run that stands; absent where there is none. */
  readonly losses?: FieldLosses;
}
