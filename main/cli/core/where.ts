import { err, ok, type Result } from "../../../workers/base/result.ts";
import {
  choiceAttributes,
  numberAttributes,
  type Condition,
  type SegmentDefinition,
} from "../../../workers/terms/segment.ts";

/**
 * A segment from --where expressions: each is a group, all groups must hold; inside one, `|` stands between
 * conditions of which one is enough.
 *
 *     orders>=2    recencyDays<=90    pAlive<0.5    revenue=5000..20000    orders!=1
 *     prefecture=東京都,大阪府    channel!=web
 *
 * @returns the definition, or the condition that cannot be read.
 */
export function parseWhere(expressions: readonly string[]): Result<SegmentDefinition, string> {
  const groups: { anyOf: Condition[] }[] = [];
  for (const expression of expressions) {
    const anyOf: Condition[] = [];
    for (const part of expression.split("|").map((text) => text.trim())) {
      const condition = parseCondition(part);
      if (condition === undefined) return err(part);
      anyOf.push(condition);
    }
    groups.push({ anyOf });
  }
  return ok({ groups });
}

function parseCondition(text: string): Condition | undefined {
  const [, name = "", sign = "", value = ""] = /^(\w+)\s*(>=|<=|!=|=|<|>)\s*(\S.*)$/u.exec(text) ?? [];
  const number = numberAttributes.find((attribute) => attribute === name);
  if (number !== undefined) return numberCondition(number, sign, value);
  const choice = choiceAttributes.find((attribute) => attribute === name);
  if (choice === undefined || (sign !== "=" && sign !== "!=")) return undefined;
  const values = value.split(",").map((one) => one.trim());
  return { kind: "choice", attribute: choice, values, ...(sign === "!=" ? { not: true } : {}) };
}

function numberCondition(
  attribute: (typeof numberAttributes)[number],
  sign: string,
  text: string,
): Condition | undefined {
  const [value = NaN, upper] = text.split("..").map(readNumber);
  if (Number.isNaN(value) || (upper !== undefined && Number.isNaN(upper))) return undefined;
  const not = sign === "!=" || sign === "<" || sign === ">" ? { not: true } : {};
  const base = { kind: "number", attribute, value, ...not } as const;
  if (upper !== undefined)
    return sign === "=" || sign === "!=" ? { ...base, comparison: "between", upper } : undefined;
  if (sign === ">=" || sign === "<") return { ...base, comparison: "atLeast" };
  if (sign === "<=" || sign === ">") return { ...base, comparison: "atMost" };
  return { ...base, comparison: "is" };
}

function readNumber(text: string): number {
  return /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : NaN;
}
