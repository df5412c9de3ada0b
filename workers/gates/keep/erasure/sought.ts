import { normalizeEmail, normalizePhone } from "../../intake/parse/person.ts";
import { encodedForms, hashForms, isTelling } from "./encodings.ts";
import { PatternTable } from "./pattern-table.ts";
import type { PersonValue } from "./person-values.ts";
import { phoneForms, textForms } from "./text-forms.ts";

/** Values whose patterns are held at a time: some hundred megabytes. What is more is searched for in further passes. */
const VALUES_A_PASS = 10_000;

/** The patterns of some of the values, and which value each belongs to. */
export interface Pass {
  readonly table: PatternTable;
  /** Places in the list of values. */
  readonly owners: Int32Array;
}

/**
 * What is searched for: the byte patterns of values, each text in its forms, each form in its encodings, addresses and telephone numbers
 * as plain hashes besides. They are made anew for each pass where there are too many to hold; what was left out stays so.
 */
export class Sought {
  /** Values with patterns, and all their patterns; complete once `passes` has run through. */
  values = 0;
  patterns = 0;
  /** Values too short to mean anything when they are found among bytes. */
  tooShort = 0;
  /** Places of values of which some form is also held by somebody who stays; that form is not searched for. */
  readonly shared = new Set<number>();
  private all: readonly PersonValue[];
  private readonly dropped = new Map<number, Uint8Array>();
  private held: Pass | undefined;

  constructor(values: Iterable<PersonValue>) {
    this.all = [...values];
  }

  /** How many times a text has to be gone through to look for everything. */
  get passCount(): number {
    return Math.max(1, Math.ceil(this.all.length / VALUES_A_PASS));
  }

  /** Lends the patterns of one pass, from 0. */
  pass(number: number): Pass {
    if (this.passCount === 1 && this.held !== undefined) return this.held;
    this.held?.table.close();
    this.held = this.make(number);
    return this.held;
  }

  /** Whether a text holds anything that is searched for. */
  isHeldBy(bytes: Uint8Array, from: number, to: number, { table }: Pass): boolean {
    let found = false;
    table.search(bytes, from, to, () => {
      found = true;
    });
    return found;
  }

  /** Wipes the patterns and forgets the values. */
  close(): void {
    this.held?.table.close();
    this.all = [];
  }

  private make(number: number): Pass {
    const first = this.dropped.get(number) === undefined;
    const patterns: Uint8Array[] = [];
    const owners: number[] = [];
    const from = number * VALUES_A_PASS;
    this.all.slice(from, from + VALUES_A_PASS).forEach((value, at) => {
      const own = patternsOf(value);
      for (const pattern of own) {
        patterns.push(pattern);
        owners.push(from + at);
      }
      if (!first) return;
      if (own.length === 0) this.tooShort++;
      else this.values++;
    });
    if (first) this.patterns += patterns.length;
    const dropped = this.dropped.get(number) ?? new Uint8Array(patterns.length);
    this.dropped.set(number, dropped);
    const table = new PatternTable(patterns, dropped);
    for (const pattern of patterns) pattern.fill(0);
    return { table, owners: Int32Array.from(owners) };
  }
}

/** The byte patterns of one value, always in the same order; none for what is too short. */
function patternsOf({ kind, text }: PersonValue): readonly Uint8Array[] {
  const texts = new Set(textForms(text));
  const hashed = new Set<string>();
  if (kind === "email") {
    const address = normalizeEmail(text) ?? text;
    texts.add(address);
    hashed.add(address).add(text.trim());
  }
  if (kind === "phone")
    for (const form of phoneForms(normalizePhone(text) ?? text)) {
      texts.add(form);
      if (isTelling(form)) hashed.add(form);
    }
  const patterns = [...texts].flatMap(encodedForms);
  return patterns.length === 0 ? [] : [...patterns, ...[...hashed].flatMap(hashForms)];
}
