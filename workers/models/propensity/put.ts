import type { BehaviourField } from "../../terms/propensity.ts";

/** Writes one field of one person into its column. */
export type Put = (field: BehaviourField, value: number) => void;
