import type { ChurnField } from "../../terms/churn.ts";

/** Writes one field of one person into its column. */
export type Put = (field: ChurnField, value: number) => void;
