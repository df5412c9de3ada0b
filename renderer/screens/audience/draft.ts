import type { ActKind, KnownFact, Occurrence, Times } from "../../../workers/terms/segment-acts.ts";
import {
  choiceAttributes,
  type ChoiceAttribute,
  type Condition,
  type ConditionOf,
  type SegmentDefinition,
} from "../../../workers/terms/segment.ts";
import {
  actDraftOf,
  actOf,
  anyAct,
  ever,
  windowDraftOf,
  windowOf,
  type ActDraft,
  type WindowDraft,
} from "./act-draft.ts";
import type { Attribute, Subject } from "./definition.ts";

type NumberCondition = ConditionOf<"number">;

interface NumberDraft {
  readonly kind: "number";
  readonly attribute: NumberCondition["attribute"];
  readonly comparison: NumberCondition["comparison"];
  readonly value: number | undefined;
  readonly upper: number | undefined;
}

interface ChoiceDraft {
  readonly kind: "choice";
  readonly attribute: ChoiceAttribute;
  readonly values: readonly string[];
}

interface DidDraft {
  readonly kind: "did";
  readonly act: ActDraft;
  readonly comparison: Times["comparison"];
  readonly n: number | undefined;
  readonly window: WindowDraft;
}

interface SequenceDraft {
  readonly kind: "sequence";
  readonly occurrence: Occurrence;
  readonly first: ActDraft;
  readonly window: WindowDraft;
  readonly then: ActDraft;
  readonly followed: boolean;
  readonly withinDays: number | undefined;
}

interface KnownDraft {
  readonly kind: "known";
  readonly fact: KnownFact;
}

interface MemberDraft {
  readonly kind: "segment";
  readonly segmentId: number | undefined;
}

/** A condition while it is being written: a value may still be missing. */
export type DraftCondition = { readonly id: number; readonly not: boolean } & (
  NumberDraft | ChoiceDraft | DidDraft | SequenceDraft | KnownDraft | MemberDraft
);
export type DraftOf<K extends DraftCondition["kind"]> = Extract<DraftCondition, { kind: K }>;

export interface DraftGroup {
  readonly id: number;
  /** Met where none of its conditions holds. */
  readonly not: boolean;
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

const actOfSubject: Readonly<Partial<Record<Subject, ActKind>>> = {
  didOrder: "order",
  didEvent: "event",
  didMessage: "message",
  didReview: "review",
};

/** A condition on a subject with nothing filled in. */
export function emptyCondition(subject: Subject): DraftCondition {
  const base = { id: nextId(), not: false };
  const act = actOfSubject[subject];
  if (act !== undefined)
    return { ...base, kind: "did", act: anyAct(act), comparison: "atLeast", n: 1, window: ever };
  switch (subject) {
    case "sequence":
      return {
        ...base,
        kind: "sequence",
        occurrence: "first",
        first: anyAct("order"),
        window: ever,
        then: anyAct("order"),
        followed: false,
        withinDays: 30,
      };
    case "known":
      return { ...base, kind: "known", fact: "email" };
    case "segment":
      return { ...base, kind: "segment", segmentId: undefined };
    default: {
      const attribute = subject as Attribute;
      return isChoice(attribute)
        ? { ...base, kind: "choice", attribute, values: [] }
        : { ...base, kind: "number", attribute, comparison: "atLeast", value: undefined, upper: undefined };
    }
  }
}

/** What a condition is about, as the list of subjects names it. */
export function subjectOf(condition: DraftCondition): Subject {
  switch (condition.kind) {
    case "number":
    case "choice":
      return condition.attribute;
    case "did":
      return (["didOrder", "didEvent", "didMessage", "didReview"] as const).find(
        (subject) => actOfSubject[subject] === condition.act.what,
      )!;
    default:
      return condition.kind;
  }
}

/** A group with one condition that is still to be filled in. */
export function emptyGroup(): DraftGroup {
  return { id: nextId(), not: false, conditions: [emptyCondition("orders")] };
}

/** A definition opened for editing. */
export function draftOf(definition: SegmentDefinition): Draft {
  return definition.groups.map(({ anyOf, not }) => ({
    id: nextId(),
    not: not ?? false,
    conditions: anyOf.map(opened),
  }));
}

function opened(condition: Condition): DraftCondition {
  const base = { id: nextId(), not: condition.not ?? false };
  switch (condition.kind) {
    case "number":
      return { ...base, ...condition, upper: condition.upper, not: base.not };
    case "did": {
      const { act, times, window } = condition;
      return { ...base, kind: "did", act: actDraftOf(act), ...times, window: windowDraftOf(window) };
    }
    case "sequence":
      return {
        ...base,
        ...condition,
        first: actDraftOf(condition.first),
        then: actDraftOf(condition.then),
        window: windowDraftOf(condition.window),
        not: base.not,
      };
    case "choice":
    case "known":
    case "segment":
      return { ...base, ...condition, not: base.not };
  }
}

function finished(draft: DraftCondition): Condition | undefined {
  const not = draft.not ? { not: true } : {};
  switch (draft.kind) {
    case "choice": {
      const { kind, attribute, values } = draft;
      return values.length === 0 ? undefined : { kind, attribute, values: [...values], ...not };
    }
    case "number": {
      const { kind, attribute, comparison, value, upper } = draft;
      if (value === undefined || (comparison === "between" && upper === undefined)) return undefined;
      const end = comparison === "between" && upper !== undefined ? { upper } : {};
      return { kind, attribute, comparison, value, ...end, ...not };
    }
    case "did": {
      const { kind, comparison, n } = draft;
      const [act, window] = [actOf(draft.act), windowOf(draft.window)];
      if (act === undefined || window === undefined || !isWhole(n)) return undefined;
      return { kind, act, times: { comparison, n }, window, ...not };
    }
    case "sequence": {
      const { kind, occurrence, followed, withinDays } = draft;
      const [first, then, window] = [actOf(draft.first), actOf(draft.then), windowOf(draft.window)];
      if (first === undefined || then === undefined || window === undefined || !isWhole(withinDays))
        return undefined;
      return { kind, occurrence, first, window, then, followed, withinDays, ...not };
    }
    case "known":
      return { kind: "known", fact: draft.fact, ...not };
    case "segment":
      return draft.segmentId === undefined
        ? undefined
        : { kind: "segment", segmentId: draft.segmentId, ...not };
  }
}

function isWhole(n: number | undefined): n is number {
  return n !== undefined && Number.isInteger(n) && n >= 0;
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
    return anyOf.length === 0
      ? []
      : [{ id: group.id, group: { anyOf, ...(group.not ? { not: true } : {}) } }];
  });
  return {
    definition: { groups: kept.map(({ group }) => group) },
    groupIds: kept.map(({ id }) => id),
  };
}
