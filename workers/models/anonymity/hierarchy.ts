import { err, ok, type Result } from "../../base/result.ts";

/** One level of a hierarchy: the label of each value, and how many values lie under each label. */
export interface HierarchyLevel {
  readonly labels: readonly string[];
  /** Code of the label by code of the value. */
  readonly of: Int32Array;
  /** Values under each label. */
  readonly leaves: Int32Array;
}

/** How the values of a column become coarser: level 0 holds the values themselves, each level parts into whole labels of the one below. */
export interface Hierarchy {
  readonly levels: readonly HierarchyLevel[];
}

/** What is wrong with a hierarchy, and at which of its lines (from 1). */
export interface HierarchyProblem {
  readonly problem: "empty" | "width" | "repeated" | "not-nested";
  readonly line: number;
}

/** The label of what may be anything. */
export const anything = "*";

/**
 * A hierarchy from paths, one a value: the value, its label at level 1, and so on to the coarsest. Every path is equally
 * long; a value occurs once (or again with the same path); labels that are one at a level are one at every level above.
 */
export function hierarchyOfPaths(paths: readonly (readonly string[])[]): Result<Hierarchy, HierarchyProblem> {
  const first = paths[0];
  if (first === undefined || first.length === 0) return err({ problem: "empty", line: 1 });
  const seen = new Map<string, string>();
  const kept: (readonly string[])[] = [];
  for (const [at, path] of paths.entries()) {
    if (path.length !== first.length) return err({ problem: "width", line: at + 1 });
    const before = seen.get(path[0]!);
    const whole = path.join("\n");
    if (before !== undefined && before !== whole) return err({ problem: "repeated", line: at + 1 });
    if (before !== undefined) continue;
    seen.set(path[0]!, whole);
    kept.push(path);
  }
  const torn = firstTorn(paths, first.length);
  if (torn !== undefined) return err({ problem: "not-nested", line: torn + 1 });
  return ok({ levels: Array.from(first, (_, level) => levelOf(kept, level)) });
}

/** The first path whose label at some level has another label above it than an earlier path gave it. */
function firstTorn(paths: readonly (readonly string[])[], height: number): number | undefined {
  const above = Array.from({ length: height - 1 }, () => new Map<string, string>());
  for (const [at, path] of paths.entries())
    for (const [level, known] of above.entries()) {
      const parent = known.get(path[level]!);
      if (parent !== undefined && parent !== path[level + 1]) return at;
      known.set(path[level]!, path[level + 1]!);
    }
  return undefined;
}

function levelOf(paths: readonly (readonly string[])[], level: number): HierarchyLevel {
  const codes = new Map<string, number>();
  const of = Int32Array.from(paths, (path) => {
    const label = path[level]!;
    const code = codes.get(label) ?? codes.size;
    codes.set(label, code);
    return code;
  });
  const leaves = new Int32Array(codes.size);
  for (const code of of) leaves[code] = leaves[code]! + 1;
  return { labels: [...codes.keys()], of, leaves };
}

/**
 * Reads the usual file of a hierarchy: one line a value, the value and its labels from fine to coarse with semicolons
 * between, no heading (the format of ARX; Prasser et al., Software: Practice and Experience 50, 2020). Quotes around a
 * cell are taken off; blank lines are passed over.
 */
export function parseHierarchy(text: string): Result<Hierarchy, HierarchyProblem> {
  const lines = text.replace(/^\uFEFF/u, "").split(/\r\n|\r|\n/u);
  const paths: (readonly string[])[] = [];
  const numbers: number[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.trim() === "") continue;
    paths.push(line.split(";").map(cellOf));
    numbers.push(at + 1);
  }
  const read = hierarchyOfPaths(paths);
  return read.ok ? read : err({ ...read.error, line: numbers[read.error.line - 1] ?? 1 });
}

function cellOf(text: string): string {
  const cell = text.trim();
  const quoted = /^"(.*)"$/su.exec(cell)?.[1];
  return quoted === undefined ? cell : quoted.replaceAll('""', '"');
}

/** The hierarchy with more values, each under its own label until the coarsest level, where the one label there is takes them. */
export function withValues(hierarchy: Hierarchy, values: readonly string[]): Hierarchy {
  const top = hierarchy.levels.length - 1;
  return {
    levels: hierarchy.levels.map((level, at) => {
      const { labels, of } = level;
      const joined = at === top && at > 0 && labels.length === 1;
      const own = Int32Array.from(values, (_, index) => (joined ? 0 : labels.length + index));
      const codes = new Int32Array(of.length + own.length);
      codes.set(of);
      codes.set(own, of.length);
      const leaves = new Int32Array(joined ? 1 : labels.length + values.length);
      for (const code of codes) leaves[code] = leaves[code]! + 1;
      return { labels: joined ? labels : [...labels, ...values], of: codes, leaves };
    }),
  };
}
