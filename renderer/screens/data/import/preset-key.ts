/** The presets that have a name in the words. */
const presetKeys = [
  "shopify-orders",
  "shopify-customers",
  "ec-cube-orders",
  "ec-cube-customers",
  "base-orders",
  "online-retail",
] as const;

/** The preset as it has a name in this language; a newer one goes by a general word. */
export function presetKey(preset: string): (typeof presetKeys)[number] | "other" {
  return presetKeys.find((key) => key === preset) ?? "other";
}
