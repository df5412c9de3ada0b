import type { ImportPlan, QuarantineReason } from "../../../terms/intake.ts";
import type { FieldTarget } from "../../../terms/field.ts";
import { currencyDigits, parseCurrency } from "../parse/money.ts";
import { displayText, normalizeId } from "../parse/person.ts";
import type { Cells } from "../read/cells.ts";
import { ByteDictionary } from "./byte-dictionary.ts";
import { CellValues, digitsOf, Words } from "./cell-values.ts";
import { Floats, Ints } from "./growing.ts";
import type { Layout } from "./layout.ts";

/** Nobody yet: an order whose rows so far name no customer. */
export const NOBODY = -1;

/** A row that cannot be stored, and the cell to blame when it is one. */
export interface RowProblem {
  readonly reason: QuarantineReason;
  readonly target?: FieldTarget;
}

/** Words by which a shop says that an order came to nothing. */
const cancelled =
  /^(?:cancel+ed|canceled|voided|cancel|キャンセル|注文キャンセル|注文取消|取消|取消し|取り消し|キャンセル済み?)$/iu;

/**
 * The orders of a file as columns. Rows of one order id are lines of one order: its amount is the order
 * total where there is such a column (repeated totals count once, differing ones are added up), else the sum of
 * its lines. Returned and cancelled lines keep their sign; an order whose status says it was cancelled is worth 0.
 */
export class Orders {
  /** Per order: its person (`NOBODY` while unknown), epoch day, words of currency and channel, rows of the file. */
  readonly person = new Ints();
  readonly day = new Ints();
  readonly currency = new Ints();
  readonly channel = new Ints();
  readonly rows = new Ints();
  readonly currencies: Words;
  readonly channels = new Words(displayText);
  /** Number of its id in `keys`; -1 where the file has no order ids. */
  readonly key = new Ints();
  readonly keys = new ByteDictionary();
  readonly keyed: boolean;
  /** Per line of goods. */
  readonly lineOrder = new Ints();
  readonly lineProduct = new Ints();
  readonly lineQuantity = new Floats();
  readonly lineAmount = new Floats();
  readonly products = new Words(displayText);
  /** Name of each product code, where the file has both. */
  readonly productNames = new Map<number, string>();
  private readonly orderOfKey = new Ints();
  private readonly total = new Floats();
  private readonly totals = new Floats();
  private readonly lineSum = new Floats();
  private readonly dead = new Set<number>();
  private severalTotals = 0;
  private differingTotals = 0;
  private readonly at: Layout["at"];
  private readonly layout: Layout;
  private readonly values: CellValues;
  private readonly plan: ImportPlan;
  private readonly digits: number;

  constructor(plan: ImportPlan, layout: Layout) {
    this.plan = plan;
    this.layout = layout;
    this.at = layout.at;
    this.keyed = layout.at.order_id >= 0;
    this.values = new CellValues(plan);
    this.currencies = new Words(parseCurrency);
    this.digits = currencyDigits(plan.currency);
  }

  get length(): number {
    return this.person.length;
  }

  /** Amount of an order in minor units of its currency. */
  amount(order: number): number {
    if (this.dead.has(order)) return 0;
    const added = this.differingTotals > this.severalTotals * 0.05;
    const total = added ? this.totals.at(order) : this.total.at(order);
    return Number.isNaN(total) ? this.lineSum.at(order) : total;
  }

  /** Sum of the lines of an order where its amount comes from them, 0 where it has a total. */
  lineAmountOf(order: number): number {
    return Number.isNaN(this.total.at(order)) ? this.lineSum.at(order) : 0;
  }

  /** Takes a record of a person (or of nobody yet); `goods` is false for a row that is no line of goods. */
  add(cells: Cells, person: number, goods: boolean): number | RowProblem {
    const key = this.keyed ? this.keyOfRecord(cells) : -1;
    if (this.keyed && key < 0) return { reason: "order-missing", target: "order_id" };
    if (key === this.orderOfKey.length) this.orderOfKey.push(-1);
    const known = key < 0 ? -1 : this.orderOfKey.at(key);
    const open = known >= 0;
    if (person === NOBODY && !this.keyed) return { reason: "customer-missing" };
    let day = open ? this.day.at(known) : 0;
    if (!cells.blank(this.at.order_date)) {
      const found = this.values.day(cells, this.at.order_date);
      if (found.problem !== undefined) return { reason: found.problem, target: "order_date" };
      if (!open) day = found.value;
    } else if (!open) return { reason: "date-missing", target: "order_date" };
    const currency = this.currencies.code(cells, this.at.currency);
    const digits =
      this.at.currency < 0
        ? this.digits
        : digitsOf(
            this.currencies,
            open && currency < 0 ? this.currency.at(known) : currency,
            this.plan.currency,
          );
    const money = this.money(cells, digits, open);
    if (typeof money !== "number") return money;
    const order = open
      ? known
      : this.open(person, day, currency, this.channels.code(cells, this.at.channel), key);
    if (open && this.person.at(order) === NOBODY && person !== NOBODY) this.person.set(order, person);
    this.rows.set(order, this.rows.at(order) + 1);
    this.addTotal(order, this.totalFound);
    if (goods) this.addLine(order, cells, money);
    if (this.at.order_status >= 0 && cancelled.test(cells.text(this.at.order_status).trim()))
      this.dead.add(order);
    return order;
  }

