import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unwatched } from "../../base/job.ts";
import { dirichletPrecision } from "../../stats/dirichlet.ts";
import { randomStream } from "../../stats/random.ts";
import { auc } from "../validation/auc.ts";
import { hourOf, weekdayOf } from "./clock.ts";
import { messages } from "./messages.ts";
import { happenings, sendsOf, type MessageLog } from "./sends.ts";

const DAY = 86_400;
const END = 400;

interface Happening {
  readonly at: number;
  readonly what: keyof typeof happenings;
  readonly channel?: string;
  readonly campaign?: number;
}

const channels = ["email", "line"];

function logOf(people: readonly (readonly Happening[])[]): MessageLog {
  const sorted = people.map((list) => [...list].sort((a, b) => a.at - b.at));
  const flat = sorted.flat();
  let at = 0;
  return {
    start: Int32Array.from([0, ...sorted.map((list) => (at += list.length))]),
    at: Float64Array.from(flat, (one) => one.at),
    happening: Uint8Array.from(flat, ({ what }) => happenings[what]),
    channel: Int32Array.from(flat, ({ channel = "email" }) => channels.indexOf(channel)),
    channels,
    campaign: Int32Array.from(flat, ({ campaign = 0 }) => campaign),
  };
}

const noOrders = (people: number) => ({
  start: new Int32Array(people + 1),
  day: new Int32Array(0),
  amount: new Float64Array(0),
  mask: new Uint8Array(people).fill(1),
});

const ask = (people: readonly (readonly Happening[])[], question: "open" | "click" = "open", end = END) =>
  messages({ question, history: noOrders(people.length), log: logOf(people), end }, unwatched);

/** One e-mail every two weeks at nine; each person opens at a rate of their own, in the hour they look at their mail. */
function list(count: number, seed: number, hourOfPerson: (person: number) => number) {
  const random = randomStream(seed);
  const rates: number[] = [];
  const people = Array.from({ length: count }, (_, p): Happening[] => {
    const rate = 0.05 + 0.7 * random.uniform() ** 2;
    rates.push(rate);
    const found: Happening[] = [];
    for (let k = 0; k < 26; k++) {
      const day = 14 * k + 10;
      const at = day * DAY + 9 * 3600 + random.below(600);
      found.push({ at, what: "sent", campaign: k });
      if (random.uniform() >= rate) continue;
      // Four of five at their own hour, the others whenever they look.
      const hour = random.uniform() < 0.8 ? hourOfPerson(p) : random.below(24);
      const opened = (day + (hour <= 9 ? 1 : 0)) * DAY + hour * 3600 + random.below(3600);
      found.push({ at: opened, what: "opened", campaign: k });
      if (random.uniform() < 0.3) found.push({ at: opened + 30, what: "clicked", campaign: k });
    }
    return found;
  });
  return { people, rates };
}

describe("openings and clicks belong to a message", () => {
  test("by hand: the latest of its campaign before; sent and delivered are one; a click opens; bounced is none", () => {
    const log = logOf([
      [
        { at: 100, what: "sent", campaign: 1 },
        { at: 110, what: "delivered", campaign: 1 },
        { at: 200, what: "sent", campaign: 2 },
        { at: 300, what: "opened", campaign: 1 },
        { at: 400, what: "clicked", campaign: 2 },
        { at: 500, what: "opened", campaign: 9 },
        { at: 600, what: "sent", campaign: 3 },
        { at: 601, what: "bounced", campaign: 3 },
      ],
      [{ at: 50, what: "opened" }],
    ]);
    const sends = sendsOf(log, unwatched);
    expect([...sends.start]).toEqual([0, 2, 2]);
    expect([...sends.at]).toEqual([100, 200]);
    expect([...sends.opened]).toEqual([300, 400]);
    expect([...sends.clicked]).toEqual([NaN, 400]);
  });

  test("hours and weekdays", () => {
    expect(hourOf(9 * 3600 + 59)).toBe(9);
    expect(hourOf(-1)).toBe(23);
    // 22 November 2026 was a Sunday, epoch day 20779.
    expect(weekdayOf(20_779 * DAY)).toBe(0);
    expect(weekdayOf(0)).toBe(4);
  });

  test("the precision of a Dirichlet-multinomial is found again, and is large where groups do not differ", () => {
    const random = randomStream(2);
    const groups = (of: () => number) =>
      Array.from({ length: 2000 }, () => {
        const share = of();
        let hits = 0;
        for (let k = 0; k < 20; k++) if (random.uniform() < share) hits++;
        return [hits, 20 - hits];
      });
    const fit = (counts: number[][]) =>
      dirichletPrecision(
        {
          start: Int32Array.from({ length: counts.length + 1 }, (_, g) => 2 * g),
          kind: Int32Array.from({ length: 2 * counts.length }, (_, e) => e % 2),
          count: Float64Array.from(counts.flat()),
        },
        Float64Array.of(0.5, 0.5),
      );
    // A uniform share is Beta(1, 1): precision 2.
    expect(fit(groups(() => random.uniform()))).toBeGreaterThan(1.8);
    expect(fit(groups(() => random.uniform()))).toBeLessThan(2.2);
    expect(fit(groups(() => 0.5))).toBeGreaterThan(100);
    const some = groups(() => random.uniform());
    expect(fit([...some].reverse())).toBe(fit(some));
  });
});

