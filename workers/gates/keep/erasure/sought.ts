import type { JobControl } from "../../../base/job.ts";
import { normalizeEmail, normalizePhone } from "../../intake/parse/person.ts";
import { standsInHash } from "./by-chance.ts";
import type { ByteSearch } from "./byte-search.ts";
import { digestOfText, encodedForms, encodingCount, hashCount, hashForms, isTelling } from "./encodings.ts";
import { FormTable } from "./form-table.ts";
import { PatternSearch } from "./pattern-search.ts";
import type { Form } from "./standing-form.ts";
import { phoneForms, textForms } from "./text-forms.ts";
import type { PersonValue, PersonValues } from "./value-store.ts";
import { WindowIndex } from "./window-index.ts";

/** Up to so many values every pattern is held; more are searched for by reading the bytes in every encoding (docs/adr/0023). */
const MOST_PATTERNED = 2000;
/** Forms a value has, about: for the size of tables. */
const FORMS = 5;
/** Values between two questions whether to go on. */
const STEP = 512;
const encoder = new TextEncoder();

/**
 * What is searched for: values, each text in its forms, each form in its encodings, addresses and telephone numbers as plain hashes
 * besides. One pass through a text looks for everything.
 */
export class Sought {
  readonly search: ByteSearch;
  /** Values with patterns, and the patterns they make. */
  values = 0;
  patterns = 0;
  /** Values too short to mean anything when they are found among bytes. */
  tooShort = 0;
  /** Places of values of which some form is also held by somebody who stays; that form is not searched for. */
  readonly shared = new Set<number>();
  private readonly all: PersonValues;

  /** Takes the values over. @throws Cancelled */
  constructor(all: PersonValues, job: JobControl, mostPatterned = MOST_PATTERNED) {
    this.all = all;
    this.search = all.size <= mostPatterned ? this.patterned() : this.read(job);
  }

  /** Whether a text holds anything that is searched for. */
  isHeldBy(bytes: Uint8Array, from: number, to: number): boolean {
    let found = false;
    this.search.search(bytes, from, to, (_, at, length) => {
      found ||= !standsInHash(bytes, at, length);
    });
    return found;
  }

  /** Wipes the patterns and forgets the values. */
  close(): void {
    this.search.close();
    this.all.close();
  }

  private patterned(): ByteSearch {
    const patterns: Uint8Array[] = [];
    const owners: number[] = [];
    let owner = 0;
    for (const value of this.all) {
      const { texts, hashed } = formsOf(value);
      const own = [...texts.flatMap(encodedForms), ...hashed.flatMap(hashForms)];
      for (const pattern of own) {
        patterns.push(pattern);
        owners.push(owner);
      }
      this.count(own.length);
      owner++;
    }
    const search = new PatternSearch(patterns, Int32Array.from(owners));
    for (const pattern of patterns) pattern.fill(0);
    return search;
  }

  private read(job: JobControl): ByteSearch {
    const total = this.all.size;
    const index = new WindowIndex(FORMS * total);
    const alphabet = new Uint8Array(65_536);
    for (let owner = 0; owner < total; owner++) {
      if (owner % STEP === 0) {
        job.check();
        job.progress({ phase: "patterns", done: owner, total });
      }
      let own = 0;
      for (const [place, { bytes, text }] of wholeForms(this.all.at(owner)).entries()) {
        index.add(bytes, bytes.byteLength, owner, place);
        own += text === undefined ? hashCount(bytes) : encodingCount(text, bytes);
        for (let at = 0; at < (text?.length ?? 0); at++) alphabet[text!.charCodeAt(at)] = 1;
      }
      this.count(own);
    }
    return new FormTable(index, alphabet, (value) => wholeForms(this.all.at(value)));
  }

  private count(patterns: number): void {
    this.patterns += patterns;
    if (patterns === 0) this.tooShort++;
    else this.values++;
  }
}

/** The texts a value is looked for as, and those whose hash is; always in the same order, none for what is too short. */
function formsOf({ kind, text }: PersonValue): {
  readonly texts: readonly string[];
  readonly hashed: readonly string[];
} {
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
  const telling = [...texts].filter(isTelling);
  return { texts: telling, hashed: telling.length === 0 ? [] : [...hashed] };
}

/** The same as bytes. */
function wholeForms(value: PersonValue): readonly Form[] {
  const { texts, hashed } = formsOf(value);
  return [
    ...texts.map((text) => ({ bytes: encoder.encode(text), text })),
    ...hashed.map((text) => ({ bytes: digestOfText(text) })),
  ];
}
