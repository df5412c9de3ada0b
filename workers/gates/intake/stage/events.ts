import type { ImportPlan } from "../../../terms/intake.ts";
import { eventKinds } from "../../../terms/entries.ts";
import { eventKind, pagePath } from "../parse/event.ts";
import { parseMoment } from "../parse/moment.ts";
import { parseNumber } from "../parse/number.ts";
import { displayText } from "../parse/person.ts";
import type { Cells } from "../read/cells.ts";
import { Words } from "./cell-values.ts";
import type { EntrySink } from "./entry-sink.ts";
import { countedApart, fingerprint } from "./fingerprints.ts";
import { Floats, Ints } from "./growing.ts";
import type { Layout } from "./layout.ts";
import { NOBODY, type RowProblem } from "./orders.ts";
import type { People } from "./people.ts";
import { Who } from "./who.ts";

const MOST_SECONDS = 7 * 86_400;

/** Visits, log-ins and what else somebody did, as columns; whose it was is a person of the vault or a visitor. */
export class Events implements EntrySink {
  readonly who: Who;
  readonly person = new Ints(NOBODY);
  readonly visitor = new Ints(-1);
  /** Seconds since 1970. */
  readonly at = new Floats();
  /** Index into `eventKinds`. */
  readonly kind = new Ints();
  readonly name = new Ints(-1);
  readonly names = new Words((text) => displayText(text).slice(0, 200));
  readonly page = new Ints(-1);
  readonly pages = new Words(pagePath);
  /** NaN where the file does not say. */
  readonly seconds = new Floats();
  /** Rows about people who were erased. */
  withheldRows = 0;
  private readonly prints = new Floats();
  private readonly kinds: number[] = [];
  private readonly layout: Layout["at"];
  private readonly plan: ImportPlan;
  private readonly now: number;

  constructor(plan: ImportPlan, layout: Layout, people: People, now: Date) {
    this.plan = plan;
    this.layout = layout.at;
    this.who = new Who(layout, people);
    this.now = Math.floor(now.getTime() / 1000);
  }

  take(cells: Cells): RowProblem | undefined {
    const { layout: at, plan, who } = this;
    const text = cells.text(at.occurred_at);
    if (text.trim() === "") return { reason: "date-missing", target: "occurred_at" };
    const moment = parseMoment(text, plan.reading.dateOrder, zoneOf(plan), this.now);
    if (typeof moment === "string") return { reason: moment, target: "occurred_at" };
    const problem = who.find(cells);
    if (problem !== undefined) return problem;
    if (who.withheld) {
      this.withheldRows++;
      return undefined;
    }
    const name = this.names.code(cells, at.event_name);
    const page = this.pages.code(cells, at.page);
    this.person.push(who.person);
    this.visitor.push(who.visitor);
    this.at.push(moment);
    this.kind.push(this.kindOf(name));
    this.name.push(name);
    this.page.push(page);
    this.seconds.push(this.duration(cells));
    this.prints.push(this.print(cells, moment, name, page));
    return undefined;
  }

  /** A number that tells each row's event from all others of its source. */
  fingerprints(): Float64Array {
    return this.layout.entry_id < 0 ? countedApart(this.prints.array()) : this.prints.array();
  }

  private kindOf(name: number): number {
    if (name < 0) return 0;
    return (this.kinds[name] ??= eventKinds.indexOf(eventKind(this.names.list[name] ?? "")));
  }

  private duration(cells: Cells): number {
    const { duration } = this.layout;
    if (duration < 0 || cells.blank(duration)) return NaN;
    const seconds = parseNumber(cells.text(duration), this.plan.reading.decimalMark);
    return seconds === undefined || seconds < 0 || seconds > MOST_SECONDS ? NaN : Math.round(seconds);
  }

  private print(cells: Cells, moment: number, name: number, page: number): number {
    const { layout: at, plan } = this;
    const id = at.entry_id < 0 ? "" : cells.text(at.entry_id).trim();
    if (id !== "") return fingerprint("event", plan.source, id);
    const keys = [at.customer_id, at.email, at.phone, at.login_id, at.device_id, at.cookie_id];
    return fingerprint(
      "event",
      plan.source,
      ...keys.map((index) => (index < 0 ? "" : cells.text(index).trim())),
      moment,
      this.names.list[name] ?? "",
      this.pages.list[page] ?? "",
    );
  }
}

/** Minutes east of UTC of moments that do not say: files in yen are written in Japan's time. */
export function zoneOf({ currency }: ImportPlan): number {
  return currency === "JPY" ? 540 : 0;
}
