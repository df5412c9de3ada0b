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
  const seconds = new Map<number, ToldStatement[]>();
  for (const told of history) {
    const second = Math.floor(told.held / 1000);
    seconds.set(second, [...(seconds.get(second) ?? []), told]);
  }
  const slate: Record<string, string> = {};
  for (const second of [...seconds.keys()].sort((a, b) => a - b))
    for (const mildness of order)
      for (const told of seconds.get(second) ?? [])
        if (told.state === mildness && heard(told, question)) slate[told.recipient] = told.state;
  return (recipient) => {
    const firm = slate["self"] ?? "unknown";
    if (firm === "denied") return firm;
    const own = slate[recipient] ?? "unknown";
    return own === "unknown" && processors.includes(recipient) ? firm : own;
  };
}

function heard(told: ToldStatement, question: ReferenceQuestion): boolean {
  if (told.purpose !== question.purpose) return false;
  if (told.held > question.held || told.known > question.known) return false;
  if (told.retracted <= question.known) return false;
  const channel = question.channel === "" ? (ownChannel[question.purpose] ?? "none") : question.channel;
  if (told.channel !== "" && told.channel !== channel) return false;
  return told.country === "" || told.country === question.country;
}
