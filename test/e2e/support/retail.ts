import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

/** What a file of the Online Retail form says, counted without any of the program's code. */
export interface Retail {
  readonly path: string;
  readonly name: string;
  readonly lines: number;
  readonly customers: number;
  readonly invoices: number;
  /** Invoices that are no returns. */
  readonly purchases: number;
  /** Money in pence. */
  readonly months: readonly {
    readonly month: string;
    readonly orders: number;
    readonly revenue: number;
    readonly newcomers: number;
  }[];
}

/** Counts the given file or, without one, a generated file of the same form and so many lines in `folder`. */
export function retailShop(given: string | undefined, folder: string, lines = 400): Retail {
  const path = given ?? generated(join(folder, "online_retail.csv"), lines);
  const records = readFileSync(path, "utf8")
    .replace(/^\uFEFF/, "")
    .split("\n")
    .slice(1)
    .filter((line) => line !== "");
  const invoices = new Map<string, { customer: string; month: string; day: string; pence: number }>();
  for (const line of records) {
    const cells = cellsOf(line);
    const [number = "", , , quantity = "", date = "", price = "", customer = ""] = cells;
    const [month = "", day = "", year = ""] = (date.split(" ")[0] ?? "").split("/");
    const iso = `${year}-${month.padStart(2, "0")}`;
    const invoice = invoices.get(number) ?? {
      customer,
      month: iso,
      day: `${iso}-${day.padStart(2, "0")}`,
      pence: 0,
    };
    invoice.pence += Math.round((Number(quantity) * Math.round(Number(price) * 1000)) / 10);
    invoices.set(number, invoice);
  }
  return { path, name: basename(path), lines: records.length, ...counted([...invoices.values()]) };
}

function counted(invoices: readonly { customer: string; month: string; day: string; pence: number }[]) {
  const purchases = invoices.filter(({ pence }) => pence >= 0);
  const first = new Map<string, string>();
  for (const { customer, day } of purchases) {
    const known = first.get(customer);
    if (known === undefined || day < known) first.set(customer, day);
  }
  const months = [...new Set(invoices.map(({ month }) => month))].sort();
  return {
    customers: new Set(invoices.map(({ customer }) => customer)).size,
    invoices: invoices.length,
    purchases: purchases.length,
    months: months.map((month) => ({
      month,
      orders: purchases.filter((one) => one.month === month).length,
      revenue: invoices.filter((one) => one.month === month).reduce((sum, { pence }) => sum + pence, 0),
      newcomers: [...first.values()].filter((day) => day.startsWith(month)).length,
    })),
  };
}

/** One record of a file whose quoted cells hold no line end. */
function cellsOf(line: string): readonly string[] {
  return [...line.replace(/\r$/, "").matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? "",
  );
}

/** A small shop of fixed numbers: two years, repeat customers, and cancelled invoices. */
function generated(path: string, lines: number): string {
  const rows = ["InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"];
  for (let index = 0; index < lines; index++) {
    const month = (index % 12) + 1;
    const cancelled = index % 23 === 7;
    const quantity = (cancelled ? -1 : 1) * ((index % 5) + 1);
    const price = ((index * 37) % 900) / 100 + 0.5;
    const date = `${month}/${((index * 7) % 28) + 1}/${index < lines / 2 ? 2010 : 2011} 10:0${index % 10}`;
    const number = `${cancelled ? "C" : ""}${540000 + index}`;
    rows.push(
      `${number},S${index % 40},"BOX, ""SMALL""",${quantity},${date},${price.toFixed(2)},${12000 + (index % 61)},Germany`,
    );
  }
  writeFileSync(path, `\uFEFF${rows.join("\n")}\n`);
  return path;
}
