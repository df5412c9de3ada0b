import { fault, type Outcome } from "../../../workers/base/fault.ts";
import { ok } from "../../../workers/base/result.ts";
import type { VaultApi } from "../../../workers/contract.ts";
import {
  groupingKinds,
  type FairModel,
  type FairnessReport,
  type Grouping,
  type GroupingKind,
} from "../../../workers/terms/model-fairness.ts";
import type { Review } from "../../../workers/terms/insight.ts";
import type { Document } from "../analysis/vault-models.ts";
import type { Misuse } from "./command.ts";
import type { Io } from "./io.ts";
import { findSegment } from "./lookup.ts";
import type { Words } from "./words.ts";

/**
 * The groupings a forecast is compared by, each declared by name, and how many people would be contacted; nothing is compared without
 * a grouping.
 */
export const fairnessOptions = {
  "fairness-by": { kind: "many", hint: "FIELD" },
  contact: { kind: "whole", hint: "PEOPLE", least: 1, most: 100_000_000 },
} as const;

/** What a comparison by groups is asked for with; without groupings there is none. */
export interface FairnessAsked {
  readonly groupings: readonly Named[];
  readonly contact: number | undefined;
}

const expected = [...groupingKinds, "segment=NAME", "field=HEADING"].join(", ");

/** A grouping as it is typed: one that every vault has, or one by name. */
type Named = { readonly kind: GroupingKind } | { readonly kind: "segment" | "field"; readonly name: string };

/** What was typed after --fairness-by and --contact, or what about it cannot be read. */
export function readFairness(given: {
  readonly "fairness-by": readonly string[];
  readonly contact: number | undefined;
}): FairnessAsked | Misuse {
  const { contact } = given;
  const groupings: Named[] = [];
  for (const text of given["fairness-by"]) {
    const one = readGrouping(text);
    if (one === undefined)
      return { key: "bad-value", facts: { name: "--fairness-by", value: text, expected } };
    groupings.push(one);
  }
  return contact !== undefined && groupings.length === 0
    ? { key: "contact-needs-grouping" }
    : { groupings, contact };
}

function readGrouping(text: string): Named | undefined {
  const [, kind, name] = /^(segment|field)=(.+)$/u.exec(text) ?? [];
  if ((kind === "segment" || kind === "field") && name !== undefined) return { kind, name };
  const plain = text.replaceAll(/[-_ ]/gu, "").toLowerCase();
  const known = groupingKinds.find((one) => one.toLowerCase() === plain);
  return known && { kind: known };
}

async function groupingOf(
  api: VaultApi,
  model: FairModel,
  asked: Named,
  words: Words,
): Promise<Outcome<Grouping>> {
  if (!("name" in asked)) return ok(asked);
  if (asked.kind === "segment") {
    const segment = await findSegment(api, asked.name, words.language);
    return segment.ok ? ok({ kind: "segment", segmentId: segment.value.id }) : segment;
  }
  const overview = await api.latestFairness({ model });
  if (!overview.ok) return overview;
  const field = overview.value.fields.find(({ heading }) => heading === asked.name);
  return field ? ok({ kind: "field", fieldId: field.id }) : fault("grouping-not-declared");
}

interface Asking {
  readonly api: VaultApi;
  readonly model: FairModel;
  readonly asked: FairnessAsked;
  readonly words: Words;
  readonly io: Io;
}

/**
 * The document of a run, with the comparisons asked for as `fairness` and the review they joined. A grouping that is not there refuses
 * before anything is run.
 */
export async function withFairness(
  runModel: () => Promise<Outcome<Document>>,
  { api, model, asked: { groupings, contact }, words, io }: Asking,
): Promise<Outcome<Document>> {
  const declared: Grouping[] = [];
  for (const named of groupings) {
    const by = await groupingOf(api, model, named, words);
    if (!by.ok) return by;
    declared.push(by.value);
  }
  const document = await runModel();
  if (!document.ok || declared.length === 0) return document;
  const fairness: FairnessReport[] = [];
  for (const by of declared) {
    const report = await api.checkFairness({
      model,
      by,
      ...(contact !== undefined && { contact }),
      job: io.job,
    });
    if (!report.ok) return report;
    fairness.push(report.value);
  }
  const review = await reviewOf(api, model);
  return ok({ ...document.value, ...(review && { review }), fairness });
}

async function reviewOf(api: VaultApi, model: FairModel): Promise<Review | undefined> {
  const run =
    model === "churn"
      ? await api.latestChurn({})
      : model === "lifetime"
        ? await api.latestLifetime({})
        : await api.latestPropensity({ question: model });
  return run.ok ? run.value?.review : undefined;
}
