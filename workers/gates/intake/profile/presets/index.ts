import type { FieldTarget } from "../../../../terms/field.ts";
import { headingKey } from "../heading-key.ts";
import { baseOrders } from "./base-orders.ts";
import { ecCubeCustomers } from "./ec-cube-customers.ts";
import { ecCubeOrders } from "./ec-cube-orders.ts";
import { onlineRetail } from "./online-retail.ts";
import type { Preset } from "./preset.ts";
import { shopifyCustomers } from "./shopify-customers.ts";
import { shopifyOrders } from "./shopify-orders.ts";

/** All presets there are. */
export const presets: readonly Preset[] = [
  shopifyOrders,
  shopifyCustomers,
  ecCubeOrders,
  ecCubeCustomers,
  baseOrders,
  onlineRetail,
];

/** The preset whose set of headings is there; of several, the one that asks for most. */
export function matchPreset(headings: readonly string[]): Preset | undefined {
  const keys = new Set(headings.map(headingKey));
  const fitting = presets.filter((preset) =>
    preset.signature.every((heading) => keys.has(headingKey(heading))),
  );
  return fitting.toSorted((a, b) => b.signature.length - a.signature.length)[0];
}

/** The preset of an id. */
export function presetById(id: string | undefined): Preset | undefined {
  return presets.find((preset) => preset.id === id);
}

/** What each column means under a preset: of a heading that occurs twice the first counts, the unlisted are ignored. */
export function presetColumns(preset: Preset, headings: readonly string[]): readonly FieldTarget[] {
  const byKey = new Map(
    Object.entries(preset.columns).map(([heading, target]) => [headingKey(heading), target]),
  );
  const seen = new Set<string>();
  return headings.map((heading) => {
    const key = headingKey(heading);
    if (seen.has(key)) return "ignore";
    seen.add(key);
    return byKey.get(key) ?? "ignore";
  });
}