describe("who opens the next e-mail", () => {
  const { people, rates } = list(900, 3, () => 20);
  const found = ask(people);

  test("is told nearly as well as by who knew each one's true rate, no worse than by their own past", () => {
    expect(found.review.verdict).not.toBe("do-not-use");
    const last = Uint8Array.from(people, (list) =>
      list.some(({ at, what }) => what === "opened" && at > 360 * DAY) ? 1 : 0,
    );
    const bayes = auc(Float64Array.from(rates), last).value;
    expect(found.validation!.auc.value).toBeGreaterThan(bayes - 0.05);
    expect(found.validation!.auc.value).toBeGreaterThan(found.validation!.plainAuc - 0.01);
    const truth = rates.reduce((sum, rate) => sum + rate, 0);
    expect(found.scores.person).toHaveLength(900);
    expect(Math.abs(found.expected!.value - truth) / truth).toBeLessThan(0.08);
    expect(found.expected!.low).toBeLessThan(found.expected!.value);
    expect(found.expected!.high).toBeGreaterThan(found.expected!.value);
  });

  test("the order of the people makes no difference", () => {
    const other = ask([...people].reverse());
    expect(other.validation!.auc).toEqual(found.validation!.auc);
    const shapes = ({ fields }: typeof found) => fields.map(({ field, shape }) => ({ field, shape }));
    expect(shapes(other)).toEqual(shapes(found));
    const hours = (own: Int8Array) => [...own].sort((a, b) => a - b);
    expect(hours(other.habits.hour)).toEqual(hours(found.habits.hour));
    const last = people.length - 1;
    for (const [at, person] of found.scores.person.entries())
      expect(other.scores.chance[other.scores.person.indexOf(last - person)]).toBe(found.scores.chance[at]);
  });

  test("what comes after a message went out says nothing of it: the last opening is not among its features", () => {
    const { validation } = found;
    // A model that saw the outcome would rank nearly all right.
    expect(validation!.auc.high).toBeLessThan(0.9);
  });

  test("clicks too, by the same honesty", () => {
    const clicks = ask(people, "click");
    expect(clicks.validation!.positives).toBeLessThan(found.validation!.positives);
    expect(clicks.validation!.auc.low).toBeGreaterThan(0.55);
  });
});

