import type { FieldTarget } from "../../../terms/field.ts";
import {
  personKeys,
  storesTarget,
  tableKindOf,
  visitorKeys,
  type TableKind,
} from "../../../terms/table-kind.ts";
import { parseConsent } from "../parse/consent.ts";
import { parseMessageEvent } from "../parse/message.ts";

/** What a column may mean, as its heading has it. */
export interface Guess {
  readonly target: FieldTarget;
  readonly confidence: number;
}

type Guesses = readonly (Guess | undefined)[];

/** Fewest of the filled cells looked at that must be of a kind for a column to be. */
const MOST = 0.9;

/**
 * What the columns mean together: headings such as `date`, `status` or `channel` mean one thing beside orders and another in a log of events.
 * The kind is told by what only such a table has; where nothing is, meanings of the newer kinds are taken back.
 */
export function fitToKind(
  guesses: Guesses,
  values: readonly (readonly string[])[],
): { readonly kind: TableKind | undefined; readonly guesses: Guesses } {
  const kind = kindOf(guesses, values);
  if (kind === undefined) {
    const shop = tableKindOf(guesses.flatMap((guess) => shopTarget(guess) ?? []));
    return {
      kind,
      guesses: guesses.map((guess) =>
        guess !== undefined && storesTarget(shop, guess.target) ? guess : undefined,
      ),
    };
  }
  const teller = tellerOf(kind, guesses, values);
  const renamed = guesses.map((guess, index): Guess | undefined => {
    if (index === teller.index) return { target: teller.target, confidence: guess?.confidence ?? 0.6 };
    if (guess === undefined) return undefined;
    const target = otherwise(kind, guess.target) ?? guess.target;
    return storesTarget(kind, target) ? { ...guess, target } : undefined;
  });
  return { kind, guesses: renamed };
}

/** A meaning that a list of people or of orders has. */
function shopTarget(guess: Guess | undefined): FieldTarget | undefined {
  return guess !== undefined && storesTarget("people", guess.target) ? guess.target : undefined;
}

/** The newer kind of table the headings speak of, if they do. */
function kindOf(guesses: Guesses, values: readonly (readonly string[])[]): TableKind | undefined {
  const has = (...targets: readonly FieldTarget[]): boolean =>
    guesses.some((guess) => guess !== undefined && targets.includes(guess.target));
  const person = has(...personKeys);
  const time = has("occurred_at", "order_date");
  const bought =
    has("order_id", "unit_price", "line_total") || (has("order_total") && has("product_name", "quantity"));
  if (person && has("consent_purpose", "consent_state") && (time || has("consent_time")) && !bought) {
    const stated = tellerOf("consents", guesses, values).index >= 0;
    if (stated && has("consent_purpose", "medium", "channel")) return "consents";
  }
  if (!time) return undefined;
  const ads = has("impressions", "clicks");
  if (!person && !bought && (has("cost") ? ads || has("campaign", "medium") : ads && has("order_total")))
    return "spend";
  if (bought || has("order_total")) return undefined;
  if (person && tellerOf("messages", guesses, values).index >= 0) return "messages";
  if (has("review_text", "review_rating") && !has("event_name")) return "reviews";
  if ((person || has(...visitorKeys)) && has("event_name", "page")) return "events";
  return undefined;
}

/** The column that only this kind has, and what it means; -1 where there is none. */
function tellerOf(
  kind: TableKind,
  guesses: Guesses,
  values: readonly (readonly string[])[],
): { readonly index: number; readonly target: FieldTarget } {
  const find = (targets: readonly FieldTarget[], fits: (cell: string) => boolean): number =>
    targets
      .map((target) =>
        guesses.findIndex((guess, index) => guess?.target === target && mostly(values[index], fits)),
      )
      .find((index) => index >= 0) ?? -1;
  switch (kind) {
    case "consents":
      return {
        index: find(
          ["consent_state", "consent_email", "order_status"],
          (cell) => parseConsent(cell) !== undefined || /withdr|revok|expire|失効|撤回|取消/iu.test(cell),
        ),
        target: "consent_state",
      };
    case "messages":
      return {
        index: find(
          ["message_event", "event_name", "order_status"],
          (cell) => parseMessageEvent(cell) !== undefined,
        ),
        target: "message_event",
      };
    default:
      return { index: -1, target: "ignore" };
  }
}

/** Meanings that are called by the same word beside orders. */
function otherwise(kind: TableKind, target: FieldTarget): FieldTarget | undefined {
  if (target === "order_date" || target === "occurred_at")
    return kind === "consents" ? "consent_time" : "occurred_at";
  if (target === "channel") return "medium";
  if (kind === "spend" && target === "order_total") return "cost";
  return undefined;
}

function mostly(cells: readonly string[] | undefined, fits: (cell: string) => boolean): boolean {
  const filled = (cells ?? []).slice(0, 200).filter((cell) => cell.trim() !== "");
  return filled.length === 0 || filled.filter(fits).length >= filled.length * MOST;
}
