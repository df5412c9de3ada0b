import type { ImportPlan } from "../../../terms/intake.ts";
import { BATCH_ROWS, type Batch } from "../read/batch.ts";
import { Cells } from "../read/cells.ts";
import { ALONE, DayCells, KeyCells, NumberCells } from "./batch-columns.ts";
import { digitsOf, Words } from "./cell-values.ts";
import type { Layout } from "./layout.ts";
import { isCancelled, NOBODY, type Orders } from "./orders.ts";
import type { People } from "./people.ts";

/**
 * Takes plain rows of orders column by column: each column is read in one loop on the bytes, then the rows
 * are put together. A row with anything unusual goes to `alone` in its place among the others, and so the
 * outcome is the same as if every row went there.
 */
export class OrderBatches {
  private readonly at: Layout["at"];
  private readonly lines: boolean;
  private readonly people: People;
  private readonly orders: Orders;
  private readonly plan: ImportPlan;
  private readonly alone: (cells: Cells) => void;
  private readonly cells = new Cells();
  private readonly person = new KeyCells();
  private readonly key = new KeyCells();
  private readonly currency = new KeyCells();
  private readonly channel = new KeyCells();
  private readonly code = new KeyCells();
  private readonly status = new KeyCells();
  private readonly kind = new KeyCells();
  private readonly day = new DayCells();
  private readonly quantity = new NumberCells();
  private readonly total = new NumberCells();
  private readonly lineTotal = new NumberCells();
  private readonly unitPrice = new NumberCells();
  private readonly discount = new NumberCells();
  private readonly slots = new Int32Array(BATCH_ROWS);
  private readonly rowDigits = new Int32Array(BATCH_ROWS);
  /** Words of cancelled orders; every other status is none. */
  private readonly cancellations = new Words((text) => (isCancelled(text) ? "cancelled" : undefined));
  private readonly goodsAt: number;
  /** Words of rows that are lines of goods; every other kind of row is none. */
  private readonly goods: Words;

  constructor(
    plan: ImportPlan,
    layout: Layout,
    people: People,
    orders: Orders,
    lineKind: { readonly at: number; readonly keep: ReadonlySet<string> } | undefined,
    alone: (cells: Cells) => void,
  ) {
    this.plan = plan;
    this.at = layout.at;
    this.lines = layout.lines;
    this.people = people;
    this.orders = orders;
    this.alone = alone;
    this.goodsAt = lineKind?.at ?? -1;
    this.goods = new Words((text) => (lineKind?.keep.has(text.trim()) === true ? "goods" : undefined));
  }

  /** Whether the rows of a layout may be taken in batches. */
  static fits(layout: Layout): boolean {
    return layout.orders && !layout.consents;
  }

  take(batch: Batch): void {
    this.readColumns(batch);
    const { described } = this.people;
    if (!described && this.at.quantity < 0 && this.orders.simple) {
      this.takeSimple(batch);
      return;
    }
    for (let row = 0; row < batch.count; row++) {
      const person = this.personOf(batch, row, described);
      if (person < 0 || !this.takeRow(batch, row, person)) this.takeAlone(batch, row);
    }
  }

  /** Takes rows of simple orders: in runs as long as each opens an order. */
  private takeSimple(batch: Batch): void {
    const { orders, people, slots } = this;
    const { codes } = this.person;
    const { count } = batch;
    for (let row = 0; row < count; row++) {
      const code = codes[row] as number;
      const slot = code === ALONE ? NOBODY : people.slotOfId(code);
      slots[row] = slot >= 0 ? slot : this.personOf(batch, row, true);
    }
    const run = {
      persons: slots,
      days: this.day.days,
      totals: this.total.numbers,
      channels: this.at.channel >= 0 ? this.channel.codes : undefined,
      keys: orders.keyed ? this.key.codes : undefined,
    };
    for (let row = orders.openRun(run, 0, count); row < count; row = orders.openRun(run, row + 1, count)) {
      const person = slots[row] as number;
      if (person < 0 || !this.takeRow(batch, row, person)) this.takeAlone(batch, row);
    }
  }

  private readColumns(batch: Batch): void {
    const { at, orders, people } = this;
    const { values } = orders;
    // Whoever is described besides has no need of it; and nobody is who has no customer id.
    if (!people.described) people.numberIds((ids) => this.person.read(batch, at.customer_id, ids));
    if (orders.keyed) this.key.readPlain(batch, at.order_id, orders.keys);
    this.day.read(batch, at.order_date, values);
    if (at.channel >= 0) this.channel.readWords(batch, at.channel, orders.channels);
    if (at.order_status >= 0) this.status.readWords(batch, at.order_status, this.cancellations);
    if (this.goodsAt >= 0) this.kind.readWords(batch, this.goodsAt, this.goods);
    if (this.lines && at.product_code >= 0) this.code.readWords(batch, at.product_code, orders.products);
    if (at.quantity >= 0) this.quantity.readQuantities(batch, at.quantity, values);
    this.readAmounts(batch);
  }

