import { parseIsoDate } from "../../../base/calendar.ts";
import type { Language } from "../../../terms/language.ts";
import type { Act, Times, Window } from "../../../terms/segment-acts.ts";
import type { ConditionOf } from "../../../terms/segment.ts";
import { findWord, word } from "../words.ts";
import {
  counted,
  dayText,
  listText,
  moneyText,
  namesText,
  numberText,
  type Reading,
} from "./sentence-words.ts";

/** "People who did this so often": in English the negation is inside, in Japanese it follows. */
export function didText(reading: Reading, { act, times, window, not }: ConditionOf<"did">): string {
  const { language } = reading;
  const parts = {
    act: actText(reading, act),
    times: timesText(language, times),
    window: windowText(language, window),
  };
  if (language === "ja") return word(language, "segment.did.text", parts);
  const none = times.n === 0 && times.comparison !== "atLeast";
  const once = times.n === 1 && times.comparison === "atLeast";
  if ((none && not !== true) || (once && not === true)) return word(language, "segment.did.never", parts);
  if (none)
    return word(language, "segment.did.text", {
      ...parts,
      times: timesText(language, { comparison: "atLeast", n: 1 }),
    });
  return word(language, not === true ? "segment.did.not" : "segment.did.text", parts);
}

/** "who first did this and within so many days that". */
export function sequenceText(reading: Reading, condition: ConditionOf<"sequence">): string {
  const { language } = reading;
  const { occurrence, followed, withinDays, not } = condition;
  const key = `segment.sequence.${occurrence}.${followed ? "followed" : "alone"}`;
  const text = counted(language, key, withinDays, {
    window: windowText(language, condition.window),
    first: actText(reading, condition.first),
    then: actText(reading, condition.then),
    days: numberText(language, withinDays),
  });
  return findWord(language, `segment.sequence.${not === true ? "not" : "who"}`, { text }) ?? text;
}

function timesText(language: Language, { comparison, n }: Times): string {
  return counted(language, `segment.times.${comparison}`, n, { n: numberText(language, n) });
}

function windowText(language: Language, window: Window): string {
  switch (window.kind) {
    case "ever":
      return word(language, "segment.window.ever");
    case "lastDays":
      return counted(language, "segment.window.lastDays", window.days, {
        days: numberText(language, window.days),
      });
    case "between": {
      const [from = 0, to = 0] = [window.from, window.to]
        .map((iso) => parseIsoDate(iso) ?? 0)
        .sort((a, b) => a - b);
      return word(language, "segment.window.between", {
        from: dayText(language, from),
        to: dayText(language, to),
      });
    }
  }
}

function actText(reading: Reading, act: Act): string {
  switch (act.what) {
    case "order":
      return orderText(reading, act);
    case "event":
      return eventText(reading.language, act);
    case "message":
      return messageText(reading.language, act);
    case "review":
      return reviewText(reading.language, act);
  }
}

/** A part of an act, empty where it is not asked for. */
function part(language: Language, name: string, values: readonly string[] | undefined): string {
  return values === undefined
    ? ""
    : word(language, `segment.part.${name}`, { list: namesText(language, values) });
}

function orderText(reading: Reading, act: Extract<Act, { what: "order" }>): string {
  const { language } = reading;
  const { amountAtLeast } = act;
  return word(language, "segment.act.order", {
    products: part(language, "products", act.products),
    channels: part(language, "channels", act.channels),
    amount:
      amountAtLeast === undefined
        ? ""
        : word(language, "segment.part.amount", { amount: moneyText(reading, amountAtLeast) }),
  });
}

function eventText(language: Language, { kinds, names }: Extract<Act, { what: "event" }>): string {
  const any = names === undefined ? findWord(language, "segment.eventKind.nothingNamed") : undefined;
  const done = kinds?.map((kind) => word(language, `segment.eventKind.${kind}`));
  return word(language, "segment.act.event", {
    kinds: done === undefined ? (any ?? word(language, "segment.eventKind.any")) : listText(language, done),
    names: part(language, "names", names),
  });
}

function messageText(language: Language, act: Extract<Act, { what: "message" }>): string {
  const channels = act.channels?.map((code) => findWord(language, `segment.messageChannel.${code}`) ?? code);
  return word(language, "segment.act.message", {
    events: listText(
      language,
      act.events.map((event) => word(language, `segment.messageEvent.${event}`)),
    ),
    channels: part(language, "messageChannels", channels),
    campaigns: part(language, "campaigns", act.campaigns),
  });
}

function reviewText(language: Language, act: Extract<Act, { what: "review" }>): string {
  const { kinds = ["review", "inquiry"], products, ratingAtLeast: low, ratingAtMost: high } = act;
  const bounds = { low: numberText(language, low ?? 0), high: numberText(language, high ?? 0) };
  const name =
    low === undefined
      ? high === undefined
        ? undefined
        : "ratingAtMost"
      : high === undefined
        ? "ratingAtLeast"
        : "ratingBetween";
  return word(language, "segment.act.review", {
    kinds: listText(
      language,
      kinds.map((kind) => word(language, `segment.writing.${kind}`)),
    ),
    products: part(language, "reviewed", products),
    rating: name === undefined ? "" : word(language, `segment.part.${name}`, bounds),
  });
}
