import type { Delimiter } from "../../../terms/intake.ts";
import { dateAt, highMasks, lowMasks, READ_AHEAD } from "./byte-words.ts";
import { dayOf, NOT_PLAIN } from "./fast-cells.ts";
import type { Layout } from "./layout.ts";
import { NumberedId } from "./numbered-id.ts";
import type { Orders } from "./orders.ts";
import type { People } from "./people.ts";

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const MINUS = 0x2d;
const ZERO = 0x30;

/** Most rows between two looks at whether to stop. */
export const MOST_ROWS = 4096;
/** Most digits of an amount that is read here. */
const AMOUNT_DIGITS = 9;
/** Numbers of customers up to which a slot is kept for each. */
const DIRECT = 1 << 22;

/** What a column is read as; 0 for one that is passed over. */
const PERSON = 1;
const KEY = 2;
const DAY = 3;
const TOTAL = 4;
const CHANNEL = 5;

/**
 * Takes rows of simple orders straight from the bytes, cell by cell in one go, without first noting where the cells
 * are: a row of which every cell reads as it should needs no second look. It stops before the first row that has
 * anything unusual, of which nothing is taken; other ways of reading take it from there.
 */
export class TemplateRows {
  /** Rows taken by the last call of `take`. */
  taken = 0;
  private readonly kinds: Uint8Array;
  private readonly delimiter: number;
  private readonly people: People;
  private readonly orders: Orders;
  private readonly longest: number;
  private personId: NumberedId | undefined;
  private orderId: NumberedId | undefined;
  /** Slot + 1 of each customer number. */
  private slots = new Int32Array(1 << 12);
  /** Of the row being read: where the ids of its person and order stand, and their numbers if they have any. */
  private personStart = 0;
  private personEnd = 0;
  private personNumber = -1;
  private keyStart = 0;
  private keyEnd = 0;
  private keyNumber = -1;
  /** The greatest order number so far and how many ids there were then: behind it every number is a new id. */
  private lastNumber = -1;
  private idsThen = -1;
  /** Short channels lately seen: their two words and their number. */
  private readonly seen = new Int32Array(32 * 3);
  private view: DataView = new DataView(new ArrayBuffer(0));

  constructor(delimiter: Delimiter, layout: Layout, people: People, orders: Orders, longest: number) {
    const { at, width } = layout;
    this.delimiter = delimiter.charCodeAt(0);
    this.people = people;
    this.orders = orders;
    this.longest = longest;
    this.kinds = new Uint8Array(width);
    for (const [column, kind] of [
      [at.customer_id, PERSON],
      [at.order_id, KEY],
      [at.order_date, DAY],
      [at.order_total, TOTAL],
      [at.channel, CHANNEL],
    ] as const)
      if (column >= 0) this.kinds[column] = kind;
  }

  /** Whether rows of a layout may be taken so: orders of which only person, day, channel and total are told. */
  static fits(delimiter: Delimiter, layout: Layout, people: People, orders: Orders): boolean {
    const { at } = layout;
    return (
      delimiter !== "space" &&
      orders.simple &&
      layout.orders &&
      !layout.consents &&
      !people.described &&
      at.customer_id >= 0 &&
      at.order_total >= 0 &&
      at.quantity < 0
    );
  }

