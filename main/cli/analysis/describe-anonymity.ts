import * as v from "valibot";
import { facts, table } from "../core/print.ts";
import type { Words } from "../core/words.ts";
import { pair, reviewLines, reviewShape, section } from "./describe.ts";
import type { Document } from "./vault-models.ts";

const risk = v.object({ highest: v.number(), average: v.number(), unique: v.number(), belowK: v.number() });
const shape = v.object({
  model: v.string(),
  n: v.number(),
  skipped: v.optional(v.number()),
  k: v.number(),
  classes: v.number(),
  smallest: v.number(),
  suppressed: v.number(),
  loss: v.number(),
  quasi: v.optional(
    v.array(
      v.object({
        column: v.string(),
        level: v.nullable(v.number()),
        height: v.number(),
        loss: v.object({ ncp: v.number(), precision: v.number(), entropy: v.number() }),
      }),
    ),
  ),
  risk: v.optional(v.object({ before: risk, after: risk })),
  utility: v.optional(v.looseObject({ aucBefore: v.nullable(v.number()), aucAfter: v.nullable(v.number()) })),
  out: v.optional(v.string()),
  review: reviewShape,
});
type Shape = v.InferOutput<typeof shape>;

/** What anonymising a table came to, in words. */
export function describeAnonymity(document: Document, words: Words): readonly string[] {
  const known = v.parse(shape, document);
  return [
    ...facts(headFacts(known, words)),
    ...section(columnTable(known, words)),
    ...section(reviewLines(known, words)),
  ];
}

function headFacts(known: Shape, words: Words): readonly (readonly [string, string])[] {
  const percent = (share: number) => `${words.number(100 * share, 2)} %`;
  const { risk: risks, utility, skipped = 0 } = known;
  const auc = (value: number | null) => (value === null ? "–" : words.number(value, 4));
  return [
    [words.say("model"), known.model],
    [words.say("rows"), words.number(known.n)],
    ...pair(words.say("skipped-rows"), skipped > 0 ? words.number(skipped) : undefined),
    ["k", words.number(known.k)],
    [words.say("anonymity-classes"), words.number(known.classes)],
    [words.say("anonymity-smallest"), words.number(known.smallest)],
    [words.say("anonymity-suppressed"), words.number(known.suppressed)],
    [words.say("anonymity-loss"), percent(known.loss)],
    ...pair(
      words.say("anonymity-risk"),
      risks && `${percent(risks.before.highest)} → ${percent(risks.after.highest)}`,
    ),
    ...pair(
      words.say("anonymity-average-risk"),
      risks && `${percent(risks.before.average)} → ${percent(risks.after.average)}`,
    ),
    ...pair(words.say("area-under-curve"), utility && `${auc(utility.aucBefore)} → ${auc(utility.aucAfter)}`),
    ...pair(words.say("files"), known.out),
  ];
}

function columnTable({ quasi }: Shape, words: Words): readonly string[] {
  if (quasi === undefined) return [];
  return table(
    [words.say("column"), words.say("anonymity-level"), words.say("anonymity-loss")],
    quasi.map(({ column, level, height, loss }) => [
      column,
      level === null ? "–" : `${words.number(level)} / ${words.number(height)}`,
      `${words.number(100 * loss.ncp, 1)} %`,
    ]),
  );
}
