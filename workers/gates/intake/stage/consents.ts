import type { ImportPlan } from "../../../terms/intake.ts";
import type { ConsentState } from "../../../terms/purpose.ts";
import { consentColumns } from "../parse/consent-columns.ts";
import { momentOf, parseDate } from "../parse/date.ts";
import { displayText } from "../parse/person.ts";
import type { ConsentTopic } from "../parse/purpose.ts";
import type { Cells } from "../read/cells.ts";
import type { Layout } from "./layout.ts";
import type { RowProblem } from "./orders.ts";

/** What one row says a person said. */
export interface StagedConsent extends ConsentTopic {
  readonly person: number;
  /** Unknown only where a log says that a yes no longer stands. */
  readonly state: ConsentState;
  /** The row of a log it stands in: every row of a log is taken by itself. */
  readonly row?: number;
  /** When it held, if the file says so. */
  readonly heldFrom?: string;
  readonly wording?: string;
  /** What the file says beside it, and the word it was said with, as JSON. */
  readonly evidence?: string;
}

/** The consent a file tells of. A blank answer is unknown and says nothing; it is never taken for a yes. */
export class Consents {
  readonly list: StagedConsent[] = [];
  private readonly at: Layout["at"];
  private readonly plan: ImportPlan;
  private readonly now: number;
  private readonly evidence: readonly (readonly [number, string])[];

  constructor(plan: ImportPlan, layout: Layout, now: Date, headings: readonly string[] = []) {
    this.plan = plan;
    this.evidence = layout.evidence.map((index) => [index, headings[index] || `#${index + 1}`]);
    this.at = layout.at;
    this.now = now.getTime();
  }

  /** What is wrong with the record's consent cells, before anything of the record is taken. */
  problem(cells: Cells): RowProblem | undefined {
    for (const { target, read } of consentColumns) {
      const index = this.at[target];
      if (index >= 0 && !cells.blank(index) && read(cells.text(index)) === undefined)
        return { reason: "consent-unreadable", target };
    }
    const moment = this.moment(cells);
    return typeof moment === "object" ? moment : undefined;
  }

  take(cells: Cells, person: number): void {
    const moment = this.moment(cells);
    const wordingAt = this.at.consent_wording;
    const wording = wordingAt < 0 ? "" : displayText(cells.text(wordingAt)).slice(0, 2000);
    const said = new Map<string, readonly StagedConsent[]>();
    for (const { target, subject, read, topics } of consentColumns) {
      const index = this.at[target];
      if (index < 0 || cells.blank(index)) continue;
      const text = cells.text(index);
      const state = read(text);
      if (state === undefined || state === "unknown") continue;
      // Of several columns about one subject the most restrictive counts; a refusal of e-mail and one of every way are both said.
      const before = said.get(subject) ?? [];
      const refused = before[0]?.state === "denied";
      if (refused && state === "granted") continue;
      const stated = topics(state).map((topic) => ({
        person,
        ...topic,
        state,
        ...(typeof moment === "string" ? { heldFrom: moment } : {}),
        ...(wording === "" ? {} : { wording }),
        ...evidenceOf(cells, text, this.evidence),
      }));
      said.set(subject, refused ? [...before, ...stated] : stated);
    }
    for (const stated of said.values()) this.list.push(...stated);
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

/** What a record says beside a consent, in the columns `evidence` (position and heading), and the word it was said with, as JSON. */
export function evidenceOf(
  cells: Cells,
  word: string,
  evidence: readonly (readonly [number, string])[],
): { readonly evidence?: string } {
  const beside = evidence.flatMap(([index, heading]) => {
    const text = displayText(cells.text(index)).slice(0, 500);
    return text === "" ? [] : [[heading, text] as const];
  });
  if (beside.length === 0) return {};
  return {
    evidence: JSON.stringify(Object.fromEntries([["said", displayText(word).slice(0, 100)], ...beside])),
  };
}
