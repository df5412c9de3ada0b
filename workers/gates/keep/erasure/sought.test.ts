import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Cancelled, unwatched } from "../../../base/job.ts";
import { encodedForms, hashForms } from "./encodings.ts";
import { Sought } from "./sought.ts";
import { phoneForms, textForms } from "./text-forms.ts";
import { PersonValues, type PersonValue } from "./value-store.ts";

const letters = fc.constantFrom(...Array.from("abz019@.-_ %AZ銀座四丁目ハナコはなこがバﾊﾅｺ髙𠮷é"));
const name = fc.array(letters, { minLength: 1, maxLength: 14 }).map((all) => all.join(""));
const value: fc.Arbitrary<PersonValue> = fc.oneof(
  name.map((text) => ({ kind: "text" as const, text })),
  fc
    .stringMatching(/^[a-z]{3,8}\.[a-z]{2,6}@example\.jp$/u)
    .map((text) => ({ kind: "email" as const, text })),
  fc.stringMatching(/^\+8190[0-9]{8}$/u).map((text) => ({ kind: "phone" as const, text })),
);

function store(values: readonly PersonValue[]): PersonValues {
  const all = new PersonValues();
  for (const { kind, text } of values) all.add(kind, text);
  return all;
}
const patterned = (values: readonly PersonValue[]) => new Sought(store(values), unwatched, Infinity);
const read = (values: readonly PersonValue[]) => new Sought(store(values), unwatched, 0);

function hits({ search }: Sought, bytes: Uint8Array, from = 0, to = bytes.byteLength): string[] {
  const found: string[] = [];
  search.search(bytes, from, to, (pattern, at, length) =>
    found.push(`${String(search.ownerOf(pattern))}@${String(at)}+${String(length)}`),
  );
  return found.sort();
}

/** Whether a hit in percent-encoding begins with both digits of an escape of something else: read, nothing of it stands there. */
function insideEscape(bytes: Uint8Array, hit: string): boolean {
  const [, at = 0, length = 0] = hit.split(/[@+]/u).map(Number);
  const text = new TextDecoder("latin1").decode(bytes.subarray(Math.max(0, at - 1), at + length));
  return at > 0 && /^%[\dA-F]{2}/u.test(text) && text.slice(1).includes("%");
}

/** Every pattern of a value, as the file might hold it. */
function patternsOf({ kind, text }: PersonValue): readonly Uint8Array[] {
  const texts = [...textForms(text), ...(kind === "phone" ? phoneForms(text) : [])];
  return [...texts.flatMap(encodedForms), ...(kind === "text" ? [] : hashForms(text))];
}

describe("reading the bytes in every encoding", () => {
  test("finds exactly what holding every pattern finds, wherever it stands", () => {
    const filler = fc.uint8Array({ maxLength: 24 });
    const near = fc.oneof(
      filler,
      fc.constantFrom(...Array.from("aZ9+/%2A=g ")).map((one) => new TextEncoder().encode(one)),
    );
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 8 }),
        fc.array(fc.tuple(near, fc.nat(7), fc.nat(400)), { maxLength: 6 }),
        near,
        (values, placed, last) => {
          const parts = placed.flatMap(([before, which, form]) => {
            const patterns = patternsOf(values[which % values.length] ?? values[0]!);
            return [before, patterns[form % Math.max(1, patterns.length)] ?? new Uint8Array()];
          });
          const bytes = Uint8Array.from([...parts, last].flatMap((part) => [...part]));
          const [one, other] = [patterned(values), read(values)];
          expect(hits(other, bytes)).toEqual(hits(one, bytes).filter((hit) => !insideEscape(bytes, hit)));
          const [from, to] = [Math.min(3, bytes.length), Math.max(3, bytes.length - 2)];
          if (to <= bytes.length && from < to)
            expect(hits(other, bytes, from, to)).toEqual(
              hits(one, bytes, from, to).filter((hit) => !insideEscape(bytes, hit)),
            );
          expect([other.values, other.patterns, other.tooShort]).toEqual([
            one.values,
            one.patterns,
            one.tooShort,
          ]);
        },
      ),
      { numRuns: 250 },
    );
  });

  test("every pattern of a value by itself is found, between signs that could belong to it", () => {
    for (const one of [
      { kind: "text", text: "山田 花子" },
      { kind: "text", text: "佐藤一" },
      { kind: "email", text: "hanako.yamada@example.jp" },
      { kind: "phone", text: "+819012345678" },
    ] as const) {
      const both = [patterned([one]), read([one])] as const;
      for (const pattern of patternsOf(one))
        for (const [before, after] of [
          ["", ""],
          ["x", "y"],
          ["Ab", "Cd+"],
          ["0f", "12"],
          ["%41", "%42"],
        ] as const) {
          const around = (text: string): Uint8Array => new TextEncoder().encode(text);
          const bytes = Uint8Array.from([...around(before), ...pattern, ...around(after)]);
          const expected = hits(both[0], bytes);
          expect(expected.length).toBeGreaterThan(0);
          expect(hits(both[1], bytes)).toEqual(expected);
        }
    }
  });

  test("what is dropped in one encoding is still found in another, and nothing once closed", () => {
    const sought = read([{ kind: "text", text: "hanako.yamada" }]);
    const { search } = sought;
    const plain = new TextEncoder().encode("hanako.yamada");
    const hexed = new TextEncoder().encode(Buffer.from(plain).toString("hex"));
    search.search(plain, 0, plain.length, (pattern) => {
      search.drop(pattern);
    });
    expect(hits(sought, plain)).toEqual([]);
    expect(hits(sought, hexed)).toHaveLength(1);
    sought.close();
    expect(hits(sought, hexed)).toEqual([]);
  });

  test("making the tables can be stopped, and says how far it is", () => {
    const values = Array.from({ length: 2000 }, (_, at) => ({
      kind: "text" as const,
      text: `ORDER-${String(at)}-key`,
    }));
    const told: number[] = [];
    const job = {
      check: () => {
        if (told.length > 2) throw new Cancelled();
      },
      progress: ({ done }: { readonly done: number }) => told.push(done),
    };
    expect(() => new Sought(store(values), job, 0)).toThrow(Cancelled);
    expect(told).toEqual([0, 512, 1024]);
  });
});

test("digits inside a hash are no number; beside one, or in a list of numbers, they are", () => {
  const sought = read([{ kind: "phone", text: "+819012345678" }]);
  const held = (text: string): boolean => {
    const bytes = new TextEncoder().encode(text);
    return sought.isHeldBy(bytes, 0, bytes.length);
  };
  const hash = "3f1c9a0b7d2e4856af01";
  expect(held(`${hash}09012345678${hash}`)).toBe(false);
  expect(held(`${hash} 09012345678 ${hash}`)).toBe(true);
  expect(held("4567".repeat(6) + "09012345678" + "1234".repeat(6))).toBe(true);
  expect(held("tel:09012345678fax")).toBe(true);
});

describe("values", () => {
  test("are each there once, in their order, as they were", () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 600 }), (values) => {
        const seen = new Map(values.map((one) => [`${one.kind} ${one.text}`, one]));
        expect([...store([...values, ...values])]).toEqual([...seen.values()]);
      }),
      { numRuns: 60 },
    );
  });
});