  private totalFound = NaN;
  private quantityFound = 1;

  /** The line's amount (0 where the file has none), with `totalFound` and `quantityFound` set beside it. */
  private money(cells: Cells, digits: number, open: boolean): number | RowProblem {
    const { at, values } = this;
    this.totalFound = NaN;
    this.quantityFound = 1;
    let line = NaN;
    if (at.quantity >= 0 && !cells.blank(at.quantity)) {
      const found = values.quantity(cells, at.quantity);
      if (found.problem !== undefined) return { reason: found.problem, target: "quantity" };
      this.quantityFound = found.value;
    }
    if (at.order_total >= 0 && !cells.blank(at.order_total)) {
      const found = values.amount(cells, at.order_total, digits);
      if (found.problem !== undefined) return { reason: found.problem, target: "order_total" };
      this.totalFound = found.value;
    }
    for (const target of ["line_total", "unit_price"] as const) {
      if (at[target] < 0 || cells.blank(at[target]) || line === line) continue;
      const found = values.amount(cells, at[target], digits);
      if (found.problem !== undefined) return { reason: found.problem, target };
      line = target === "unit_price" ? Math.round(found.value * this.quantityFound) : found.value;
    }
    if (at.discount >= 0 && at.order_total < 0 && line === line && !cells.blank(at.discount)) {
      const found = values.amount(cells, at.discount, digits);
      if (found.problem !== undefined) return { reason: found.problem, target: "discount" };
      line -= Math.abs(found.value);
    }
    if (line !== line && this.totalFound !== this.totalFound && !open)
      return { reason: "amount-missing", target: at.order_total >= 0 ? "order_total" : "unit_price" };
    return line === line ? line + 0 : 0;
  }

  /** Number of the record's order id in `keys`, -1 when it has none. */
  private keyOfRecord(cells: Cells): number {
    const index = this.at.order_id;
    const { bytes } = cells;
    let start = cells.starts[index] ?? 0;
    let end = cells.ends[index] ?? 0;
    while (start < end && (bytes[start] as number) <= 0x20) start++;
    while (end > start && (bytes[end - 1] as number) <= 0x20) end--;
    if (start === end) return -1;
    for (let at = start; at < end; at++)
      if ((bytes[at] as number) >= 0x80 || bytes[at] === 0x27) {
        const id = normalizeId(cells.text(index));
        return id === undefined ? -1 : this.keys.internText(id);
      }
    return this.keys.intern(bytes, start, end);
  }

  private open(person: number, day: number, currency: number, channel: number, key: number): number {
    if (key >= 0) this.orderOfKey.set(key, this.person.length);
    this.key.push(key);
    this.person.push(person);
    this.day.push(day);
    this.currency.push(currency);
    this.channel.push(channel);
    this.rows.push(0);
    this.total.push(NaN);
    this.totals.push(NaN);
    this.lineSum.push(0);
    return this.person.length - 1;
  }

  private addTotal(order: number, total: number): void {
    if (total !== total) return;
    const first = this.total.at(order);
    if (first !== first) {
      this.total.set(order, total);
      this.totals.set(order, total);
      return;
    }
    this.severalTotals++;
    if (first !== total) this.differingTotals++;
    this.totals.set(order, this.totals.at(order) + total);
  }

  private addLine(order: number, cells: Cells, amount: number): void {
    this.lineSum.set(order, this.lineSum.at(order) + amount);
    if (!this.layout.lines) return;
    const byCode = this.at.product_code >= 0 ? this.products.code(cells, this.at.product_code) : -1;
    const product = byCode >= 0 ? byCode : this.products.code(cells, this.at.product_name);
    if (product < 0) return;
    if (
      byCode >= 0 &&
      this.at.product_name >= 0 &&
      !this.productNames.has(product) &&
      !cells.blank(this.at.product_name)
    )
      this.productNames.set(product, displayText(cells.text(this.at.product_name)));
    this.lineOrder.push(order);
    this.lineProduct.push(product);
    this.lineQuantity.push(Math.round(this.quantityFound));
    this.lineAmount.push(amount);
  }
}
