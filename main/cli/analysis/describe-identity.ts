import * as v from "valibot";
import { facts, table } from "../core/print.ts";
import type { Words } from "../core/words.ts";
import { reviewLines, reviewShape, section } from "./describe.ts";
import type { Document } from "./vault-models.ts";

const agreements = ["exact", "variant", "close", "alike", "part", "differ"] as const;

const shape = v.object({
  model: v.string(),
  n: v.number(),
  people: v.number(),
  threshold: v.object({
    probability: v.number(),
    falseMergeRate: v.number(),
    expectedFalseMerges: v.number(),
  }),
  counts: v.object({ compared: v.number(), linked: v.number(), review: v.number(), households: v.number() }),
  weights: v.array(
    v.object({
      column: v.string(),
      agreement: v.picklist(agreements),
      m: v.number(),
      u: v.number(),
      weight: v.number(),
    }),
  ),
  review: reviewShape,
});

/** What identity resolution found, in words; who is whom is left to --json. */
export function describeIdentity(document: Document, words: Words): readonly string[] {
  const known = v.parse(shape, document);
  const { threshold, counts } = known;
  const percent = (share: number) => `${words.number(100 * share, 2)} %`;
  return [
    ...facts([
      [words.say("model"), known.model],
      [words.say("rows"), words.number(known.n)],
      [words.say("identity-people"), words.number(known.people)],
      [words.say("identity-compared"), words.number(counts.compared)],
      [words.say("identity-linked"), words.number(counts.linked)],
      [words.say("identity-review"), words.number(counts.review)],
      [words.say("identity-households"), words.number(counts.households)],
      [words.say("identity-threshold"), percent(threshold.probability)],
      [words.say("identity-false-merges"), percent(threshold.expectedFalseMerges)],
    ]),
    "",
    ...table(
      [
        words.say("identity-column"),
        words.say("identity-agreement"),
        words.say("identity-says"),
        words.say("identity-weight"),
      ],
      known.weights.map(({ column, agreement, weight }) => [
        column,
        words.say(`agreement-${agreement}`),
        words.say(strengthOf(weight)),
        words.number(weight, 1),
      ]),
    ),
    ...section(reviewLines(known, words)),
  ];
}

/** A weight in bits (a factor of two each) as a word. */
export function strengthOf(weight: number) {
  const size = Math.abs(weight);
  const side = weight > 0 ? "for" : "against";
  if (size >= 10) return `evidence-very-strong-${side}` as const;
  if (size >= 5) return `evidence-strong-${side}` as const;
  return size >= 1.5 ? (`evidence-some-${side}` as const) : "evidence-little";
}
