import type { Workspace } from "../../../workspace.ts";
import { customerRow } from "../../use/list-customers.ts";

/** What models said of a person, and out of what (GDPR art. 15(1)(h)): never out of name, address, age or gender. */
export interface PackScores {
  readonly model: string;
  /** When it was computed, and the day it looked from. */
  readonly at: string;
  readonly end?: string;
  readonly horizonDays?: number;
  readonly values: readonly {
    readonly name: "pAlive" | "expectedPurchases" | "lifetimeValue";
    readonly value: number;
  }[];
}

/** What the person did, as far as any score looks at it. */
export interface PackReasons {
  readonly orders: number;
  readonly firstOrder?: string;
  readonly lastOrder?: string;
  /** Integer minor units of `currency`. */
  readonly averageOrder?: number;
  readonly currency: string;
  /** Recency, frequency, monetary: 1 to 5 each. */
  readonly rfm?: string;
}

export function packScores({ vault: { db } }: Workspace, customerId: number): readonly PackScores[] {
  const stored = db.first<{
    model: string;
    at: string;
    report: string;
    p_alive: number;
    expected_purchases: number;
    lifetime_value: number | null;
  }>(
    `SELECT model, at, report, p_alive, expected_purchases, lifetime_value FROM scores JOIN runs ON runs.id = run_id
     WHERE customer_id = ?`,
    [customerId],
  );
  if (stored === undefined) return [];
  const report = JSON.parse(stored.report) as { readonly end?: unknown; readonly horizonDays?: unknown };
  return [
    {
      model: stored.model,
      at: stored.at,
      ...(typeof report.end === "string" ? { end: report.end } : {}),
      ...(typeof report.horizonDays === "number" ? { horizonDays: report.horizonDays } : {}),
      values: [
        { name: "pAlive", value: stored.p_alive },
        { name: "expectedPurchases", value: stored.expected_purchases },
        ...(stored.lifetime_value === null
          ? []
          : [{ name: "lifetimeValue" as const, value: stored.lifetime_value }]),
      ],
    },
  ];
}

export function packReasons(workspace: Workspace, customerId: number): PackReasons {
  const row = customerRow(workspace, customerId);
  if (row === undefined) return { orders: 0, currency: "" };
  return {
    orders: row.orders,
    currency: row.currency,
    ...(row.firstOrder === undefined ? {} : { firstOrder: row.firstOrder }),
    ...(row.lastOrder === undefined ? {} : { lastOrder: row.lastOrder }),
    ...(row.orders === 0 ? {} : { averageOrder: Math.round(row.revenue / row.orders) }),
    ...(row.rfm === undefined ? {} : { rfm: row.rfm }),
  };
}
