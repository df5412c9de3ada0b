import { groupingKey, groupingKinds, type Grouping } from "../../../../workers/terms/model-fairness.ts";

/** A grouping as the value of a choice. */
export const keyOfGrouping = groupingKey;

/** The grouping a choice stands for; undefined for a value that is none. */
export function groupingOfKey(key: string): Grouping | undefined {
  const [, of, number] = /^(segment|field)-(\d+)$/u.exec(key) ?? [];
  if (of === "segment") return { kind: "segment", segmentId: Number(number) };
  if (of === "field") return { kind: "field", fieldId: Number(number) };
  const kind = groupingKinds.find((one) => one === key);
  return kind && { kind };
}
