import type { ImportPlan } from "../../../terms/intake.ts";
import { maskPersonal } from "../parse/event.ts";
import { parseDate } from "../parse/date.ts";
import { displayText } from "../parse/person.ts";
import { parseRating } from "../parse/rating.ts";
import type { Cells } from "../read/cells.ts";
import type { EntrySink } from "./entry-sink.ts";
import { countedApart, fingerprint } from "./fingerprints.ts";
import { Floats } from "./growing.ts";
import type { Layout } from "./layout.ts";
import type { RowProblem } from "./orders.ts";
import type { People } from "./people.ts";
import { Who } from "./who.ts";

/** The longest text kept, in characters. */
const LONGEST = 20_000;

/** A review or an inquiry; personal data inside its text is masked before anything is stored. */
interface StagedReview {
  /** Slot of the person, `NOBODY` for somebody unknown. */
  readonly person: number;
  /** Index into `who.visitors`, -1 for none. */
  readonly visitor: number;
  readonly day: number;
  /** 1 to 5. */
  readonly rating: number | undefined;
  readonly text: string | undefined;
  /** Pieces of personal data that were masked. */
  readonly masked: number;
  readonly product: string | undefined;
}

/** Reviews (with ratings) or inquiries (without), whoever wrote them: what nobody known wrote is kept as such. */
export class Reviews implements EntrySink {
  readonly who: Who;
  readonly list: StagedReview[] = [];
  /** Without a column of ratings the texts are inquiries. */
  readonly kind: "review" | "inquiry";
  withheldRows = 0;
  private readonly prints = new Floats();
  private readonly at: Layout["at"];
  private readonly plan: ImportPlan;
  private readonly today: number;

  constructor(plan: ImportPlan, layout: Layout, people: People, now: Date) {
    this.plan = plan;
    this.at = layout.at;
    this.who = new Who(layout, people);
    this.kind = layout.at.review_rating < 0 ? "inquiry" : "review";
    this.today = Math.floor(now.getTime() / 86_400_000);
  }

  take(cells: Cells): RowProblem | undefined {
    const { at, plan, who } = this;
    const ratingText = at.review_rating < 0 ? "" : cells.text(at.review_rating).trim();
    const rating = ratingText === "" ? undefined : parseRating(ratingText, plan.reading.decimalMark);
    if (ratingText !== "" && rating === undefined)
      return { reason: "rating-unreadable", target: "review_rating" };
    const written = at.review_text < 0 ? "" : cells.text(at.review_text).trim().slice(0, LONGEST);
    if (written === "" && rating === undefined) return { reason: "review-empty" };
    const day = this.day(cells);
    if (typeof day !== "number") return day;
    const { text, masked } = maskPersonal(written);
    // A review needs nobody: a row without a key is one of nobody known.
    const nobody = who.find(cells) !== undefined;
    if (who.withheld) {
      this.withheldRows++;
      return undefined;
    }
    const product = [at.product_name, at.product_code].find((index) => index >= 0 && !cells.blank(index));
    this.list.push({
      person: nobody ? -1 : who.person,
      visitor: nobody ? -1 : who.visitor,
      day,
      rating,
      text: text === "" ? undefined : text,
      masked,
      product: product === undefined ? undefined : displayText(cells.text(product)).slice(0, 200),
    });
    const id = at.entry_id < 0 ? "" : cells.text(at.entry_id).trim();
    this.prints.push(
      id === ""
        ? fingerprint("review", plan.source, day, rating ?? 0, written)
        : fingerprint("review", plan.source, id),
    );
    return undefined;
  }

  /** A number that tells each row from all others of its source. */
  fingerprints(): Float64Array {
    return this.at.entry_id < 0 ? countedApart(this.prints.array()) : this.prints.array();
  }

  private day(cells: Cells): number | RowProblem {
    const index = this.at.occurred_at;
    if (cells.blank(index)) return { reason: "date-missing", target: "occurred_at" };
    const date = parseDate(cells.text(index), this.plan.reading.dateOrder);
    if (date.kind !== "day")
      return {
        reason: date.kind === "out-of-range" ? "date-out-of-range" : "date-unreadable",
        target: "occurred_at",
      };
    return date.day > this.today + 1 ? { reason: "date-in-future", target: "occurred_at" } : date.day;
  }
}
