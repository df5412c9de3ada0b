import type { Database } from "../vault/database.ts";
import type { OrderItemColumns } from "./columns.ts";
import { personIndex } from "./person-index.ts";
import { productWords } from "./product-words.ts";

/**
 * What was bought in each order of the columns; returned lines (quantity below 1) are no purchase. `row[o]` is the place of order o
 * among all orders as they are stored. Two counting passes.
 */
export function readOrderItems(db: Database, row: Int32Array): OrderItemColumns {
  const { word, words } = productWords(db);
  const [ids] = db.readColumns("SELECT id FROM orders ORDER BY id", ["int32"]);
  const stored = personIndex(ids);
  const place = new Int32Array(ids.length).fill(-1);
  for (let o = 0; o < row.length; o++) place[row[o]!] = o;
  const [order, product] = db.readColumns("SELECT order_id, product_id FROM order_lines WHERE quantity > 0", [
    "int32",
    "int32",
  ]);
  const start = new Int32Array(new SharedArrayBuffer(4 * (row.length + 1)));
  const owner = new Int32Array(order.length);
  for (let line = 0; line < order.length; line++) {
    const at = stored(order[line]!);
    const o = at < 0 || !word.has(product[line]!) ? -1 : place[at]!;
    owner[line] = o;
    if (o >= 0) start[o + 1] = start[o + 1]! + 1;
  }
  for (let o = 0; o < row.length; o++) start[o + 1] = start[o + 1]! + start[o]!;
  const codes = new Int32Array(new SharedArrayBuffer(4 * start[row.length]!));
  const next = start.slice();
  for (let line = 0; line < order.length; line++) {
    const o = owner[line]!;
    if (o < 0) continue;
    codes[next[o]!] = word.get(product[line]!) ?? -1;
    next[o] = next[o]! + 1;
  }
  return { start, product: { codes, words } };
}
