import type { Json } from "../base/canonical-json.ts";
import type { Review } from "../terms/insight.ts";

/** A review as it stands in a document. */
export function reviewJson({ verdict, checks }: Review): Json {
  return { verdict, checks: checks.map((check) => ({ ...check })) };
}

/** JSON has no infinite numbers: null stands for them. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** One member a name. */
export function byName(names: readonly string[], value: (index: number) => Json): Record<string, Json> {
  return Object.fromEntries(names.map((name, index) => [name, value(index)]));
}