  /**
   * Takes rows from `from` on and answers where the first one begins that is left; `taken` says how many. At most
   * `MOST_ROWS` at once. `bytes[end - 1]` must be a line feed, and `bytes` valid UTF-8.
   */
  take(bytes: Uint8Array, from: number, end: number): number {
    const { kinds, delimiter, orders } = this;
    const last = kinds.length - 1;
    const safe = bytes.length - READ_AHEAD;
    const first = orders.length;
    const columns = orders.openColumns(MOST_ROWS);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = from;
    let order = first;
    const most = first + MOST_ROWS;
    rows: for (; order < most && at < end; order++) {
      let cell = at;
      for (let column = 0; ; column++) {
        if (cell > safe) break rows;
        switch (kinds[column]) {
          case PERSON:
            cell = this.personCell(bytes, cell, columns.person, order);
            break;
          case DAY:
            cell = this.dayCell(bytes, cell, columns.day, order);
            break;
          case TOTAL:
            cell = this.totalCell(bytes, cell, columns.total, order);
            break;
          case CHANNEL:
            cell = this.channelCell(bytes, cell, columns.channel, order);
            break;
          case KEY:
            cell = this.keyCell(bytes, cell);
            break;
          default:
            cell = this.cellEnd(bytes, cell);
        }
        if (cell < 0) break rows;
        const stop = bytes[cell] as number;
        if (column < last) {
          if (stop !== delimiter) break rows;
          cell++;
          continue;
        }
        if (stop === LF) cell++;
        else if (stop === CR && bytes[cell + 1] === LF) cell += 2;
        else break rows;
        break;
      }
      if (cell - at > this.longest) break;
      if ((columns.person[order] as number) < 0 && (columns.person[order] = this.findPerson(bytes)) < 0)
        break;
      if (orders.keyed && !this.nameOrder(bytes, order)) break;
      at = cell;
    }
    this.taken = order - first;
    orders.opened(order);
    return at;
  }

  private personCell(bytes: Uint8Array, at: number, person: Int32Array, order: number): number {
    this.personStart = at;
    const id = this.personId;
    const digits = id === undefined ? 0 : id.digitsIn(bytes, at);
    if (id === undefined || digits === 0) return this.anyPerson(bytes, at, person, order);
    const number = id.numberIn(this.view, at, digits);
    const end = at + id.prefix.length + digits;
    if (number < 0) return -1;
    this.personEnd = end;
    this.personNumber = number;
    person[order] = number < this.slots.length ? (this.slots[number] as number) - 1 : -1;
    return end;
  }

  private anyPerson(bytes: Uint8Array, at: number, person: Int32Array, order: number): number {
    const end = this.cellEnd(bytes, at);
    if (!isPlainId(bytes, at, end)) return -1;
    this.personEnd = end;
    this.personNumber = -1;
    person[order] = -1;
    return end;
  }

  /** The slot of the row's person, who is new or has no number; -1 when the row must go another way. */
  private findPerson(bytes: Uint8Array): number {
    const { personStart, personEnd, personNumber } = this;
    const slot = this.people.slotOfPlainId(bytes, personStart, personEnd);
    this.personId ??= NumberedId.of(bytes, personStart, personEnd);
    if (slot >= 0 && personNumber >= 0) this.keepSlot(personNumber, slot);
    return slot;
  }

  private keepSlot(number: number, slot: number): void {
    if (number >= DIRECT) return;
    if (number >= this.slots.length) {
      const larger = new Int32Array(2 ** Math.ceil(Math.log2(number + 1)));
      larger.set(this.slots);
      this.slots = larger;
    }
    this.slots[number] = slot + 1;
  }

  private keyCell(bytes: Uint8Array, at: number): number {
    const id = this.orderId;
    const digits = id === undefined ? 0 : id.digitsIn(bytes, at);
    this.keyStart = at;
    if (id === undefined || digits === 0) {
      this.keyNumber = -1;
      return (this.keyEnd = this.cellEnd(bytes, at));
    }
    const number = id.numberIn(this.view, at, digits);
    this.keyNumber = number;
    return number < 0 ? -1 : (this.keyEnd = at + id.prefix.length + digits);
  }

  private dayCell(bytes: Uint8Array, at: number, days: Int32Array, order: number): number {
    const date = this.ends(bytes, at + 10) ? dateAt(this.view, at) : -1;
    if (date >= 0) {
      const day = dayOf((date / 10_000) | 0, ((date / 100) | 0) % 100, date % 100);
      days[order] = day;
      return day === NOT_PLAIN ? -1 : at + 10;
    }
    const end = this.cellEnd(bytes, at);
    if (end <= at) return -1;
    const day = this.orders.values.dayOf(bytes, at, end);
    days[order] = day;
    return day - day === 0 ? end : -1;
  }

