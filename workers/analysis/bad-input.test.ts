import { describe, expect, test } from "vitest";
import { unwatched } from "../base/job.ts";
import type { Json } from "../base/canonical-json.ts";
import type { Outcome } from "../base/fault.ts";
import type { DataColumn, DataTable } from "../models/design/table.ts";
import { models } from "../models/registry.ts";
import { randomStream } from "../stats/random.ts";
import type { Review, Verdict } from "../terms/insight.ts";
import en from "../words/en/reviews.json";
import { analyseTable, tableModels } from "./analyse.ts";
import { boostingDocument } from "./boosting-document.ts";
import { kMeansDocument } from "./cluster-document.ts";
import { ebmDocument } from "./ebm-document.ts";
import { elasticNetDocument } from "./elastic-net-document.ts";
import { logisticDocument } from "./logistic-document.ts";
import { coxDocument, kaplanMeierDocument } from "./survival-document.ts";

// What people really hand in: each learner must answer with a verdict in words and no nonsense number.

const ROWS = 300;
const random = randomStream(6);
const many = <T>(make: (i: number) => T, rows = ROWS) => Array.from({ length: rows }, (_, i) => make(i));
const number = (name: string, values: readonly number[]): DataColumn => ({
  name,
  kind: "number",
  values: Float64Array.from(values),
});
function words(name: string, entries: readonly (string | null)[]): DataColumn {
  const levels = [...new Set(entries.filter((entry) => entry !== null))].sort();
  return {
    name,
    kind: "category",
    levels,
    codes: Int32Array.from(entries, (entry) => (entry === null ? -1 : levels.indexOf(entry))),
  };
}

const x = many(() => random.normal());
const yes = x.map((own) => (random.uniform() < 1 / (1 + Math.exp(-own)) ? 1 : 0));
const y = number("y", yes);

/** Columns, the outcome first; the worst verdict there must be; and the columns that must be named as leaks. */
const inputs: Readonly<Record<string, readonly [readonly DataColumn[], "any" | "no", string?]>> = {
  "three hundred customers": [[y, number("x", x)], "any"],
  "all one class": [
    [
      number(
        "y",
        many(() => 1),
      ),
      number("x", x),
    ],
    "no",
  ],
  "one of the other class": [
    [
      number(
        "y",
        many((i) => (i === 3 ? 1 : 0)),
      ),
      number("x", x),
    ],
    "no",
  ],
  "two of the other class": [
    [
      number(
        "y",
        many((i) => (i < 2 ? 1 : 0)),
      ),
      number("x", x),
    ],
    "no",
  ],
  "one customer": [[number("y", [1]), number("x", [2])], "no"],
  "two customers": [[number("y", [1, 0]), number("x", [2, 3])], "no"],
  "a constant column only": [
    [
      y,
      number(
        "k",
        many(() => 5),
      ),
    ],
    "no",
  ],
  "perfectly separable": [
    [
      number(
        "y",
        x.map((own) => (own > 0 ? 1 : 0)),
      ),
      number("x", x),
    ],
    "no",
    "x",
  ],
  "amounts of 1e12": [
    [
      y,
      number(
        "x",
        x.map((own) => 1e12 * (own + 3)),
      ),
    ],
    "any",
  ],
  "one amount of 1e12": [
    [
      y,
      number(
        "x",
        x.map((own, i) => (i === 0 ? 1e12 : own)),
      ),
    ],
    "any",
  ],
  "missing everywhere": [
    [
      y,
      number(
        "x",
        many(() => NaN),
      ),
      words(
        "g",
        many(() => null),
      ),
    ],
    "no",
  ],
  "two hundred categories": [
    [
      y,
      words(
        "c",
        many(() => `L${String(random.below(200))}`),
      ),
    ],
    "any",
  ],
  "a leak that is a date": [
    [
      y,
      number("x", x),
      number(
        "left_on",
        yes.map((own, i) => (own === 1 ? 20_000 + (i % 9) : 10_000)),
      ),
    ],
    "no",
    "left_on",
  ],
  "a leak that is blank for who stayed": [
    [
      y,
      number("x", x),
      number(
        "left_on",
        yes.map((own, i) => (own === 1 || i % 40 === 0 ? 20_000 + (i % 9) : NaN)),
      ),
    ],
    "any",
  ],
  "a leak in words": [
    [
      y,
      number("x", x),
      words(
        "status",
        yes.map((own) => (own === 1 ? "gone" : "here")),
      ),
    ],
    "no",
    "status",
  ],
};

type Learner = (table: DataTable) => Outcome<Json>;
const asked = { target: 0, drop: [], folds: 3 };
const learners: Readonly<Record<string, Learner>> = {
  logistic: (table) => logisticDocument(table, asked, unwatched),
  "logistic with a penalty": (table) => logisticDocument(table, { ...asked, l2: 1 }, unwatched),
  "elastic net": (table) => elasticNetDocument(table, { ...asked, alpha: 0.5 }, unwatched),
  "explainable boosting": (table) => ebmDocument(table, asked, unwatched),
  boosting: (table) => boostingDocument(table, asked, unwatched),
};

