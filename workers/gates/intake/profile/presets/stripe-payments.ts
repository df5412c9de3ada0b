import type { Preset } from "./preset.ts";

/** Stripe, payments of the dashboard, four generations: the moment is called Created, Created (UTC) or Created date (UTC), the card Type or Brand. Card columns never come in. */
export const stripePayments: Preset = {
  id: "stripe-payments",
  source: "Stripe",
  signature: [
    "id",
    ["Created", "Created (UTC)", "Created date (UTC)"],
    "Amount",
    "Amount Refunded",
    "Currency",
    "Status",
    ["Customer ID", "Customer Email"],
  ],
  columns: {
    id: "order_id",
    Created: "order_date",
    "Created (UTC)": "order_date",
    "Created date (UTC)": "order_date",
    Amount: "order_total",
    Currency: "currency",
    Status: "order_status",
    "Customer ID": "customer_id",
    "Customer Email": "email",
  },
  rules: [
    { rule: "subtract", from: "order_total", heading: "Amount Refunded" },
    {
      rule: "cancelled",
      heading: "Status",
      values: ["failed", "canceled", "blocked", "incomplete", "requires_payment_method", "requires_action"],
    },
  ],
  lacks: ["consent", "lines"],
};
