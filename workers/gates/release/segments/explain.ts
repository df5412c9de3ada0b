import type { MembershipAnswer, SegmentDefinition } from "../../../terms/segment.ts";
import { word } from "../words.ts";
import { ask } from "./ask.ts";
import type { Fact } from "./asked.ts";
import { conditionTest, groupTruth, membersOf } from "./evaluate.ts";
import { insideText, measureText } from "./sentence.ts";
import { counted, dayText, namesText, numberText, valueLabel, type Reading } from "./sentence-words.ts";
import type { SegmentSource } from "./source.ts";

/**
 * Why a person is in or out: each condition with what the vault holds of them about it. Of somebody whom profiling may not consider
 * nothing is asked (GDPR art. 21): they are out for that reason alone.
 */
export function explainMembership(
  source: SegmentSource,
  definition: SegmentDefinition,
  person: number,
  reading: Reading,
): MembershipAnswer {
  if (source.permitted[person] !== 1) return { inside: false, withheld: true, groups: [] };
  const members = membersOf(source);
  const groups = definition.groups.map(({ anyOf, not = false }) => {
    const conditions = anyOf.map((condition) => {
      const asked = ask(source, condition, members);
      const truth = conditionTest(asked, condition.not === true)(person);
      return {
        truth,
        text: insideText(condition, reading),
        fact: factText(asked.fact(person), reading),
      };
    });
    return {
      met:
        groupTruth(
          conditions.map(({ truth }) => truth),
          not,
        ) === 1,
      not,
      conditions: conditions.map(({ truth, ...rest }) => ({ ...rest, met: truth === 1 })),
    };
  });
  return { inside: groups.every(({ met }) => met), withheld: false, groups };
}

function factText(fact: Fact, reading: Reading): string {
  const { language } = reading;
  const say = (key: string, values: Readonly<Record<string, string>> = {}): string =>
    word(language, `segment.fact.${key}`, values);
  switch (fact.kind) {
    case "number":
      return fact.value === undefined
        ? say("none")
        : say("number", { value: measureText(reading, fact.attribute, fact.value).trim() });
    case "words":
      return fact.values.length === 0
        ? say("none")
        : say("words", {
            list: namesText(
              language,
              fact.values.map((value) => valueLabel(language, fact.attribute, value)),
            ),
          });
    case "times": {
      const n = numberText(language, fact.times);
      return fact.latest === undefined
        ? counted(language, "segment.fact.times", fact.times, { n })
        : counted(language, "segment.fact.timesLatest", fact.times, {
            n,
            day: dayText(language, fact.latest),
          });
    }
    case "sequence":
      return sequenceFact(fact, reading);
    case "has":
      return say(fact.has ? "has" : "hasNot");
    case "member":
      return say(fact.inside ? "inside" : "outside");
    case "unknown":
      return say("unknown");
  }
}

function sequenceFact(
  { first, then, open }: Extract<Fact, { kind: "sequence" }>,
  { language }: Reading,
): string {
  if (first === undefined) return word(language, "segment.fact.sequenceNone");
  const came = dayText(language, first);
  if (then !== undefined)
    return word(language, "segment.fact.sequenceThen", { first: came, then: dayText(language, then) });
  return word(language, `segment.fact.${open ? "sequenceOpen" : "sequenceAlone"}`, { first: came });
}
