import * as v from "valibot";
import {
  actSchema,
  windowSchema,
  type Act,
  type ActKind,
  type Window,
} from "../../../workers/terms/segment-acts.ts";
import type { ActPart } from "../../../workers/terms/segment-sets.ts";

/** An act while it is being written; parts with nothing ticked are not asked for. */
export interface ActDraft {
  readonly what: ActKind;
  readonly parts: Readonly<Partial<Record<ActPart, readonly string[]>>>;
  readonly numbers: Readonly<Partial<Record<ActNumber, number>>>;
}

export type ActNumber = "amountAtLeast" | "ratingAtLeast" | "ratingAtMost";

/** What can be asked of each kind of act, in the order it is shown. */
export const partsOf: Readonly<Record<ActKind, readonly ActPart[]>> = {
  order: ["products", "channels"],
  event: ["kinds", "names"],
  message: ["events", "channels", "campaigns"],
  review: ["kinds", "products"],
};

export const numbersOf: Readonly<Record<ActKind, readonly ActNumber[]>> = {
  order: ["amountAtLeast"],
  event: [],
  message: [],
  review: ["ratingAtLeast", "ratingAtMost"],
};

/** A window of time while it is being written. */
export interface WindowDraft {
  readonly kind: Window["kind"];
  readonly days: number | undefined;
  readonly from: string;
  readonly to: string;
}

export const ever: WindowDraft = { kind: "ever", days: undefined, from: "", to: "" };

/** An act of a kind of which nothing more is asked yet. */
export function anyAct(what: ActKind): ActDraft {
  return { what, parts: what === "message" ? { events: ["opened"] } : {}, numbers: {} };
}

/** An act opened for editing. */
export function actDraftOf(act: Act): ActDraft {
  const entries = Object.entries(act);
  return {
    what: act.what,
    parts: Object.fromEntries(entries.filter(([, value]) => Array.isArray(value))),
    numbers: Object.fromEntries(entries.filter(([, value]) => typeof value === "number")),
  };
}

/** The act, or undefined while something it cannot do without is missing. */
export function actOf({ what, parts, numbers }: ActDraft): Act | undefined {
  const ticked = Object.entries(parts).filter(([, values]) => values.length > 0);
  const given = Object.entries(numbers).filter(([, value]) => (value as number | undefined) !== undefined);
  const parsed = v.safeParse(actSchema, { what, ...Object.fromEntries([...ticked, ...given]) });
  return parsed.success ? parsed.output : undefined;
}

/** A window opened for editing. */
export function windowDraftOf(window: Window): WindowDraft {
  return { ...ever, ...window };
}

/** The window, or undefined while a day or the number of days is missing. */
export function windowOf({ kind, days, from, to }: WindowDraft): Window | undefined {
  const parsed = v.safeParse(windowSchema, {
    kind,
    ...(kind === "lastDays" ? { days } : {}),
    ...(kind === "between" ? { from, to } : {}),
  });
  return parsed.success ? parsed.output : undefined;
}
