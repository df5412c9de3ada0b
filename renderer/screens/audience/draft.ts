import {
  choiceAttributes,
  type ChoiceAttribute,
  type Condition,
  type SegmentDefinition,
} from "../../../workers/terms/segment.ts";
import type { Attribute } from "./definition.ts";

type NumberCondition = Extract<Condition, { kind: "number" }>;

/** A condition while it is being written: a value may still be missing. */
export type DraftCondition = { readonly id: number; readonly not: boolean } & (
  | {
      readonly kind: "number";
      readonly attribute: NumberCondition["attribute"];
      readonly comparison: NumberCondition["comparison"];
      readonly value: number | undefined;
      readonly upper: number | undefined;
    }
  | { readonly kind: "choice"; readonly attribute: ChoiceAttribute; readonly values: readonly string[] }
);

export interface DraftGroup {
  readonly id: number;
  readonly conditions: readonly DraftCondition[];
}

/** Groups as the builder edits them: all must hold; inside a group one condition is enough. */
export type Draft = readonly DraftGroup[];

let serial = 0;

function nextId(): number {
  serial += 1;
  return serial;
}

function isChoice(attribute: Attribute): attribute is ChoiceAttribute {
  return choiceAttributes.some((name) => name === attribute);
}

/** A condition on `attribute` with nothing filled in. */
export function emptyCondition(attribute: Attribute): DraftCondition {
  const base = { id: nextId(), not: false };
  return isChoice(attribute)
    ? { ...base, kind: "choice", attribute, values: [] }
    : { ...base, kind: "number", attribute, comparison: "atLeast", value: undefined, upper: undefined };
}

/** A group with one condition that is still to be filled in. */
export function emptyGroup(): DraftGroup {
  return { id: nextId(), conditions: [emptyCondition("orders")] };
}

/** A definition opened for editing. */
export function draftOf(definition: SegmentDefinition): Draft {
  return definition.groups.map(({ anyOf }) => ({
    id: nextId(),
    conditions: anyOf.map((condition): DraftCondition => {
      const base = { id: nextId(), not: condition.not ?? false };
      return condition.kind === "choice"
        ? { ...base, kind: "choice", attribute: condition.attribute, values: condition.values }
        : { ...base, ...condition, upper: condition.upper, not: base.not };
    }),
  }));
}

function finished(draft: DraftCondition): Condition | undefined {
  const not = draft.not ? { not: true } : {};
  if (draft.kind === "choice") {
    const { kind, attribute, values } = draft;
    return values.length === 0 ? undefined : { kind, attribute, values: [...values], ...not };
  }
  const { kind, attribute, comparison, value, upper } = draft;
  if (value === undefined || (comparison === "between" && upper === undefined)) return undefined;
  return {
    kind,
    attribute,
    comparison,
    value,
    ...(comparison === "between" && upper !== undefined ? { upper } : {}),
    ...not,
  };
}

/** Whether a condition can be asked as it stands. */
export function isFinished(condition: DraftCondition): boolean {
  return finished(condition) !== undefined;
}

/** What of a draft can be asked, and which of its groups that is; conditions still to be filled in are left out. */
export function definitionOf(draft: Draft): {
  readonly definition: SegmentDefinition;
  readonly groupIds: readonly number[];
} {
  const kept = draft.flatMap((group) => {
    const anyOf = group.conditions.flatMap((one) => finished(one) ?? []);
    return anyOf.length === 0 ? [] : [{ id: group.id, anyOf }];
  });
  return {
    definition: { groups: kept.map(({ anyOf }) => ({ anyOf })) },
    groupIds: kept.map(({ id }) => id),
  };
}
