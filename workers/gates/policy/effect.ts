import type { BitingRule, PolicyPreview, PolicyUse } from "../../terms/policy.ts";
import { purposeCodes, type PurposeCode, type Recipient } from "../../terms/purpose.ts";
import { consentedWays } from "../../terms/release.ts";
import type { Workspace } from "../../workspace.ts";
import { stateBytes } from "../use/consent-ledger.ts";
import { lawfulRows, lawfulStates, rowStoppedBy } from "../use/lawful.ts";
import { rowStates, useStates } from "../use/permitted-people.ts";
import { stopping, type ActiveRule, type Policy } from "./judge.ts";
import { stoppedReleases } from "./past-releases.ts";
import { viewOfRule } from "./views.ts";

/** The policy in force and the one that may take its place. */
interface Change {
  readonly before: Policy;
  readonly after: Policy;
}

interface Bite {
  readonly active: ActiveRule;
  /** 1 for each person the rule stops somewhere. */
  readonly people: Uint8Array;
  releases: number;
}

type BiteOf = (active: ActiveRule) => Bite;

/**
 * What packs would change: for each use the people it reaches now and then, the past releases that could not have left,
 * and each rule that stops somebody who may be used now. Reads only.
 */
export function effectOf(
  workspace: Workspace,
  change: Change,
): Pick<PolicyPreview, "uses" | "releases" | "rules"> {
  const bites = new Map<string, Bite>();
  const biteOf: BiteOf = (active) => {
    const key = `${active.pack} ${active.rule.id}`;
    const fresh = () => ({ active, people: new Uint8Array(workspace.columns().people.count), releases: 0 });
    const bite = bites.get(key) ?? fresh();
    bites.set(key, bite);
    return bite;
  };
  const uses = purposeCodes.flatMap((purpose) => [
    ...inside(workspace, purpose, change, biteOf),
    ...recipientsOf(purpose).map((recipient) => outside(workspace, { purpose, recipient }, change, biteOf)),
  ]);
  const { total, stopped } = stoppedReleases(workspace, change.after);
  for (const { rules } of stopped) for (const rule of rules) biteOf(rule).releases++;
  return {
    uses,
    releases: {
      total,
      stopped: stopped.map(({ release, people, stopped: kept }) => ({ ...release, people, stopped: kept })),
    },
    rules: biting(bites),
  };
}

function biting(bites: ReadonlyMap<string, Bite>): readonly BitingRule[] {
  return [...bites.values()]
    .map(({ active: { pack, rule }, people, releases }) => ({
      pack,
      rule: viewOfRule(rule),
      people: people.reduce((sum, one) => sum + one, 0),
      releases,
    }))
    .sort((a, b) => b.people - a.people || b.releases - a.releases);
}

/** The recipients a purpose has a file for. */
function recipientsOf(purpose: PurposeCode): readonly Recipient[] {
  return [
    ...new Set<Recipient>(
      consentedWays.filter((way) => way.purpose === purpose).map(({ recipient }) => recipient),
    ),
  ];
}

/** Use inside the vault; nothing for a purpose nobody declared. */
function inside(
  workspace: Workspace,
  purpose: PurposeCode,
  { before, after }: Change,
  biteOf: BiteOf,
): readonly PolicyUse[] {
  const { states, basis, lets } = useStates(workspace.vault, workspace.columns(), purpose, workspace.now());
  if (basis === undefined) return [];
  const was = lawfulStates(before, purpose, basis);
  const will = lawfulStates(after, purpose, basis);
  const rules = (["granted", "unknown", "denied"] as const).map((state) =>
    stopping(after, { kind: "use", purpose, basis, state }),
  );
  let now = 0;
  let then = 0;
  states.forEach((state, person) => {
    if (!lets(state)) return;
    if (was[state] === true) now++;
    if (will[state] === true) then++;
    else if (was[state] === true) for (const rule of rules[state] ?? []) biteOf(rule).people[person] = 1;
  });
  return [{ purpose, within: true, recipient: "self", now, then }];
}

/** Rows that leave for a recipient. */
function outside(
  workspace: Workspace,
  { purpose, recipient }: Pick<PolicyUse, "purpose" | "recipient">,
  { before, after }: Change,
  biteOf: BiteOf,
): PolicyUse {
  const { vault } = workspace;
  const { states, basis, named } = rowStates(vault, workspace.columns(), purpose, recipient, workspace.now());
  const was = lawfulRows(before, { purpose, recipient, basis });
  const will = lawfulRows(after, { purpose, recipient, basis });
  const isNamed = named();
  const rules = [false, true].map((countryNamed) =>
    rowStoppedBy(after, { purpose, recipient, basis, countryNamed }),
  );
  let now = 0;
  let then = 0;
  states.forEach((state, person) => {
    if (state !== stateBytes.granted) return;
    const how = isNamed[person] === 1 ? "named" : "unnamed";
    if (was[how]) now++;
    if (will[how]) then++;
    else if (was[how]) for (const rule of rules[isNamed[person]!] ?? []) biteOf(rule).people[person] = 1;
  });
  return { purpose, within: false, recipient, now, then };
}
