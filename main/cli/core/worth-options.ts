import { err, ok, type Result } from "../../../workers/base/result.ts";
import type { VaultApi } from "../../../workers/contract.ts";
import type { WorthTerms } from "../../../workers/terms/decision.ts";
import type { Misuse } from "./command.ts";
import { wholeNumber } from "./lookup.ts";

/** What a marketer knows: amounts in the vault's currency, shares in per cent. */
export const worthOptions = {
  cost: { kind: "text", hint: "AMOUNT" },
  margin: { kind: "text", hint: "PERCENT" },
  fixed: { kind: "text", hint: "AMOUNT" },
  offer: { kind: "text", hint: "AMOUNT" },
  discount: { kind: "text", hint: "PERCENT" },
  response: { kind: "text", hint: "PERCENT[:LOW:HIGH]" },
  lift: { kind: "text", hint: "RELEASE" },
  days: { kind: "whole", hint: "N", least: 1, most: 365 },
} as const;

/** Minor units in one of the vault's currency. */
export async function minorUnit(api: VaultApi): Promise<number> {
  const overview = await api.overview({});
  if (!overview.ok || overview.value.currency === "") return 1;
  const format = new Intl.NumberFormat("en", { style: "currency", currency: overview.value.currency });
  return 10 ** (format.resolvedOptions().maximumFractionDigits ?? 0);
}

/** The numbers with amounts in minor units, as the vault takes them. */
export function inMinorUnits(terms: WorthTerms, minor: number): WorthTerms {
  const { costPerContact, fixedCost, offerCost } = terms;
  return {
    ...terms,
    costPerContact: costPerContact * minor,
    ...(fixedCost !== undefined && { fixedCost: fixedCost * minor }),
    ...(offerCost !== undefined && { offerCost: offerCost * minor }),
  };
}

/** The options as typed. */
export type WorthTexts = {
  readonly [K in keyof typeof worthOptions]: (K extends "days" ? number : string) | undefined;
};

/** The numbers as given, amounts in the currency; undefined where none is: then nothing is reckoned. */
export function numbersOf(given: WorthTexts): Result<WorthTerms | undefined, Misuse> {
  const { days, lift, response } = given;
  // The command's other options lie in the same object.
  if (Object.keys(worthOptions).every((name) => given[name as keyof WorthTexts] === undefined))
    return ok(undefined);
  for (const name of ["cost", "margin"] as const)
    if (given[name] === undefined) return err({ key: "missing-option", facts: { name: `--${name}` } });
  const read = reader();
  const range = read.range("response", response);
  const terms = {
    costPerContact: read.amount("cost", given.cost) ?? 0,
    margin: read.percent("margin", given.margin) ?? 0,
    fixedCost: read.amount("fixed", given.fixed),
    offerCost: read.amount("offer", given.offer),
    discount: read.percent("discount", given.discount),
    days,
    response: range,
    liftOf: lift === undefined ? undefined : wholeNumber(lift),
  };
  if (lift !== undefined && terms.liftOf === undefined) read.wrong("lift", lift, "1 …");
  return read.fault === undefined ? ok(terms) : err(read.fault);
}

/** Reads numbers and remembers the first that is none. */
function reader() {
  let first: Misuse | undefined;
  const wrong = (name: string, value: string, expected: string): number => {
    first ??= { key: "bad-value", facts: { name: `--${name}`, value, expected } };
    return 0;
  };
  const number = (text: string): number => (/^\d{1,12}(\.\d{1,6})?$/u.test(text) ? Number(text) : NaN);
  const amount = (name: string, text: string | undefined): number | undefined => {
    if (text === undefined) return undefined;
    const found = number(text);
    return Number.isNaN(found) ? wrong(name, text, "0 …") : found;
  };
  const percent = (name: string, text: string | undefined): number | undefined => {
    if (text === undefined) return undefined;
    const found = number(text) / 100;
    return found <= 1 ? found : wrong(name, text, "0 … 100");
  };
  const range = (name: string, text: string | undefined) => {
    if (text === undefined) return undefined;
    const parts = text.split(":");
    const [value, low = value, high = value] = parts.map((part) => percent(name, part));
    if (value === undefined || low === undefined || high === undefined) return undefined;
    const inOrder = parts.length !== 2 && parts.length <= 3 && low <= value && value <= high;
    if (!inOrder) wrong(name, text, "3 | 3:1:5");
    return { value, low, high };
  };
  return {
    amount,
    percent,
    range,
    wrong,
    get fault() {
      return first;
    },
  };
}
