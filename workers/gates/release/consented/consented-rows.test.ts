import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { Cancelled, unwatched } from "../../../base/job.ts";
import type { Releasable } from "../../use/permitted.ts";
import { googleCustomerMatch } from "../platforms/formats/google-customer-match.ts";
import { consentedPeople, consentedRows, type RowTools } from "./consented-rows.ts";
import type { PeopleSlices } from "./people-table.ts";

const PEOPLE = 20_000;
const hash = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");
const mail = (person: number): string => `p${String(person)}@example.com`;

/** Everybody has an address but each seventh; `asked` notes how many people were read at once. */
function source(changed = -1): { readonly people: PeopleSlices; readonly asked: number[] } {
  const asked: number[] = [];
  return {
    asked,
    people: (from, to) => {
      asked.push(to - from);
      return {
        text: (field, person) => {
          if (person < from || person >= to) throw new RangeError("not in this slice");
          if (field !== "email" || person % 7 === 0) return undefined;
          return person === changed ? "new@example.com" : mail(person);
        },
      };
    },
  };
}

const toolsOf = (people: PeopleSlices): RowTools => ({
  format: googleCustomerMatch,
  people,
  homeCountry: "JP",
});
const segment = Uint8Array.from({ length: PEOPLE }, (_, person) => (person % 5 === 0 ? 0 : 1));
const mask = Uint8Array.from({ length: PEOPLE }, (_, person) => (person % 2 === 0 ? 1 : 0));
const releasable = {
  purpose: "ads_matching",
  recipient: "google_ads",
  mask,
  count: PEOPLE / 2,
  withheldWithin: () => ({ "consent-denied": 0, "consent-unknown": 0, "stopped-by-law": 0 }),
} as unknown as Releasable;
const leaving = Array.from({ length: PEOPLE }, (_, person) => person).filter(
  (person) => person % 5 !== 0 && person % 2 === 0 && person % 7 !== 0,
);

test("people are read in slices, twice, and each who may leave has one row in the order of the index", async () => {
  const { people, asked } = source();
  const consented = await consentedPeople(segment, releasable, toolsOf(people), unwatched);
  expect([...consented.usable]).toEqual(leaving);
  expect(consented.withheld["no-identifier"]).toBe(8000 - leaving.length);
  const stream = consentedRows(consented, toolsOf(people), hash, unwatched);
  const rows = [...stream.rows].map(({ cells }) => cells[0]);
  expect(rows).toEqual(leaving.map((person) => hash(mail(person))));
  expect(stream.content()).toBe(consented.content);
  expect(Math.max(...asked)).toBeLessThanOrEqual(8192);
  expect(asked).toHaveLength(6);
});

test("who is kept back has no row, and what all of them say is noted all the same", async () => {
  const tools = toolsOf(source().people);
  const consented = await consentedPeople(segment, releasable, tools, unwatched);
  const persons = consented.usable.filter((_, place) => place % 10 !== 3);
  const stream = consentedRows({ persons, usable: consented.usable }, tools, hash, unwatched);
  expect([...stream.rows]).toHaveLength(persons.length);
  expect(stream.content()).toBe(consented.content);
});

test("an address that is another by the time it is written is told", async () => {
  const consented = await consentedPeople(segment, releasable, toolsOf(source().people), unwatched);
  const stream = consentedRows(consented, toolsOf(source(leaving.at(-1)).people), hash, unwatched);
  expect([...stream.rows]).toHaveLength(leaving.length);
  expect(stream.content()).not.toBe(consented.content);
});

test("a job is asked whether to stop within each slice", async () => {
  let left = 6;
  const job = {
    progress: () => undefined,
    check: () => {
      if (left-- === 0) throw new Cancelled();
    },
  };
  const tools = toolsOf(source().people);
  await expect(consentedPeople(segment, releasable, tools, job)).rejects.toThrow(Cancelled);
  const consented = await consentedPeople(segment, releasable, tools, unwatched);
  left = 6;
  expect(() => [...consentedRows(consented, tools, hash, job).rows]).toThrow(Cancelled);
});
