import type { FieldTarget } from "../../../../terms/field.ts";
import type { ImportPlan } from "../../../../terms/intake.ts";
import { parseNumber } from "../../parse/number.ts";
import { Cells } from "../../read/cells.ts";
import { withCells } from "../../read/rewrite-record.ts";
import type { BadRow, RecordSink } from "../../read/tokenizer.ts";
import { headingKey } from "../heading-key.ts";
import { namesOf, presetById } from "./index.ts";
import type { HeadingName, PresetRule } from "./preset.ts";

/** A rule with its columns found. */
interface Found {
  readonly rule: PresetRule;
  /** Column of the rule's heading. */
  readonly at: number;
  readonly values: ReadonlySet<string>;
  /** Columns the rule changes. */
  readonly targets: readonly number[];
}

/** The plan as the stage needs it: behind the file's columns, those that the kind of file fills (its facts). */
export function planWithFacts(plan: ImportPlan, headings: readonly string[]): ImportPlan {
  const facts = factsOf(plan, headings);
  return facts.length === 0
    ? plan
    : { ...plan, columns: [...plan.columns, ...facts.map(({ target }) => target)] };
}

/** The facts of a plan's preset; none where a heading says that the file is of another kind than the plan claims. */
function factsOf(
  plan: ImportPlan,
  headings: readonly string[],
): readonly Extract<PresetRule, { readonly rule: "fact" }>[] {
  const preset = presetById(plan.preset);
  const keys = new Set(headings.map(headingKey));
  if (preset?.without?.some((heading) => keys.has(headingKey(heading))) === true) return [];
  return (preset?.rules ?? []).flatMap((rule) => (rule.rule === "fact" ? [rule] : []));
}

/** Counts what the rules leave out. */
export interface RuledSink extends RecordSink {
  readonly leftOut: number;
}

/**
 * Stands before a sink and applies the rules of the plan's preset to each record; undefined when there are none. The
 * record that goes on is rewritten, its raw text stays what the file says.
 */
export function ruled(
  sink: RecordSink,
  plan: ImportPlan,
  headings: readonly string[],
): RuledSink | undefined {
  const rules = presetById(plan.preset)?.rules ?? [];
  const keys = headings.map(headingKey);
  const find = (heading: HeadingName): number =>
    keys.findIndex((key) => namesOf(heading).some((name) => headingKey(name) === key));
  const column = (target: FieldTarget): readonly number[] => {
    const at = plan.columns.indexOf(target);
    return at < 0 ? [] : [at];
  };
  const found = rules.flatMap((rule): Found[] => {
    if (rule.rule === "fact") return [];
    const at = find(rule.heading);
    if (at < 0) return [];
    const values = new Set("values" in rule ? rule.values.map(folded) : []);
    const targets =
      rule.rule === "subtract"
        ? column(rule.from)
        : rule.rule === "cancelled"
          ? column("order_status")
          : "columns" in rule
            ? rule.columns.flatMap(column)
            : [];
    return [{ rule, at, values, targets }];
  });
  const facts = factsOf(plan, headings).map(({ value }) => value);
  return found.length + facts.length === 0 ? undefined : new RuledRows(sink, found, facts, plan);
}

function folded(text: string): string {
  return text.normalize("NFKC").trim().toLowerCase();
}

class RuledRows implements RuledSink {
  leftOut = 0;
  private readonly sink: RecordSink;
  private readonly rules: readonly Found[];
  private readonly facts: readonly string[];
  private readonly plan: ImportPlan;
  private readonly out = new Cells();

  constructor(sink: RecordSink, rules: readonly Found[], facts: readonly string[], plan: ImportPlan) {
    this.sink = sink;
    this.rules = rules;
    this.facts = facts;
    this.plan = plan;
  }

  record(cells: Cells): void {
    const changes = new Map<number, string>();
    const cell = (at: number): string => changes.get(at) ?? cells.text(at);
    for (const found of this.rules) {
      const said = found.values.has(folded(cells.text(found.at)));
      const { rule } = found.rule;
      if ((rule === "leave-out" && said) || (rule === "keep-only" && !said)) {
        this.leftOut++;
        return;
      }
      if (rule === "cancelled" && said) for (const at of found.targets) changes.set(at, "cancelled");
      if (rule === "blank" && said) for (const at of found.targets) changes.set(at, "");
      if (rule === "negate" && said)
        for (const at of found.targets) this.add(changes, at, cell(at), -2, cell(at));
      if (rule === "subtract")
        for (const at of found.targets) this.add(changes, at, cell(at), -1, cell(found.at));
    }
    this.facts.forEach((fact, index) => changes.set(this.plan.columns.length + index, fact));
    this.sink.record(changes.size === 0 ? cells : withCells(this.out, cells, changes));
  }

  bad(row: BadRow): void {
    this.sink.bad(row);
  }

  /** Sets a cell to `base + factor * other`, where both are numbers. */
  private add(changes: Map<number, string>, at: number, base: string, factor: number, other: string): void {
    const mark = this.plan.reading.decimalMark;
    const from = parseNumber(base, mark);
    const by = parseNumber(other, mark);
    if (from === undefined || by === undefined || by === 0) return;
    const sum = String(Number((from + factor * by).toPrecision(15)));
    changes.set(at, mark === "," ? sum.replace(".", ",") : sum);
  }
}
