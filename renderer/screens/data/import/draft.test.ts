import { describe, expect, test } from "vitest";
import type { FieldTarget } from "../../../../workers/terms/field.ts";
import type { ColumnProfile, FilePreview, Reading } from "../../../../workers/terms/intake.ts";
import { columnKey, mappedColumns, missingOf, newDraft, planOf, type Draft } from "./draft.ts";

const reading: Reading = {
  encoding: "utf-8",
  delimiter: ",",
  headerRow: 0,
  dateOrder: "mdy",
  decimalMark: ".",
};

function column(heading: string, guess: FieldTarget, special = false): ColumnProfile {
  return {
    heading,
    guess,
    confidence: 0.9,
    class: special ? "special_category" : "behaviour",
    purposes: [],
    examples: [],
    blank: 0,
  };
}

function draftOf(columns: readonly ColumnProfile[], part: Partial<Draft> = {}): Draft {
  const preview: FilePreview = {
    name: "orders.csv",
    bytes: 10,
    reading,
    encodings: [],
    columns,
    rows: [],
    plan: { reading, columns: columns.map((one) => one.guess), currency: "JPY", source: "till" },
    notes: [{ code: "special-category-dropped", details: { heading: "card", column: 3, kind: "card" } }],
  };
  return { ...newDraft(new File(["x"], "orders.csv")), preview, looking: false, ...part };
}

const columns = [
  column("id", "customer_id"),
  column("mail", "email"),
  column("card", "ignore", true),
  column("mail", "ignore"),
  column("born", "birth_date"),
];

describe("columns of a file on its way in", () => {
  test("columns of one heading are told apart, those without by their place", () => {
    const named = [column("mail", "ignore"), column("mail", "ignore"), column("", "ignore")];
    expect(named.map((_, index) => columnKey(named, index))).toEqual(["mail#0", "mail#1", "#2"]);
  });

  test("each says what becomes of it, and what is never stored says why", () => {
    const mapped = mappedColumns(draftOf(columns));
    expect(mapped.map((one) => one.stored)).toEqual(["as-is", "as-is", "never", "ignored", "age-band"]);
    expect(mapped[2]).toMatchObject({ target: "ignore", kind: "card" });
  });

  test("of a meaning chosen twice the first column is stored; what is never stored takes no choice", () => {
    const meanings = new Map<string, FieldTarget>([
      ["mail#1", "email"],
      ["card#0", "order_id"],
    ]);
    const mapped = mappedColumns(draftOf(columns, { meanings }));
    expect(mapped[3]).toMatchObject({ stored: "repeated", rival: "mail", chosen: true });
    expect(mapped[2]).toMatchObject({ stored: "never", target: "ignore" });
  });

  test("meanings go with the headings when a new reading moves the columns", () => {
    const meanings = new Map<string, FieldTarget>([["born#0", "registered_on"]]);
    const moved = draftOf([...columns].reverse(), { meanings });
    expect(mappedColumns(moved)[0]).toMatchObject({ target: "registered_on", chosen: true });
  });
});

describe("the plan", () => {
  test("choices overrule what was found; no heading is a choice too", () => {
    const draft = draftOf(columns, {
      reading: { dateOrder: "dmy", headerRow: undefined },
      source: "  shop ",
      currency: "EUR",
    });
    const plan = planOf(draft);
    expect(plan).toMatchObject({ currency: "EUR", source: "shop", reading: { dateOrder: "dmy" } });
    expect(plan?.reading.headerRow).toBeUndefined();
    expect(planOf(draftOf(columns, { source: " " }))?.source).toBe("till");
  });

  test("people need something to tell them apart; orders their day and amount as well", () => {
    const missing = (...targets: FieldTarget[]) =>
      missingOf(mappedColumns(draftOf(targets.map((target, index) => column(`c${String(index)}`, target)))));
    expect(missing("full_name")).toEqual(["customer"]);
    expect(missing("email", "full_name")).toEqual([]);
    expect(missing("email", "order_id")).toEqual(["order-date", "order-amount"]);
    expect(missing("phone", "order_date", "unit_price")).toEqual([]);
  });
});
