import { messageEvents, type MessageChannel, type MessageEvent } from "../../../terms/entries.ts";
import type { ImportPlan } from "../../../terms/intake.ts";
import { parseChannel, parseMessageEvent, topicsLeft } from "../parse/message.ts";
import { parseMoment } from "../parse/moment.ts";
import { displayText } from "../parse/person.ts";
import type { Cells } from "../read/cells.ts";
import { Words } from "./cell-values.ts";
import type { StagedConsent } from "./consents.ts";
import type { EntrySink } from "./entry-sink.ts";
import { zoneOf } from "./events.ts";
import { countedApart, fingerprint } from "./fingerprints.ts";
import { Floats, Ints } from "./growing.ts";
import type { Layout } from "./layout.ts";
import type { RowProblem } from "./orders.ts";
import type { People } from "./people.ts";
import { personOf } from "./who.ts";

/**
 * Messages and what became of them, one row a person and happening. Leaving a channel or complaining about it is a refusal of it, with
 * the row as its evidence.
 */
export class Messages implements EntrySink {
  readonly person = new Ints();
  /** Seconds since 1970. */
  readonly at = new Floats();
  /** Index into `messageEvents`. */
  readonly event = new Ints();
  readonly channel = new Ints();
  readonly channels: string[] = [];
  readonly campaign = new Ints(-1);
  readonly campaigns = new Words((text) => displayText(text).slice(0, 200));
  private readonly prints = new Floats();
  private readonly layout: Layout["at"];
  private readonly plan: ImportPlan;
  private readonly people: People;
  private readonly refusals: StagedConsent[];
  private readonly now: number;

  /** `refusals` gets what people refused. */
  constructor(plan: ImportPlan, layout: Layout, people: People, now: Date, refusals: StagedConsent[]) {
    this.plan = plan;
    this.layout = layout.at;
    this.people = people;
    this.refusals = refusals;
    this.now = Math.floor(now.getTime() / 1000);
  }

  take(cells: Cells): RowProblem | undefined {
    const { layout: at, plan } = this;
    const said = cells.text(at.message_event);
    const event = parseMessageEvent(said);
    if (event === undefined) return { reason: "message-event-unreadable", target: "message_event" };
    const text = cells.text(at.occurred_at);
    if (text.trim() === "") return { reason: "date-missing", target: "occurred_at" };
    const moment = parseMoment(text, plan.reading.dateOrder, zoneOf(plan), this.now);
    if (typeof moment === "string") return { reason: moment, target: "occurred_at" };
    const person = personOf(this.people, cells);
    if (typeof person !== "number") return person;
    const channel = this.channelOf(cells, said);
    const campaign = this.campaigns.code(cells, at.campaign);
    this.person.push(person);
    this.at.push(moment);
    this.event.push(messageEvents.indexOf(event));
    this.channel.push(this.channelCode(channel));
    this.campaign.push(campaign);
    const id = at.entry_id < 0 ? "" : cells.text(at.entry_id).trim();
    const keys = [at.customer_id, at.email, at.phone, at.line_user_id].map((index) =>
      index < 0 ? "" : cells.text(index).trim(),
    );
    const campaignName = this.campaigns.list[campaign] ?? "";
    // One message has several happenings: its id alone does not tell them apart.
    this.prints.push(fingerprint("message", plan.source, id, ...keys, event, moment, channel, campaignName));
    if (event === "unsubscribed" || event === "complained")
      this.refuse(person, { event, said, moment, channel, campaign: campaignName });
    return undefined;
  }

  /** A number that tells each row from all others of its source. */
  fingerprints(): Float64Array {
    return countedApart(this.prints.array());
  }

  private channelOf(cells: Cells, said: string): MessageChannel {
    const { medium, email, phone } = this.layout;
    if (medium >= 0 && !cells.blank(medium)) return parseChannel(cells.text(medium)) ?? "other";
    // `Opened Email`, `Clicked SMS`: the word says it. A list of addresses is of mails.
    return parseChannel(said) ?? (email >= 0 && !cells.blank(email) ? "email" : phone >= 0 ? "sms" : "other");
  }

  private channelCode(channel: MessageChannel): number {
    const known = this.channels.indexOf(channel);
    return known >= 0 ? known : this.channels.push(channel) - 1;
  }

  private refuse(
    person: number,
    left: {
      readonly event: MessageEvent;
      readonly said: string;
      readonly moment: number;
      readonly channel: MessageChannel;
      readonly campaign: string;
    },
  ): void {
    const evidence = JSON.stringify({
      said: displayText(left.said).slice(0, 100),
      channel: left.channel,
      ...(left.campaign === "" ? {} : { campaign: left.campaign }),
    });
    for (const topic of topicsLeft(left.channel))
      this.refusals.push({
        person,
        ...topic,
        state: "denied",
        heldFrom: new Date(left.moment * 1000).toISOString(),
        evidence,
      });
  }
}
