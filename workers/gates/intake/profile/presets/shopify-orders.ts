import type { Preset } from "./preset.ts";

/** Shopify, "Export orders", all generations. Continuation rows hold further line items only; what was refunded comes off the total. */
export const shopifyOrders: Preset = {
  id: "shopify-orders",
  source: "Shopify",
  signature: [
    "Name",
    "Email",
    "Financial Status",
    "Total",
    "Created at",
    "Lineitem quantity",
    "Lineitem name",
    "Lineitem price",
  ],
  columns: {
    Name: "order_id",
    Email: "email",
    "Financial Status": "order_status",
    "Accepts Marketing": "consent_email",
    Currency: "currency",
    Total: "order_total",
    "Created at": "order_date",
    "Lineitem quantity": "quantity",
    "Lineitem name": "product_name",
    "Lineitem price": "unit_price",
    "Lineitem sku": "product_code",
    "Billing Name": "full_name",
    "Billing Address1": "street",
    "Billing City": "city",
    "Billing Zip": "postal_code",
    "Billing Province": "prefecture",
    "Billing Country": "country",
    "Billing Phone": "phone",
    Source: "channel",
  },
  rules: [
    { rule: "subtract", from: "order_total", heading: "Refunded Amount" },
    { rule: "cancelled", heading: "Financial Status", values: ["voided", "expired"] },
  ],
};
