import * as v from "valibot";

/**
 * Whose data a source holds: what people told the firm on purpose (zero), what the firm saw of its own dealings with them (first), what a
 * partner shares (second), what was bought or gathered elsewhere (third).
 */
export const parties = ["zero", "first", "second", "third"] as const;
export type Party = (typeof parties)[number];

/** A source of data. */
export interface SourceEntry {
  readonly name: string;
  readonly party: Party;
  readonly imports: number;
}

export const sourceSchema = v.strictObject({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(80)),
  party: v.picklist(parties),
});
