import type { Outcome } from "../../../base/fault.ts";
import { ok } from "../../../base/result.ts";
import { displayName, type NameColumns } from "../../use/display-name.ts";
import type { MergedPerson } from "../../../terms/identity.ts";
import type { Topic } from "../../../terms/event.ts";
import type { Database } from "../../../vault/database.ts";
import type { Methods, Workspace } from "../../../workspace.ts";
import { findDuplicates, listDuplicatePairs } from "./duplicates.ts";
import { keepApart, mergePeople, unmergePeople } from "./merge.ts";

const touched: readonly Topic[] = ["people", "consent", "insight", "segments", "record"];

/** Joins people in one change. Faults: "customer-unknown", those of saving. */
function merge(workspace: Workspace, customerId: number, others: readonly number[]): Promise<Outcome<null>> {
  const { vault } = workspace;
  return vault.change(touched, (note) => {
    mergePeople(vault.db, customerId, others, workspace.now());
    const subject = vault.pseudonym(`customer:${String(customerId)}`);
    note({ gate: "intake", action: "people-merged", payload: { people: others.length + 1, subject } });
    return null;
  });
}

/** The intake gate's share for people who are in the vault twice. */
export const identityMethods: Methods<
  | "findDuplicates"
  | "listDuplicatePairs"
  | "decidePair"
  | "mergeDuplicates"
  | "mergeCustomers"
  | "unmergeCustomers"
  | "listMerged"
> = {
  findDuplicates,
  listDuplicatePairs: ({ vault }, input) => Promise.resolve(ok(listDuplicatePairs(vault.db, input))),
  decidePair: (workspace, { a, b, decision }) =>
    decision === "merge"
      ? merge(workspace, Math.min(a, b), [Math.max(a, b)])
      : workspace.vault.change(["people", "record"], (note) => {
          const { vault } = workspace;
          keepApart(vault.db, a, b, workspace.now());
          note({
            gate: "intake",
            action: "people-kept-apart",
            payload: { subject: vault.pseudonym(`customer:${String(a)}`) },
          });
          return null;
        }),
  mergeDuplicates,
  mergeCustomers: (workspace, { customerId, others }) => merge(workspace, customerId, others),
  unmergeCustomers: (workspace, { customerId, members }) => {
    const { vault } = workspace;
    return vault.change(touched, (note) => {
      unmergePeople(vault.db, customerId, members, workspace.now());
      const subject = vault.pseudonym(`customer:${String(customerId)}`);
      note({ gate: "intake", action: "people-unmerged", payload: { people: members.length, subject } });
      return null;
    });
  },
  listMerged: ({ vault }, { customerId }) => Promise.resolve(ok(mergedInto(vault.db, customerId))),
};

/** Joins every waiting pair at or above a chance, in one change; pairs that a join before has settled or put apart are left out. */
function mergeDuplicates(
  workspace: Workspace,
  { atLeast, job }: Parameters<(typeof identityMethods)["mergeDuplicates"]>[1],
): Promise<Outcome<{ readonly pairs: number; readonly people: number }>> {
  const { vault } = workspace;
  const control = workspace.job(job);
  return vault.change(touched, (note) => {
    const { db } = vault;
    const pairs = db.rows<{ a: number; b: number }>(
      `SELECT customer_id AS a, other_id AS b FROM duplicate_pairs WHERE state = 'waiting' AND likely = 1 AND probability >= ?
         ORDER BY probability DESC, weight DESC, id`,
      [atLeast],
    );
    const people = new Set<number>();
    let joined = 0;
    pairs.forEach(({ a, b }, done) => {
      control.check();
      control.progress({ phase: "merging", done, total: pairs.length });
      const [x, y] = [currentOf(db, a), currentOf(db, b)];
      if (x === y || apart(db, x, y)) return;
      mergePeople(db, Math.min(x, y), [Math.max(x, y)], workspace.now());
      people.add(a).add(b);
      joined++;
    });
    note({ gate: "intake", action: "duplicates-merged", payload: { pairs: joined, people: people.size } });
    return { pairs: joined, people: people.size };
  });
}

/** Under which number a person is now. */
function currentOf(db: Database, id: number): number {
  return (
    db.first<{ customer_id: number }>("SELECT customer_id FROM merge_members WHERE id = ?", [id])
      ?.customer_id ?? id
  );
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
