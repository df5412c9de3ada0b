/** Failure probability of every stated (epsilon, delta): well below one in the number of people a vault holds. */
export const statedDelta = 1e-6;

/**
 * The epsilon of what is rho-zCDP at a delta, by Bun & Steinke (TCC 2016), proposition 1.3: rho + 2 sqrt(rho ln(1 / delta)).
 * Kept as the plain bound that the tighter one is held against.
 */
export function epsilonOfRhoPlain(rho: number, delta: number): number {
  return rho + 2 * Math.sqrt(rho * Math.log(1 / delta));
}

/**
 * The epsilon of what is rho-zCDP at a delta: the least over alpha > 1 of
 * alpha rho + ln(1 - 1 / alpha) + ln(1 / (alpha delta)) / (alpha - 1) (Canonne, Kamath & Steinke 2020, proposition 12 and corollary 13
 * with zCDP's Rényi divergence alpha rho). Every alpha gives a true bound, so the search cannot understate.
 */
export function epsilonOfRho(rho: number, delta: number): number {
  if (rho <= 0) return 0;
  const bound = (x: number) => {
    const alpha = 1 + Math.exp(x);
    return alpha * rho + Math.log1p(-1 / alpha) - Math.log(alpha * delta) / (alpha - 1);
  };
  // The minimum lies near alpha = 1 + sqrt(ln(1 / delta) / rho).
  const middle = 0.5 * Math.log(Math.log(1 / delta) / rho);
  let [low, high] = [middle - 6, middle + 6];
  const golden = (Math.sqrt(5) - 1) / 2;
  for (let turn = 0; turn < 100; turn++) {
    const left = high - golden * (high - low);
    const right = low + golden * (high - low);
    if (bound(left) < bound(right)) high = right;
    else low = left;
  }
  return Math.max(0, Math.min(bound((low + high) / 2), epsilonOfRhoPlain(rho, delta)));
}

/** The largest rho that stays within epsilon at a delta. */
export function rhoOfEpsilon(epsilon: number, delta: number): number {
  let [low, high] = [0, Math.max(epsilon, epsilon * epsilon)];
  for (let turn = 0; turn < 200 && high - low > 1e-15 * high; turn++) {
    const middle = (low + high) / 2;
    if (epsilonOfRho(middle, delta) <= epsilon) low = middle;
    else high = middle;
  }
  return low;
}

/** The rho of what is epsilon-differentially private outright (Bun & Steinke 2016, proposition 1.4). */
export function rhoOfPure(epsilon: number): number {
  return (epsilon * epsilon) / 2;
}
