import {
  messageClasses,
  type ChoiceFairness,
  type LikelyRange,
  type ReleaseDecision,
  type ReleaseWorth,
} from "../../../workers/terms/decision.ts";
import type { Facts, Words } from "./words.ts";

/** All there is to decide on, in words. */
export function describeDecision(decision: ReleaseDecision, words: Words): readonly string[] {
  const { people, currency, worth, cap, pressure, contacts, fairness, checks, needsReason } = decision;
  const count = (value: number): string => words.number(value);
  const say = (key: string, facts: Facts = {}): string => words.label("release", `decision.${key}`, facts);
  const counted = messageClasses.map((one) => `${say(`class.${one}`)} ${count(contacts[one])}`).join(", ");
  return [
    say("people", { people: count(people) }),
    ...(worth === undefined ? [] : describeWorth(worth, currency, words)),
    say("pressure", {
      days: count(pressure.days),
      none: count(pressure.none),
      one: count(pressure.one),
      twoOrThree: count(pressure.twoOrThree),
      fourOrMore: count(pressure.fourOrMore),
    }),
    say("contacts", { classes: counted, service: count(contacts.service) }),
    ...(cap.cap === undefined
      ? []
      : [
          say(cap.withheld ? "capWithheld" : "capSent", {
            class: say(`class.${cap.class}`),
            most: count(cap.cap.most),
            days: count(cap.cap.days),
            people: count(cap.over),
          }),
        ]),
    ...fairness.flatMap((one) => describeFairness(one, words)),
    ...(needsReason ? [say("needsReason")] : []),
    ...(["feel", "fair"] as const).flatMap((question) => {
      const found = checks.filter((check) => check.question === question);
      return [
        say(`question.${question}`),
        ...(found.length === 0 ? [`  ${say("nothingFound")}`] : []),
        ...found.map(({ code, details }) => `  ${say(`check.${code}`, named(details, words))}`),
      ];
    }),
  ];
}

function describeWorth(worth: ReleaseWorth, currency: string, words: Words): readonly string[] {
  const say = (key: string, facts: Facts = {}): string => words.label("release", `decision.${key}`, facts);
  const money = (value: number): string => words.money(Math.round(value), currency);
  const between = ({ value, low, high }: LikelyRange): Facts => ({
    value: money(value),
    low: money(low),
    high: money(high),
  });
  const { value, extraBuyers, breakEven, cut, chanceOfGain = 0, days } = worth;
  const percent = (share: number, digits = 2): string => words.number(100 * share, digits);
  return [
    ...(value === undefined || extraBuyers === undefined
      ? [say("noValue")]
      : [
          say("value", { ...between(value), days: words.number(days) }),
          say("chance", { percent: percent(chanceOfGain, 0) }),
          say("buyers", {
            value: words.number(extraBuyers.value),
            low: words.number(extraBuyers.low),
            high: words.number(extraBuyers.high),
            anyway: words.number(worth.buyersAnyway ?? 0),
          }),
        ]),
    breakEven.response === undefined
      ? say("breakEvenNever")
      : say("breakEven", { percent: percent(breakEven.response) }),
    ...(cut === undefined
      ? []
      : [
          say("cut", {
            people: words.number(cut.people),
            score: say(`score.${cut.attribute}`),
            atLeast: cut.attribute === "lifetimeValue" ? money(cut.atLeast) : words.number(cut.atLeast, 3),
            ...between(cut.value),
          }),
        ]),
    ...worth.basis.map(
      ({ code, details }) => `  ${say(`basis.${code}`, basisFacts(code, details, currency, words))}`,
    ),
  ];
}

type Details = Readonly<Record<string, string | number>>;

/** Facts of a basis as a reader wants them: shares in per cent, amounts in the currency. */
function basisFacts(code: string, details: Details, currency: string, words: Words): Facts {
  return Object.fromEntries(
    Object.entries(details).map(([name, fact]): [string, string] => {
      if (typeof fact === "string") return [name, fact];
      if (name === "amount") return [name, words.money(fact, currency)];
      if (code === "response") return [name, words.number(100 * fact, 2)];
      if (code === "lift" && name !== "release") return [name, words.number(fact, 2)];
      return [name, words.number(fact)];
    }),
  );
}

function describeFairness(
  { attribute, verdict, groups, unknown }: ChoiceFairness,
  words: Words,
): readonly string[] {
  const say = (key: string, facts: Facts = {}): string => words.label("release", `decision.${key}`, facts);
  return [
    say("fairness", {
      attribute: words.label("release", `dimension.${attribute}`),
      verdict: say(`verdict.${verdict}`),
    }),
    ...groups.map(({ group, chosen, eligible, rate, ratio }) =>
      say(ratio === undefined ? "group" : "groupRatio", {
        group: words.label("release", `value.${attribute}.${group}`).replace(/^value\.[^.]+\./u, ""),
        chosen: words.number(chosen),
        eligible: words.number(eligible),
        percent: words.number(100 * rate.value, 1),
        ratio: words.number(ratio?.value ?? 0, 2),
        low: words.number(ratio?.low ?? 0, 2),
        high: words.number(Math.min(ratio?.high ?? 0, 999), 2),
      }),
    ),
    ...(unknown === 0 ? [] : [say("groupUnknown", { people: words.number(unknown) })]),
  ];
}

function named(details: Details, words: Words): Facts {
  const { attribute, model, by, name = "", ...rest } = details;
  return {
    ...(model !== undefined && { model: words.label("words", `mapUse.${model}`) }),
    ...(by !== undefined && { by: words.label("words", `grouping.${by}`, { name }) }),
    ...Object.fromEntries(
      Object.entries(rest).map(([name, fact]) => [
        name,
        typeof fact === "number" ? words.number(fact) : fact,
      ]),
    ),
    ...(attribute === undefined
      ? {}
      : { attribute: words.label("release", `dimension.${String(attribute)}`) }),
  };
}
