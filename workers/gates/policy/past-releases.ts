import { recipientFacts } from "../../terms/policy.ts";
import { purposeCodes, recipients, type PurposeCode, type Recipient } from "../../terms/purpose.ts";
import type { Workspace } from "../../workspace.ts";
import { standing } from "../use/consent.ts";
import { consentLedger, stateBytes } from "../use/consent-ledger.ts";
import { namedPeople, rowStoppedBy } from "../use/lawful.ts";
import { basisOf } from "../use/permitted-people.ts";
import { stopping, type ActiveRule, type Policy } from "./judge.ts";

interface PastRelease {
  readonly id: number;
  readonly at: string;
  readonly purpose: PurposeCode;
  readonly recipient: Recipient;
  /** Where its recipient held the rows, as it was named then; its seat where null. */
  readonly country: string | null;
}

/** A release that could not have left as it did. */
interface StoppedRelease {
  readonly release: PastRelease;
  /** People whose rows it held and who are still in the vault, or people its figures speak of. */
  readonly people: number;
  /** Of them, those whose rows would have stayed; 0 for figures. */
  readonly stopped: number;
  readonly rules: readonly ActiveRule[];
}

/**
 * The past releases that a policy would have stopped, whole or in part: each judged by what held and was known when it
 * left. Of people who have gone since nothing can be said.
 */
export function stoppedReleases(
  workspace: Workspace,
  policy: Policy,
): { readonly total: number; readonly stopped: readonly StoppedRelease[] } {
  const stored = workspace.vault.db
    .rows<PastRelease & { kind: string; people: number; k: number | null }>(
      `SELECT id, at, kind, purpose, recipient, people, json_extract(manifest, '$.k') AS k,
         json_extract(manifest, '$.country') AS country FROM releases
       WHERE state = 'released' ORDER BY id DESC`,
    )
    .filter(({ purpose, recipient }) => purposeCodes.includes(purpose) && recipients.includes(recipient));
  const stopped = stored.flatMap(
    ({ kind, people, k, id, at, purpose, recipient, country }): StoppedRelease[] => {
      const release = { id, at, purpose, recipient, country };
      if (kind === "consented") return stoppedRows(workspace, policy, release);
      const rules = k === null ? [] : stopping(policy, { kind: "release", shape: "aggregate", smallest: k });
      return rules.length === 0 ? [] : [{ release, people, stopped: 0, rules }];
    },
  );
  return { total: stored.length, stopped };
}

function stoppedRows(workspace: Workspace, policy: Policy, release: PastRelease): StoppedRelease[] {
  const { vault } = workspace;
  const { id, at, purpose, recipient } = release;
  const basis = basisOf(vault, purpose) ?? "consent";
  const country = release.country ?? recipientFacts[recipient].country;
  const rules = [false, true].map((countryNamed) =>
    rowStoppedBy(policy, { purpose, recipient, basis, country, countryNamed }),
  );
  if (rules.every((found) => found.length === 0)) return [];
  const columns = workspace.columns();
  const then = new Date(at);
  const rows = consentLedger(vault);
  const scope = country === undefined ? {} : { country };
  const asked = standing(rows, columns, purpose, { held: then, known: then, ...scope });
  const inFile = new Uint8Array(columns.people.count).fill(stateBytes.denied);
  let people = 0;
  for (const { customer } of vault.db.rows<{ customer: number }>(
    "SELECT customer_id AS customer FROM release_people WHERE release_id = ?",
    [id],
  )) {
    const person = columns.indexOf(customer);
    if (person < 0) continue;
    inFile[person] = stateBytes.granted;
    people++;
  }
  const named = namedPeople(vault.db, rows, asked, recipient, inFile, country);
  const found = new Set<ActiveRule>();
  let stopped = 0;
  for (let person = 0; person < inFile.length; person++) {
    const own = inFile[person] === stateBytes.granted ? rules[named[person]!]! : [];
    if (own.length === 0) continue;
    stopped++;
    for (const rule of own) found.add(rule);
  }
  return stopped === 0 ? [] : [{ release, people, stopped, rules: [...found] }];
}
