import type { ToldTexts } from "../../models/propensity/person-history.ts";
import { toneOf } from "../../models/texts/tone.ts";
import { Entries, type EntrySource } from "./feature-entries.ts";
import { eachPortion } from "./feature-portions.ts";

/** Texts read between two looks at whether the job was cancelled. */
const LOOK = 256;

/**
 * The tone of what each person wrote (reviews, inquiries, answers to surveys), dated, and whether it speaks of leaving. The words
 * themselves are read here and go no further: a model sees two numbers a text. Undefined without any text.
 * @throws Cancelled
 */
export function readTexts({ db, rowOf, people, job }: EntrySource): ToldTexts | undefined {
  const tones = new Entries();
  const partings = new Entries();
  eachPortion(db, "reviews", job, (after, to) => {
    const [customer, day, text] = db.readColumns(
      `SELECT customer_id, day, text FROM reviews
       WHERE id > ${String(after)} AND id <= ${String(to)} AND customer_id IS NOT NULL AND text IS NOT NULL AND text <> ''`,
      ["int32", "int32", "text"],
    );
    const row = customer.map(rowOf);
    const tone = new Float64Array(row.length);
    const parting = new Float64Array(row.length);
    row.forEach((own, i) => {
      if (i % LOOK === 0) job.check();
      if (own < 0) return;
      const told = toneOf(text.words[text.codes[i]!] ?? "");
      tone[i] = told.tone;
      parting[i] = told.parting ? 1 : 0;
    });
    tones.add(row, day, tone);
    partings.add(row, day, parting);
  });
  const [log, leaving] = [tones.log(people), partings.log(people)];
  if (log === undefined || leaving === undefined) return undefined;
  return { start: log.start, day: log.day, tone: log.value, parting: leaving.value };
}
