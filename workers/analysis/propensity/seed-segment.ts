import type { Condition } from "../../terms/segment.ts";
import type { BehaviourField } from "../../terms/propensity.ts";

const amounts = ["firstAmount", "earlyAmount"] as const;
const pace = ["earlyOrders", "earlySecond"] as const;
const everything = [...amounts, ...pace, "earlyBreadth"] as const;

/**
 * Fields of somebody's first days that conditions of a segment ask of themselves, or that what they ask of is made from: they
 * would find the segment's rule again instead of people like its members.
 */
export function askedFields(conditions: readonly Condition[]): readonly BehaviourField[] {
  return [...new Set(conditions.flatMap(fieldsOf))];
}

function fieldsOf(condition: Condition): readonly BehaviourField[] {
  switch (condition.kind) {
    case "number":
      return ofNumber(condition.attribute);
    case "choice":
      return ofChoice(condition.attribute);
    case "did":
      return ofAct(condition.act.what);
    case "sequence":
      return [...ofAct(condition.first.what), ...ofAct(condition.then.what)];
    case "known":
    case "segment":
      return [];
  }
}

function ofNumber(attribute: Extract<Condition, { kind: "number" }>["attribute"]): readonly BehaviourField[] {
  switch (attribute) {
    case "revenue":
    case "averageOrder":
    case "monetaryScore":
      return amounts;
    case "orders":
    case "frequencyScore":
    case "pAlive":
    case "expectedPurchases":
      return pace;
    case "recencyDays":
    case "recencyScore":
    case "tenureDays":
      return [];
    default:
      return everything;
  }
}

function ofChoice(attribute: Extract<Condition, { kind: "choice" }>["attribute"]): readonly BehaviourField[] {
  switch (attribute) {
    case "channel":
      return ["firstChannel"];
    case "source":
      return ["source"];
    case "product":
      return ["earlyBreadth"];
    case "rfmGroup":
      return everything;
    default:
      return [];
  }
}

function ofAct(what: "order" | "message" | "event" | "review"): readonly BehaviourField[] {
  if (what === "order") return everything;
  if (what === "message") return ["earlyOpened"];
  return what === "event" ? ["earlyVisits", "visitsBefore"] : [];
}
