import fc from "fast-check";
import type { PersonScores } from "../../workers/analysis/person-scores.ts";
import type { Columns, WordColumn } from "../../workers/columns/columns.ts";
import { contactBits } from "../../workers/columns/contacts.ts";
import type { SegmentSource } from "../../workers/gates/release/segments/source.ts";
import { knownFacts, type Act, type KnownFact, type Window } from "../../workers/terms/segment-acts.ts";
import type { Condition, ConditionOf, SegmentDefinition } from "../../workers/terms/segment.ts";

/** The day of the latest order in every made-up vault. */
const plainClock = 20;
const ZONE = 9 * 3600;

/** Something a person did, whatever it was. */
interface PlainAct {
  what: Act["what"];
  day: number;
  at?: number;
  words: Readonly<Record<string, readonly (string | undefined)[]>>;
  numbers: Readonly<Record<string, number>>;
}

/** A person as a plain object: what the plain reading below reads. */
interface PlainPerson {
  permitted: boolean;
  prefecture: string | undefined;
  group: string | undefined;
  acts: PlainAct[];
  facts: readonly KnownFact[];
  recencyDays: number;
  pAlive: number;
  r: number;
}

const words = ["a", "b", "c"];
const word = fc.constantFrom(...words);
const maybe = fc.option(word, { nil: undefined });
const day = fc.integer({ min: 0, max: plainClock });
const second = fc.constantFrom(0, 100, 50_000);

const order = fc
  .record({ day, amount: fc.integer({ min: 1, max: 5 }), channel: maybe, products: fc.uniqueArray(word) })
  .map(({ day: on, amount, channel, products }): PlainAct => {
    return { what: "order", day: on, words: { channels: [channel], products }, numbers: { amount } };
  });
const event = fc
  .record({ day, second, kind: fc.constantFrom("visit", "login"), name: maybe })
  .map(({ day: on, second: s, kind, name }): PlainAct => {
    return {
      what: "event",
      day: on,
      at: on * 86_400 - ZONE + s,
      words: { kinds: [kind], names: [name] },
      numbers: {},
    };
  });
const message = fc
  .record({ day, second, event: fc.constantFrom("sent", "opened"), channel: word, campaign: maybe })
  .map(({ day: on, second: s, event: what, channel, campaign }): PlainAct => {
    const said = { events: [what], channels: [channel], campaigns: [campaign] };
    return { what: "message", day: on, at: on * 86_400 - ZONE + s, words: said, numbers: {} };
  });
const review = fc
  .record({
    day,
    kind: fc.constantFrom("review", "inquiry"),
    product: maybe,
    rating: fc.constantFrom(NaN, 1, 3, 5),
  })
  .map(({ day: on, kind, product, rating }): PlainAct => {
    return { what: "review", day: on, words: { kinds: [kind], products: [product] }, numbers: { rating } };
  });

/** People of a made-up vault. */
export const plainPerson: fc.Arbitrary<PlainPerson> = fc.record({
  permitted: fc.boolean(),
  prefecture: maybe,
  group: fc.option(fc.constantFrom("lost", "new"), { nil: undefined }),
  acts: fc.array(fc.oneof(order, event, message, review), { maxLength: 10 }),
  facts: fc.subarray([...knownFacts]),
  recencyDays: fc.oneof(fc.constant(NaN), fc.integer({ min: 0, max: 9 })),
  pAlive: fc.oneof(fc.constant(NaN), fc.double({ min: 0, max: 1, noNaN: true })),
  r: fc.integer({ min: 0, max: 5 }),
});

const flag = fc.constantFrom(true, false);
const some = fc.uniqueArray(fc.constantFrom(...words, "gone"), { minLength: 1 });
const left = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });

const act: fc.Arbitrary<Act> = fc
  .oneof(
    fc.record({
      what: fc.constant("order" as const),
      products: left(some),
      channels: left(some),
      amountAtLeast: left(fc.integer({ min: 0, max: 6 })),
    }),
    fc.record({
      what: fc.constant("event" as const),
      kinds: left(
        fc.uniqueArray(fc.constantFrom("visit" as const, "login" as const, "app" as const), { minLength: 1 }),
      ),
      names: left(some),
    }),
    fc.record({
      what: fc.constant("message" as const),
      events: fc.uniqueArray(fc.constantFrom("sent" as const, "opened" as const, "clicked" as const), {
        minLength: 1,
      }),
      channels: left(some),
      campaigns: left(some),
    }),
    fc.record({
      what: fc.constant("review" as const),
      kinds: left(fc.constantFrom(["review" as const], ["inquiry" as const])),
      products: left(some),
      ratingAtLeast: left(fc.integer({ min: 0, max: 5 })),
      ratingAtMost: left(fc.integer({ min: 0, max: 5 })),
    }),
  )
  .map((one) => JSON.parse(JSON.stringify(one)) as Act);

