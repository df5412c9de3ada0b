import { separatingCut, type Arc } from "./separating-cut.ts";

/** One entry of the table to protect: a cell, or the margin of a row or column. */
export interface Entry {
  readonly people: number;
  /** One entry a published sum (orders, revenue); none when only people are counted. */
  readonly sums: readonly Contributions[];
}

/** What people contribute to a sum, by size, without sign: a return weighs as much as a sale. */
export interface Contributions {
  readonly magnitude: number;
  /** The largest contribution of one person, and the largest of any other. */
  readonly largest: number;
  readonly second: number;
}

export type Suppression = "primary" | "complementary";

/** A table with its margins. A one-dimensional table has one row, and no column margins. */
export interface ProtectedTable {
  readonly rows: number;
  readonly columns: number;
  /** Row-major. */
  readonly cells: readonly Entry[];
  /** Totals of rows and columns that are published too; empty in a one-dimensional table. */
  readonly rowMargins: readonly Entry[];
  readonly columnMargins: readonly Entry[];
  readonly total: Entry;
}

/** What to withhold, in the order of the table's entries. */
export interface SuppressionPattern {
  readonly cells: readonly (Suppression | undefined)[];
  readonly rowMargins: readonly (Suppression | undefined)[];
  readonly columnMargins: readonly (Suppression | undefined)[];
  /** Not even the total can be told without giving somebody away. */
  readonly everything: boolean;
  /** Cells whose sums are told but whose quantiles are not. */
  readonly withoutQuantiles?: ReadonlySet<number>;
}

/** A person who makes more than this share of a sum dominates it: others who know him could read the sum as his. */
export const dominantShare = 0.8;

/**
 * The second largest could work out what the largest adds to within this share of it, where all others together add less: the p% rule
 * with p = 10 (Hundepool et al., 2012, 4.2.2; ONS and Eurostat use p of 5 to 20).
 */
export const rivalShare = 0.1;

/**
 * Chooses the entries of a table of counts and sums to withhold so that nobody can work out a group
 * smaller than k.
 *
 * Primary: an entry with 1 to k-1 people, or a sum that one person makes more than 80 % of (the
 * (n, k)-dominance rule with n = 1, k = 80; Hundepool et al., Statistical Disclosure Control, 2012,
 * 4.2.2), or of which all but the two largest add less than 10 % of the largest (the p% rule). A zero speaks of nobody and is
 * published.
 *
 * Complementary: entries are added until, for every entry withheld as primary, the published numbers
 * are consistent with it holding at least k people, even to a reader who knows that zeros are
 * published (so every withheld entry holds at least one). By the duality of linear programs and
 * the total unimodularity of a table with margins, the largest value a withheld entry can have is a
 * minimum cut in the network whose nodes are rows and columns and whose arcs are the withheld entries
 * (Gusfield, SIAM J. Comput. 17(3), 1988; Fischetti and Salazar-González, Math. Programming 84,
 * 1999); every group of withheld cells whose total can be derived is such a cut. The same bound on
 * the sums keeps a dominant person's share of what can be derived at 80 % or less, and leaves 10 % of what the largest adds to others
 * than the two largest, whoever of the withheld entries is the second. A person is in one cell only, so cells add up.
 */
export function suppress(table: ProtectedTable, k: number): SuppressionPattern {
  const network = new Network(table, k);
  if (isSensitive(table.total, k)) return network.everything();
  for (const arc of network.primary) {
    for (let cut = network.exposure(arc); cut !== undefined; cut = network.exposure(arc)) {
      if (!network.withholdAcross(cut)) return network.everything();
    }
  }
  return network.pattern();
}

/** A pattern in which nothing is told, zeros neither. */
export function withholdingAll(pattern: SuppressionPattern): SuppressionPattern {
  const all = (states: readonly (Suppression | undefined)[]) =>
    states.map((state) => state ?? ("complementary" as const));
  return {
    cells: all(pattern.cells),
    rowMargins: all(pattern.rowMargins),
    columnMargins: all(pattern.columnMargins),
    everything: true,
  };
}

/** Whether an entry would by itself tell of fewer than k people, or mostly of one. */
export function isSensitive(entry: Entry, k: number): boolean {
  return (
    (entry.people > 0 && entry.people < k) ||
    entry.sums.some(
      ({ magnitude, largest, second }) =>
        largest > dominantShare * magnitude || magnitude - largest - second < rivalShare * largest,
    )
  );
}

