import type { EpochDay } from "../../base/calendar.ts";
import type { JobControl } from "../../base/job.ts";
import {
  groupFields,
  type CustomerGroup,
  type GroupField,
  type GroupReport,
  type GroupTrait,
} from "../../terms/groups.ts";
import type { Review, ReviewCheck } from "../../terms/insight.ts";
import { orderOfEntries } from "../design/order.ts";
import type { DataColumn } from "../design/table.ts";
import type { PersonHistory } from "../propensity/person-history.ts";
import { activeSnapshot, type ActiveSnapshot } from "../propensity/snapshot.ts";
import { atLeast, review } from "../review.ts";
import { clusterChecks } from "./checks.ts";
import { kMeans } from "./k-means.ts";
import { pointsOf, type Points } from "./points.ts";
import { silhouette } from "./quality.ts";
import { groupCounts, stableFrom } from "./stability.ts";

/** Below a hundred people kinds are chance. */
const people = { least: 100, good: 300 } as const;
const MOST_GROUPS = 8;
/** Pairs of draws by which stability is judged, a number of groups. */
const PAIRS = 6;
const SEED = 1;
/** Share of the people who must have an entry for a field to be used. */
const KNOWN = 0.5;
/** Spreads from the mean of everybody from which a group stands out, and traits told of it. */
const STANDS_OUT = 0.4;
const TRAITS = 3;
/** Share of the best silhouette of stable groups that a finer grouping must reach. */
const NEARLY = 0.95;

export interface KindsInput {
  readonly history: PersonHistory;
  readonly end: EpochDay;
  /** Left out: chosen by stability. */
  readonly k?: number;
}

export interface KindsOutput extends Pick<
  GroupReport,
  "people" | "k" | "chosenBy" | "counts" | "silhouette" | "inertia" | "fields" | "groups"
> {
  readonly review: Review;
  /** Row of the history of each entry, and its group; empty when the review says do-not-use. */
  readonly person: Int32Array<SharedArrayBuffer>;
  readonly group: Int32Array<SharedArrayBuffer>;
}

interface Used {
  readonly field: GroupField;
  /** As people say it; blanks filled with the mean. */
  readonly values: Float64Array;
  /** As it is compared: logarithms of what is skewed. */
  readonly compared: Float64Array;
}

/**
 * Kinds of customers by what they do: k-means on standardised behaviour, with the number of groups that comes out the same from
 * draw to draw (`groupCounts`), and what each group has more or less of. Deterministic, whatever the order of the people.
 * @throws Cancelled
 */
export function kinds({ history, end, k: asked }: KindsInput, job: JobControl): KindsOutput {
  job.progress({ phase: "histories", done: 0, total: MOST_GROUPS });
  const snapshot = inOrder(activeSnapshot(history, { cut: end, activeDays: Infinity }, job));
  job.check();
  const used = usedFields(snapshot);
  const count = snapshot.person.length;
  const checks: ReviewCheck[] = [
    atLeast(count, people, { bad: "groups-too-few-customers", fine: "groups-customers" }),
    ...(used.length < 2
      ? [{ code: "groups-nothing-differs", verdict: "do-not-use" as const, details: {} }]
      : []),
  ];
  const fields = used.map(({ field }) => field);
  const none = { k: asked ?? 0, chosenBy: "asked", counts: [], silhouette: null, inertia: null } as const;
  const refused = (known: Partial<KindsOutput> = {}): KindsOutput => ({
    people: count,
    ...none,
    fields,
    groups: [],
    ...known,
    review: review(checks),
    person: new Int32Array(new SharedArrayBuffer(0)),
    group: new Int32Array(new SharedArrayBuffer(0)),
  });
  if (review(checks).verdict === "do-not-use") return refused();
  job.check();
  const points = pointsOf(
    used.map(({ compared }) => compared),
    "standard",
  );
  const counts = groupCounts(
    points,
    { most: Math.max(asked ?? 0, MOST_GROUPS), pairs: PAIRS, seed: SEED },
    job,
  );
  const { k, chosenBy } = numberOf(counts, asked);
  const { assignments, inertia } = kMeans(points, { k, seed: SEED }, job);
  const known = silhouette(points, assignments, k, SEED, job);
  checks.push(
    stabilityCheck(counts.find((one) => one.k === k)?.stability ?? 0),
    ...clusterChecks({ count, k, silhouette: known, spreadRatio: 1 }),
  );
  const figures = { k, chosenBy, counts, silhouette: Number.isNaN(known) ? null : known, inertia };
  if (review(checks).verdict === "do-not-use") return refused(figures);
  const { person, group } = shared(snapshot.person, assignments);
  return {
    people: count,
    ...figures,
    fields,
    groups: Array.from({ length: k }, (_, g) => describe(snapshot, used, points, assignments, g)),
    review: review(checks),
    person,
    group,
  };
}