  private totalCell(bytes: Uint8Array, start: number, totals: Float64Array, order: number): number {
    const first = bytes[start] === MINUS ? start + 1 : start;
    let at = first;
    let value = 0;
    for (; at - first <= AMOUNT_DIGITS; at++) {
      const digit = ((bytes[at] as number) - ZERO) >>> 0;
      if (digit > 9) break;
      value = value * 10 + digit;
    }
    const { values, digits } = this.orders;
    if (digits === 0 && at > first && at - first <= AMOUNT_DIGITS && this.ends(bytes, at)) {
      totals[order] = first === start ? value : 0 - value;
      return at;
    }
    const end = this.cellEnd(bytes, start);
    if (end <= start) return -1;
    const units = values.amountOf(bytes, start, end, digits);
    totals[order] = units;
    return units - units === 0 ? end : -1;
  }

  private channelCell(bytes: Uint8Array, at: number, channels: Int32Array, order: number): number {
    const end = this.cellEnd(bytes, at);
    if (end < 0) return end;
    const length = end - at;
    // Few channels come again and again: a short one is known by its two words.
    const low = this.view.getInt32(at, true) & (lowMasks[Math.min(length, 8)] as number);
    const high = this.view.getInt32(at + 4, true) & (highMasks[Math.min(length, 8)] as number);
    const slot = ((low ^ (low >>> 9) ^ (high << 1)) & 31) * 3;
    const { seen } = this;
    if (length > 8 || seen[slot] !== low || seen[slot + 1] !== high || length === 0) {
      const code = this.orders.channels.codeOf(bytes, at, end);
      channels[order] = code;
      if (length <= 8 && length > 0) {
        seen[slot] = low;
        seen[slot + 1] = high;
        seen[slot + 2] = code;
      }
      return end;
    }
    channels[order] = seen[slot + 2] as number;
    return end;
  }

  /** Whether a cell may end at an offset. */
  private ends(bytes: Uint8Array, at: number): boolean {
    const byte = bytes[at];
    return byte === this.delimiter || byte === LF || byte === CR;
  }

  /** Where a bare cell ends; -1 for one that begins with a quote or has a NUL in it. */
  private cellEnd(bytes: Uint8Array, start: number): number {
    if (bytes[start] === QUOTE) return -1;
    const { delimiter } = this;
    for (let at = start; ; at++) {
      const byte = bytes[at] as number;
      if (byte === delimiter || byte === LF || byte === CR) return at;
      if (byte === 0 || byte !== byte) return -1;
    }
  }

  /** Gives the row's order the number of its id; false when the id is not plain, or names an order already there. */
  private nameOrder(bytes: Uint8Array, order: number): boolean {
    const { keyStart, keyEnd, keyNumber, orders } = this;
    const { keys } = orders;
    if (keyNumber > this.lastNumber && keys.size === this.idsThen) {
      const key = keys.appendBehind(this.view, keyStart, keyEnd);
      if (key >= 0) {
        this.lastNumber = keyNumber;
        this.idsThen = key + 1;
        orders.nameNew(key, order);
        return true;
      }
    }
    if (keyNumber < 0 && !isPlainId(bytes, keyStart, keyEnd)) return false;
    const known = keys.size;
    const key = keys.intern(bytes, keyStart, keyEnd);
    if (key < known && orders.orderOf(key) >= 0) return false;
    this.orderId ??= NumberedId.of(bytes, keyStart, keyEnd);
    this.lastNumber = keyNumber;
    this.idsThen = key === known && keyNumber >= 0 ? known + 1 : -1;
    orders.nameNew(key, order);
    return true;
  }
}

/** Not empty, and every byte stands for itself. */
function isPlainId(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte <= 0x27 || byte >= 0x7f) return false;
  }
  return end > start;
}
