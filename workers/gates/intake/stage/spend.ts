import type { ImportPlan } from "../../../terms/intake.ts";
import { currencyDigits, parseCurrency } from "../parse/money.ts";
import { displayText } from "../parse/person.ts";
import type { Cells } from "../read/cells.ts";
import { CellValues } from "./cell-values.ts";
import type { EntrySink } from "./entry-sink.ts";
import type { Layout } from "./layout.ts";
import type { RowProblem } from "./orders.ts";

/** What one campaign cost on one day: all rows of the file for it together. */
export interface StagedSpend {
  readonly day: number;
  readonly medium: string;
  readonly campaign: string;
  readonly currency: string;
  /** Minor units. */
  cost: number;
  impressions: number | undefined;
  clicks: number | undefined;
  rows: number;
}

/** What campaigns cost and brought, by day. Nobody's rows: no column that may tell of a person is read. */
export class Spend implements EntrySink {
  readonly days = new Map<string, StagedSpend>();
  private readonly at: Layout["at"];
  private readonly plan: ImportPlan;
  private readonly values: CellValues;
  private readonly today: number;

  constructor(plan: ImportPlan, layout: Layout, now: Date) {
    this.plan = plan;
    this.at = layout.at;
    this.values = new CellValues(plan);
    this.today = Math.floor(now.getTime() / 86_400_000);
  }

  take(cells: Cells): RowProblem | undefined {
    const { at, values, plan } = this;
    if (cells.blank(at.occurred_at)) return { reason: "date-missing", target: "occurred_at" };
    const { problem, value: day } = values.day(cells, at.occurred_at);
    if (problem !== undefined) return { reason: problem, target: "occurred_at" };
    if (day > this.today + 1) return { reason: "date-in-future", target: "occurred_at" };
    const currency =
      at.currency < 0 || cells.blank(at.currency) ? plan.currency : parseCurrency(cells.text(at.currency));
    if (currency === undefined) return { reason: "amount-unreadable", target: "currency" };
    const impressions = this.count(cells, "impressions");
    const clicks = this.count(cells, "clicks");
    if (impressions === Infinity) return { reason: "quantity-unreadable", target: "impressions" };
    if (clicks === Infinity) return { reason: "quantity-unreadable", target: "clicks" };
    let cost = 0;
    // Nothing was spent where nothing is written, if the campaign did run.
    if (cells.blank(at.cost)) {
      if (impressions === undefined && clicks === undefined)
        return { reason: "amount-missing", target: "cost" };
    } else {
      const found = values.amount(cells, at.cost, currencyDigits(currency));
      if (found.problem !== undefined) return { reason: found.problem, target: "cost" };
      cost = found.value;
    }
    this.add(day, this.text(cells, at.medium) || plan.source, this.text(cells, at.campaign), currency, {
      cost,
      impressions,
      clicks,
    });
    return undefined;
  }

  private text(cells: Cells, index: number): string {
    return index < 0 ? "" : displayText(cells.text(index)).slice(0, 200);
  }

  /** A count, undefined where the file does not say, Infinity where it cannot be read. */
  private count(cells: Cells, target: "impressions" | "clicks"): number | undefined {
    const index = this.at[target];
    if (index < 0 || cells.blank(index)) return undefined;
    const { problem, value } = this.values.quantity(cells, index);
    return problem !== undefined || value < 0 ? Infinity : Math.round(value);
  }

  private add(
    day: number,
    medium: string,
    campaign: string,
    currency: string,
    row: Pick<StagedSpend, "cost" | "impressions" | "clicks">,
  ): void {
    const key = [day, medium, campaign, currency].join("\u001f");
    const held = this.days.get(key);
    if (held === undefined) {
      this.days.set(key, { day, medium, campaign, currency, ...row, rows: 1 });
      return;
    }
    held.cost += row.cost;
    held.impressions = sum(held.impressions, row.impressions);
    held.clicks = sum(held.clicks, row.clicks);
    held.rows++;
  }
}

function sum(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0);
}