/** Places of numbers that are none. */
function nonsense(value: unknown, path = ""): string[] {
  if (typeof value === "number") return Number.isFinite(value) ? [] : [`${path} ${String(value)}`];
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return [];
  return Object.entries(value).flatMap(([key, own]) => nonsense(own, `${path}.${key}`));
}

/** Every check has its sentence, and every fact the sentence names. */
function inWords({ checks }: Review): void {
  expect(checks.length).toBeGreaterThan(0);
  for (const { code, details } of checks) {
    const sentence = (en as Readonly<Record<string, string>>)[code];
    expect(sentence, code).toBeDefined();
    for (const [, fact] of sentence!.matchAll(/\{\{(\w+)\}\}/g)) expect(details, code).toHaveProperty(fact!);
  }
}

function reviewOf(outcome: Outcome<Json>): Review {
  if (!outcome.ok) throw new Error(outcome.error.code);
  expect(nonsense(outcome.value)).toEqual([]);
  const { review } = outcome.value as unknown as { readonly review: Review };
  inWords(review);
  return review;
}

describe.each(Object.keys(learners))("%s", (learner) => {
  test.each(Object.entries(inputs))("%s", (_, [columns, worst, leak]) => {
    const [target] = columns;
    const rows = target!.kind === "number" ? target!.values.length : 0;
    const review = reviewOf(learners[learner]!({ rows, columns }));
    if (worst === "no") expect(review.verdict).toBe<Verdict>("do-not-use");
    if (leak !== undefined)
      expect(review.checks.find(({ code }) => code === "leak")?.details["columns"]).toBe(leak);
  });

  test("an outcome that is blank everywhere is refused, not guessed", () => {
    const columns = [
      number(
        "y",
        many(() => NaN),
      ),
      number("x", x),
    ];
    expect(learners[learner]!({ rows: ROWS, columns })).toMatchObject({ error: { code: "model-no-data" } });
  });
});

describe("survival", () => {
  test.each(Object.entries(inputs))("%s", (_, [columns, , leak]) => {
    const [target] = columns;
    const rows = target!.kind === "number" ? target!.values.length : 0;
    const time = number(
      "time",
      many(() => 1 + random.below(90), rows),
    );
    const table = { rows, columns: [...columns, time] };
    const by = columns.map((__, at) => at).slice(1);
    const cox = reviewOf(coxDocument(table, { time: columns.length, event: 0, by }, unwatched));
    if (leak !== undefined) {
      expect(cox.checks.find(({ code }) => code === "leak")?.details["columns"]).toBe(leak);
      expect(cox.verdict).toBe<Verdict>("do-not-use");
    }
    reviewOf(kaplanMeierDocument(table, { time: columns.length, event: 0, by: [] }, unwatched));
    reviewOf(kaplanMeierDocument(table, { time: columns.length, event: 0, by: [1] }, unwatched));
  });

  test("a column that tells nobody apart is nothing to learn from; one with an entry a row is no groups", () => {
    const table = {
      rows: ROWS,
      columns: [
        y,
        number(
          "k",
          many(() => 1),
        ),
        number(
          "time",
          many((i) => 1 + (i % 50)),
        ),
      ],
    };
    expect(reviewOf(coxDocument(table, { time: 2, event: 0, by: [1] }, unwatched)).verdict).toBe(
      "do-not-use",
    );
    const each = {
      rows: ROWS,
      columns: [
        y,
        number("x", x),
        number(
          "time",
          many((i) => 1 + (i % 50)),
        ),
      ],
    };
    const found = reviewOf(kaplanMeierDocument(each, { time: 2, event: 0, by: [1] }, unwatched));
    expect(found.checks.map(({ code }) => code)).toContain("survival-groups-many");
  });
});