const iso = (on: number): string => new Date(on * 86_400_000).toISOString().slice(0, 10);
const window: fc.Arbitrary<Window> = fc.oneof(
  fc.constant({ kind: "ever" as const }),
  fc.record({ kind: fc.constant("lastDays" as const), days: fc.integer({ min: 0, max: 25 }) }),
  fc.record({ kind: fc.constant("between" as const), from: day.map(iso), to: day.map(iso) }),
);

const number = fc.record({
  kind: fc.constant("number" as const),
  attribute: fc.constantFrom("recencyDays", "orders", "revenue", "pAlive", "recencyScore"),
  comparison: fc.constantFrom("atLeast", "atMost", "between", "is"),
  value: fc.oneof(
    fc.integer({ min: -1, max: 9 }),
    fc.double({ min: 0, max: 1, noNaN: true, noDefaultInfinity: true }),
  ),
  upper: fc.integer({ min: -1, max: 9 }),
  not: flag,
});
const choice = fc.record({
  kind: fc.constant("choice" as const),
  attribute: fc.constantFrom("prefecture", "channel", "product", "rfmGroup"),
  values: fc.uniqueArray(fc.constantFrom(...words, "new", "gone"), { minLength: 1 }),
  not: flag,
});
const did = fc.record({
  kind: fc.constant("did" as const),
  act,
  times: fc.record({
    comparison: fc.constantFrom("atLeast", "atMost", "is"),
    n: fc.integer({ min: 0, max: 4 }),
  }),
  window,
  not: flag,
});
const sequence = fc.record({
  kind: fc.constant("sequence" as const),
  occurrence: fc.constantFrom("any", "first", "latest"),
  first: act,
  window,
  then: act,
  followed: flag,
  withinDays: fc.integer({ min: 0, max: 12 }),
  not: flag,
});
const known = fc.record({
  kind: fc.constant("known" as const),
  fact: fc.constantFrom(...knownFacts),
  not: flag,
});
const member = fc.record({
  kind: fc.constant("segment" as const),
  segmentId: fc.constantFrom(1, 2, 99),
  not: flag,
});

const definitionOf = (condition: fc.Arbitrary<unknown>): fc.Arbitrary<SegmentDefinition> =>
  fc.record({
    groups: fc.array(fc.record({ anyOf: fc.array(condition, { minLength: 1, maxLength: 3 }), not: flag }), {
      maxLength: 4,
    }),
  }) as fc.Arbitrary<SegmentDefinition>;

/** Any definition of the language. */
export const anyDefinition = definitionOf(fc.oneof(number, choice, did, sequence, known, member));
/** Definitions that stand on no other segment. */
export const ownDefinition = definitionOf(fc.oneof(number, choice, did, sequence, known));

type Said = boolean | undefined;

/** One person and a whole definition in the plainest words: after how many groups are they still in? */
export function groupsMet(
  someone: PlainPerson,
  asked: SegmentDefinition,
  stored: Readonly<Record<number, SegmentDefinition>>,
): number {
  if (!someone.permitted) return -1;
  const out = asked.groups.findIndex(({ anyOf, not }) => {
    const said = anyOf.map((one) => flip(holds(someone, one, stored), one.not));
    const met: Said = said.includes(true) ? true : said.includes(undefined) ? undefined : false;
    return flip(met, not) !== true;
  });
  return out < 0 ? asked.groups.length : out;
}

function flip(said: Said, not: boolean | undefined): Said {
  return said === undefined ? undefined : said !== (not ?? false);
}

function holds(
  someone: PlainPerson,
  asked: Condition,
  stored: Readonly<Record<number, SegmentDefinition>>,
): Said {
  switch (asked.kind) {
    case "number":
      return holdsNumber(someone, asked);
    case "choice":
      return holdsChoice(someone, asked);
    case "did": {
      const times = actsOf(someone, asked.act, asked.window).length;
      const { comparison, n } = asked.times;
      return comparison === "is" ? times === n : comparison === "atLeast" ? times >= n : times <= n;
    }
    case "sequence":
      return holdsSequence(someone, asked);
    case "known":
      return someone.facts.includes(asked.fact);
    case "segment": {
      const inner = stored[asked.segmentId];
      return inner === undefined ? undefined : groupsMet(someone, inner, stored) === inner.groups.length;
    }
  }
}

