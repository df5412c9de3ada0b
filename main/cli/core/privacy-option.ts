import { err, ok, type Result } from "../../../workers/base/result.ts";
import {
  privacyMechanisms,
  type PrivacyOption,
  type PrivacyPromise,
} from "../../../workers/terms/release.ts";
import type { Misuse } from "./command.ts";
import type { Words } from "./words.ts";

/** Options that ask for noise. Bounds of spend are in minor units (yen, cents). */
export const privacyOptions = {
  epsilon: { kind: "text", hint: "E" },
  rho: { kind: "text", hint: "R" },
  mechanism: { kind: "choice", choices: privacyMechanisms },
  "orders-bound": { kind: "whole", hint: "N", least: 1, most: 1_000_000 },
  "revenue-bound": { kind: "whole", hint: "N", least: 1, most: 1_000_000_000 },
} as const;

interface Given {
  readonly epsilon: string | undefined;
  readonly rho: string | undefined;
  readonly mechanism: PrivacyOption["mechanism"];
  readonly "orders-bound": number | undefined;
  readonly "revenue-bound": number | undefined;
}

/** Noise as the options ask for it; none where none of them was given. */
export function privacyOf(given: Given): Result<{ readonly privacy?: PrivacyOption }, Misuse> {
  const { epsilon, rho, mechanism, "orders-bound": ordersBound, "revenue-bound": revenueBound } = given;
  const bad = (name: string, value: string) =>
    err<Misuse>({ key: "bad-value", facts: { name, value, expected: "0.01 … 10" } });
  if (epsilon === undefined && rho === undefined) {
    const alone = mechanism === undefined && ordersBound === undefined && revenueBound === undefined;
    return alone ? ok({}) : err({ key: "missing-option", facts: { name: "--epsilon E" } });
  }
  const [wanted, spent] = [shareOf(epsilon), shareOf(rho)];
  if (epsilon !== undefined && wanted === undefined) return bad("--epsilon", epsilon);
  if (rho !== undefined && (spent === undefined || epsilon !== undefined || mechanism === "laplace"))
    return bad("--rho", rho);
  return ok({
    privacy: {
      ...(wanted !== undefined && { epsilon: wanted }),
      ...(spent !== undefined && { rho: spent }),
      ...(mechanism !== undefined && { mechanism }),
      ...(ordersBound !== undefined && { ordersBound }),
      ...(revenueBound !== undefined && { revenueBound }),
    },
  });
}

function shareOf(text: string | undefined): number | undefined {
  const value = text !== undefined && /^\d+(\.\d+)?(e-?\d+)?$/u.test(text) ? Number(text) : 0;
  return value > 0 && value <= 10 ? value : undefined;
}

/** What a table with noise promises, in words. */
export function promiseLines(privacy: PrivacyPromise | undefined, words: Words): readonly string[] {
  if (privacy === undefined) return [];
  const { epsilon, delta, rho } = privacy;
  const facts = { epsilon: words.number(epsilon, 3), delta: String(delta), rho: words.number(rho, 4) };
  return [`  ${words.say("privacy-promise", facts)}`];
}
