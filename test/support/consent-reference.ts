/** A statement as the reference reads it: plain strings and ticks of the test's own clock. */
export interface ToldStatement {
  readonly purpose: string;
  readonly recipient: string;
  readonly channel: string;
  readonly country: string;
  readonly state: string;
  /** Milliseconds since 1970. */
  readonly held: number;
  readonly known: number;
  readonly retracted: number;
}

export interface ReferenceQuestion {
  readonly purpose: string;
  readonly channel: string;
  readonly country: string;
  readonly held: number;
  readonly known: number;
}

const order = ["granted", "unknown", "denied"];
const ownChannel: Readonly<Record<string, string>> = { email_marketing: "email", postal_marketing: "post" };
const processors = ["mailchimp", "klaviyo", "hubspot", "salesforce"];

/**
 * What the consent ledger should answer, written apart from it and by another way: a person's life is replayed second by
 * second, in each second the gentlest statement first, and whatever was written last stands. Shares no code with the gate.
 */
export function replay(
  history: readonly ToldStatement[],
  question: ReferenceQuestion,
): (recipient: string) => string {
  return (recipient) => lastWord(history, question)(recipient).state;
}

interface Word {
  readonly state: string;
  /** The country the deciding statement is about; empty for all. */
  readonly country: string;
  readonly second: number;
}

const silence: Word = { state: "unknown", country: "", second: Number.NaN };

function lastWord(
  history: readonly ToldStatement[],
  question: ReferenceQuestion,
): (recipient: string) => Word {
  const seconds = new Map<number, ToldStatement[]>();
  for (const told of history) {
    const second = Math.floor(told.held / 1000);
    seconds.set(second, [...(seconds.get(second) ?? []), told]);
  }
  const slate: Record<string, Word> = {};
  for (const second of [...seconds.keys()].sort((a, b) => a - b))
    for (const mildness of order)
      for (const told of seconds.get(second) ?? [])
        if (told.state === mildness && heard(told, question)) {
          const before = slate[told.recipient];
          // Of equal words of one second the first written stays.
          if (before?.second !== second || before.state !== told.state)
            slate[told.recipient] = { state: told.state, country: told.country, second };
        }
  return (recipient) => {
    const firm = slate["self"] ?? silence;
    if (firm.state === "denied") return firm;
    const own = slate[recipient] ?? silence;
    return own.state === "unknown" && processors.includes(recipient) ? firm : own;
  };
}

/** A rule as the reference reads it: days as written, and what it asks in plain words. */
export interface ToldRule {
  readonly from: string;
  /** Empty for a rule without an end. */
  readonly to: string;
  readonly asks:
    | { readonly kind: "basis"; readonly purposes: readonly string[]; readonly bases: readonly string[] }
    | { readonly kind: "transfer"; readonly adequate: readonly string[]; readonly processors: string };
}

/** Rules put in force together in the place of all before. */
export interface ToldPacks {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly rules: readonly ToldRule[];
}

/** Where the companies of the reference sit. */
const homes: Readonly<Record<string, string>> = {
  google_ads: "US",
  meta: "US",
  ly_corporation: "JP",
  x_corp: "US",
  tiktok: "SG",
  mailchimp: "US",
  klaviyo: "US",
  hubspot: "US",
  salesforce: "US",
};

/**
 * What the gate would have done with a person at a moment, under the rules that were in force then: let them in, kept them out by what
 * they had said, or by a rule. The rules are laid out one after another as they came; those on the table at the moment count, each on
 * its own days.
 */
export function couldBeUsed(
  history: readonly ToldStatement[],
  timeline: readonly ToldPacks[],
  question: ReferenceQuestion,
  { recipient, basis }: { readonly recipient: string; readonly basis: string },
): "permitted" | "refused" | "stopped" {
  const home = homes[recipient] ?? "";
  const asked = { ...question, country: question.country === "" ? home : question.country };
  const word = lastWord(history, asked)(recipient);
  const silenceWillDo = recipient === "self" && basis !== "consent";
  if (word.state === "denied" || (word.state === "unknown" && !silenceWillDo)) return "refused";
  let table: readonly ToldRule[] = [];
  for (const laid of timeline) if (laid.at <= question.held && laid.at <= question.known) table = laid.rules;
  const day = new Date(question.held).toISOString().slice(0, 10);
  const forbids = ({ from, to, asks }: ToldRule): boolean => {
    if (day < from || (to !== "" && day > to)) return false;
    if (asks.kind === "basis") {
      if (!asks.purposes.includes(question.purpose)) return false;
      const saidYes = word.state === "granted" && asks.bases.includes("consent");
      return !saidYes && (basis === "consent" || !asks.bases.includes(basis));
    }
    if (recipient === "self" || asks.adequate.includes(home) || word.country === home) return false;
    return asks.processors !== "exempt" || !processors.includes(recipient);
  };
  return table.some(forbids) ? "stopped" : "permitted";
}

function heard(told: ToldStatement, question: ReferenceQuestion): boolean {
  if (told.purpose !== question.purpose) return false;
  if (told.held > question.held || told.known > question.known) return false;
  if (told.retracted <= question.known) return false;
  const channel = question.channel === "" ? (ownChannel[question.purpose] ?? "none") : question.channel;
  if (told.channel !== "" && told.channel !== channel) return false;
  return told.country === "" || told.country === question.country;
}
