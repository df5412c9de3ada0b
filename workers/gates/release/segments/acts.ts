import type { EpochDay } from "../../../base/calendar.ts";
import type { Columns, WordColumn } from "../../../columns/columns.ts";
import type { Act, Window } from "../../../terms/segment-acts.ts";

/** The acts of one kind in the columns: which entries are a person's, when they were, and whether an entry is of the kind asked for. */
export interface ActView {
  /** Entries of person p are `start[p]` to `start[p + 1]`, in order of time. */
  readonly start: Int32Array;
  readonly day: Int32Array;
  /** Seconds since 1970, where moments are known. */
  readonly at?: Float64Array;
  readonly matches: (entry: number) => boolean;
}

/** Days inside a window, both ends included. */
export interface DaySpan {
  readonly low: number;
  readonly high: number;
}

/** The days of a window; `from` and `to` are days that exist (the schema saw to it). */
export function daysOf(window: Window, clock: EpochDay, dayOf: (iso: string) => EpochDay): DaySpan {
  if (window.kind === "ever") return { low: -Infinity, high: Infinity };
  if (window.kind === "lastDays") return { low: clock - window.days, high: Infinity };
  const [from, to] = [dayOf(window.from), dayOf(window.to)];
  return { low: Math.min(from, to), high: Math.max(from, to) };
}

/** The columns' view of an act. */
export function viewAct(columns: Columns, act: Act): ActView {
  switch (act.what) {
    case "order":
      return viewOrders(columns, act);
    case "event": {
      const { start, day, at, kind, name } = columns.events();
      return { start, day, at, matches: all(among(kind, act.kinds), among(name, act.names)) };
    }
    case "message": {
      const { start, day, at, event, channel, campaign } = columns.messages();
      const matches = all(
        among(event, act.events),
        among(channel, act.channels),
        among(campaign, act.campaigns),
      );
      return { start, day, at, matches };
    }
    case "review": {
      const { start, day, kind, rating, product } = columns.reviews();
      const { ratingAtLeast: least, ratingAtMost: most } = act;
      return {
        start,
        day,
        // A text without a rating is neither good nor bad.
        matches: all(
          among(kind, act.kinds),
          among(product, act.products),
          least === undefined ? undefined : (entry) => rating[entry]! >= least,
          most === undefined ? undefined : (entry) => rating[entry]! <= most,
        ),
      };
    }
  }
}

function viewOrders(columns: Columns, act: Extract<Act, { what: "order" }>): ActView {
  const { start, day, amount, channel } = columns.orders;
  const { amountAtLeast: least } = act;
  return {
    start,
    day,
    matches: all(
      among(channel, act.channels),
      least === undefined ? undefined : (order) => amount[order]! >= least,
      act.products === undefined ? undefined : bought(columns, act.products),
    ),
  };
}

type Test = (entry: number) => boolean;

function bought(columns: Columns, products: readonly string[]): Test {
  const { start, product } = columns.items();
  const want = wantedCodes(product.words, products);
  return (order) => {
    for (let item = start[order]!; item < start[order + 1]!; item++)
      if (want[product.codes[item]!] === 1) return true;
    return false;
  };
}

/** Whether an entry's word is among those asked for; undefined where none is asked for. */
function among({ codes, words }: WordColumn, asked: readonly string[] | undefined): Test | undefined {
  if (asked === undefined) return undefined;
  const want = wantedCodes(words, asked);
  return (entry) => want[codes[entry]!] === 1;
}

/** Which codes of a dictionary are asked for. */
export function wantedCodes(words: readonly string[], asked: readonly string[]): Uint8Array {
  const set = new Set(asked);
  return Uint8Array.from(words, (word) => (set.has(word) ? 1 : 0));
}

function all(...tests: readonly (Test | undefined)[]): Test {
  const [first, second, ...rest] = tests.filter((test) => test !== undefined);
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  if (rest.length === 0) return (entry) => first(entry) && second(entry);
  return (entry) => first(entry) && second(entry) && rest.every((test) => test(entry));
}
