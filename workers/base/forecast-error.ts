/**
 * How far a forecast lies from what happened, as a share of what happened: |expected - actual| / actual.
 * Undefined where nothing happened. The one definition that reviews, screens and the command line use.
 */
export function forecastError(expected: number, actual: number): number | undefined {
  return actual > 0 ? Math.abs(expected - actual) / actual : undefined;
}
