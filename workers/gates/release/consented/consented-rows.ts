import type { ConsentedPreview, WithheldReason } from "../../../terms/release.ts";
import type { Releasable } from "../../use/permitted.ts";
import type { Sha256 } from "../files/sha256.ts";
import { layOut } from "../platforms/lay-out.ts";
import type { PlatformFormat } from "../platforms/platform-format.ts";
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
  readonly notEncodable: ConsentedPreview["notEncodable"];
}

interface Tools {
  readonly people: PeopleTable;
  readonly sha256: Sha256;
  readonly homeCountry: string | undefined;
}

/** Cells beyond the file's encoding that a preview lists. */
const listedCells = 20;

/**
 * The one way from people to rows that leave: segment ∩ those who granted, laid out for the recipient,
 * without those the recipient could not use. A preview sets `limit`; the counts are exact all the same.
 */
export function consentedRows(
  segment: Uint8Array,
  releasable: Releasable,
  format: PlatformFormat,
  { people, sha256, homeCountry }: Tools,
  limit = Infinity,
): Consented {
  const rows: ConsentedRow[] = [];
  const persons: number[] = [];
  const adjustments: Record<string, number> = {};
  const notEncodable: { readonly cell: string; readonly characters: string }[] = [];
  const adjusted = (code: string): void => {
    adjustments[code] = (adjustments[code] ?? 0) + 1;
  };
  let usable = 0;
  const unusable = { "no-identifier": 0, "not-encodable": 0 };
  for (let person = 0; person < segment.length; person++) {
    if (segment[person] !== 1 || releasable.mask[person] !== 1) continue;
    // Rows beyond the limit are only counted: nothing is hashed for them and nothing of them is kept.
    const hash = usable < limit ? sha256 : counted;
    const laidOut = layOut(format, { people, person, homeCountry, adjusted }, hash);
    if ("withheld" in laidOut) {
      unusable[laidOut.withheld]++;
      if (laidOut.withheld === "not-encodable" && notEncodable.length < listedCells)
        notEncodable.push({ cell: laidOut.cell, characters: laidOut.characters });
      continue;
    }
    if (++usable > limit) continue;
    rows.push({ cells: laidOut.cells } as ConsentedRow);
    persons.push(person);
  }
  const silent = releasable.withheldWithin(segment);
  return {
    rows,
    count: usable,
    persons: Int32Array.from(persons),
    adjustments,
    notEncodable,
    withheld: {
      "objected-to-profiling": 0,
      "counted-elsewhere": 0,
      "held-out": 0,
      "consent-denied": silent["consent-denied"],
      "consent-unknown": silent["consent-unknown"],
      "stopped-by-law": silent["stopped-by-law"],
      ...unusable,
    },
  };
}

const counted: Sha256 = () => "counted";
