import type { JobControl } from "../../base/job.ts";
import { DiversityJudge, fulfils } from "./diversity.ts";
import type { HierarchyLevel } from "./hierarchy.ts";
import type { Requirement } from "./judge-node.ts";
import type { Microdata, QuasiColumn } from "./microdata.ts";

/** Classes whose labels are of different levels from class to class. */
export interface LocalRecoding {
  readonly classOf: Int32Array;
  readonly classes: number;
  /** Level and label of each class, a pair of arrays a quasi-identifier. */
  readonly labels: readonly { readonly level: Uint8Array; readonly label: Int32Array }[];
}

interface Part {
  readonly rows: Int32Array;
  readonly level: Uint8Array;
  readonly label: Int32Array;
}

/**
 * Mondrian over hierarchies: starting from the coarsest labels, a class is parted by the children of its widest label as long as
 * every part holds k rows and fulfils l and t (LeFevre, DeWitt & Ramakrishnan, ICDE 2006, with hierarchies in place of
 * ranges). Loses less than one level a column, but one value then appears under labels of several levels. Undefined where the
 * whole table does not fulfil the requirement. Width: values under the label, of all values.
 */
export function mondrian(
  data: Microdata,
  requirement: Requirement,
  job: JobControl,
): LocalRecoding | undefined {
  const { quasi, rows } = data;
  const roots = quasi.map(({ hierarchy }) => hierarchy.levels.length - 1);
  const judges = data.sensitive.map((column) => new DiversityJudge(column));
  const enough = (part: Int32Array): boolean =>
    part.length >= requirement.k &&
    judges.every((judge) => fulfils(judge.judge(part, 0, part.length, requirement), requirement));
  const whole = Int32Array.from({ length: rows }, (_, row) => row);
  if (!enough(whole) || quasi.some((column, at) => !hasOneRoot(column, roots[at]!))) return undefined;
  const waiting: Part[] = [
    { rows: whole, level: Uint8Array.from(roots), label: new Int32Array(quasi.length) },
  ];
  const done: Part[] = [];
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    job.check();
    const parts = parted(part, quasi, enough);
    if (parts === undefined) done.push(part);
    else waiting.push(...parts.toReversed());
  }
  const classOf = new Int32Array(rows);
  for (const [one, part] of done.entries()) for (const row of part.rows) classOf[row] = one;
  return {
    classOf,
    classes: done.length,
    labels: quasi.map((_, at) => ({
      level: Uint8Array.from(done, ({ level }) => level[at]!),
      label: Int32Array.from(done, ({ label }) => label[at]!),
    })),
  };
}

function hasOneRoot({ hierarchy }: QuasiColumn, root: number): boolean {
  return hierarchy.levels[root]!.labels.length === 1;
}

/** The parts by the widest label that can be parted, or undefined when none can. */
function parted(
  part: Part,
  quasi: readonly QuasiColumn[],
  enough: (rows: Int32Array) => boolean,
): readonly Part[] | undefined {
  const widths = quasi.map(({ hierarchy }, at) => {
    const level = part.level[at]!;
    if (level === 0) return 0;
    return hierarchy.levels[level]!.leaves[part.label[at]!]! / hierarchy.levels[0]!.of.length;
  });
  const order = quasi.map((_, at) => at).filter((at) => part.level[at]! > 0);
  order.sort((a, b) => widths[b]! - widths[a]! || a - b);
  for (const at of order) {
    const { codes, hierarchy } = quasi[at]!;
    const level = part.level[at]! - 1;
    const children = split(part.rows, codes, hierarchy.levels[level]!);
    if (!children.every(({ rows }) => enough(rows))) continue;
    return children.map(({ rows, label }) => ({
      rows,
      level: part.level.with(at, level),
      label: part.label.with(at, label),
    }));
  }
  return undefined;
}

function split(rows: Int32Array, codes: Int32Array, { of }: HierarchyLevel) {
  const sizes = new Map<number, number>();
  for (const row of rows) {
    const label = of[codes[row]!]!;
    sizes.set(label, (sizes.get(label) ?? 0) + 1);
  }
  const children = new Map(
    [...sizes].map(([label, size]) => [label, { rows: new Int32Array(size), label, next: 0 }]),
  );
  for (const row of rows) {
    const child = children.get(of[codes[row]!]!)!;
    child.rows[child.next++] = row;
  }
  return [...children.values()].sort((a, b) => a.label - b.label);
}
