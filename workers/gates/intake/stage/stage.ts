import type { ImportPlan, QuarantineReason } from "../../../terms/intake.ts";
import type { FieldTarget } from "../../../terms/field.ts";
import { headingKey } from "../profile/heading-key.ts";
import { presetById } from "../profile/presets/index.ts";
import type { Batch } from "../read/batch.ts";
import { Cells } from "../read/cells.ts";
import { limits } from "../read/limits.ts";
import type { BadRow, RecordSink } from "../read/tokenizer.ts";
import { Consents } from "./consents.ts";
import { ConsentLog } from "./consent-log.ts";
import type { StagedEntries } from "./entries.ts";
import { Events } from "./events.ts";
import type { KnownPeople } from "./known.ts";
import type { Layout } from "./layout.ts";
import { OrderBatches } from "./order-batch.ts";
import { NOBODY, Orders, type RowProblem } from "./orders.ts";
import { Messages } from "./messages.ts";
import { People } from "./people.ts";
import { Reviews } from "./reviews.ts";
import { Spend } from "./spend.ts";
import { MOST_ROWS, TemplateRows } from "./template-rows.ts";

/** A row that is not stored, with the heading of the cell to blame. */
export interface HeldRow extends BadRow {
  readonly column?: string;
}

const none = { at: 0, taken: 0 };

/** Rows of a batch from which the size of the others can be told. */
const ENOUGH = 64;

