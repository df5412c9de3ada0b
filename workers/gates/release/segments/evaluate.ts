import type { PersonScores } from "../../../analysis/person-scores.ts";
import { personScores } from "../../../analysis/person-scores.ts";
import type { Columns, WordColumn } from "../../../columns/columns.ts";
import type { Condition, SegmentDefinition } from "../../../terms/segment.ts";
import type { Workspace } from "../../../workspace.ts";
import { scoreAttributes, type ChoiceCondition, type NumberCondition } from "./conditions.ts";

/** The people of a segment, by person index, and how many were left after each group of conditions. */
export interface Evaluated {
  /** 1 for people inside. Always within the people profiling may consider. */
  readonly mask: Uint8Array<SharedArrayBuffer>;
  readonly people: number;
  readonly steps: readonly { readonly group: number; readonly remaining: number }[];
  /** A condition asks for a model score and there is no score to ask: nobody matches it. */
  readonly missingScores: boolean;
}

/** What conditions are asked of. */
export interface SegmentSource {
  readonly columns: Columns;
  readonly scores: PersonScores;
  /** The use gate's mask for profiling. */
  readonly permitted: Uint8Array;
}

/** Evaluates a definition over the workspace's columns as of the last commit, starting from the people profiling may consider. */
export function evaluateSegment(workspace: Workspace, definition: SegmentDefinition): Evaluated {
  return evaluateOver(
    {
      columns: workspace.columns(),
      scores: personScores(workspace),
      permitted: workspace.permitted("profiling").mask,
    },
    definition,
  );
}

/**
 * Evaluates a definition: AND between groups, OR inside a group, `not` a condition's complement. A
 * value that no longer exists matches nobody. A person without orders has 0 orders and 0 revenue; of
 * numbers that do not exist for a person (days since an order never made) no comparison holds, so
 * its `not` does. Model scores are different: of a person without one neither a condition nor its
 * `not` is known, and neither holds.
 */
export function evaluateOver(source: SegmentSource, definition: SegmentDefinition): Evaluated {
  const count = source.columns.people.count;
  const mask = new Uint8Array(new SharedArrayBuffer(count));
  mask.set(source.permitted);
  const steps: { group: number; remaining: number }[] = [];
  const any = new Uint8Array(count);
  for (const [group, { anyOf }] of definition.groups.entries()) {
    any.fill(0);
    for (const condition of anyOf) markMatching(source, condition, any);
    let remaining = 0;
    for (let p = 0; p < count; p++) remaining += mask[p] = mask[p]! & any[p]!;
    steps.push({ group, remaining });
  }
  const people = steps.at(-1)?.remaining ?? countOnes(mask);
  return { mask, people, steps, missingScores: asksMissingScores(source, definition) };
}

/** How many bytes of a mask are 1. */
export function countOnes(mask: Uint8Array): number {
  let ones = 0;
  for (let p = 0; p < mask.length; p++) ones += mask[p]!;
  return ones;
}

function markMatching(source: SegmentSource, condition: Condition, any: Uint8Array): void {
  if (condition.kind === "number") markNumber(source, condition, any);
  else markChoice(source, condition, any);
}

function markNumber(source: SegmentSource, condition: NumberCondition, any: Uint8Array): void {
  const [low, high] = bounds(condition);
  const values = numbersOf(source.scores, condition.attribute);
  const not = condition.not === true;
  const unknownIsOut = scoreAttributes.has(condition.attribute);
  const missing = condition.attribute === "orders" || condition.attribute === "revenue" ? 0 : NaN;
  for (let p = 0; p < any.length; p++) {
    let value = values[p]!;
    if (Number.isNaN(value)) {
      if (unknownIsOut) continue;
      value = missing;
    }
    if ((value >= low && value <= high) !== not) any[p] = 1;
  }
}

/** The closed interval a number condition asks for; "between" takes its ends in either order. */
function bounds({ comparison, value, upper }: NumberCondition): readonly [low: number, high: number] {
  switch (comparison) {
    case "atLeast":
      return [value, Infinity];
    case "atMost":
      return [-Infinity, value];
    case "is":
      return [value, value];
    case "between":
      return [Math.min(value, upper ?? value), Math.max(value, upper ?? value)];
  }
}

function numbersOf(scores: PersonScores, attribute: NumberCondition["attribute"]): Float64Array | Uint8Array {
  if (attribute === "recencyScore") return scores.r;
  if (attribute === "frequencyScore") return scores.f;
  if (attribute === "monetaryScore") return scores.m;
  return scores[attribute];
}

function markChoice(source: SegmentSource, condition: ChoiceCondition, any: Uint8Array): void {
  const not = condition.not === true;
  const matches = not ? new Uint8Array(any.length) : any;
  if (condition.attribute === "channel") markOrders(source.columns, condition, matches);
  else if (condition.attribute === "product") markPurchases(source.columns, condition, matches);
  else markWord(wordsOf(source, condition.attribute), condition, matches);
  if (not) for (let p = 0; p < any.length; p++) any[p] = any[p]! | (1 - matches[p]!);
}

/** The column of an attribute that has one word a person. */
export function wordsOf(
  { columns, scores }: Pick<SegmentSource, "columns" | "scores">,
  attribute: Exclude<ChoiceCondition["attribute"], "channel" | "product">,
): WordColumn {
  return attribute === "rfmGroup" ? scores.rfmGroup : columns.people[attribute];
}

/** Which codes of a dictionary the condition names. */
function wanted(words: readonly string[], { values }: ChoiceCondition): Uint8Array {
  const asked = new Set(values);
  return Uint8Array.from(words, (word) => (asked.has(word) ? 1 : 0));
}

function markWord({ codes, words }: WordColumn, condition: ChoiceCondition, matches: Uint8Array): void {
  const want = wanted(words, condition);
  for (let p = 0; p < matches.length; p++) {
    const code = codes[p]!;
    if (code >= 0 && want[code] === 1) matches[p] = 1;
  }
}

function markOrders({ orders }: Columns, condition: ChoiceCondition, matches: Uint8Array): void {
  const want = wanted(orders.channel.words, condition);
  const { codes } = orders.channel;
  for (let o = 0; o < orders.count; o++) {
    const code = codes[o]!;
    if (code >= 0 && want[code] === 1) matches[orders.person[o]!] = 1;
  }
}

function markPurchases(columns: Columns, condition: ChoiceCondition, matches: Uint8Array): void {
  const { start, product } = columns.purchases();
  const want = wanted(product.words, condition);
  for (let p = 0; p < matches.length; p++) {
    for (let entry = start[p]!; entry < start[p + 1]!; entry++) {
      const code = product.codes[entry]!;
      if (code >= 0 && want[code] === 1) {
        matches[p] = 1;
        break;
      }
    }
  }
}

function asksMissingScores(source: SegmentSource, definition: SegmentDefinition): boolean {
  const asked = definition.groups.flatMap(({ anyOf }) =>
    anyOf.flatMap((condition) =>
      condition.kind === "number" && scoreAttributes.has(condition.attribute) ? [condition.attribute] : [],
    ),
  );
  return asked.some((attribute) => numbersOf(source.scores, attribute).every((value) => Number.isNaN(value)));
}
