import type { Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import { displayName, type NameColumns } from "../../use/display-name.ts";
import type { MergedPerson } from "../../../terms/identity.ts";
import type { Topic } from "../../../terms/event.ts";
import type { Database } from "../../../vault/database.ts";
import type { Input } from "../../../contract.ts";
import type { Answer, Methods, Workspace } from "../../../workspace.ts";
import { currentOf, decide, listDecisions, undoDecisions, type DecisionKind } from "./decisions.ts";
import { findDuplicates, listDuplicatePairs, sampleDuplicates } from "./duplicates.ts";
import { listGroups, putOffPairs } from "./groups.ts";
import { duplicateOverview } from "./overview.ts";

const touched: readonly Topic[] = ["people", "consent", "insight", "segments", "record"];

type DecisionMethod = "decidePair" | "decideGroup" | "mergeCustomers" | "unmergeCustomers" | "undoDecision";

/** Carries a decision out in one change, with its line in the record. Faults: "customer-unknown", those of saving. */
function decided(
  workspace: Workspace,
  decision: DecisionKind,
  kept: number,
  others: readonly number[],
): Promise<Outcome<{ readonly batch: number }>> {
  const { vault } = workspace;
  return vault.change(decision === "apart" ? ["people", "record"] : touched, (note) => {
    const batch = decide(vault.db, { decision, kept, others, now: workspace.now() });
    const subject = vault.pseudonym(`customer:${String(kept)}`);
    const people = decision === "split" ? others.length : new Set([kept, ...others]).size;
    note({ gate: "intake", action: actions[decision], payload: { people, subject, decision: batch } });
    return { batch };
  });
}

const actions = {
  merge: "people-merged",
  apart: "people-kept-apart",
  split: "people-unmerged",
} as const satisfies Record<DecisionKind, string>;

const decisionMethods: Methods<DecisionMethod> = {
  decidePair: async (workspace, { a, b, decision }) => {
    const done = await decided(workspace, decision, Math.min(a, b), [Math.max(a, b)]);
    return done.ok ? ok(null) : done;
  },
  decideGroup: (workspace, { people, decision }) => {
    const [kept, ...others] = [...new Set(people)].sort((x, y) => x - y);
    if (decision !== "later") return decided(workspace, decision, kept ?? 0, others);
    return workspace.vault.change(["people"], () => {
      putOffPairs(workspace.vault.db, people, workspace.now());
      return {};
    });
  },
  mergeCustomers: async (workspace, { customerId, others }) => {
    const done = await decided(workspace, "merge", customerId, others);
    return done.ok ? ok(null) : done;
  },
  unmergeCustomers: async (workspace, { customerId, members }) => {
    const done = await decided(workspace, "split", customerId, members);
    return done.ok ? ok(null) : done;
  },
  undoDecision: (workspace, { batch }) => {
    const { vault } = workspace;
    return vault.change(touched, (note) => {
      const decisions = undoDecisions(vault.db, batch, workspace.now());
      note({ gate: "intake", action: "decision-undone", payload: { decision: batch, decisions } });
      return { decisions };
    });
  },
};

/** The intake gate's share for people who are in the vault twice. */
export const identityMethods: Methods<
  | DecisionMethod
  | "findDuplicates"
  | "duplicateOverview"
  | "listDuplicatePairs"
  | "listDuplicateGroups"
  | "sampleDuplicates"
  | "mergeDuplicates"
  | "listMerged"
  | "listDecisions"
> = {
  ...decisionMethods,
  findDuplicates,
  duplicateOverview: ({ vault }) => Promise.resolve(ok(duplicateOverview(vault.db))),
  listDuplicatePairs: ({ vault }, input) => Promise.resolve(ok(listDuplicatePairs(vault.db, input))),
  listDuplicateGroups: (workspace, page) =>
    Promise.resolve(ok(listGroups(workspace.vault.db, page, workspace.now()))),
  sampleDuplicates: ({ vault }, { atLeast }) => Promise.resolve(ok(sampleDuplicates(vault.db, atLeast))),
  mergeDuplicates,
  listMerged: ({ vault }, { customerId }) => Promise.resolve(ok(mergedInto(vault.db, customerId))),
  listDecisions: ({ vault }, page) => Promise.resolve(ok(listDecisions(vault.db, page))),
};

/** Joins every waiting pair at or above a chance, in one change; pairs that a join before has settled or put apart are left out. */
function mergeDuplicates(
  workspace: Workspace,
  { atLeast, job }: Input<"mergeDuplicates">,
): Promise<Outcome<Answer<"mergeDuplicates">>> {
  const { vault } = workspace;
  const control = workspace.job(job);
  return vault.change(touched, (note) => {
    const { db } = vault;
    const now = workspace.now();
    const pairs = db.rows<{ a: number; b: number }>(
      `SELECT customer_id AS a, other_id AS b FROM duplicate_pairs WHERE state = 'waiting' AND likely = 1 AND probability >= ?
         ORDER BY probability DESC, weight DESC, id`,
      [atLeast],
    );
    const people = new Set<number>();
    let joined = 0;
    let batch: number | undefined;
    pairs.forEach(({ a, b }, done) => {
      control.check();
      control.progress({ phase: "merging", done, total: pairs.length });
      const [x, y] = [currentOf(db, a), currentOf(db, b)];
      if (x === y || apart(db, x, y)) return;
      batch = decide(db, { decision: "merge", kept: Math.min(x, y), others: [Math.max(x, y)], now, batch });
      people.add(a).add(b);
      joined++;
    });
    const counts = { pairs: joined, people: people.size, ...(batch === undefined ? {} : { batch }) };
    const { batch: decision = 0, ...payload } = counts;
    note({ gate: "intake", action: "duplicates-merged", payload: { ...payload, decision } });
    return counts;
  });
}

function apart(db: Database, x: number, y: number): boolean {
  const key = [Math.min(x, y), Math.max(x, y)];
  return (
    db.count(
      "SELECT count(*) FROM duplicate_pairs WHERE state = 'apart' AND customer_id = ? AND other_id = ?",
      key,
    ) > 0
  );
}

function mergedInto(db: Database, customerId: number): readonly MergedPerson[] {
  return db
    .rows<{ id: number; at: string; person: string }>(
      "SELECT id, at, person FROM merge_members WHERE customer_id = ? ORDER BY at, id",
      [customerId],
    )
    .map(({ id, at, person }) => {
      const own = JSON.parse(person) as NameColumns & { readonly source: string };
      return { id, name: displayName(own, undefined).name, source: own.source, at };
    });
}