interface NetworkEntry extends Entry {
  readonly kind: "cell" | "row" | "column";
  readonly from: number;
  readonly to: number;
  state: Suppression | undefined;
}

/** Rows, columns and the two totals as nodes; the entries between them. */
class Network {
  private readonly entries: NetworkEntry[];
  private readonly nodes: number;
  private readonly k: number;

  constructor(table: ProtectedTable, k: number) {
    this.k = k;
    // Node numbers: rows, then the row of totals; columns, then the column of totals.
    const totalRow = table.rows;
    const firstColumn = table.rows + 1;
    const totalColumn = firstColumn + table.columns;
    this.nodes = totalColumn + 1;
    const flat = table.columnMargins.length === 0;
    const state = (entry: Entry): Suppression | undefined => (isSensitive(entry, k) ? "primary" : undefined);
    this.entries = [
      // Without column totals the columns carry no equation: all of them are one node, the ground.
      ...table.cells.map((entry, index) => ({
        ...entry,
        kind: "cell" as const,
        from: Math.floor(index / table.columns),
        to: flat ? totalColumn : firstColumn + (index % table.columns),
        state: state(entry),
      })),
      // A margin enters its row's equation with the opposite sign, so its arc runs the other way.
      ...table.rowMargins.map((entry, row) => ({
        ...entry,
        kind: "row" as const,
        from: totalColumn,
        to: row,
        state: state(entry),
      })),
      ...table.columnMargins.map((entry, column) => ({
        ...entry,
        kind: "column" as const,
        from: firstColumn + column,
        to: totalRow,
        state: state(entry),
      })),
    ];
  }

  get primary(): readonly NetworkEntry[] {
    return this.entries.filter((entry) => entry.state === "primary");
  }

  /** The cut that shows how an entry can be bounded too tightly, as a mark per node; undefined when it cannot. */
  exposure(entry: NetworkEntry): Uint8Array | undefined {
    const { from, to } = entry;
    const counts = this.withheld((other) => other.people - 1);
    const cut = separatingCut(this.nodes, counts, from, to, this.k - 1);
    if (cut !== undefined) return cut;
    for (const [index, sum] of entry.sums.entries()) {
      const magnitudes = this.withheld((other) => other.sums[index]!.magnitude);
      const second = Math.max(sum.second, this.rival(entry, index));
      const required = Math.max(sum.largest / dominantShare, (1 + rivalShare) * sum.largest + second);
      const dominated = separatingCut(this.nodes, magnitudes, from, to, required);
      if (dominated !== undefined) return dominated;
    }
    return undefined;
  }

  /** The most that somebody in another withheld entry can add as the second largest beside the largest of this one. */
  private rival(entry: NetworkEntry, sum: number): number {
    const { largest } = entry.sums[sum]!;
    let most = 0;
    for (const other of this.entries)
      if (other !== entry && other.state !== undefined)
        most = Math.max(most, Math.min(largest, other.sums[sum]!.largest));
    return most;
  }

  /** Withholds one more entry across a cut: the one that costs the fewest people's worth of numbers. */
  withholdAcross(cut: Uint8Array): boolean {
    let best: NetworkEntry | undefined;
    for (const entry of this.entries) {
      if (entry.state !== undefined || entry.people === 0 || cut[entry.from] === cut[entry.to]) continue;
      if (best === undefined || cost(entry) < cost(best)) best = entry;
    }
    if (best === undefined) return false;
    best.state = "complementary";
    return true;
  }

  pattern(): SuppressionPattern {
    const states = (kind: NetworkEntry["kind"]) =>
      this.entries.filter((entry) => entry.kind === kind).map((entry) => entry.state);
    return {
      cells: states("cell"),
      rowMargins: states("row"),
      columnMargins: states("column"),
      everything: false,
    };
  }

  everything(): SuppressionPattern {
    for (const entry of this.entries) entry.state ??= "complementary";
    return { ...this.pattern(), everything: true };
  }

  private withheld(capacity: (entry: NetworkEntry) => number): readonly Arc[] {
    return this.entries
      .filter((entry) => entry.state !== undefined)
      .map((entry) => ({ from: entry.from, to: entry.to, capacity: capacity(entry) }));
  }
}

/** Cells before margins: a margin tells a reader more than a cell does. */
function cost(entry: NetworkEntry): number {
  return entry.kind === "cell" ? entry.people : entry.people * 1_000_000;
}
