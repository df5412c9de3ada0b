import type { Preset } from "./preset.ts";

/** Order lines as in the UCI Online Retail set: sterling, cancelled invoices begin with C and count backwards. */
export const onlineRetail: Preset = {
  id: "online-retail",
  source: "Online Retail",
  signature: ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID"],
  columns: {
    InvoiceNo: "order_id",
    StockCode: "product_code",
    Description: "product_name",
    Quantity: "quantity",
    InvoiceDate: "order_date",
    UnitPrice: "unit_price",
    CustomerID: "customer_id",
    Country: "country",
  },
  currency: "GBP",
};
