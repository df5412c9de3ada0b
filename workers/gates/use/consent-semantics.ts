import type { ConsentChannel } from "../../terms/consent.ts";
import { ownChannels } from "../../terms/consent.ts";
import { processors, type ConsentState, type PurposeCode, type Recipient } from "../../terms/purpose.ts";

/** One row of the ledger: what a person said, about what, when it held and when we knew. Moments in ms since 1970. */
export interface Statement {
  readonly purpose: PurposeCode;
  readonly recipient: Recipient;
  /** Every channel where left out. */
  readonly channel?: ConsentChannel;
  /** Every country where left out. */
  readonly country?: string;
  readonly state: ConsentState;
  readonly heldFrom: number;
  readonly knownAt: number;
  /** The text it was said under, where the vault holds it. */
  readonly wording?: string;
  /** When it was found never to have been said (its import undone, people taken apart again). */
  readonly retractedAt?: number;
}

/** What is asked of the ledger: a use, what held at one moment, by what was known at another. */
export interface ConsentQuestion {
  readonly purpose: PurposeCode;
  /** The purpose's own channel where left out. */
  readonly channel?: ConsentChannel;
  readonly country?: string;
  readonly held: number;
  readonly known: number;
}

/** How restrictive a state is: of contradicting statements of one second the larger wins. */
const severity: Readonly<Record<ConsentState, number>> = { granted: 0, unknown: 1, denied: 2 };

/**
 * What the ledger means, for one person. A statement counts when it is about the purpose, its channel and country are
 * the asked ones or none, it held, it was known, and it was not known to be retracted. Of those about one recipient the
 * latest decides; of one second, the most restrictive (files tell seconds, and their order inside one is not known).
 * Silence is "unknown". (GDPR art. 7(1) and (3); APPI Guidelines 2-16; docs/adr/0007.)
 */
export function decidingStatement<S extends Statement>(
  statements: readonly S[],
  recipient: Recipient,
  question: ConsentQuestion,
): S | undefined {
  return statements
    .filter((statement) => statement.recipient === recipient && counts(statement, question))
    .reduce<S | undefined>(
      (best, statement) => (best === undefined || outweighs(statement, best) ? statement : best),
      undefined,
    );
}

/**
 * Where a person stands towards a recipient. A refusal of the purpose as such (recipient "self") covers every recipient. A yes
 * covers its own, and the firm's processors (GDPR art. 28; APPI art. 27(5)(i)) where nothing was said of them.
 */
export function stateTowards(
  statements: readonly Statement[],
  recipient: Recipient,
  question: ConsentQuestion,
): ConsentState {
  const inGeneral = decidingStatement(statements, "self", question)?.state ?? "unknown";
  if (inGeneral === "denied") return "denied";
  const own = decidingStatement(statements, recipient, question)?.state ?? "unknown";
  return own === "unknown" && processors.has(recipient) ? inGeneral : own;
}

function counts(statement: Statement, question: ConsentQuestion): boolean {
  const channel = question.channel ?? ownChannels[question.purpose];
  return (
    statement.purpose === question.purpose &&
    (statement.channel === undefined || statement.channel === channel) &&
    (statement.country === undefined || statement.country === question.country) &&
    statement.heldFrom <= question.held &&
    statement.knownAt <= question.known &&
    (statement.retractedAt === undefined || statement.retractedAt > question.known)
  );
}

/** Whether `a` decides over `b`. */
function outweighs(a: Statement, b: Statement): boolean {
  const later = Math.floor(a.heldFrom / 1000) - Math.floor(b.heldFrom / 1000);
  return later > 0 || (later === 0 && severity[a.state] > severity[b.state]);
}
