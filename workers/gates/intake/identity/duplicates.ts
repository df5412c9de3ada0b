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
import { rememberSearch } from "./overview.ts";
import { vaultPeople } from "./people-table.ts";

/** Pairs kept for review; the strongest first. */
const MOST_PAIRS = 50_000;

/** Pairs shown before many are joined at once. */
const SAMPLE = 20;

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
    const at = workspace.now().toISOString();
    const later = putOff(db);
    db.run("DELETE FROM duplicate_pairs WHERE state = 'waiting' AND found = 'search'");
    const put = db.prepare(PUT_PAIR);
    try {
      pairs.slice(0, MOST_PAIRS).forEach((pair, index) => {
        if ((index & 255) === 0) control.check();
        const [a, b] = [people.ids[pair.a]!, people.ids[pair.b]!];
        const { probability, weight, decision } = pair;
        const evidence = JSON.stringify(evidenceOf(pair, found));
        const likelyHere = decision === "link" ? 1 : 0;
        put.run([a, b, probability, weight, likelyHere, evidence, at, later.get(`${a} ${b}`) ?? null]);
      });
    } finally {
      put.free();
    }
    rememberSearch(db, summary, options.falseMergeRate, at);
    note({
      gate: "intake",
      action: "duplicates-sought",
      payload: { people: summary.people, likely, possible: summary.possible },
    });
    return summary;
  });
}

/** A pair that an import kept apart is never likely: its given names are plainly different, whatever else agrees. */
const PUT_PAIR = `INSERT INTO duplicate_pairs (customer_id, other_id, state, probability, weight, likely, evidence, at, later_at)
    VALUES (?, ?, 'waiting', ?, ?, ?, ?, ?, ?)
  ON CONFLICT (customer_id, other_id) DO UPDATE SET probability = excluded.probability, weight = excluded.weight,
    evidence = excluded.evidence, at = excluded.at WHERE state = 'waiting'`;

/** Which pairs were put off, and when: a new search leaves them so. */
function putOff(db: Database): ReadonlyMap<string, string> {
  const rows = db.rows<{ pair: string; at: string }>(
    "SELECT customer_id || ' ' || other_id AS pair, later_at AS at FROM duplicate_pairs WHERE later_at IS NOT NULL",
  );
  return new Map(rows.map(({ pair, at }) => [pair, at]));
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
    evidence: withValues(row.evidence, a.values, b.values),
  };
}

/** The reasons of a pair, with what the vault holds of both. */
export function pairEvidence(db: Database, a: number, b: number, evidence: string): readonly PairEvidence[] {
  return withValues(evidence, personOf(db, a).values, personOf(db, b).values);
}

function withValues(evidence: string, a: FieldValues, b: FieldValues): readonly PairEvidence[] {
  return (JSON.parse(evidence) as readonly StoredEvidence[]).map((one) => ({
    ...one,
    a: a[one.field],
    b: b[one.field],
  }));
}

/** Likely pairs at or above a chance, spread evenly from the surest to the least sure: what joining them all would join. */
export function sampleDuplicates(db: Database, atLeast: number): readonly DuplicatePair[] {
  const chosen = "state = 'waiting' AND likely = 1 AND probability >= ?";
  const total = db.count(`SELECT count(*) FROM duplicate_pairs WHERE ${chosen}`, [atLeast]);
  const wanted = Math.min(SAMPLE, total);
  const places = Array.from({ length: wanted }, (_, at) =>
    Math.round((at * (total - 1)) / Math.max(1, wanted - 1)),
  );
  return places.flatMap((place) =>
    db
      .rows<PairRow>(
        `SELECT customer_id, other_id, state, probability, weight, likely, evidence FROM duplicate_pairs WHERE ${chosen}
           ORDER BY probability DESC, weight DESC, id LIMIT 1 OFFSET ?`,
        [atLeast, place],
      )
      .map((row) => pairOf(db, row)),
  );
}

type FieldValues = Readonly<Record<IdentityField, string>>;

type PersonRow = NameColumns &
  Readonly<Record<"source" | "gender" | "street" | "city" | "prefecture" | "postal_code", string | null>>;

function personOf(db: Database, id: number): { readonly person: PairPerson; readonly values: FieldValues } {
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