describe("purchases", () => {
  type People = readonly (readonly (readonly [number, number])[])[];
  const some = (count: number): People =>
    many(() => {
      const orders: [number, number][] = [];
      for (let day = random.below(500); day <= 700 && random.uniform() < 0.8; day += 5 + random.below(60))
        orders.push([day, 500 + random.below(5000)]);
      return orders.length > 0 ? orders : [[random.below(700), 900] as const];
    }, count);
  const ordinary = some(ROWS);
  const ofMoney: ReadonlySet<string> = new Set(["rfm", "bgnbd", "gammagamma", "churn"]);
  const shops: Readonly<Record<string, People>> = {
    "three hundred customers": ordinary,
    "one customer": [
      [
        [0, 100],
        [50, 200],
        [100, 300],
      ],
    ],
    "one order": [[[0, 100]]],
    "all on one day": many(() => [[700, 1000]] as const),
    "nobody came back": many((i) => [[i, 1000]] as const),
    "amounts of 1e12": ordinary.map((orders) => orders.map(([day, amount]) => [day, amount * 1e9] as const)),
    "all for nothing": ordinary.map((orders) => orders.map(([day]) => [day, 0] as const)),
    "returns only": ordinary.map((orders) => orders.map(([day, amount]) => [day, -amount] as const)),
    "one date a century off": [
      [
        [-36_000, 10],
        [600, 20],
      ],
      ...ordinary.slice(0, 60),
    ],
  };

  test.each(Object.entries(shops))("%s: every model of purchases and every question", (name, people) => {
    const rows = people.flatMap((orders, customer) =>
      orders.map(([day, amount]) => ({ customer, day, amount })),
    );
    // Files are in no order.
    const mixed = rows.toSorted((a, b) => ((a.day * 7919) % 101) - ((b.day * 7919) % 101));
    const table = {
      customers: [...people.keys()].map(String),
      customer: Int32Array.from(mixed, ({ customer }) => customer),
      day: Int32Array.from(mixed, ({ day }) => 18_000 + day),
      amount: Float64Array.from(mixed, ({ amount }) => amount),
    };
    // How much something cost makes no difference to models of how often.
    const money = name === "amounts of 1e12" || name === "all for nothing";
    for (const model of tableModels.filter((one) => !money || ofMoney.has(one))) {
      const options = model === "rfm" || model === "cohort" ? {} : { unit: "week", horizon: 26 };
      const found = analyseTable(model, table, { ...options, end: "2021-03-15" }, unwatched);
      if (found.ok) reviewOf(found);
      else expect(["model-no-data"]).toContain(found.error.code);
    }
    const start = new Int32Array(people.length + 1);
    people.forEach((orders, p) => (start[p + 1] = start[p]! + orders.length));
    const history = {
      start,
      day: Int32Array.from(rows, ({ day }) => 18_000 + day),
      amount: Float64Array.from(rows, ({ amount }) => amount),
      mask: new Uint8Array(people.length).fill(1),
    };
    const end = 18_700;
    const outputs = [
      models.churn({ history, end, rhythm: "shop" }, unwatched),
      models.churn({ history, end, rhythm: "own", learner: "logistic" }, unwatched),
      models.propensity({ question: "firstPurchase", history, end }, unwatched),
      models.propensity({ question: "renewal", history, end }, unwatched),
      models.propensity({ question: "newProduct", history, end }, unwatched),
      models.lookalike({ history, end, seed: { kind: "best", share: 0.2 } }, unwatched),
      models.messages({ question: "open", history, end }, unwatched),
      models.messages({ question: "click", history, end }, unwatched),
      models.kinds({ history, end, k: 3 }, unwatched),
    ];
    for (const output of outputs) {
      expect(nonsense(output)).toEqual([]);
      inWords(output.review);
      if ("scores" in output)
        expect(output.scores.chance.every((chance) => chance >= 0 && chance <= 1)).toBe(true);
    }
    if (people.length < 10 || people === shops["all on one day"])
      for (const { review } of outputs) expect(review.verdict).toBe<Verdict>("do-not-use");
  });
});

test("a leak with some noise in it is no certainty: it is named, and the model is used with care at best", () => {
  const noisy = yes.map((own, i) => (own === 1 || i % 20 === 0 ? 1 : 0));
  const table = { rows: ROWS, columns: [y, number("x", x), number("left_later", noisy)] };
  for (const learner of Object.values(learners)) {
    const review = reviewOf(learner(table));
    const found = review.checks.find(({ code }) => code === "leak-suspect" || code === "leak");
    expect(found?.details["columns"]).toBe("left_later");
    expect(review.verdict).not.toBe<Verdict>("use");
  }
});

test("two columns that tell the outcome only together are no good news", () => {
  const one = many(() => random.below(2));
  const other = yes.map((own, i) => own ^ one[i]!);
  const table = { rows: ROWS, columns: [y, number("x", x), number("one", one), number("other", other)] };
  // Interactions find it; a model of single columns does not, and is none the better for it.
  const found = reviewOf(ebmDocument(table, { target: 0, drop: [] }, unwatched));
  expect(found.checks.map(({ code }) => code)).toContain("too-good");
  expect(found.verdict).not.toBe<Verdict>("use");
});

test("more groups than there are different points are not used", () => {
  const a = number("a", many((i) => (i < 200 ? 0.1 : 0.7))); // prettier-ignore
  const b = number("b", many((i) => (i < 200 ? 0.3 : 0.2))); // prettier-ignore
  const codes = (k: number) => {
    const document = kMeansDocument({ rows: ROWS, columns: [a, b] }, { k, columns: [] }, unwatched);
    return reviewOf(document).checks.filter(({ verdict }) => verdict === "do-not-use");
  };
  expect(codes(2)).toEqual([]);
  expect(codes(5)).toEqual([{ code: "cluster-fewer", verdict: "do-not-use", details: { value: 2, k: 5 } }]);
});