describe("when to send", () => {
  test("everybody's best hour is found, and each one's own where they have one", () => {
    const { people } = list(600, 4, (p) => (p % 4 === 0 ? 7 : 20));
    const { sending, habits } = ask(people);
    expect(sending.best).toEqual({ hour: 20, from: "openings" });
    const early = [...habits.hour.keys()].filter(
      (p) => p % 4 === 0 && people[p]!.filter(({ what }) => what === "opened").length >= 12,
    );
    const right = early.filter((p) => habits.hour[p] === 7 && habits.own[p] === 1).length;
    expect(early.length).toBeGreaterThan(20);
    expect(right / early.length).toBeGreaterThan(0.9);
    const wrong = [...habits.hour.keys()].filter((p) => p % 4 !== 0 && habits.own[p] === 1).length;
    expect(wrong / 450).toBeLessThan(0.05);
    expect(sending.own + sending.everybodys).toBe(600);
    habits.share.forEach((share, p) => {
      expect(habits.low[p]!).toBeLessThanOrEqual(share);
      expect(habits.high[p]!).toBeGreaterThanOrEqual(share);
    });
    expect(sending.profile.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(1, 12);
  });

  test("who opened once gets everybody's hour", () => {
    const { people } = list(300, 6, () => 20);
    const once: Happening[] = [
      { at: 100 * DAY + 9 * 3600, what: "sent" },
      { at: 100 * DAY + 13 * 3600, what: "opened" },
    ];
    const { habits } = ask([once, ...people]);
    expect([habits.hour[0], habits.own[0]]).toEqual([20, 0]);
  });

  test("where several hours were tried, the one whose messages are opened most wins, with its rate", () => {
    const random = randomStream(9);
    const rate: Record<number, number> = { 8: 0.2, 12: 0.25, 18: 0.4, 21: 0.22 };
    const people = Array.from({ length: 800 }, () =>
      Array.from({ length: 12 }, (_, k): Happening[] => {
        const hour = [8, 12, 18, 21][random.below(4)]!;
        const at = (20 + 28 * k) * DAY + hour * 3600;
        const opened = random.uniform() < rate[hour]!;
        return [
          { at, what: "sent", campaign: k },
          ...(opened ? [{ at: at + 7200, what: "opened" as const, campaign: k }] : []),
        ];
      }).flat(),
    );
    const { sending } = ask(people);
    expect(sending.best).toEqual({ hour: 18, from: "sendings" });
    for (const { hour, rate: own } of sending.byHour) {
      expect(Math.abs(own.value - rate[hour]!)).toBeLessThan(0.03);
      expect(own.high - own.low).toBeLessThan(0.06);
    }
  });

  test("the channel that reaches somebody better is told where it is certain", () => {
    const random = randomStream(11);
    const people = Array.from({ length: 400 }, (_, p) =>
      Array.from({ length: 24 }, (_, k): Happening[] => {
        const channel = channels[k % 2]!;
        const rate = (p % 2 === 0) === (channel === "line") ? 0.8 : 0.1;
        const at = (10 + 14 * k) * DAY + 9 * 3600;
        const sent: Happening = { at, what: "sent", channel, campaign: k };
        return random.uniform() < rate
          ? [sent, { at: at + 4000, what: "opened", channel, campaign: k }]
          : [sent];
      }).flat(),
    );
    const { habits, sending } = ask(people);
    const right = [...habits.channel.keys()].filter(
      (p) => habits.channel[p] === (p % 2 === 0 ? 1 : 0),
    ).length;
    expect(right / 400).toBeGreaterThan(0.85);
    expect(sending.channels.map(({ channel }) => channel)).toEqual(["email", "line"]);
    expect(sending.channels.reduce((sum, one) => sum + one.people, 0)).toBeGreaterThan(340);
  });

  test("openings within seconds are named as a machine's, and do not make an hour", () => {
    const { people } = list(450, 12, () => 20);
    const machine = people.map((own, p) =>
      p % 3 !== 0
        ? own
        : own.flatMap((one) =>
            one.what === "sent" ? [one, { ...one, what: "opened" as const, at: one.at + 2 }] : [],
          ),
    );
    const found = ask(machine);
    expect(found.sending.machineShare!).toBeGreaterThan(0.3);
    expect(found.review.checks.find(({ code }) => code === "messages-machine")?.verdict).toBe(
      "use-with-care",
    );
    expect(found.sending.best?.hour).toBe(20);
  });
});

describe("bad input gives a verdict and no number of a person", () => {
  const silent = (output: ReturnType<typeof ask>) => {
    expect(output.review.verdict).toBe("do-not-use");
    expect(output.scores.person).toHaveLength(0);
    expect(output.base).toBeUndefined();
  };

  test("no messages at all, one person, all open, none open, openings of nothing", () => {
    const none = messages({ question: "open", history: noOrders(3), end: END }, unwatched);
    silent(none);
    expect(none.review.checks.map(({ code }) => code)).toContain("messages-none");
    expect(none.sending.best).toBeUndefined();
    const { people } = list(400, 1, () => 20);
    silent(ask(people.slice(0, 1)));
    silent(ask(people.map((own) => own.filter(({ what }) => what === "sent"))));
    silent(
      ask(
        people.map((own) =>
          own.flatMap((one) =>
            one.what === "sent" ? [one, { ...one, what: "opened" as const, at: one.at + 99 }] : [],
          ),
        ),
      ),
    );
    silent(ask(people.map((own) => own.filter(({ what }) => what !== "sent"))));
  });

  test("whatever comes: no opening before its message, chances within 0 and 1 or none", () => {
    const happening = fc.record({
      at: fc.integer({ min: 0, max: 500 * DAY }),
      what: fc.constantFrom(...(Object.keys(happenings) as (keyof typeof happenings)[])),
      channel: fc.constantFrom(...channels),
      campaign: fc.integer({ min: -1, max: 2 }),
    });
    const people = fc.array(fc.array(happening, { maxLength: 8 }), { maxLength: 60 });
    fc.assert(
      fc.property(people, (some) => {
        const sends = sendsOf(logOf(some), unwatched);
        sends.at.forEach((at, s) => {
          expect(sends.opened[s]! < at).toBe(false);
          expect(sends.clicked[s]! < sends.opened[s]!).toBe(false);
        });
        const output = ask(some);
        expect(output.scores.chance.every((own) => own > 0 && own < 1)).toBe(true);
        expect(output.habits.hour.every((hour) => hour >= -1 && hour < 24)).toBe(true);
        if (output.review.verdict === "do-not-use") silent(output);
      }),
      { numRuns: 60 },
    );
  });

  test("what happened after the end is not seen", () => {
    const { people } = list(250, 5, () => 20);
    const earlier = people.map((own) => own.filter(({ at }) => at < 301 * DAY));
    expect(ask(people, "open", 300)).toEqual(ask(earlier, "open", 300));
  });
});
