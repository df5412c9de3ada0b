import type {
  ChoiceVerdict,
  FairnessAttribute,
  FrequencyCap,
  MessageClass,
  OverCap,
  SendingEffect,
  ToldPressure,
} from "./decision.ts";
import type { FairModel, Grouping } from "./model-fairness.ts";

/** A forecast that looked unfair, and the kind of groups it was compared by: never the name of a segment or a column. */
export interface UnfairForecast {
  readonly model: FairModel;
  readonly by: Grouping["kind"];
}

/** What forecasts that looked unfair were put into, and why it left all the same. */
export interface LeftDespite {
  readonly forecasts: readonly UnfairForecast[];
  readonly reason: string;
}

/** What a manifest says of how a list was decided on. */
export interface SendingFacts {
  readonly class: MessageClass;
  readonly effect?: SendingEffect;
  readonly cap?: FrequencyCap;
  readonly overCap?: OverCap;
  readonly pressure: ToldPressure;
  readonly fairness?: readonly { readonly attribute: FairnessAttribute; readonly verdict: ChoiceVerdict }[];
  /** By which the list was chosen; told with the reason it left for. */
  readonly forecasts?: readonly UnfairForecast[];
  readonly reason?: string;
}
