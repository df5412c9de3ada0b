import {
  falseMergeRates,
  type DuplicateOverview,
  type DuplicateSearch,
  type MergeEstimate,
} from "../../../terms/identity.ts";
import type { Database } from "../../../vault/database.ts";
import { putSetting, setting } from "../../../vault/settings.ts";

const KEY = "duplicate-search";

type StoredSearch = NonNullable<DuplicateOverview["search"]>;

/** Remembers what a search found: counts only. */
export function rememberSearch(
  db: Database,
  found: DuplicateSearch,
  falseMergeRate: number,
  at: string,
): void {
  putSetting(db, KEY, JSON.stringify({ ...found, falseMergeRate, at } satisfies StoredSearch));
}

/** What the last search found; undefined before the first. */
export function lastSearch(db: Database): StoredSearch | undefined {
  const stored = setting(db, KEY);
  return stored === "" ? undefined : (JSON.parse(stored) as StoredSearch);
}

/**
 * The last search, and how many of the pairs that wait each false-merge rate would join: pairs count from the likeliest on while the
 * expected share of wrong ones among them (the mean of 1 - probability) is within the rate.
 */
export function duplicateOverview(db: Database): DuplicateOverview {
  const search = lastSearch(db);
  const chances = db
    .rows<{ chance: number }>(
      "SELECT probability AS chance FROM duplicate_pairs WHERE state = 'waiting' AND probability >= 0.5 ORDER BY probability DESC",
    )
    .map(({ chance }) => chance);
  return {
    people: db.count("SELECT count(*) FROM customers"),
    ...(search === undefined ? {} : { search }),
    estimates: falseMergeRates.map((rate) => estimate(chances, rate)),
  };
}

function estimate(chances: readonly number[], falseMergeRate: number): MergeEstimate {
  let [doubt, pairs, wrong] = [0, 0, 0];
  for (const [index, chance] of chances.entries()) {
    doubt += 1 - chance;
    if (doubt > falseMergeRate * (index + 1)) continue;
    [pairs, wrong] = [index + 1, doubt];
  }
  return { falseMergeRate, pairs, threshold: chances[pairs - 1] ?? 1, wrong };
}
