import type { FairnessAttribute, OverCap, SendingEffect } from "../../../../workers/terms/decision.ts";
import type { ConsentedRequest } from "../../../../workers/terms/release.ts";

/** A marketer's numbers as they are typed: amounts in the currency, shares in per cent. */
export interface WorthNumbers {
  readonly cost?: number | undefined;
  readonly margin?: number | undefined;
  readonly fixed?: number | undefined;
  readonly offer?: number | undefined;
  readonly discount?: number | undefined;
  readonly response?: number | undefined;
  /** The lowest and highest response thought likely. */
  readonly responseLow?: number | undefined;
  readonly responseHigh?: number | undefined;
  readonly days?: number | undefined;
}

/** What is said of a release before it leaves. */
export interface Sending {
  readonly effect: SendingEffect;
  readonly groups: readonly FairnessAttribute[];
  readonly overCap: OverCap;
  readonly reason: string;
  readonly numbers: WorthNumbers;
}

export const plainSending: Sending = {
  effect: "information",
  groups: [],
  overCap: "withhold",
  reason: "",
  numbers: {},
};

/** A written reason is a sentence; the vault refuses less. */
const LEAST_REASON = 10;

/** The part of a request it makes, without the reason: that goes with the release alone. */
export function sendingPart({
  effect,
  groups,
  overCap,
}: Sending): Pick<ConsentedRequest, "effect" | "groups" | "overCap"> {
  return {
    ...(effect !== "information" && { effect }),
    ...(groups.length > 0 && { groups: [...groups] }),
    ...(overCap !== "withhold" && { overCap }),
  };
}

/** The reason where one is long enough to say something. */
export function reasonPart({ reason }: Pick<Sending, "reason">): Pick<ConsentedRequest, "reason"> {
  const said = reason.trim();
  return said.length < LEAST_REASON ? {} : { reason: said };
}
