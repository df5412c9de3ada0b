import { ownChannels } from "../../../../workers/terms/consent.ts";
import type { ConsentLine } from "../../../../workers/terms/people.ts";
import {
  recipients,
  type ConsentState,
  type LegalBasis,
  type PurposeCode,
  type Recipient,
} from "../../../../workers/terms/purpose.ts";

/** Of two states said at one moment the first in this list counts. */
const strictest: readonly ConsentState[] = ["denied", "unknown", "granted"];

/** What one customer said of a purpose to one recipient: the latest line that holds at `now`, the strictest of one second (docs/adr/0007). */
export function saidTo(
  lines: readonly ConsentLine[],
  purpose: PurposeCode,
  recipient: Recipient,
  now: Date,
): ConsentLine | undefined {
  return lines
    .filter(
      (line) =>
        line.purpose === purpose &&
        line.recipient === recipient &&
        line.retractedAt === undefined &&
        (line.channel === undefined || line.channel === ownChannels[purpose]) &&
        line.country === undefined &&
        Date.parse(line.heldFrom) <= now.getTime(),
    )
    .sort((a, b) => second(b) - second(a) || strictest.indexOf(a.state) - strictest.indexOf(b.state))[0];
}

function second({ heldFrom }: ConsentLine): number {
  return Math.floor(Date.parse(heldFrom) / 1000);
}

/**
 * How one customer stands towards a purpose as such, by the rule of the use gate: what was said in
 * general; where nothing was, granted if any recipient was, else denied if any was.
 */
export function standingToday(lines: readonly ConsentLine[], purpose: PurposeCode, now: Date): ConsentState {
  const said = recipients.map((recipient) => saidTo(lines, purpose, recipient, now)?.state ?? "unknown");
  const general = said[recipients.indexOf("self")] ?? "unknown";
  if (general !== "unknown") return general;
  return said.includes("granted") ? "granted" : said.includes("denied") ? "denied" : "unknown";
}

/** Whether a purpose may be pursued for somebody who stands so: consent needs a yes, other bases only no refusal. */
export function allowed(basis: LegalBasis, state: ConsentState): boolean {
  return basis === "consent" ? state === "granted" : state !== "denied";
}