function holdsNumber(
  someone: PlainPerson,
  { attribute, comparison, value, upper = value }: ConditionOf<"number">,
): Said {
  const orders = someone.acts.filter(({ what }) => what === "order");
  const number = {
    recencyDays: someone.recencyDays,
    orders: orders.length,
    revenue: orders.reduce((sum, one) => sum + (one.numbers["amount"] ?? 0), 0),
    pAlive: someone.pAlive,
    recencyScore: someone.r,
  }[attribute as "recencyDays" | "orders" | "revenue" | "pAlive" | "recencyScore"];
  if (attribute === "pAlive" && Number.isNaN(number)) return undefined;
  return {
    atLeast: number >= value,
    atMost: number <= value,
    is: number === value,
    between: number >= Math.min(value, upper) && number <= Math.max(value, upper),
  }[comparison];
}

function holdsChoice(someone: PlainPerson, { attribute, values }: ConditionOf<"choice">): Said {
  const orders = someone.acts.filter(({ what }) => what === "order");
  const has = {
    prefecture: [someone.prefecture],
    rfmGroup: [someone.group],
    channel: orders.flatMap((one) => one.words["channels"] ?? []),
    product: orders.flatMap((one) => one.words["products"] ?? []),
  }[attribute as "prefecture" | "rfmGroup" | "channel" | "product"];
  return values.some((value) => has.includes(value));
}

function actsOf(someone: PlainPerson, asked: Act, within: Window): PlainAct[] {
  return someone.acts
    .filter((one) => {
      if (one.what !== asked.what) return false;
      if (within.kind === "lastDays" && one.day < plainClock - within.days) return false;
      if (within.kind === "between") {
        const [from = "", to = ""] = [within.from, within.to].sort();
        if (iso(one.day) < from || iso(one.day) > to) return false;
      }
      const named = Object.entries(asked).every(
        ([part, values]) =>
          !Array.isArray(values) || values.some((value) => one.words[part]?.includes(value as string)),
      );
      const { amountAtLeast, ratingAtLeast, ratingAtMost } = {
        amountAtLeast: undefined,
        ratingAtLeast: undefined,
        ratingAtMost: undefined,
        ...asked,
      };
      return (
        named &&
        (amountAtLeast === undefined || one.numbers["amount"]! >= amountAtLeast) &&
        (ratingAtLeast === undefined || one.numbers["rating"]! >= ratingAtLeast) &&
        (ratingAtMost === undefined || one.numbers["rating"]! <= ratingAtMost)
      );
    })
    .sort(byTime);
}

function byTime(a: PlainAct, b: PlainAct): number {
  return a.day - b.day || (a.at ?? 0) - (b.at ?? 0);
}

function holdsSequence(someone: PlainPerson, asked: ConditionOf<"sequence">): boolean {
  const all = actsOf(someone, asked.first, asked.window);
  const firsts =
    asked.occurrence === "any" ? all : asked.occurrence === "first" ? all.slice(0, 1) : all.slice(-1);
  const later = (a: PlainAct, b: PlainAct): boolean =>
    a.at !== undefined && b.at !== undefined ? b.at > a.at : b.day > a.day;
  return firsts.some((a) => {
    const comes = actsOf(someone, asked.then, { kind: "ever" }).some(
      (b) => later(a, b) && b.day - a.day <= asked.withinDays,
    );
    return asked.followed ? comes : !comes && a.day + asked.withinDays <= plainClock;
  });
}

function column(values: readonly (string | undefined)[]): WordColumn {
  const all = [...new Set(values.filter((value) => value !== undefined))];
  const codes = new Int32Array(new SharedArrayBuffer(4 * values.length));
  for (const [index, value] of values.entries()) codes[index] = value === undefined ? -1 : all.indexOf(value);
  return { codes, words: all };
}

function ints(values: readonly number[]): Int32Array<SharedArrayBuffer> {
  const array = new Int32Array(new SharedArrayBuffer(4 * values.length));
  array.set(values);
  return array;
}

function reals(values: readonly number[]): Float64Array<SharedArrayBuffer> {
  const array = new Float64Array(new SharedArrayBuffer(8 * values.length));
  array.set(values);
  return array;
}

function starts(lists: readonly { readonly length: number }[]): Int32Array<SharedArrayBuffer> {
  let sum = 0;
  return ints([0, ...lists.map((list) => (sum += list.length))]);
}

