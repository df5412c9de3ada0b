import type { Orders } from "../stage/orders.ts";
import { insertWatched, type StoreContext } from "./context.ts";
import { rebuiltIndexes } from "./indexes.ts";

const MANY = 50_000;

/** Stores the lines of the orders that have an id in `orderIds` (0: no lines wanted), and the products they name. */
export function writeLines(context: StoreContext, orders: Orders, orderIds: Int32Array): void {
  const wanted: number[] = [];
  for (let line = 0; line < orders.lineOrder.length; line++)
    if ((orderIds[orders.lineOrder.at(line)] ?? 0) > 0) wanted.push(line);
  if (wanted.length === 0) return;
  const products = productIds(context, orders, wanted);
  const insert = (): void => {
    insertWatched(
      context,
      "lines",
      "INSERT INTO order_lines (order_id, product_id, quantity, amount, import_id) VALUES (?, ?, ?, ?, ?)",
      [
        Int32Array.from(wanted, (line) => orderIds[orders.lineOrder.at(line)] ?? 0),
        Int32Array.from(wanted, (line) => products[orders.lineProduct.at(line)] ?? 0),
        Float64Array.from(wanted, (line) => orders.lineQuantity.at(line)),
        Float64Array.from(wanted, (line) => orders.lineAmount.at(line)),
        { constant: context.importId },
      ],
      wanted.length,
    );
  };
  if (wanted.length >= MANY) rebuiltIndexes(context, "order_lines", insert);
  else insert();
}

/** products.id by the product's number in the file; products of no wanted line are not stored. */
function productIds({ db }: StoreContext, orders: Orders, wanted: readonly number[]): Int32Array {
  const ids = new Int32Array(orders.products.list.length);
  const find = db.prepare("SELECT id FROM products WHERE code = ?");
  const add = db.prepare("INSERT INTO products (code, name) VALUES (?, ?)");
  for (const line of wanted) {
    const product = orders.lineProduct.at(line);
    if ((ids[product] ?? 0) > 0) continue;
    const code = orders.products.list[product] ?? "";
    const found = find.get([code])?.[0];
    if (typeof found === "number") {
      ids[product] = found;
      continue;
    }
    add.run([code, orders.productNames.get(product) ?? code]);
    ids[product] = db.lastId();
  }
  find.free();
  add.free();
  return ids;
}
