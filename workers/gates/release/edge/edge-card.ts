import type { KeptModel } from "../../../models/propensity/kept-model.ts";
import type { EdgeBin, EdgeCard, EdgePair, EdgeTerm } from "../../../terms/edge-pack.ts";

/** A card, and what of the model was left out of it. */
export interface CardFound {
  readonly card: Pick<EdgeCard, "base" | "terms" | "pairs">;
  readonly bins: number;
  readonly pairCells: number;
}

/** Digits of what a bin adds: a chance is off by less than a hundredth of a per cent a term. */
const unit = 10_000;

/**
 * A kept model as a card a site can read. A bin learnt from fewer than k people is joined with its neighbour (numbers), or left out
 * (categories, blanks, cells of pairs): what it adds would be what a few people did. Bounds keep three digits, downwards, so that
 * they are nobody's own amount. Undefined for a model of an older run, which did not keep how many people it learnt from.
 */
export function edgeCard({ columns, pairs, intercept }: KeptModel, k: number): CardFound | undefined {
  let bins = 0;
  let pairCells = 0;
  const terms: EdgeTerm[] = [];
  for (const column of columns) {
    if (column.people === undefined) return undefined;
    const made = column.ordered ? orderedTerm(column, column.people, k) : levelTerm(column, column.people, k);
    bins += made.left;
    terms.push(made.term);
  }
  const told: EdgePair[] = [];
  for (const pair of pairs) {
    const { people } = pair;
    if (people === undefined) return undefined;
    const [first, second] = [columns[pair.first]!, columns[pair.second]!];
    const cells: EdgePair["cells"][number][] = [];
    const [down, across] = [coarseBins(first, pair.rowOf), coarseBins(second, pair.columnOf)];
    for (const [row, rowBins] of down)
      for (const [at, columnBins] of across) {
        const cell = row * pair.width + at;
        const adds = rounded(pair.values[cell]!);
        if (people[cell]! === 0 || adds === 0) continue;
        if (people[cell]! < k) {
          pairCells++;
          continue;
        }
        for (const one of rowBins) for (const other of columnBins) cells.push({ bins: [one, other], adds });
      }
    if (cells.length > 0) told.push({ fields: [first.name, second.name], cells });
  }
  return { card: { base: rounded(intercept), terms, pairs: told }, bins, pairCells };
}

type Column = KeptModel["columns"][number];

function orderedTerm({ name, cuts, values }: Column, people: readonly number[], k: number) {
  // Runs of bins 1 to n of k people or more; a short last one goes with the run before it.
  const runs: { to: number; people: number; sum: number; bins: number }[] = [];
  let open = { people: 0, sum: 0, bins: 0 };
  for (let bin = 1; bin < values.length; bin++) {
    open = {
      people: open.people + people[bin]!,
      sum: open.sum + people[bin]! * values[bin]!,
      bins: open.bins + (people[bin]! > 0 ? 1 : 0),
    };
    if (open.people >= k) {
      runs.push({ to: bin, ...open });
      open = { people: 0, sum: 0, bins: 0 };
    }
  }
  const last = runs.pop();
  if (last !== undefined)
    runs.push({
      to: values.length - 1,
      people: last.people + open.people,
      sum: last.sum + open.sum,
      bins: last.bins + open.bins,
    });
  const known = values.slice(1).filter((_, at) => people[at + 1]! > 0).length;
  const blank = people[0]! >= k ? rounded(values[0]!) : 0;
  const bins = runs.map((run, at): EdgeBin => ({
    ...(at > 0 && { from: bound(cuts[runs[at - 1]!.to - 1]!) }),
    ...(at < runs.length - 1 && { to: bound(cuts[run.to - 1]!) }),
    adds: rounded(run.sum / run.people),
  }));
  const left = known - runs.length + (people[0]! > 0 && people[0]! < k ? 1 : 0);
  return { term: { field: name, bins, otherwise: blank }, left };
}

function levelTerm({ name, labels, values }: Column, people: readonly number[], k: number) {
  const bins: EdgeBin[] = [];
  let left = 0;
  for (let bin = 1; bin < values.length; bin++) {
    if (people[bin]! >= k) bins.push({ level: labels[bin]!, adds: rounded(values[bin]!) });
    else if (people[bin]! > 0) left++;
  }
  const blank = people[0]! >= k ? rounded(values[0]!) : 0;
  if (people[0]! > 0 && people[0]! < k) left++;
  return { term: { field: name, bins, otherwise: blank }, left };
}

/** The bins of a column that each coarse bin of a pair holds, as ranges, levels or the blank. */
function coarseBins(
  { ordered, cuts, labels }: Column,
  coarse: readonly number[],
): ReadonlyMap<number, EdgeBin[]> {
  const found = new Map<number, EdgeBin[]>();
  for (let bin = 0; bin < coarse.length; bin++) {
    const list = found.get(coarse[bin]!) ?? [];
    found.set(coarse[bin]!, list);
    if (bin === 0) list.push({ blank: true, adds: 0 });
    else if (!ordered) list.push({ level: labels[bin]!, adds: 0 });
    if (bin === 0 || !ordered) continue;
    const range: EdgeBin = {
      ...(bin > 1 && { from: bound(cuts[bin - 2]!) }),
      ...(bin - 1 < cuts.length && { to: bound(cuts[bin - 1]!) }),
      adds: 0,
    };
    const before = list.at(-1);
    // Neighbours of one coarse bin are one range.
    if (before?.to !== undefined && before.to === range.from) {
      const { from } = before;
      list[list.length - 1] = {
        ...(from !== undefined && { from }),
        ...(range.to !== undefined && { to: range.to }),
        adds: 0,
      };
    } else list.push(range);
  }
  return found;
}

function rounded(value: number): number {
  return Math.round(value * unit) / unit + 0;
}

/** Three digits, downwards: days and counts keep the bin they are in. */
function bound(cut: number): number {
  if (cut === 0) return 0;
  const step = 10 ** (Math.floor(Math.log10(Math.abs(cut))) - 2);
  return Number((Math.floor(cut / step + 1e-9) * step).toPrecision(3));
}
