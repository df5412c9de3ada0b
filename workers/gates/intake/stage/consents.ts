import type { FieldTarget } from "../../../terms/field.ts";
import type { ImportPlan } from "../../../terms/intake.ts";
import type { ConsentState, PurposeCode, Recipient } from "../../../terms/purpose.ts";
import { parseConsent } from "../parse/consent.ts";
import { momentOf, parseDate } from "../parse/date.ts";
import { displayText } from "../parse/person.ts";
import type { Cells } from "../read/cells.ts";
import type { Layout } from "./layout.ts";
import type { RowProblem } from "./orders.ts";

/** What one row says a person said. */
export interface StagedConsent {
  readonly person: number;
  readonly purpose: PurposeCode;
  readonly recipient: Recipient;
  readonly state: Exclude<ConsentState, "unknown">;
  /** When it held, if the file says so. */
  readonly heldFrom?: string;
  readonly wording?: string;
}

const topics: readonly (readonly [FieldTarget, PurposeCode, Recipient])[] = [
  ["consent_email", "email_marketing", "self"],
  ["consent_postal", "postal_marketing", "self"],
  ["consent_ads", "ads_matching", "google_ads"],
  ["consent_profiling", "profiling", "self"],
];

/** The consent a file tells of. A blank answer is unknown and says nothing; it is never taken for a yes. */
export class Consents {
  readonly list: StagedConsent[] = [];
  private readonly at: Layout["at"];
  private readonly plan: ImportPlan;
  private readonly now: number;

  constructor(plan: ImportPlan, layout: Layout, now: Date) {
    this.plan = plan;
    this.at = layout.at;
    this.now = now.getTime();
  }

  /** What is wrong with the record's consent cells, before anything of the record is taken. */
  problem(cells: Cells): RowProblem | undefined {
    for (const [target] of topics) {
      const index = this.at[target];
      if (index >= 0 && !cells.blank(index) && parseConsent(cells.text(index)) === undefined)
        return { reason: "consent-unreadable", target };
    }
    const moment = this.moment(cells);
    return typeof moment === "object" ? moment : undefined;
  }

  take(cells: Cells, person: number): void {
    const moment = this.moment(cells);
    const wordingAt = this.at.consent_wording;
    const wording = wordingAt < 0 ? "" : displayText(cells.text(wordingAt)).slice(0, 2000);
    for (const [target, purpose, recipient] of topics) {
      const index = this.at[target];
      const state = index < 0 || cells.blank(index) ? undefined : parseConsent(cells.text(index));
      if (state === undefined || state === "unknown") continue;
      this.list.push({
        person,
        purpose,
        recipient,
        state,
        ...(typeof moment === "string" ? { heldFrom: moment } : {}),
        ...(wording === "" ? {} : { wording }),
      });
    }
  }

  /** ISO moment of the record's consent, undefined where it tells none. Yen files are written in Japan's time. */
  private moment(cells: Cells): string | RowProblem | undefined {
    const index = this.at.consent_time;
    if (index < 0 || cells.blank(index)) return undefined;
    const reading = parseDate(cells.text(index), this.plan.reading.dateOrder);
    const moment = momentOf(reading, this.plan.currency === "JPY" ? 540 : 0);
    if (moment === undefined)
      return {
        reason: reading.kind === "out-of-range" ? "date-out-of-range" : "date-unreadable",
        target: "consent_time",
      };
    // A yes from the future would outdo every no said until then.
    if (Date.parse(moment) > this.now + 86_400_000)
      return { reason: "date-out-of-range", target: "consent_time" };
    return moment;
  }
}