/** The acts of one kind as columns, each person's in order of time. */
function actColumns(people: readonly PlainPerson[], what: Act["what"]) {
  const lists = people.map((someone) => someone.acts.filter((one) => one.what === what).sort(byTime));
  const all = lists.flat();
  return {
    all,
    start: starts(lists),
    person: ints(lists.flatMap((list, index) => list.map(() => index))),
    day: ints(all.map((one) => one.day)),
    at: reals(all.map((one) => one.at ?? NaN)),
    words: (name: string) => column(all.map((one) => one.words[name]?.[0])),
    number: (name: string) => reals(all.map((one) => one.numbers[name] ?? NaN)),
  };
}

/** The columns, scores and permissions of made-up people. */
export function plainSource(
  people: readonly PlainPerson[],
  stored: Readonly<Record<number, SegmentDefinition>> = {},
): SegmentSource {
  return {
    columns: plainColumns(people),
    scores: plainScores(people),
    permitted: Uint8Array.from(people, (someone) => Number(someone.permitted)),
    clock: plainClock,
    definitionOf: (id) => stored[id],
  };
}

function plainColumns(people: readonly PlainPerson[]): Columns {
  const none = column(people.map(() => undefined));
  const [orders, events, messages, reviews] = (["order", "event", "message", "review"] as const).map((what) =>
    actColumns(people, what),
  ) as [
    ReturnType<typeof actColumns>,
    ReturnType<typeof actColumns>,
    ReturnType<typeof actColumns>,
    ReturnType<typeof actColumns>,
  ];
  const items = orders.all.map((one) => one.words["products"] ?? []);
  const bought = people.map((someone) => [
    ...new Set(someone.acts.flatMap((one) => (one.what === "order" ? (one.words["products"] ?? []) : []))),
  ]);
  const contacts = new Uint8Array(new SharedArrayBuffer(people.length));
  contacts.set(people.map(({ facts }) => facts.reduce((bits, fact) => bits | contactBits[fact], 0)));
  return {
    people: {
      count: people.length,
      id: ints(people.map((_, index) => index + 1)),
      prefecture: column(people.map((someone) => someone.prefecture)),
      country: none,
      gender: none,
      ageBand: none,
      source: none,
      since: ints(people.map(() => 0)),
    },
    orders: {
      count: orders.all.length,
      start: orders.start,
      person: orders.person,
      day: orders.day,
      amount: orders.number("amount"),
      channel: orders.words("channels"),
      currency: "JPY",
      otherCurrency: 0,
    },
    purchases: () => ({ start: starts(bought), product: column(bought.flat()) }),
    items: () => ({ start: starts(items), product: column(items.flat()) }),
    events: () => ({
      start: events.start,
      day: events.day,
      at: events.at,
      kind: events.words("kinds"),
      name: events.words("names"),
    }),
    messages: () => ({
      start: messages.start,
      day: messages.day,
      at: messages.at,
      event: messages.words("events"),
      channel: messages.words("channels"),
      campaign: messages.words("campaigns"),
    }),
    reviews: () => ({
      start: reviews.start,
      day: reviews.day,
      kind: reviews.words("kinds"),
      rating: reviews.number("rating"),
      product: reviews.words("products"),
    }),
    contacts: () => contacts,
    built: new Set(),
    indexOf: (id) => (id >= 1 && id <= people.length ? id - 1 : -1),
  };
}

function plainScores(people: readonly PlainPerson[]): PersonScores {
  const floats = (of: (someone: PlainPerson) => number) => Float64Array.from(people, of);
  const unknown = floats(() => NaN);
  const amounts = (someone: PlainPerson): number[] =>
    someone.acts.flatMap((one) => (one.what === "order" ? [one.numbers["amount"] ?? 0] : []));
  return {
    end: plainClock,
    recencyDays: floats((someone) => someone.recencyDays),
    orders: floats((someone) => amounts(someone).length || NaN),
    revenue: floats((someone) => amounts(someone).reduce((sum, one) => sum + one, 0) || NaN),
    averageOrder: unknown,
    tenureDays: unknown,
    r: Uint8Array.from(people, (someone) => someone.r),
    f: new Uint8Array(people.length),
    m: new Uint8Array(people.length),
    rfmGroup: column(people.map((someone) => someone.group)),
    pAlive: floats((someone) => someone.pAlive),
    expectedPurchases: unknown,
    lifetimeValue: unknown,
    churnRisk: unknown,
    customerGroup: column(people.map(() => undefined)),
    lookalike: unknown,
    lookalikeRank: unknown,
    firstPurchase: unknown,
    renewal: unknown,
    newProduct: unknown,
    openChance: unknown,
    clickChance: unknown,
    bestHour: unknown,
  };
}
