import type { ImportPlan } from "../../../terms/intake.ts";
import type { FieldTarget } from "../../../terms/field.ts";
import type { ConsentState } from "../../../terms/purpose.ts";
import { parseConsent, parseRefusal } from "../parse/consent.ts";
import { parseMoment } from "../parse/moment.ts";
import { displayText } from "../parse/person.ts";
import { parsePurpose } from "../parse/purpose.ts";
import type { Cells } from "../read/cells.ts";
import { evidenceOf, type StagedConsent } from "./consents.ts";
import type { EntrySink } from "./entry-sink.ts";
import { zoneOf } from "./events.ts";
import type { Layout } from "./layout.ts";
import type { RowProblem } from "./orders.ts";
import type { People } from "./people.ts";
import { personOf } from "./who.ts";

/** Words for a yes that no longer stands, beside those of `parseConsent`. */
const lapsed = /^(?:expired|lapsed|失効|期限切れ|有効期限切れ)$/iu;

/**
 * A log of what people said, taken row by row: whom, about what, yes or no, when, under which words. A yes must say when and to what
 * it was said; a no counts without.
 */
export class ConsentLog implements EntrySink {
  readonly list: StagedConsent[];
  rows = 0;
  private readonly at: Layout["at"];
  private readonly plan: ImportPlan;
  private readonly people: People;
  private readonly now: number;
  private readonly evidence: readonly (readonly [number, string])[];

  /** `list` gets what the rows say. */
  constructor(
    plan: ImportPlan,
    layout: Layout,
    people: People,
    now: Date,
    headings: readonly string[],
    list: StagedConsent[],
  ) {
    this.plan = plan;
    this.at = layout.at;
    this.people = people;
    this.list = list;
    this.now = Math.floor(now.getTime() / 1000);
    this.evidence = layout.evidence.map((index) => [index, headings[index] || `#${index + 1}`]);
  }

  take(cells: Cells): RowProblem | undefined {
    const { at } = this;
    const word = cells.text(at.consent_state);
    const state = stateOf(word);
    if (state === undefined) return { reason: "consent-unreadable", target: "consent_state" };
    const about = this.about(cells, state);
    if (about === undefined || (about.all && state === "granted"))
      return { reason: "purpose-unreadable", target: this.purposeTarget(cells) };
    const moment = this.moment(cells, state);
    if (typeof moment === "object") return moment;
    const person = personOf(this.people, cells);
    if (typeof person !== "number") return person;
    const wording = at.consent_wording < 0 ? "" : displayText(cells.text(at.consent_wording)).slice(0, 2000);
    const row = this.rows++;
    for (const topic of about.topics)
      this.list.push({
        person,
        ...topic,
        state,
        row,
        ...(moment === undefined ? {} : { heldFrom: moment }),
        ...(wording === "" ? {} : { wording }),
        ...evidenceOf(cells, word, this.evidence),
      });
    return undefined;
  }

  private purposeTarget(cells: Cells): FieldTarget {
    const { consent_purpose: at } = this.at;
    return at >= 0 && (this.at.medium < 0 || !cells.blank(at)) ? "consent_purpose" : "medium";
  }

  /** What the row is about: its purpose, or else its channel. */
  private about(cells: Cells, state: ConsentState): ReturnType<typeof parsePurpose> {
    const read = (index: number) => (index < 0 || cells.blank(index) ? undefined : cells.text(index));
    const purpose = read(this.at.consent_purpose);
    const channel = read(this.at.medium);
    const byPurpose = purpose === undefined ? undefined : parsePurpose(purpose, state);
    // `marketing` by `e-mail` is about e-mail.
    const byChannel = channel === undefined ? undefined : parsePurpose(channel, state);
    if (purpose === undefined || (byPurpose?.all === true && channel !== undefined)) return byChannel;
    return byPurpose;
  }

  /** ISO moment; a yes without one is not taken. */
  private moment(cells: Cells, state: ConsentState): string | undefined | RowProblem {
    const { consent_time: at } = this.at;
    if (cells.blank(at))
      return state === "denied" ? undefined : { reason: "date-missing", target: "consent_time" };
    const { plan } = this;
    const moment = parseMoment(cells.text(at), plan.reading.dateOrder, zoneOf(plan), this.now);
    return typeof moment === "string"
      ? { reason: moment, target: "consent_time" }
      : new Date(moment * 1000).toISOString();
  }
}

function stateOf(word: string): ConsentState | undefined {
  if (lapsed.test(word.trim())) return "unknown";
  // `withdrawn`, `suppressed`: the words of a column of refusals hold here, too.
  return parseConsent(word) ?? (/\d/.test(word) ? undefined : parseRefusal(word));
}
