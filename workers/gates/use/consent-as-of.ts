import { fault, type Outcome } from "../../base/fault.ts";
import { ok } from "../../base/result.ts";
import type { Input } from "../../contract.ts";
import {
  momentOf,
  ownChannels,
  type AsOfLine,
  type AsOfPeoplePage,
  type AsOfPerson,
  type ConsentAsOf,
  type ConsentWording,
} from "../../terms/consent.ts";
import { purposeCodes, recipients, type PurposeCode, type Recipient } from "../../terms/purpose.ts";
import type { PolicyRuleView } from "../../terms/policy.ts";
import type { Database } from "../../vault/database.ts";
import type { Workspace } from "../../workspace.ts";
import { asOfVerdicts, judgeAsOf, type AsOfQuestion, type Judgement } from "./as-of-judgement.ts";
import { stateBytes, type ConsentRows } from "./consent-ledger.ts";
import { viewOfRule } from "../policy/views.ts";
import { displayName, type NameColumns } from "./display-name.ts";
import { basisOf } from "./permitted-people.ts";
import { wordingsByNumber } from "./wordings.ts";

const states = ["granted", "unknown", "denied"] as const;

/**
 * Who could be used for what, under which text, by what held at one moment and was known at another: for each purpose
 * (and recipient anybody was asked about) the counts by state, those the gate would have let in under the packs of rules in force then,
 * and the texts their deciding statements were made under.
 * People who have left the vault since (erased, never imported then) are not in it. Proof of consent: GDPR art. 7(1),
 * 特定電子メール法 art. 3(2). Faults: `moment-in-future`, `purpose-unknown`.
 */
export async function consentAsOf(
  workspace: Workspace,
  input: Input<"consentAsOf">,
): Promise<Outcome<ConsentAsOf>> {
  const asked = question(workspace, input);
  if (!asked.ok) return asked;
  const { held, known } = asked.value;
  const { vault } = workspace;
  if (input.purpose !== undefined && basisOf(vault, input.purpose) === undefined)
    return fault("purpose-unknown", { purpose: input.purpose });
  const present = presentPeople(workspace, known);
  const { rows, packs, judge } = judgeAsOf(workspace, asked.value);
  const texts = wordingsByNumber(vault.db);
  const purposes = input.purpose === undefined ? purposeCodes : [input.purpose];
  const lines = purposes.flatMap((purpose) => {
    const basis = basisOf(vault, purpose);
    if (basis === undefined) return [];
    const channel = input.channel ?? ownChannels[purpose];
    const reached = input.recipient === undefined ? recipientsAsked(rows, purpose) : [input.recipient];
    return reached.map((recipient) => ({
      ...{ purpose, recipient, ...(channel === undefined ? {} : { channel }), basis },
      ...countPeople(rows, present, texts, { recipient, judged: judge(purpose, recipient, basis) }),
    }));
  });
  return ok({
    held: held.toISOString(),
    known: known.toISOString(),
    people: present.reduce((sum, one) => sum + one, 0),
    packs: packs.map(({ id, version, law }) => ({ id, version, law })),
    lines,
  });
}

/**
 * The people of one line of `consentAsOf`, a page at a time: with `permitted` those the gate would have let in, else
 * everybody, each with the statement that decides and its text. Faults: as `consentAsOf`.
 */
export async function consentAsOfPeople(
  workspace: Workspace,
  input: Input<"consentAsOfPeople">,
): Promise<Outcome<AsOfPeoplePage>> {
  const asked = question(workspace, input);
  if (!asked.ok) return asked;
  const { vault } = workspace;
  const basis = basisOf(vault, input.purpose);
  if (basis === undefined) return fault("purpose-unknown", { purpose: input.purpose });
  const columns = workspace.columns();
  const present = presentPeople(workspace, asked.value.known);
  const { rows, judge } = judgeAsOf(workspace, asked.value);
  const recipient = input.recipient ?? "self";
  const { states: towards, verdicts, found } = judge(input.purpose, recipient, basis);
  const page: { readonly id: number; readonly state: number; readonly row: number }[] = [];
  let total = 0;
  for (let person = 0; person < present.length; person++) {
    const state = towards[person]!;
    if (present[person] !== 1 || (input.permitted === true && verdicts[person] !== asOfVerdicts.permitted))
      continue;
    if (total >= input.offset && page.length < input.limit)
      page.push({ id: columns.people.id[person]!, state, row: found.deciding(person, recipient) });
    total++;
  }
  const texts = wordingsByNumber(vault.db);
  return ok({
    total,
    people: page.map(({ id, state, row }) => ({
      customerId: id,
      name: nameOf(vault.db, id),
      state: states[state] ?? "unknown",
      ...(row < 0 ? {} : statementOf(vault.db, rows, row, texts)),
    })),
  });
}