const totalWord = /^(?:合計|総合計|総計|小計|計|total|grand total|sum|subtotal)(?:\s*[::(].*)?$/i;

/**
 * Takes the records of a file into memory as people, orders and consents, typed and checked, and keeps
 * back the rows that cannot be stored. Nothing is written: the vault is asked only who is known.
 */
export class Stage implements RecordSink {
  readonly people: People;
  readonly orders: Orders;
  readonly consents: Consents;
  /** Rows of the newer kinds of table, each an entry of its own. */
  readonly entries: StagedEntries | undefined;
  readonly held: HeldRow[] = [];
  /** Data records seen, bad ones included. */
  read = 0;
  /** Rows of a file without orders, by the person they are about. */
  readonly personRows = new Map<number, number>();
  /** More rows than a vault takes: reading stops to count. */
  overflow = false;
  private readonly pending = new Map<number, BadRow[]>();
  private readonly headings: readonly string[];
  private readonly headingLine: string;
  private readonly layout: Layout;
  private readonly template: TemplateRows | undefined;
  private readonly batches: OrderBatches | undefined;
  private readonly cells = new Cells();
  private expected = 0;
  private readonly lineKind: { readonly at: number; readonly keep: ReadonlySet<string> } | undefined;

  constructor(plan: ImportPlan, layout: Layout, headings: readonly string[], known: KnownPeople, now: Date) {
    const today = Math.floor((now.getTime() + 540 * 60_000) / 86_400_000);
    this.layout = layout;
    this.headings = headings;
    this.headingLine = headings.join("\u001f");
    this.people = new People(plan, layout, known, today);
    this.orders = new Orders(plan, layout);
    this.consents = new Consents(plan, layout, now, headings);
    this.entries = this.entriesOf(plan, layout, now);
    const lines = presetById(plan.preset)?.lines;
    const at =
      lines === undefined
        ? -1
        : headings.findIndex((heading) => headingKey(heading) === headingKey(lines.heading));
    this.lineKind = lines === undefined || at < 0 ? undefined : { at, keep: new Set(lines.keep) };
    const { delimiter } = plan.reading;
    this.template = TemplateRows.fits(delimiter, layout, this.people, this.orders)
      ? new TemplateRows(delimiter, layout, this.people, this.orders, limits.cellBytes)
      : undefined;
    this.batches = OrderBatches.fits(layout)
      ? new OrderBatches(plan, layout, this.people, this.orders, this.lineKind, (cells) => this.settle(cells))
      : undefined;
  }

  /** Tells how many bytes are to come, so that room for them is made once. */
  expect(bytes: number): void {
    this.expected = bytes;
  }

  /** Rows of the most usual kind at once; the same as `record` for each. */
  rows(bytes: Uint8Array, from: number, end: number): { readonly at: number; readonly taken: number } {
    const { template } = this;
    // The first rows go another way: they tell how much room all will need.
    if (template === undefined || this.expected > 0 || this.read + MOST_ROWS > limits.rows) return none;
    const at = template.take(bytes, from, end);
    this.read += template.taken;
    return { at, taken: template.taken };
  }

  /** Many plain records at once; the same as `record` for each. */
  batch(batch: Batch): void {
    if (this.batches === undefined || this.read + batch.count > limits.rows) {
      for (let row = 0; row < batch.count; row++) {
        batch.fill(row, this.cells);
        this.record(this.cells);
      }
      return;
    }
    if (this.expected > 0) this.makeRoom(batch);
    this.read += batch.count;
    this.batches.take(batch);
  }

  record(cells: Cells): void {
    this.read++;
    if (this.read > limits.rows) {
      this.overflow = true;
      return;
    }
    this.settle(cells);
  }

  bad(row: BadRow): void {
    this.read++;
    this.held.push(row);
  }

  /** After the last record: rows of orders that never named a customer are held back. */
  finish(): void {
    for (const [order, rows] of this.pending) {
      if (this.orders.person.at(order) !== NOBODY) continue;
      for (const row of rows) this.held.push(row);
    }
    this.pending.clear();
    this.held.sort((a, b) => a.line - b.line);
  }

  private entriesOf(plan: ImportPlan, layout: Layout, now: Date): StagedEntries | undefined {
    const { people, consents, headings } = this;
    switch (layout.kind) {
      case "events":
        return { kind: "events", rows: new Events(plan, layout, people, now) };
      case "messages":
        return { kind: "messages", rows: new Messages(plan, layout, people, now, consents.list) };
      case "reviews":
        return { kind: "reviews", rows: new Reviews(plan, layout, people, now) };
      case "spend":
        return { kind: "spend", rows: new Spend(plan, layout, now) };
      case "consents":
        return {
          kind: "consents",
          rows: new ConsentLog(plan, layout, people, now, headings, consents.list),
        };
      default:
        return undefined;
    }
  }

  /** Makes room for as many orders as the file can hold if all rows are like the first ones. */
  private makeRoom(batch: Batch): void {
    const { bounds, count, width } = batch;
    const bytes = (bounds[count * width * 2 - 1] as number) - (bounds[0] as number) + 1;
    const rows = Math.ceil((this.expected / bytes) * count * 1.05);
    const keyAt = Math.max(0, this.layout.at.order_id) * 2;
    const keyLength = (bounds[keyAt + 1] as number) - (bounds[keyAt] as number);
    this.expected = 0;
    if (count >= ENOUGH) this.orders.reserve(Math.min(rows, limits.rows), keyLength);
  }

  private settle(cells: Cells): void {
    const problem = this.take(cells);
    if (problem !== undefined) this.hold(cells, problem);
  }

  private take(cells: Cells): RowProblem | undefined {
    if (this.entries !== undefined) {
      const problem = this.entries.rows.take(cells);
      return problem === undefined ? undefined : (this.oddRow(cells) ?? problem);
    }
    const found = this.people.find(cells);
    if (!this.layout.orders) {
      if (typeof found !== "number")
        return (
          this.oddRow(cells) ?? {
            reason: found,
            ...(found === "email-unreadable" ? { target: "email" as const } : {}),
          }
        );
      if (this.layout.consents) {
        const problem = this.consents.problem(cells);
        if (problem !== undefined) return problem;
        this.consents.take(cells, found);
      }
      this.personRows.set(found, (this.personRows.get(found) ?? 0) + 1);
      return undefined;
    }
    const person = typeof found === "number" ? found : NOBODY;
    if (this.layout.consents) {
      const problem = this.consents.problem(cells);
      if (problem !== undefined) return problem;
    }
    const order = this.orders.add(cells, person, this.isGoods(cells));
    if (typeof order !== "number") return this.oddRow(cells) ?? order;
    if (person === NOBODY) {
      if (this.orders.person.at(order) === NOBODY)
        this.await(order, cells, typeof found === "number" ? "customer-missing" : found);
    } else if (this.layout.consents) this.consents.take(cells, person);
    return undefined;
  }

  /** A total row or the heading once more: says more than the first cell that failed. */
  private oddRow(cells: Cells): RowProblem | undefined {
    const texts = cells.texts();
    if (texts.map((text) => text.trim()).join("\u001f") === this.headingLine)
      return { reason: "heading-repeated" };
    const first = texts.find((text) => text.trim() !== "");
    return first !== undefined && totalWord.test(first.normalize("NFKC").trim())
      ? { reason: "total-row" }
      : undefined;
  }

  private isGoods(cells: Cells): boolean {
    return this.lineKind === undefined || this.lineKind.keep.has(cells.text(this.lineKind.at).trim());
  }

  private await(order: number, cells: Cells, reason: QuarantineReason): void {
    const rows = this.pending.get(order) ?? [];
    rows.push({ line: cells.line, reason, raw: cells.raw() });
    this.pending.set(order, rows);
  }

  private hold(cells: Cells, { reason, target }: RowProblem): void {
    const column = target === undefined ? undefined : this.headingOf(target);
    this.held.push({
      line: cells.line,
      reason,
      raw: cells.raw(),
      ...(column === undefined ? {} : { column }),
    });
  }

  private headingOf(target: FieldTarget): string {
    const index = this.layout.at[target];
    return this.headings[index] || `#${index + 1}`;
  }
}
