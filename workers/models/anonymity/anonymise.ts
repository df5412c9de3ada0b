import type { JobControl } from "../../base/job.ts";
import { DiversityJudge, type Demands } from "./diversity.ts";
import type { Requirement } from "./judge-node.ts";
import { classSizes, measure, type Measures, type Recoded, type Risk, riskOf } from "./measures.ts";
import { tuplesOf, type Microdata } from "./microdata.ts";
import { mondrian } from "./mondrian.ts";
import type { LossMeasure } from "./penalties.ts";
import { atLevels, generalise } from "./search.ts";

/** Ways to make a table coarser: one level a column, or labels of different levels from class to class. */
export const anonymityMethods = ["full-domain", "mondrian"] as const;
export type AnonymityMethod = (typeof anonymityMethods)[number];

/** What anonymising a table is asked. */
export interface AnonymityTask extends Requirement {
  readonly method: AnonymityMethod;
  /** What is made small (full-domain only). */
  readonly loss: LossMeasure;
  /** These levels rather than the best ones (full-domain only). */
  readonly levels?: readonly number[];
}

/** A sensitive column in the classes that stay, at its worst. */
export interface SensitiveStanding {
  readonly name: string;
  readonly distinct: number;
  readonly effective: number;
  readonly distance: number;
  /** Rows in classes of one value: who is known to be in the class is known by it. */
  readonly homogeneousRows: number;
}

/** An anonymised table with what it loses and risks. */
export interface Anonymised {
  readonly recoded: Recoded;
  readonly labelOf: (column: number, ofClass: number) => string;
  /** Level of each column; undefined where it differs by class. */
  readonly levels: readonly number[] | undefined;
  /** Whether all that was asked holds; always so but for given levels. */
  readonly fulfilled: boolean;
  readonly measures: Measures;
  readonly sensitive: readonly SensitiveStanding[];
  readonly before: Risk;
  /** Of the search: nodes there are, nodes looked at. */
  readonly nodes?: number;
  readonly judged?: number;
}

/** Anonymises a table; undefined where what is asked cannot be met at all. */
export function anonymise(data: Microdata, task: AnonymityTask, job: JobControl): Anonymised | undefined {
  const made = task.method === "mondrian" ? byMondrian(data, task, job) : byLevels(data, task, job);
  if (made === undefined) return undefined;
  return {
    ...made,
    measures: measure(data, made.recoded, task.k),
    sensitive: standings(data, made.recoded, task),
    before: riskOf(tuplesOf(data).weight, task.k),
  };
}

type Made = Omit<Anonymised, "measures" | "sensitive" | "before">;

function byLevels(data: Microdata, task: AnonymityTask, job: JobControl): Made | undefined {
  const { quasi } = data;
  const searched = task.levels === undefined ? generalise(data, task, task.loss, job) : undefined;
  const found = task.levels === undefined ? searched?.found : atLevels(data, task, task.loss, task.levels);
  if (found === undefined) return undefined;
  const { levels, classOf, classes } = found;
  const sample = new Int32Array(classes);
  for (let row = 0; row < data.rows; row++) if (classOf[row]! >= 0) sample[classOf[row]!] = row;
  return {
    levels,
    fulfilled: found.standing.fulfilled,
    recoded: { classOf, classes, level: (column) => levels[column]! },
    labelOf: (column, one) => {
      const { codes, hierarchy } = quasi[column]!;
      const { of, labels } = hierarchy.levels[levels[column]!]!;
      return labels[of[codes[sample[one]!]!]!]!;
    },
    ...(searched && { nodes: searched.nodes, judged: searched.judged }),
  };
}

function byMondrian(data: Microdata, task: AnonymityTask, job: JobControl): Made | undefined {
  const found = mondrian(data, task, job);
  if (found === undefined) return undefined;
  const { classOf, classes, labels } = found;
  return {
    levels: undefined,
    fulfilled: true,
    recoded: { classOf, classes, level: (column, one) => labels[column]!.level[one]! },
    labelOf: (column, one) => {
      const { level, label } = labels[column]!;
      return data.quasi[column]!.hierarchy.levels[level[one]!]!.labels[label[one]!]!;
    },
  };
}

function standings(data: Microdata, { classOf, classes }: Recoded, demands: Demands): SensitiveStanding[] {
  const sizes = classSizes(classOf, classes);
  const starts = new Int32Array(classes + 1);
  for (let one = 0; one < classes; one++) starts[one + 1] = starts[one]! + sizes[one]!;
  const next = starts.slice(0, classes);
  const rows = new Int32Array(starts[classes]!);
  for (let row = 0; row < data.rows; row++) {
    const one = classOf[row]!;
    if (one >= 0) rows[next[one]!++] = row;
  }
  return data.sensitive.map((column) => {
    const judge = new DiversityJudge(column);
    let [distinct, effective, distance, homogeneousRows] = [Infinity, Infinity, 0, 0];
    for (let one = 0; one < classes; one++) {
      const standing = judge.judge(rows, starts[one]!, starts[one + 1]!, { ...demands, t: demands.t ?? 1 });
      distinct = Math.min(distinct, standing.distinct);
      effective = Math.min(effective, standing.effective);
      distance = Math.max(distance, standing.distance);
      if (standing.distinct === 1) homogeneousRows += sizes[one]!;
    }
    const none = classes === 0;
    return {
      name: column.name,
      distinct: none ? 0 : distinct,
      effective: none ? 0 : effective,
      distance,
      homogeneousRows,
    };
  });
}
