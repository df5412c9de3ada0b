import { unwatched, type JobControl } from "../../../base/job.ts";
import type { Columns } from "../../../columns/columns.ts";
import { ruleFigures } from "../../../models/association/baskets.ts";
import type { EdgeRule } from "../../../terms/edge-pack.ts";
import { productGroupsOf, productsBought } from "../figures/product-groups.ts";
import { protectGroups, type ProtectedGroups } from "../figures/protect-groups.ts";
import type { History } from "../guard/told.ts";

/** Most bought products that rules speak of; every one more doubles the ways in which groups of buyers overlap, which the guard must judge. */
const usualProducts = 5;

/** Rules, what of them was left out, and what they tell. */
export interface RulesFound {
  readonly rules: readonly EdgeRule[];
  /** Products and pairs of few people. */
  readonly products: number;
  readonly pairs: number;
  readonly guarded: ProtectedGroups;
}

/**
 * Who buys one product may like another: every ordered pair of the most bought products of which each number behind it may be told
 * (buyers of the one, of the other, of both in one order), more likely together than apart (lift above 1), the strongest first. Groups
 * that would, beside everything released before, single out fewer than k people are withheld.
 */
export function edgeRules(
  columns: Columns,
  mask: Uint8Array,
  most: number | undefined,
  k: number,
  history: History,
  job: JobControl = unwatched,
): RulesFound {
  const { names, ...found } = productsBought(columns, mask, most ?? usualProducts);
  const groups = productGroupsOf(found, mask, false);
  const guarded = protectGroups(columns, groups, [], k, history, true, job);
  const size = (group: number): number => groups[group]!.people.length;
  const digits = (value: number): number => Math.round(value * 10_000) / 10_000;
  const rules: EdgeRule[] = [];
  for (let at = 1 + names.length; at < groups.length; at++) {
    const { first, second } = found.pairs[at - 1 - names.length]!;
    if (![0, 1 + first, 1 + second, at].every((group) => guarded.told[group])) continue;
    for (const [one, other] of [
      [first, second],
      [second, first],
    ] as const) {
      const { support, confidence, lift } = ruleFigures(size(0), size(1 + one), size(1 + other), size(at));
      if (lift > 1)
        rules.push({
          bought: names[one]!,
          offer: names[other]!,
          support: digits(support),
          confidence: digits(confidence),
          lift: digits(lift),
        });
    }
  }
  rules.sort((a, b) => b.lift - a.lift || (a.bought < b.bought ? -1 : 1) || (a.offer < b.offer ? -1 : 1));
  const withheld = guarded.told.map((told) => !told);
  return {
    rules,
    products: withheld.slice(1, 1 + names.length).filter(Boolean).length,
    pairs: withheld.slice(1 + names.length).filter(Boolean).length,
    guarded,
  };
}
