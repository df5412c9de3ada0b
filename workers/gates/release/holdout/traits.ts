import type { EpochDay } from "../../../base/calendar.ts";
import type { Columns } from "../../../columns/columns.ts";
import type { BuyersTrait } from "../../../terms/buyers-profile.ts";
import type { HoldoutEntry } from "../../../terms/holdout.ts";
import type { Database } from "../../../vault/database.ts";
import type { Workspace } from "../../../workspace.ts";
import { visibleFields } from "../../use/visible-fields.ts";
import { topicsOfName } from "../segments/name-topics.ts";

/** One word for each of some people, by their place; code -1 where it is not known. */
interface TraitColumn {
  readonly trait: BuyersTrait;
  readonly segment?: string;
  readonly codes: Int32Array;
  readonly words: readonly string[];
}

/** The field a trait comes from; a trait whose field was not collected for analysis is not looked at. */
const fieldOfTrait = {
  ageBand: "birth_date",
  gender: "gender",
  prefecture: "prefecture",
  country: "country",
} as const;

/**
 * What is known of some people as it was on the day of a release: what they are, their orders before, and the segments kept as snapshots
 * by then. No order since, no score or segment of today: those hold what they did afterwards. Special-category columns are not read.
 *
 * @param persons person indices
 * @param from the first day that counts as after the release
 */
export function traitsBefore(
  workspace: Workspace,
  persons: Int32Array,
  entry: HoldoutEntry,
  from: EpochDay,
): readonly TraitColumn[] {
  const columns = workspace.columns();
  const { people } = columns;
  const visible = new Set<string>(visibleFields("analytics", Object.values(fieldOfTrait)));
  const told = (["ageBand", "gender", "prefecture", "country"] as const).filter((trait) =>
    visible.has(fieldOfTrait[trait]),
  );
  return [
    ...[...told, "source" as const].map((trait) => ({
      trait,
      codes: persons.map((person) => people[trait].codes[person]!),
      words: people[trait].words,
    })),
    ...orderTraits(columns, persons, from),
    ...segmentTraits(workspace.vault.db, columns, persons, entry),
  ];
}

const orderBands = ["none", "one", "twoOrThree", "fourOrMore"];
const dayBands = ["within30", "within90", "within180", "longer"];
const yearBands = ["within90", "within365", "longer"];
const thirds = ["lowThird", "middleThird", "highThird"];

function orderTraits({ orders }: Columns, persons: Int32Array, from: EpochDay): readonly TraitColumn[] {
  const before = Array.from(persons, (person) => {
    let [count, spend, last] = [0, 0, -1];
    for (let o = orders.start[person]!; o < orders.start[person + 1]! && orders.day[o]! < from; o++) {
      count++;
      spend += orders.amount[o]!;
      last = o;
    }
    return { count, spend, first: orders.start[person]!, last };
  });
  const known = before.filter(({ count }) => count > 0);
  const spends = Float64Array.from(known, ({ spend }) => spend).sort();
  const limits = [1, 2].map((third) => spends[Math.ceil((third * spends.length) / 3) - 1] ?? Infinity);
  const ago = (order: number): number => from - orders.day[order]!;
  const column = (
    trait: BuyersTrait,
    words: readonly string[],
    codeOf: (one: (typeof before)[number]) => number,
  ): TraitColumn => ({
    trait,
    words,
    codes: Int32Array.from(before, (one) => (one.count === 0 && trait !== "ordersBefore" ? -1 : codeOf(one))),
  });
  return [
    column("ordersBefore", orderBands, ({ count }) => bandOf(count, [0, 1, 3])),
    column("lastOrderBefore", dayBands, ({ last }) => bandOf(ago(last), [30, 90, 180])),
    column("customerFor", yearBands, ({ first }) => bandOf(ago(first), [90, 365])),
    column("spendBefore", thirds, ({ spend }) => bandOf(spend, limits)),
    column("channelBefore", orders.channel.words, ({ last }) => orders.channel.codes[last]!),
  ];
}

/** The place of the first limit that is not below a number. */
function bandOf(value: number, limits: readonly number[]): number {
  const band = limits.findIndex((limit) => value <= limit);
  return band < 0 ? limits.length : band;
}

/** Of each segment its last snapshot before the release; segments whose names tell something sensitive are left out. */
function segmentTraits(
  db: Database,
  columns: Columns,
  persons: Int32Array,
  { at }: HoldoutEntry,
): readonly TraitColumn[] {
  const kept = db.rows<{ snapshot: number; name: string }>(
    `SELECT max(segment_snapshots.id) AS snapshot, name FROM segment_snapshots JOIN segments ON segments.id = segment_id
       WHERE at <= ? GROUP BY segment_id ORDER BY segment_id`,
    [at],
  );
  return kept
    .filter(({ name }) => topicsOfName(name).length === 0)
    .map(({ snapshot, name }): TraitColumn => {
      const [customers] = db.readColumns(
        `SELECT customer_id FROM segment_snapshot_people WHERE snapshot_id = ${String(snapshot)}`,
        ["int32"],
      );
      const inside = new Uint8Array(columns.people.count);
      for (const customer of customers) {
        const person = columns.indexOf(customer);
        if (person >= 0) inside[person] = 1;
      }
      return {
        trait: "segment",
        segment: name,
        codes: persons.map((person) => 1 - inside[person]!),
        words: ["in", "out"],
      };
    });
}