/** The firm itself, and whomever anybody was ever asked about for a purpose. */
function recipientsAsked(rows: ConsentRows, purpose: PurposeCode): readonly Recipient[] {
  const place = purposeCodes.indexOf(purpose);
  const asked = new Set<number>();
  for (let row = 0; row < rows.id.length; row++)
    if (rows.purpose[row] === place) asked.add(rows.recipient[row]!);
  return recipients.filter((recipient, at) => recipient === "self" || asked.has(at));
}

function question(
  workspace: Workspace,
  input: Pick<Input<"consentAsOf">, "held" | "known" | "channel" | "country">,
): Outcome<AsOfQuestion> {
  const now = workspace.now();
  // A day that is not over counts up to now.
  const moment = (text: string | undefined): Date | undefined => {
    if (text === undefined) return now;
    const at = new Date(momentOf(text));
    const today = now.toISOString().slice(0, 10);
    if (at <= now) return at;
    return text === today ? now : undefined;
  };
  const held = moment(input.held);
  const known = moment(input.known);
  if (held === undefined || known === undefined) return fault("moment-in-future");
  const { channel, country } = input;
  const scope = {
    ...(channel === undefined ? {} : { channel }),
    ...(country === undefined ? {} : { country }),
  };
  return ok({ held, known, asOf: { held, known, ...scope } });
}

/** 1 for people whom the vault knew at `known`: whose import was not later. */
function presentPeople(workspace: Workspace, known: Date): Uint8Array {
  const columns = workspace.columns();
  const [ids] = workspace.vault.db.readColumns(
    `SELECT customers.id FROM customers JOIN imports ON imports.id = import_id WHERE julianday(imports.at) > julianday('${known.toISOString()}')`,
    ["int32"],
  );
  const present = new Uint8Array(columns.people.count).fill(1);
  for (const id of ids) {
    const person = columns.indexOf(id);
    if (person >= 0) present[person] = 0;
  }
  return present;
}

function countPeople(
  rows: ConsentRows,
  present: Uint8Array,
  texts: ReadonlyMap<number, ConsentWording>,
  { recipient, judged }: { readonly recipient: Recipient; readonly judged: Judgement },
): Omit<AsOfLine, "purpose" | "recipient" | "channel" | "basis"> {
  const { states: towards, found, verdicts } = judged;
  const counts = [0, 0, 0];
  const under = new Map<number, number>();
  const rules = new Map<string, PolicyRuleView>();
  let [permitted, stopped, frozen] = [0, 0, 0];
  for (let person = 0; person < present.length; person++) {
    if (present[person] !== 1) continue;
    counts[towards[person]!]!++;
    const verdict = verdicts[person]!;
    if (verdict === asOfVerdicts.frozen) frozen++;
    if (verdict === asOfVerdicts.stopped) {
      stopped++;
      for (const { rule } of judged.against(person)) rules.set(rule.id, viewOfRule(rule));
    }
    if (verdict !== asOfVerdicts.permitted) continue;
    permitted++;
    const row = found.deciding(person, recipient);
    const wording = row < 0 ? 0 : rows.wording[row]!;
    under.set(wording, (under.get(wording) ?? 0) + 1);
  }
  const wordings = [...under]
    .flatMap(([number, people]) => {
      const text = texts.get(number);
      return text === undefined ? [] : [{ ...text, people }];
    })
    .sort((a, b) => b.people - a.people || a.version - b.version);
  return {
    granted: counts[stateBytes.granted]!,
    denied: counts[stateBytes.denied]!,
    unknown: counts[stateBytes.unknown]!,
    permitted,
    stopped,
    rules: [...rules.values()],
    frozen,
    wordings,
    withoutWording: permitted - wordings.reduce((sum, { people }) => sum + people, 0),
  };
}

function nameOf(db: Database, id: number): string {
  const row = db.first<NameColumns>("SELECT * FROM customers WHERE id = ?", [id]);
  const number = db.first<{ display: string }>(
    "SELECT display FROM identifiers WHERE customer_id = ? AND kind = 'customer_id' ORDER BY id LIMIT 1",
    [id],
  )?.display;
  return row === undefined ? `#${String(id)}` : displayName(row, number).name;
}

function statementOf(
  db: Database,
  rows: ConsentRows,
  row: number,
  texts: ReadonlyMap<number, ConsentWording>,
): Pick<AsOfPerson, "heldFrom" | "knownAt" | "source" | "evidence" | "wording"> {
  const said = db.first<{ held_from: string; known_at: string; source: string; evidence: string | null }>(
    "SELECT held_from, known_at, source, evidence FROM consents WHERE id = ?",
    [rows.id[row]!],
  );
  if (said === undefined) return {};
  const wording = texts.get(rows.wording[row]!);
  return {
    heldFrom: said.held_from,
    knownAt: said.known_at,
    source: said.source,
    ...(said.evidence === null ? {} : { evidence: said.evidence }),
    ...(wording === undefined ? {} : { wording }),
  };
}
