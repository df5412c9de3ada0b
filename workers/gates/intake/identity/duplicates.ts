import { fault, type Outcome } from "../../../base/fault.ts";
import type { Input } from "../../../contract.ts";
import {
  identityDefaults,
  resolveIdentity,
  type Resolution,
  type ScoredPair,
} from "../../../models/identity/resolve.ts";
import { agreement } from "../../../models/identity/table.ts";
import {
  agreements,
  identityFields,
  type DuplicatePage,
  type DuplicatePair,
  type DuplicateSearch,
  type IdentityField,
  type PairEvidence,
  type PairPerson,
} from "../../../terms/identity.ts";
import type { Database } from "../../../vault/database.ts";
import type { Workspace } from "../../../workspace.ts";
import { displayName, type NameColumns } from "../../use/display-name.ts";
import { vaultPeople } from "./people-table.ts";

/** Pairs kept for review; the strongest first. */
const MOST_PAIRS = 50_000;

type StoredEvidence = Pick<PairEvidence, "field" | "agreement" | "weight">;

/**
 * Looks for customers who may be one person and keeps the pairs for review: pairs found before and not decided are looked for anew, pairs decided
 * to be two people stay so. Faults: "model-no-data" when there are not two people to compare; "cancelled".
 */
export async function findDuplicates(
  workspace: Workspace,
  input: Input<"findDuplicates">,
): Promise<Outcome<DuplicateSearch>> {
  const { vault } = workspace;
  const control = workspace.job(input.job);
  const people = vaultPeople(vault.db);
  const options = {
    ...identityDefaults,
    falseMergeRate: input.falseMergeRate ?? identityDefaults.falseMergeRate,
  };
  const found = resolveIdentity(people.table, options, control);
  if (found === undefined) return fault("model-no-data");
  const pairs = found.pairs.filter(({ decision }) => decision !== "household");
  const likely = pairs.filter(({ decision }) => decision === "link").length;
  const summary: DuplicateSearch = {
    people: people.table.rows,
    compared: found.compared,
    likely,
    possible: pairs.length - likely,
    households: found.pairs.length - pairs.length,
    threshold: found.threshold,
    expectedFalseMerges: found.expectedFalseMerges,
    setAside: found.fields.reduce((sum, { hubs }) => sum + hubs.values, 0),
  };
  return vault.change(["people", "record"], (note) => {
    const { db } = vault;
    db.run("DELETE FROM duplicate_pairs WHERE state = 'waiting'");
    const at = workspace.now().toISOString();
    const put = db.prepare(
      `INSERT OR IGNORE INTO duplicate_pairs (customer_id, other_id, state, probability, weight, likely, evidence, at)
         VALUES (?, ?, 'waiting', ?, ?, ?, ?, ?)`,
    );
    try {
      pairs.slice(0, MOST_PAIRS).forEach((pair, index) => {
        if ((index & 255) === 0) control.check();
        const [a, b] = [people.ids[pair.a]!, people.ids[pair.b]!];
        const { probability, weight, decision } = pair;
        const evidence = JSON.stringify(evidenceOf(pair, found));
        put.run([a, b, probability, weight, decision === "link" ? 1 : 0, evidence, at]);
      });
    } finally {
      put.free();
    }
    note({
      gate: "intake",
      action: "duplicates-sought",
      payload: { people: summary.people, likely, possible: summary.possible },
    });
    return summary;
  });
}

function evidenceOf(pair: ScoredPair, { fields }: Resolution): readonly StoredEvidence[] {
  return fields.flatMap(({ kind }, f) => {
    const field = identityFields.find((one) => one === kind);
    const level = agreements.find((one) => agreement[one] === pair.levels[f]);
    if (field === undefined || level === undefined) return [];
    return [{ field, agreement: level, weight: Math.round(pair.weights[f]! * 10) / 10 }];
  });
}

interface PairRow {
  readonly customer_id: number;
  readonly other_id: number;
  readonly state: "waiting" | "apart";
  readonly probability: number;
  readonly weight: number;
  readonly likely: number;
  readonly evidence: string;
}

/** Pairs that wait for a decision (or were decided to be two people), the likeliest first, with their reasons. */
export function listDuplicatePairs(db: Database, input: Input<"listDuplicatePairs">): DuplicatePage {
  const state = input.state ?? "waiting";
  const total = db.count("SELECT count(*) FROM duplicate_pairs WHERE state = ?", [state]);
  const rows = db.rows<PairRow>(
    `SELECT customer_id, other_id, state, probability, weight, likely, evidence FROM duplicate_pairs WHERE state = ?
       ORDER BY likely DESC, probability DESC, weight DESC, id LIMIT ? OFFSET ?`,
    [state, input.limit, input.offset],
  );
  return { total, pairs: rows.map((row) => pairOf(db, row)) };
}

function pairOf(db: Database, row: PairRow): DuplicatePair {
  const a = personOf(db, row.customer_id);
  const b = personOf(db, row.other_id);
  return {
    a: a.person,
    b: b.person,
    probability: row.probability,
    weight: row.weight,
    likely: row.likely === 1,
    state: row.state,
    evidence: (JSON.parse(row.evidence) as readonly StoredEvidence[]).map((one) => ({
      ...one,
      a: a.values[one.field],
      b: b.values[one.field],
    })),
  };
}

type PersonRow = NameColumns &
  Readonly<Record<"source" | "gender" | "street" | "city" | "prefecture" | "postal_code", string | null>>;

function personOf(
  db: Database,
  id: number,
): { readonly person: PairPerson; readonly values: Readonly<Record<IdentityField, string>> } {
  const row = db.first<PersonRow>("SELECT * FROM customers WHERE id = ?", [id]);
  const first = (kind: string) =>
    db.first<{ display: string }>(
      "SELECT display FROM identifiers WHERE customer_id = ? AND kind = ? ORDER BY id LIMIT 1",
      [id, kind],
    )?.display;
  const names = row === undefined ? { name: `#${String(id)}` } : displayName(row, first("customer_id"));
  const orders = db.count("SELECT count(*) FROM orders WHERE customer_id = ?", [id]);
  const reading = names.reading === undefined ? "" : ` (${names.reading})`;
  return {
    person: { id, name: names.name, source: row?.source ?? "", orders },
    values: {
      family: row?.family_name ?? names.name + reading,
      given: row?.given_name ?? names.name + reading,
      name: names.name + reading,
      sex: row?.gender ?? "",
      email: first("email") ?? "",
      phone: first("phone") ?? "",
      street: row?.street ?? "",
      city: row?.city ?? "",
      region: row?.prefecture ?? "",
      postal: row?.postal_code ?? "",
    },
  };
}
