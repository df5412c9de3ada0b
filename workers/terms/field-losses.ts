import type { Ranged } from "./ranged.ts";
import type { ChurnField } from "./churn.ts";

/** Whether a forecast is as good without a field: worse where the whole interval of the loss lies above 0, better where it lies below. */
export type LossVerdict = "as-good" | "worse" | "better";

/** What the forecast of who will leave would lose without one field of the vault. */
export interface FieldLoss {
  /** "table.column". */
  readonly id: string;
  /** What the model makes of it, and would go without. */
  readonly features: readonly ChurnField[];
  /** Area under the curve without it, and what is lost by that, on the same people; 95 % intervals. */
  readonly auc: Ranged;
  readonly loss: Ranged;
  readonly verdict: LossVerdict;
}

/** The comparison made for one run of the churn model, on the time it was judged on. Holds nothing of a person. */
export interface FieldLosses {
  readonly run: number;
  readonly at: string;
  /** People the forecasts were compared on, and how many of them left. */
  readonly people: number;
  readonly left: number;
  readonly auc: Ranged;
  readonly fields: readonly FieldLoss[];
}

/** What the churn model makes of the fields of the vault it reads; days and amounts are what purchases are, no model does without. */
export const featuresOfField = {
  "orders.channel": ["firstChannel", "lastChannel"],
  "order_lines.product_id": ["breadth", "sinceNew"],
  "order_lines.amount": ["discountShare"],
  "customers.source": ["source"],
  "messages.event": ["openedShare", "sinceOpened", "unsubscribed"],
  "messages.at": ["openedShare", "sinceOpened", "unsubscribed"],
  "events.at": ["recentVisits", "visitTrend", "sinceVisit", "loginTrend", "sinceLogin"],
  "events.seconds": ["useTrend"],
  "reviews.day": ["inquiries"],
  "reviews.text": ["tone", "partingTexts"],
} as const satisfies Readonly<Record<string, readonly ChurnField[]>>;
