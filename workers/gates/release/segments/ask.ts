import { parseIsoDate } from "../../../base/calendar.ts";
import { contactBits } from "../../../columns/contacts.ts";
import type { Condition, ConditionOf } from "../../../terms/segment.ts";
import { daysOf, viewAct } from "./acts.ts";
import { askChoice } from "./ask-choice.ts";
import { askNumber } from "./ask-number.ts";
import type { Asked, Truth } from "./asked.ts";
import { findSequence } from "./sequences.ts";
import type { SegmentSource } from "./source.ts";

/** Who is in another segment; undefined for one that is not there, or that stands on itself. */
export type Members = (segmentId: number) => Uint8Array | undefined;

/** Makes a condition, without its `not`, ready to be asked of each person. */
export function ask(source: SegmentSource, condition: Condition, members: Members): Asked {
  switch (condition.kind) {
    case "number":
      return askNumber(source, condition);
    case "choice":
      return askChoice(source, condition);
    case "did":
      return askDid(source, condition);
    case "sequence":
      return askSequence(source, condition);
    case "known":
      return askKnown(source, condition);
    case "segment":
      return askMember(members, condition);
  }
}

function askDid({ columns, clock }: SegmentSource, { act, times, window }: ConditionOf<"did">): Asked {
  const { start, day, matches } = viewAct(columns, act);
  const { low, high } = daysOf(window, clock, dayOf);
  const count = (person: number): { times: number; latest: number | undefined } => {
    let found = 0;
    let latest: number | undefined;
    for (let entry = start[person]!; entry < start[person + 1]!; entry++) {
      const on = day[entry]!;
      if (on < low || on > high || !matches(entry)) continue;
      found++;
      latest = on;
    }
    return { times: found, latest };
  };
  const { comparison, n } = times;
  // Once there are more than n nothing changes any more: a reseller's ten thousand orders are not all looked at.
  const enough = comparison === "atLeast" ? n : n + 1;
  const countUpTo = (person: number): number => {
    let found = 0;
    for (let entry = start[person]!; found < enough && entry < start[person + 1]!; entry++) {
      const on = day[entry]!;
      if (on >= low && on <= high && matches(entry)) found++;
    }
    return found;
  };
  return {
    met: (person) => {
      const found = countUpTo(person);
      return truth(
        comparison === "atLeast" ? found >= n : comparison === "atMost" ? found <= n : found === n,
      );
    },
    fact: (person) => ({ kind: "times", ...count(person) }),
  };
}

function askSequence({ columns, clock }: SegmentSource, condition: ConditionOf<"sequence">): Asked {
  const { occurrence, followed, withinDays } = condition;
  const asked = {
    first: viewAct(columns, condition.first),
    span: daysOf(condition.window, clock, dayOf),
    then: viewAct(columns, condition.then),
    ...{ occurrence, followed, withinDays, clock },
  };
  return {
    met: (person) => truth(findSequence(asked, person).met),
    fact: (person) => {
      const { first, then } = findSequence(asked, person);
      const open = first !== undefined && then === undefined && first + withinDays > clock;
      return { kind: "sequence", first, then, open };
    },
  };
}

function askKnown({ columns }: SegmentSource, { fact }: ConditionOf<"known">): Asked {
  const contacts = columns.contacts();
  const bit = contactBits[fact];
  const has = (person: number): boolean => (contacts[person]! & bit) !== 0;
  return {
    met: (person) => truth(has(person)),
    fact: (person) => ({ kind: "has", has: has(person) }),
  };
}

function askMember(members: Members, { segmentId }: ConditionOf<"segment">): Asked {
  const inside = members(segmentId);
  if (inside === undefined) return { met: () => -1, fact: () => ({ kind: "unknown" }) };
  return {
    met: (person) => truth(inside[person] === 1),
    fact: (person) => ({ kind: "member", inside: inside[person] === 1 }),
  };
}

function truth(met: boolean): Truth {
  return met ? 1 : 0;
}

/** The schema admits days that exist only. */
function dayOf(iso: string): number {
  return parseIsoDate(iso) ?? NaN;
}
