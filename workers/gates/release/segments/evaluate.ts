import type { SegmentDefinition } from "../../../terms/segment.ts";
import type { Workspace } from "../../../workspace.ts";
import { ask, type Members } from "./ask.ts";
import type { Asked, Truth } from "./asked.ts";
import { numbersOf } from "./ask-number.ts";
import { scoreAttributes } from "./conditions.ts";
import { allConditions, segmentSource, type SegmentSource } from "./source.ts";

/** The people of a segment, by person index, and how many were left after each group of conditions. */
export interface Evaluated {
  /** 1 for people inside. Always within the people profiling may consider. */
  readonly mask: Uint8Array<SharedArrayBuffer>;
  readonly people: number;
  readonly steps: readonly { readonly group: number; readonly remaining: number }[];
  /** A condition asks for a model score and there is no score to ask: nobody matches it. */
  readonly missingScores: boolean;
}

/** Evaluates a definition over the workspace's columns as of the last commit, starting from the people profiling may consider. */
export function evaluateSegment(workspace: Workspace, definition: SegmentDefinition): Evaluated {
  return evaluateOver(segmentSource(workspace), definition);
}

/**
 * Evaluates a definition: AND between groups, OR inside a group, `not` the complement of a condition or a group. What the vault cannot
 * say of a person (a model score they have not, a segment that is gone) is not known: neither it nor its opposite holds, as in Kleene's
 * three-valued logic. People already out are not asked any more.
 */
export function evaluateOver(source: SegmentSource, definition: SegmentDefinition): Evaluated {
  const { mask, steps } = narrow(source, definition, membersOf(source));
  const people = steps.at(-1)?.remaining ?? countOnes(mask);
  return { mask, people, steps, missingScores: asksMissingScores(source, definition) };
}

function narrow(source: SegmentSource, { groups }: SegmentDefinition, members: Members) {
  const mask = new Uint8Array(new SharedArrayBuffer(source.columns.people.count));
  mask.set(source.permitted);
  const steps = groups.map((group, index) => {
    const holds = groupTest(source, group, members);
    let remaining = 0;
    for (let p = 0; p < mask.length; p++) if (mask[p] === 1) remaining += mask[p] = holds(p) === 1 ? 1 : 0;
    return { group: index, remaining };
  });
  return { mask, steps };
}

/** How many bytes of a mask are 1. */
export function countOnes(mask: Uint8Array): number {
  let ones = 0;
  for (let p = 0; p < mask.length; p++) ones += mask[p]!;
  return ones;
}

/** Looks up who is in other segments, each evaluated once; of one that stands on itself nobody can be told. */
export function membersOf(source: SegmentSource): Members {
  const known = new Map<number, Uint8Array | undefined>();
  const open = new Set<number>();
  const find: Members = (id) => {
    if (open.has(id)) return undefined;
    if (!known.has(id)) {
      open.add(id);
      const definition = source.definitionOf(id);
      known.set(id, definition && narrow(source, definition, find).mask);
      open.delete(id);
    }
    return known.get(id);
  };
  return find;
}

/** Each group of a definition as a question to one person. */
export function groupTests(
  source: SegmentSource,
  definition: SegmentDefinition,
): readonly ((person: number) => Truth)[] {
  const members = membersOf(source);
  return definition.groups.map((group) => groupTest(source, group, members));
}

type Group = SegmentDefinition["groups"][number];

/** A condition with its `not`. */
export function conditionTest({ met }: Asked, not: boolean): (person: number) => Truth {
  if (!not) return met;
  return (person) => opposite(met(person));
}

function groupTest(source: SegmentSource, group: Group, members: Members): (person: number) => Truth {
  const tests = group.anyOf.map((condition) =>
    conditionTest(ask(source, condition, members), condition.not === true),
  );
  const [only] = tests;
  const any = tests.length === 1 && only !== undefined ? only : anyOf(tests);
  return group.not === true ? (person) => opposite(any(person)) : any;
}

function anyOf(tests: readonly ((person: number) => Truth)[]): (person: number) => Truth {
  return (person) => {
    let found: Truth = 0;
    for (const test of tests) {
      const truth = test(person);
      if (truth === 1) return 1;
      if (truth === -1) found = -1;
    }
    return found;
  };
}

/** What the conditions of a group come to, as for everybody. */
export function groupTruth(truths: readonly Truth[], not: boolean): Truth {
  const found: Truth = truths.includes(1) ? 1 : truths.includes(-1) ? -1 : 0;
  return not ? opposite(found) : found;
}

function opposite(truth: Truth): Truth {
  return truth === -1 ? -1 : truth === 1 ? 0 : 1;
}

function asksMissingScores(source: SegmentSource, definition: SegmentDefinition): boolean {
  const asked = allConditions(definition, source.definitionOf).flatMap((condition) =>
    condition.kind === "number" && scoreAttributes.has(condition.attribute) ? [condition.attribute] : [],
  );
  return [...new Set(asked)].some((attribute) =>
    numbersOf(source.scores, attribute).every((value) => Number.isNaN(value)),
  );
}
