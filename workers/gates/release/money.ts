/** Digits of a currency's minor unit (ISO 4217): 0 for JPY, 2 for EUR; 0 where no currency is known yet. */
export function minorDigits(currency: string): number {
  if (currency === "") return 0;
  const format = new Intl.NumberFormat("en", { style: "currency", currency });
  return format.resolvedOptions().maximumFractionDigits ?? 0;
}
