import { fault, type Outcome } from "../../../workers/base/fault.ts";
import { ok } from "../../../workers/base/result.ts";
import type { VaultApi } from "../../../workers/contract.ts";
import type { Language } from "../../../workers/terms/language.ts";
import type { SegmentEntry } from "../../../workers/terms/segment.ts";

/** A whole number from 1, or undefined for any other text. */
export function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined;
}

/** The segment of a name, or else of an id. */
export async function findSegment(
  api: VaultApi,
  asked: string,
  language: Language,
): Promise<Outcome<SegmentEntry>> {
  const segments = await api.listSegments({ language });
  if (!segments.ok) return segments;
  const found =
    segments.value.find((segment) => segment.name === asked) ??
    segments.value.find((segment) => segment.id === wholeNumber(asked));
  return found === undefined ? fault("segment-unknown", { name: asked }) : ok(found);
}

/** The number of the order of segments of a name. */
export async function findOrder(api: VaultApi, name: string): Promise<Outcome<number>> {
  const orders = await api.listPriorities({});
  if (!orders.ok) return orders;
  const found = orders.value.find((order) => order.name === name);
  return found === undefined ? fault("priority-unknown") : ok(found.id);
}
