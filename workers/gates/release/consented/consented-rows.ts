import type { WithheldReason } from "../../../terms/release.ts";
import type { Releasable } from "../../use/permitted.ts";
import type { Layout, LayoutTools } from "./layouts.ts";
import type { PeopleTable } from "./people-table.ts";
import type { ConsentedRow } from "./row.ts";

/** The rows of a release, the persons they are of (by index, same order), and who stays and why. */
export interface Consented {
  readonly rows: readonly ConsentedRow[];
  /** How many may leave in all, also where a limit kept the rows short. */
  readonly count: number;
  readonly persons: Int32Array;
  readonly withheld: Readonly<Record<WithheldReason, number>>;
  readonly adjustments: Readonly<Record<string, number>>;
}

/**
 * The one way from people to rows that leave: segment ∩ those who granted, laid out for the recipient,
 * without those the recipient could not use. A preview sets `limit`; the counts are exact all the same.

 */
export function consentedRows(
  segment: Uint8Array,
  releasable: Releasable,
  layout: Layout,
  people: PeopleTable,
  tools: Omit<LayoutTools, "adjusted">,
  limit = Infinity,
): Consented {
  const rows: ConsentedRow[] = [];
  const persons: number[] = [];
  const adjustments: Record<string, number> = {};
  const counting: LayoutTools = {
    ...tools,
    adjusted: (code) => (adjustments[code] = (adjustments[code] ?? 0) + 1),
  };
  // Rows beyond the limit are only counted: nothing is hashed for them and nothing of them is kept.
  const unhashed: LayoutTools = { ...counting, sha256: () => "counted" };
  let usable = 0;
  let unusable = 0;
  for (let person = 0; person < segment.length; person++) {
    if (segment[person] !== 1 || releasable.mask[person] !== 1) continue;
    const cells = layout.row(person, people, usable < limit ? counting : unhashed);
    if (cells === undefined) {
      unusable++;
      continue;
    }
    if (++usable > limit) continue;
    rows.push({ cells } as ConsentedRow);
    persons.push(person);
  }
  const silent = releasable.withheldWithin(segment);
  return {
    rows,
    count: usable,
    persons: Int32Array.from(persons),
    adjustments,
    withheld: {
      "objected-to-profiling": 0,
      "consent-denied": silent["consent-denied"],
      "consent-unknown": silent["consent-unknown"],
      "no-identifier": unusable,
      "not-encodable": 0,
    },
  };
}
