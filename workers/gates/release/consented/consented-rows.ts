import { breathe } from "../../../vault/breathe.ts";
import type { JobControl } from "../../../base/job.ts";
import type { ConsentedPreview, WithheldReason } from "../../../terms/release.ts";
import type { Releasable } from "../../use/permitted.ts";
import type { Sha256 } from "../files/sha256.ts";
import { layOut, type LaidOut } from "../platforms/lay-out.ts";
import type { PlatformFormat } from "../platforms/platform-format.ts";
import { ContentPrint } from "./content-print.ts";
import type { PeopleSlices } from "./people-table.ts";
import type { ConsentedRow } from "./row.ts";

declare const chosen: unique symbol;

/** Whose rows may leave, by person index, and who stays and why. Only `consentedPeople` makes one. */
export interface Consented {
  readonly [chosen]: true;
  /** How many leave in all, a control taken off. */
  readonly count: number;
  /** Whose rows leave, rising. */
  readonly persons: Int32Array;
  /** The persons of all that may leave, before any is kept back as a control. */
  readonly usable: Int32Array;
  readonly withheld: Readonly<Record<WithheldReason, number>>;
  readonly adjustments: Readonly<Record<string, number>>;
  readonly notEncodable: ConsentedPreview["notEncodable"];
  /** Of what the rows of all that may leave say. */
  readonly content: string;
}

/** What rows are made of. */
export interface RowTools {
  readonly format: PlatformFormat;
  readonly people: PeopleSlices;
  readonly homeCountry: string | undefined;
}

/** Cells beyond the file's encoding that a preview lists. */
const listedCells = 20;
/** People read and laid out at once: so many are held, and so often a job is asked whether to stop. */
const sliceLength = 8192;

/**
 * The one way from people to rows that leave, in its first half: segment ∩ those who granted, without those the recipient could not use.
 * Takes people in slices and keeps none of what it read of them; nothing is hashed.
 *
 * @throws Cancelled
 */
export async function consentedPeople(
  segment: Uint8Array,
  releasable: Releasable,
  tools: RowTools,
  job: JobControl,
): Promise<Consented> {
  const asked = inBoth(segment, releasable.mask);
  const adjustments: Record<string, number> = {};
  const notEncodable: { readonly cell: string; readonly characters: string }[] = [];
  const unusable = { "no-identifier": 0, "not-encodable": 0 };
  const usable = new Int32Array(asked.length);
  let count = 0;
  const print = new ContentPrint();
  const lay = layer(tools, print, (code) => {
    adjustments[code] = (adjustments[code] ?? 0) + 1;
  });
  const seen = (): string => "";
  let done = 0;
  for (const slice of slicesOf(asked)) {
    if (done > 0) await breathe();
    job.check();
    job.progress({ phase: "choosing", done, total: asked.length });
    const people = tools.people(slice[0]!, slice.at(-1)! + 1);
    for (const person of slice) {
      if (done++ % 1024 === 0) job.check();
      const laidOut = lay(people, person, seen);
      if ("cells" in laidOut) {
        usable[count++] = person;
        continue;
      }
      unusable[laidOut.withheld]++;
      if (laidOut.withheld === "not-encodable" && notEncodable.length < listedCells)
        notEncodable.push({ cell: laidOut.cell, characters: laidOut.characters });
    }
  }
  const silent = releasable.withheldWithin(segment);
  const persons = usable.slice(0, count);
  return {
    count,
    usable: persons,
    persons,
    adjustments,
    notEncodable,
    content: print.value,
    withheld: {
      "objected-to-profiling": 0,
      "counted-elsewhere": 0,
      "contacted-enough": 0,
      "in-a-control": 0,
      "held-out": 0,
      "consent-denied": silent["consent-denied"],
      "consent-unknown": silent["consent-unknown"],
      "stopped-by-law": silent["stopped-by-law"],
      ...unusable,
    },
  } satisfies Omit<Consented, typeof chosen> as unknown as Consented;
}

/** The rows of those who leave, made as they are asked for, and afterwards what they and those of the control say. */
interface RowStream {
  readonly rows: Iterable<ConsentedRow>;
  /** As `Consented.content`, once the rows are at their end: another where the vault says something else by now. */
  content(): string;
}

/**
 * The second half: the rows themselves, hashed where they are to be. People are read in slices again, so that no more of them is
 * held than of one slice; who cannot be laid out any more has no row.
 *
 * @throws Cancelled, while they are asked for
 */
export function consentedRows(
  { persons, usable }: Pick<Consented, "persons" | "usable">,
  tools: RowTools,
  sha256: Sha256,
  job: JobControl,
): RowStream {
  const print = new ContentPrint();
  return { rows: rowsOf(persons, usable, { tools, sha256, job, print }), content: () => print.value };
}

function* rowsOf(
  persons: Int32Array,
  usable: Int32Array,
  {
    tools,
    sha256,
    job,
    print,
  }: {
    readonly tools: RowTools;
    readonly sha256: Sha256;
    readonly job: JobControl;
    readonly print: ContentPrint;
  },
): Generator<ConsentedRow> {
  const lay = layer(tools, print, () => undefined);
  const kept = (): string => "";
  let written = 0;
  let at = 0;
  for (const slice of slicesOf(usable)) {
    job.check();
    const people = tools.people(slice[0]!, slice.at(-1)! + 1);
    for (const person of slice) {
      if (at++ % 1024 === 0) job.check();
      const leaves = persons[written] === person;
      if (leaves) written++;
      const laidOut = lay(people, person, leaves ? sha256 : kept);
      if (leaves && "cells" in laidOut) yield { cells: laidOut.cells } as ConsentedRow;
    }
    job.progress({ phase: "writing", done: written, total: persons.length });
  }
}

/** Lays people out, and notes what their rows say before anything of it is hashed. */
function layer({ format, homeCountry }: RowTools, print: ContentPrint, adjusted: (code: string) => void) {
  return (people: ReturnType<PeopleSlices>, person: number, sha256: Sha256): LaidOut => {
    const laidOut = layOut(format, { people, person, homeCountry, adjusted }, (text) => {
      print.add(String(text));
      return sha256(text);
    });
    if (!("cells" in laidOut)) return laidOut;
    format.columns.forEach(({ hashed }, place) => {
      if (!hashed) print.add(String(laidOut.cells[place] ?? ""));
    });
    return laidOut;
  };
}

/** Persons in both masks, rising; no list of numbers is made on the way. */
function inBoth(segment: Uint8Array, mask: Uint8Array): Int32Array {
  const persons = new Int32Array(segment.reduce((sum, bit, person) => sum + (bit & mask[person]!), 0));
  let count = 0;
  for (let person = 0; person < segment.length; person++)
    if (segment[person] === 1 && mask[person] === 1) persons[count++] = person;
  return persons;
}

/** Persons, rising, in runs that lie within so many person indices: what one reading of the vault takes. */
function* slicesOf(persons: Int32Array): Generator<Int32Array> {
  let from = 0;
  while (from < persons.length) {
    const end = persons[from]! + sliceLength;
    let to = from + 1;
    while (to < persons.length && persons[to]! < end) to++;
    yield persons.subarray(from, to);
    from = to;
  }
}