/** The people in the order of what is known of them, so that who is which row makes no difference. */
function inOrder(snapshot: ActiveSnapshot): ActiveSnapshot {
  const { columns, rows } = snapshot.table;
  const order = orderOfEntries(snapshot.table);
  const sorted = columns.map((column): DataColumn =>
    column.kind === "number"
      ? { ...column, values: Float64Array.from(order, (row) => column.values[row]!) }
      : { ...column, codes: Int32Array.from(order, (row) => column.codes[row]!) },
  );
  return {
    ...snapshot,
    person: order.map((row) => snapshot.person[row]!),
    table: { rows, columns: sorted },
  };
}

const skewed: ReadonlySet<GroupField> = new Set([
  "orders",
  "meanAmount",
  "returns",
  "breadth",
  "recentVisits",
]);

function usedFields({ table }: ActiveSnapshot): Used[] {
  return groupFields.flatMap((field): Used[] => {
    const column = table.columns.find(({ name }) => name === field);
    if (column?.kind !== "number") return [];
    const known = column.values.filter((value) => !Number.isNaN(value));
    if (known.length < KNOWN * table.rows || known.every((value) => value === known[0])) return [];
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    const values = column.values.map((value) => (Number.isNaN(value) ? mean : value));
    const compared = skewed.has(field) ? values.map((value) => Math.log1p(Math.max(0, value))) : values;
    return [{ field, values, compared }];
  });
}

function numberOf(
  counts: KindsOutput["counts"],
  asked: number | undefined,
): Pick<KindsOutput, "k" | "chosenBy"> {
  if (asked !== undefined) return { k: asked, chosenBy: "asked" };
  const apart = (list: KindsOutput["counts"]) => Math.max(...list.map((own) => own.silhouette));
  const stable = counts.filter(({ stability }) => stability >= stableFrom);
  const finest = stable.findLast((own) => own.silhouette >= NEARLY * apart(stable));
  if (finest !== undefined) return { k: finest.k, chosenBy: "stability" };
  const best = counts.find((own) => own.silhouette === apart(counts));
  return { k: best?.k ?? 2, chosenBy: "silhouette" };
}

function stabilityCheck(stability: number): ReviewCheck {
  return atLeast(
    Math.round(100 * stability) / 100,
    { least: 0.4, good: stableFrom },
    { bad: "groups-unstable", fine: "groups-stable" },
  );
}

function describe(
  { table }: ActiveSnapshot,
  used: readonly Used[],
  { values, width }: Points,
  assignments: Int32Array,
  own: number,
): CustomerGroup {
  const rows = Int32Array.from(assignments.keys()).filter((row) => assignments[row] === own);
  const meanOf = (list: Float64Array, over: Int32Array) =>
    over.reduce((sum, row) => sum + list[row]!, 0) / over.length;
  const everybody = Int32Array.from(assignments.keys());
  const traits = used
    .map(({ field, values: raw }, j): GroupTrait => {
      const apart = rows.reduce((sum, row) => sum + values[row * width + j]!, 0) / rows.length;
      const direction = apart > 0 ? "high" : "low";
      return { field, direction, apart, mean: meanOf(raw, rows), overall: meanOf(raw, everybody) };
    })
    .filter(({ apart }) => Math.abs(apart) >= STANDS_OUT)
    .sort((a, b) => Math.abs(b.apart) - Math.abs(a.apart))
    .slice(0, TRAITS);
  const number = (name: string) => {
    const column = table.columns.find((one) => one.name === name);
    return column?.kind === "number" ? column.values : new Float64Array(table.rows);
  };
  const [orders, amounts] = [number("orders"), number("meanAmount")];
  const channel = standingOut(
    table.columns.find(({ name }) => name === "lastChannel"),
    rows,
    table.rows,
  );
  return {
    people: rows.length,
    revenue: Math.round(rows.reduce((sum, row) => sum + orders[row]! * amounts[row]!, 0)),
    traits,
    ...(channel && { channel }),
    meanOrders: meanOf(orders, rows),
    meanSinceLast: meanOf(number("sinceLast"), rows),
    meanAmount: meanOf(amounts, rows),
  };
}

/** The level that half of a group and a third more than of everybody have. */
function standingOut(
  column: DataColumn | undefined,
  rows: Int32Array,
  all: number,
): CustomerGroup["channel"] {
  if (column?.kind !== "category") return undefined;
  const share = (own: Int32Array, code: number, of: number) =>
    own.reduce((sum, one) => sum + (one === code ? 1 : 0), 0) / of;
  const inside = rows.map((row) => column.codes[row]!);
  return column.levels
    .map((name, code) => ({
      name,
      share: share(inside, code, rows.length),
      overall: share(column.codes, code, all),
    }))
    .find((level) => level.share >= 0.5 && level.share >= level.overall * (4 / 3));
}

function shared(person: Int32Array, assignments: Int32Array) {
  const copy = (list: Int32Array) => {
    const made = new Int32Array(new SharedArrayBuffer(4 * list.length));
    made.set(list);
    return made;
  };
  return { person: copy(person), group: copy(assignments) };
}
