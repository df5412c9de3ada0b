import { recipientFacts } from "../../terms/policy.ts";
import type { LegalBasis, PurposeCode, Recipient } from "../../terms/purpose.ts";
import { packsAt } from "../policy/history.ts";
import { policyOf } from "../policy/in-force.ts";
import { stopping, type ActiveRule, type Policy } from "../policy/judge.ts";
import type { Workspace } from "../../workspace.ts";
import { standing, type AsOf, type ConsentStanding } from "./consent.ts";
import { consentLedger, stateBytes } from "./consent-ledger.ts";
import { namedPeople, rowStoppedBy } from "./lawful.ts";
import { frozenAt } from "./restrictions.ts";

/** What was asked: what held at one moment, by what was known at another. */
export interface AsOfQuestion {
  readonly held: Date;
  readonly known: Date;
  readonly asOf: AsOf;
}

/** What became of a person: not let in by what they had said, let in, kept out by a rule of then, or frozen then. */
export const asOfVerdicts = { refused: 0, permitted: 1, stopped: 2, frozen: 3 } as const;

/** How everybody stood towards one use, and whom the gate would have let in. */
export interface Judgement {
  readonly states: Uint8Array;
  readonly found: ConsentStanding;
  /** A number of `asOfVerdicts` per person index. */
  readonly verdicts: Uint8Array;
  /** The rules in force then that stand against a person. */
  against(person: number): readonly ActiveRule[];
}

/**
 * A judge of the uses of a past moment: by what people had said, under the packs of rules that were in force then, with who was
 * restricted then left out. Standings are kept for as long as the judge is.
 */
export function judgeAsOf(workspace: Workspace, question: AsOfQuestion) {
  const { vault } = workspace;
  const columns = workspace.columns();
  const rows = consentLedger(vault);
  const packs = packsAt(vault.db, question);
  // Of their rules, those in force on that day; without packs, what the gate asks by itself.
  const policy = policyOf(packs, question.held);
  const frozen = new Set(frozenAt(vault.db, question));
  const standings = new Map<string, ConsentStanding>();
  const standingOf = (purpose: PurposeCode, recipient: Recipient): ConsentStanding => {
    // Unless a country is asked about, what was said of the recipient's own counts.
    const country = question.asOf.country ?? recipientFacts[recipient].country;
    const key = `${purpose} ${country ?? ""}`;
    const known = standings.get(key);
    if (known !== undefined) return known;
    const asked = { ...question.asOf, ...(country === undefined ? {} : { country }) };
    const found = standing(rows, columns, purpose, asked);
    standings.set(key, found);
    return found;
  };
  const judge = (purpose: PurposeCode, recipient: Recipient, basis: LegalBasis): Judgement => {
    const found = standingOf(purpose, recipient);
    const states = found.byRecipient[recipient];
    const most = basis === "consent" || recipient !== "self" ? stateBytes.granted : stateBytes.unknown;
    const rulesOf = stoppers(policy, { purpose, recipient, basis });
    const named = recipient === "self" ? undefined : namedPeople(vault.db, rows, found, recipient, states);
    const against = (person: number) => rulesOf(states[person]!, named?.[person] === 1);
    const verdicts = states.map((state, person) => {
      if (state > most) return asOfVerdicts.refused;
      if (frozen.has(columns.people.id[person]!)) return asOfVerdicts.frozen;
      return against(person).length === 0 ? asOfVerdicts.permitted : asOfVerdicts.stopped;
    });
    return { states, found, verdicts, against };
  };
  return { rows, packs, judge };
}

const states = ["granted", "unknown", "denied"] as const;

/** The rules that stop a person by their state and by whether their yes names the recipient's country. */
function stoppers(
  policy: Policy,
  use: { readonly purpose: PurposeCode; readonly recipient: Recipient; readonly basis: LegalBasis },
): (state: number, named: boolean) => readonly ActiveRule[] {
  const { purpose, recipient, basis } = use;
  if (recipient === "self") {
    const inside = states.map((state) => stopping(policy, { kind: "use", purpose, basis, state }));
    return (state) => inside[state] ?? [];
  }
  const outside = [false, true].map((countryNamed) => rowStoppedBy(policy, { ...use, countryNamed }));
  return (_, named) => outside[named ? 1 : 0] ?? [];
}
