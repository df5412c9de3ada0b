import fc from "fast-check";
import * as v from "valibot";
import { expect, test } from "vitest";
import {
  anyDefinition,
  groupsMet,
  ownDefinition,
  plainPerson,
  plainSource,
} from "../../../../test/support/plain-segment.ts";
import { segmentDefinitionSchema, type SegmentDefinition } from "../../../terms/segment.ts";
import { evaluateOver } from "./evaluate.ts";
import { explainMembership } from "./explain.ts";
import { overlapOf } from "./overlap.ts";
import { placesOf } from "./priorities.ts";
import { segmentSentence } from "./sentence.ts";
import type { Reading } from "./sentence-words.ts";

const people = fc.array(plainPerson, { maxLength: 25 });
const readings: readonly Reading[] = (["ja", "en"] as const).map((language) => ({
  language,
  currency: "JPY",
  nameOf: (id) => (id === 99 ? undefined : `S${String(id)}`),
}));
/** Segment 2 stands on segment 1. */
const standing = (inner: SegmentDefinition): Record<number, SegmentDefinition> => ({
  1: inner,
  2: { groups: [{ anyOf: [{ kind: "segment", segmentId: 1 }], not: true }] },
});

test("a definition lets in exactly whom a plain reading of it lets in, group by group", () => {
  fc.assert(
    fc.property(people, anyDefinition, ownDefinition, (all, asked, inner) => {
      const stored = standing(inner);
      const found = evaluateOver(plainSource(all, stored), asked);
      const met = all.map((someone) => groupsMet(someone, asked, stored));
      asked.groups.forEach((_, group) => {
        expect(found.steps[group]).toEqual({ group, remaining: met.filter((n) => n > group).length });
      });
      expect([...found.mask]).toEqual(met.map((n) => Number(n === asked.groups.length)));
      expect(found.people).toBe(met.filter((n) => n === asked.groups.length).length);
    }),
    { numRuns: 800 },
  );
});

test("why somebody is in or out agrees with whether they are", () => {
  fc.assert(
    fc.property(
      plainPerson,
      anyDefinition,
      ownDefinition,
      fc.constantFrom(...readings),
      (someone, asked, inner, reading) => {
        const stored = standing(inner);
        const answer = explainMembership(plainSource([someone], stored), asked, 0, reading);
        const met = groupsMet(someone, asked, stored);
        expect(answer.withheld).toBe(!someone.permitted);
        expect(answer.inside).toBe(met === asked.groups.length);
        if (answer.withheld) expect(answer.groups).toEqual([]);
        else
          expect(answer.groups.findIndex((group) => !group.met)).toBe(met === asked.groups.length ? -1 : met);
        const said = answer.groups.flatMap(({ conditions }) =>
          conditions.flatMap(({ text, fact }) => [text, fact]),
        );
        for (const sentence of said) expect(sentence).toMatch(/^(?!.*(\{\{|undefined|NaN)).+$/u);
      },
    ),
    { numRuns: 400 },
  );
});

test("every definition can be said in both languages, and comes through JSON and the schema as it was", () => {
  fc.assert(
    fc.property(anyDefinition, (asked) => {
      expect(v.parse(segmentDefinitionSchema, JSON.parse(JSON.stringify(asked)))).toEqual(asked);
      for (const reading of readings) {
        const sentence = segmentSentence(asked, reading);
        expect(sentence).toMatch(reading.language === "ja" ? /です。$/u : /\.$/u);
        expect(sentence).not.toMatch(/\{\{|undefined|NaN| {2}/u);
      }
    }),
    { numRuns: 400 },
  );
});

test("a value that no longer exists matches nobody; of a segment that is gone neither it nor its opposite holds", () => {
  const [one] = fc.sample(plainPerson, 1);
  const source = plainSource([{ ...one!, permitted: true }]);
  const asking = (...anyOf: SegmentDefinition["groups"][number]["anyOf"]) => ({ groups: [{ anyOf }] });
  expect(
    evaluateOver(source, asking({ kind: "choice", attribute: "product", values: ["gone"] })).people,
  ).toBe(0);
  for (const not of [false, true])
    expect(evaluateOver(source, asking({ kind: "segment", segmentId: 99, not })).people).toBe(0);
});

test("segments that stand on each other end, and let nobody in", () => {
  const ring: Record<number, SegmentDefinition> = {
    1: { groups: [{ anyOf: [{ kind: "segment", segmentId: 2 }] }] },
    2: { groups: [{ anyOf: [{ kind: "segment", segmentId: 1 }] }] },
  };
  const [one] = fc.sample(plainPerson, 1);
  expect(evaluateOver(plainSource([{ ...one!, permitted: true }], ring), ring[1]!).people).toBe(0);
});

test("overlap and order of precedence count each person as sets of persons do", () => {
  const masks = fc.integer({ min: 0, max: 12 }).chain((n) =>
    fc.array(fc.array(fc.constantFrom(0, 1), { minLength: n, maxLength: n }), {
      minLength: 2,
      maxLength: 5,
    }),
  );
  fc.assert(
    fc.property(masks, (rows) => {
      const named = rows.map((row, index) => ({
        segmentId: index + 1,
        name: `S${String(index)}`,
        mask: Uint8Array.from(row),
      }));
      const sets = rows.map((row) => new Set(row.flatMap((bit, p) => (bit === 1 ? [p] : []))));
      const { pairs, parts, sets: said } = overlapOf(named);
      expect(said.map((set) => set.people)).toEqual(sets.map((set) => set.size));
      expect(pairs).toEqual(sets.map((a) => sets.map((b) => [...a].filter((p) => b.has(p)).length)));
      const anywhere = new Set(sets.flatMap((set) => [...set]));
      expect(parts.reduce((sum, part) => sum + part.people, 0)).toBe(anywhere.size);
      for (const part of parts) {
        const exactly = [...anywhere].filter((p) =>
          sets.every((set, s) => set.has(p) === part.segmentIds.includes(s + 1)),
        );
        expect(part.people).toBe(exactly.length);
      }
      const counted = placesOf(named, rows[0]?.length ?? 0).map((place) => place.counted);
      expect(counted).toEqual(
        sets.map((set, s) => [...set].filter((p) => sets.findIndex((one) => one.has(p)) === s).length),
      );
    }),
  );
});