  private readAmounts(batch: Batch): void {
    const { at, orders } = this;
    const { values, digits } = orders;
    let places: Int32Array | undefined;
    if (at.currency >= 0) {
      this.currency.readWords(batch, at.currency, orders.currencies);
      places = this.rowDigits;
      for (let row = 0; row < batch.count; row++)
        places[row] = digitsOf(orders.currencies, this.currency.codes[row] as number, this.plan.currency);
    }
    if (at.order_total >= 0) this.total.readAmounts(batch, at.order_total, values, digits, places);
    if (at.line_total >= 0) this.lineTotal.readAmounts(batch, at.line_total, values, digits, places);
    if (at.unit_price >= 0) this.unitPrice.readAmounts(batch, at.unit_price, values, digits, places);
    if (at.discount >= 0 && at.order_total < 0)
      this.discount.readAmounts(batch, at.discount, values, digits, places);
  }

  /** The slot of a row's person, negative when it has to be found some other way. */
  private personOf(batch: Batch, row: number, described: boolean): number {
    if (!described) {
      const code = this.person.codes[row] as number;
      const slot = code === ALONE ? NOBODY : this.people.slotOfId(code);
      if (slot >= 0) return slot;
    }
    batch.fill(row, this.cells);
    const found = this.people.find(this.cells);
    return typeof found === "number" ? found : NOBODY;
  }

  /** Puts a row together; false when something of it is not plain, and nothing is taken of it. */
  private takeRow(batch: Batch, row: number, person: number): boolean {
    const { at, orders } = this;
    const day = this.day.days[row] as number;
    if (day - day !== 0) return false;
    const key = orders.keyed ? (this.key.codes[row] as number) : -1;
    if (orders.keyed && key === ALONE) return false;
    const currency = at.currency >= 0 ? (this.currency.codes[row] as number) : -1;
    if (at.currency >= 0 && currency < 0) return false;
    const total = this.total.numbers[row] as number;
    if (total === Infinity) return false;
    let quantity = 1;
    let amount = NaN;
    if (orders.summed) {
      quantity = this.quantityOf(row);
      amount = this.amountOf(row, quantity);
      if (quantity === Infinity || amount === Infinity) return false;
    } else if (at.quantity >= 0) {
      quantity = this.quantityOf(row);
      if (quantity === Infinity) return false;
    }
    const known = orders.orderOf(key);
    if (known < 0 && total !== total && amount !== amount) return false;
    const channel = at.channel >= 0 ? (this.channel.codes[row] as number) : -1;
    const order = orders.put(person, day, currency, channel, key);
    orders.addTotal(order, total);
    if ((this.lines || orders.summed) && (this.goodsAt < 0 || (this.kind.codes[row] as number) >= 0))
      orders.putLine(order, this.productOf(batch, row), quantity, amount === amount ? amount + 0 : 0);
    if (at.order_status >= 0 && (this.status.codes[row] as number) >= 0) orders.kill(order);
    return true;
  }

  /** How many things, 1 where the row does not say. */
  private quantityOf(row: number): number {
    const quantity = this.at.quantity >= 0 ? (this.quantity.numbers[row] as number) : NaN;
    return quantity === quantity ? quantity : 1;
  }

  /** The line's amount: NaN where the file has none, Infinity where it cannot be read. */
  private amountOf(row: number, quantity: number): number {
    const { at } = this;
    let amount = at.line_total >= 0 ? (this.lineTotal.numbers[row] as number) : NaN;
    if (amount !== amount && at.unit_price >= 0) {
      const price = this.unitPrice.numbers[row] as number;
      amount = price === Infinity ? Infinity : Math.round(price * quantity);
    }
    if (at.discount < 0 || at.order_total >= 0 || amount - amount !== 0) return amount;
    const off = this.discount.numbers[row] as number;
    return off === off ? (off === Infinity ? Infinity : amount - Math.abs(off)) : amount;
  }

  private productOf(batch: Batch, row: number): number {
    if (!this.lines) return -1;
    const { at, orders } = this;
    const code = at.product_code >= 0 ? (this.code.codes[row] as number) : -1;
    if (code >= 0) {
      if (orders.unnamed(code)) {
        batch.fill(row, this.cells);
        orders.name(code, this.cells);
      }
      return code;
    }
    if (at.product_name < 0) return -1;
    const first = (row * batch.width + at.product_name) * 2;
    return orders.products.codeOf(
      batch.bytes,
      batch.bounds[first] as number,
      batch.bounds[first + 1] as number,
    );
  }

  private takeAlone(batch: Batch, row: number): void {
    batch.fill(row, this.cells);
    this.alone(this.cells);
  }
}
