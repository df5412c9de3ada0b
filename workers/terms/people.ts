import * as v from "valibot";
import type { ChurnScore, ScoredRun } from "./churn.ts";
import type { PersonPropensity } from "./propensity.ts";
import type { GroupTrait } from "./groups.ts";
import type { ConsentChannel } from "./consent.ts";
import type { ConsentState, LegalBasis, PurposeCode } from "./purpose.ts";

export const customerSortKeys = ["name", "orders", "revenue", "lastOrder", "firstOrder", "id"] as const;

export const pageSchema = v.object({
  offset: v.pipe(v.number(), v.integer(), v.minValue(0)),
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)),
});

export const customerQuerySchema = v.object({
  ...pageSchema.entries,
  /** Matches name, reading, e-mail, phone or customer id, width and case folded. */
  search: v.optional(v.pipe(v.string(), v.maxLength(200))),
  sort: v.optional(v.picklist(customerSortKeys)),
  descending: v.optional(v.boolean()),
  segmentId: v.optional(v.number()),
});
export type CustomerQuery = v.InferOutput<typeof customerQuerySchema>;

/** One row of the customer table. Amounts are integer minor units of `currency`. */
export interface CustomerRow {
  readonly id: number;
  readonly name: string;
  readonly reading?: string;
  readonly email?: string;
  readonly prefecture?: string;
  readonly orders: number;
  readonly revenue: number;
  readonly currency: string;
  readonly firstOrder?: string;
  readonly lastOrder?: string;
  readonly rfm?: string;
}

export interface CustomerPage {
  readonly total: number;
  readonly rows: readonly CustomerRow[];
}

export interface ConsentLine {
  readonly purpose: PurposeCode;
  readonly recipient: string;
  readonly state: ConsentState;
  readonly basis: LegalBasis;
  /** When it held (ISO date-time) and when the vault learned of it. */
  readonly heldFrom: string;
  readonly knownAt: string;
  readonly source: string;
  readonly channel?: ConsentChannel;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string;
  readonly wording?: string;
  readonly wordingVersion?: number;
  /** SHA-256 of the wording, hex. */
  readonly wordingHash?: string;
  /** When it was found never to have been said. */
  readonly retractedAt?: string;
}

/** What models say of one customer and what it stands on. Money in minor units of the main currency. */
export interface CustomerInsight {
  /** Profiling may not consider them: nothing is said. */
  readonly withheld: boolean;
  readonly lifetime?:
    | {
        readonly run: ScoredRun;
        readonly pAlive: number;
        readonly expectedPurchases: number;
        readonly lifetimeValue?: number;
        readonly recencyDays: number;
        readonly orders: number;
        readonly tenureDays: number;
        readonly averageOrder: number;
      }
    | undefined;
  readonly churn?: (ChurnScore & { readonly run: ScoredRun }) | undefined;
  /** What the latest run of each other question says. */
  readonly propensities?: readonly PersonPropensity[];
  readonly group?:
    | {
        readonly number: number;
        readonly traits: readonly GroupTrait[];
        readonly run: Omit<ScoredRun, "horizonDays">;
      }
    | undefined;
}

/** Everything about one customer on one page. */
export interface CustomerView {
  readonly row: CustomerRow;
  readonly fields: readonly { readonly name: string; readonly value: string; readonly source: string }[];
  readonly identifiers: readonly {
    readonly kind: string;
    readonly value: string;
    readonly source: string;
    readonly since: string;
  }[];
  readonly orders: readonly {
    readonly orderId: string;
    readonly date: string;
    readonly total: number;
    readonly currency: string;
    readonly channel?: string;
    readonly lines: readonly {
      readonly product: string;
      readonly quantity: number;
      readonly total: number;
    }[];
  }[];
  readonly consents: readonly ConsentLine[];
  readonly scores: readonly {
    readonly name: "pAlive" | "expectedPurchases" | "lifetimeValue";
    readonly value: number;
    readonly low?: number;
    readonly high?: number;
  }[];
  readonly insight: CustomerInsight;
  readonly releases: readonly {
    readonly releaseId: number;
    readonly at: string;
    readonly recipient: string;
    readonly purpose: PurposeCode;
  }[];
}
