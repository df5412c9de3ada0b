import { isoDate } from "../../../base/calendar.ts";
import type { FieldTarget } from "../../../terms/field.ts";
import type { ImportPlan } from "../../../terms/intake.ts";
import type { Repair } from "../../../terms/profile.ts";
import { parseDate } from "../parse/date.ts";
import { normalizeEmail, normalizePhone, normalizePostalCode } from "../parse/person.ts";
import { storedPrefecture } from "../parse/postal-prefecture.ts";

/** How the importer reads a cell of a meaning: the kind of repair, and the value it would store, undefined when it cannot. */
type Reader = (text: string, number: number | undefined, plan: ImportPlan) => string | undefined;

const amount: Reader = (_, number) => (number === undefined ? undefined : String(number));
const readers: Readonly<Partial<Record<FieldTarget, readonly [Repair["kind"], Reader]>>> = {
  order_date: ["date", dateText],
  birth_date: ["date", dateText],
  registered_on: ["date", dateText],
  order_total: ["amount", amount],
  line_total: ["amount", amount],
  unit_price: ["amount", amount],
  quantity: ["amount", amount],
  discount: ["amount", amount],
  phone: ["phone", (text) => normalizePhone(text)],
  postal_code: ["postal-code", (text) => normalizePostalCode(text)],
  prefecture: ["prefecture", (text) => storedPrefecture(text) ?? text],
  email: ["email", (text) => normalizeEmail(text)],
};

function dateText(text: string, _: number | undefined, plan: ImportPlan): string | undefined {
  const date = parseDate(text, plan.reading.dateOrder);
  return date.kind === "day" ? isoDate(date.day) : undefined;
}

/** Whether cells of a meaning are read into a form of their own. */
export function isRead(target: FieldTarget): boolean {
  return readers[target] !== undefined;
}

/**
 * What the importer would store instead of what a cell says: the kind of repair and the value; without a value where it cannot be
 * read; nothing where it is stored as it stands. `number` is the cell as a number, where it is one.
 */
export function repairOf(
  target: FieldTarget,
  text: string,
  number: number | undefined,
  plan: ImportPlan,
): { readonly kind: Repair["kind"]; readonly value?: string } | undefined {
  const reader = readers[target];
  if (reader === undefined) return undefined;
  const [kind, read] = reader;
  const value = read(text, number, plan);
  if (value === undefined) return { kind: "unreadable" };
  return value === text || sameMoment(kind, text, value) ? undefined : { kind, value };
}

/** A date with a time, and a number with zeros behind its point, say what their repair says. */
function sameMoment(kind: Repair["kind"], text: string, value: string): boolean {
  if (kind === "date") return text.startsWith(value);
  return kind === "amount" && /^-?\d+(?:\.\d+)?$/.test(text) && Number(text) === Number(value);
}
