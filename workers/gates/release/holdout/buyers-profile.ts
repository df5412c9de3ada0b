import type { EpochDay } from "../../../base/calendar.ts";
import type { Columns } from "../../../columns/columns.ts";
import {
  compareBuyers,
  countValues,
  foldSmall,
  type ProfileLine,
  type ValueCount,
} from "../../../models/lift/buyers-profile.ts";
import { wilson, type Share } from "../../../stats/wilson.ts";
import type { BuyersLine, BuyersProfile } from "../../../terms/buyers-profile.ts";
import type { LikelyRange } from "../../../terms/decision.ts";
import type { HoldoutResult } from "../../../terms/holdout.ts";
import { defaultK } from "../../../terms/release.ts";
import type { Workspace } from "../../../workspace.ts";
import { customersOf, watchedDays, type WatchedDays } from "./arms.ts";
import { traitsBefore } from "./traits.ts";

const CONFIDENCE = 0.95;

/**
 * Who bought in the arm that did better, against who of the same arm did not: by what was known on the day of the release, at least k
 * people in each cell, all intervals right together. Only people whom both analysis and profiling may consider.
 */
export function buyersProfile(
  workspace: Workspace,
  { entry, from, to, verdict }: HoldoutResult,
  k = defaultK,
): BuyersProfile {
  const columns = workspace.columns();
  const analytics = workspace.permitted("analytics").mask;
  const mask = workspace.permitted("profiling").mask.map((bit, person) => bit & analytics[person]!);
  const arm = verdict === "fewer" ? "control" : "treated";
  const days = watchedDays(columns, mask, entry);
  const of = (which: "treated" | "control") => {
    const persons = personsOf(columns, mask, customersOf(workspace, which, entry.releaseId));
    return { persons, bought: boughtIn(columns, persons, days) };
  };
  const own = of(arm);
  const other = of(arm === "treated" ? "control" : "treated");
  const traits = traitsBefore(workspace, own.persons, entry, days.from);
  const otherTraits = traitsBefore(workspace, other.persons, entry, days.from);
  const counted = traits.map((trait) => foldSmall(countValues(trait.codes, own.bought), k));
  const lines = compareBuyers(
    counted.map((one) => one ?? []),
    CONFIDENCE,
  );
  const buyers = own.bought.reduce((sum, bit) => sum + bit, 0);
  const named = traits.map(({ trait, segment }) => ({ trait, ...(segment !== undefined && { segment }) }));
  return {
    entry,
    from,
    ...(to !== undefined && { to }),
    arm,
    verdict,
    k,
    buyers,
    others: own.persons.length - buyers,
    confidence: CONFIDENCE,
    comparisons: lines.reduce((sum, of) => sum + of.length, 0),
    traits: named.flatMap((name, place) => {
      const told = lines[place] ?? [];
      if (told.length === 0) return [];
      const elsewhere = otherShares(countValues(otherTraits[place]!.codes, other.bought), told, k);
      return [
        { ...name, lines: told.map((line, at) => lineOf(line, traits[place]!.words, elsewhere?.[at])) },
      ];
    }),
    // A trait that everybody shares tells nothing, whether they are few or many.
    tooFew: named.filter(
      (_, place) => counted[place] === undefined && new Set(traits[place]!.codes).size > 1,
    ),
  };
}

function personsOf(columns: Columns, mask: Uint8Array, customers: Int32Array): Int32Array {
  return customers
    .map((customer) => columns.indexOf(customer))
    .filter((person) => person >= 0 && mask[person] === 1);
}

/** 1 for each person with an order in the days looked at. */
function boughtIn({ orders }: Columns, persons: Int32Array, { from, to }: WatchedDays): Uint8Array {
  const within = (day: EpochDay): boolean => day >= from && day <= to;
  return Uint8Array.from(persons, (person) => {
    for (let o = orders.start[person]!; o < orders.start[person + 1]!; o++)
      if (within(orders.day[o]!)) return 1;
    return 0;
  });
}

/** The same values among those who bought in the other arm, where each line has enough of them there, too. */
function otherShares(
  counts: readonly ValueCount[],
  lines: readonly ProfileLine[],
  k: number,
): readonly Share[] | undefined {
  const buyersOf = (codes: readonly number[]): number =>
    counts.reduce((sum, { codes: [code = -1], buyers }) => (codes.includes(code) ? sum + buyers : sum), 0);
  const all = counts.reduce((sum, { buyers }) => sum + buyers, 0);
  const found = lines.map(({ codes }) => buyersOf(codes));
  // Whose values no line of the winning arm has would be told by subtraction.
  const shown = found.reduce((sum, buyers) => sum + buyers, 0);
  if (found.some((buyers) => buyers < k) || (shown !== all && all - shown < k)) return undefined;
  return found.map((buyers) => wilson(buyers, all));
}

function lineOf(line: ProfileLine, words: readonly string[], elsewhere: Share | undefined): BuyersLine {
  const { difference } = line;
  return {
    values: line.codes.map((code) => words[code] ?? ""),
    buyers: line.buyers,
    others: line.others,
    ofBuyers: ofHundred(line.ofBuyers),
    ofOthers: ofHundred(line.ofOthers),
    difference: ofHundred(difference),
    verdict: difference.low > 0 ? "more" : difference.high < 0 ? "fewer" : "open",
    bought: ofHundred(line.bought),
    ...(elsewhere && { ofOtherArm: ofHundred(elsewhere) }),
  };
}

function ofHundred({ value, low, high }: Share): LikelyRange {
  return { value: 100 * value, low: 100 * low, high: 100 * high };
}
