import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hierarchyOfPaths, parseHierarchy, withValues, type Hierarchy } from "./hierarchy.ts";
import { categoryHierarchy, dateHierarchy, intervalHierarchy, postalHierarchy } from "./made-hierarchies.ts";

function read(text: string): Hierarchy {
  const parsed = parseHierarchy(text);
  if (!parsed.ok) throw new Error(parsed.error.problem);
  return parsed.value;
}

/** The path of a value, from fine to coarse. */
function path({ levels }: Hierarchy, value: number): readonly string[] {
  return levels.map(({ of, labels }) => labels[of[value]!]!);
}

describe("files of hierarchies", () => {
  test("one line a value, with a byte order mark, quotes and blank lines", () => {
    const hierarchy = read('\uFEFF1;"0~4";*\r\n2;0~4;*\r\n\r\n5;5~9;*\r\n');
    expect(hierarchy.levels.map(({ labels }) => labels)).toEqual([["1", "2", "5"], ["0~4", "5~9"], ["*"]]);
    expect([...hierarchy.levels[1]!.leaves]).toEqual([2, 1]);
    expect(path(hierarchy, 2)).toEqual(["5", "5~9", "*"]);
  });

  test.each([
    ["", "empty", 1],
    ["a;x;*\nb;*", "width", 2],
    ["a;x;*\n\na;y;*", "repeated", 3],
    ["a;x;p\nb;x;q", "not-nested", 2],
  ])("%j is refused: %s at line %i", (text, problem, line) => {
    expect(parseHierarchy(text)).toEqual({ ok: false, error: { problem, line } });
  });

  test("a value twice with the same labels counts once; the same word may stand on two levels", () => {
    const hierarchy = read("Other;Other;*\nOther;Other;*\nBlack;Black;*");
    expect(hierarchy.levels[0]!.labels).toEqual(["Other", "Black"]);
  });

  test("values that a hierarchy lacks stay themselves until the one label at the end", () => {
    const hierarchy = withValues(read("a;x;*\nb;x;*"), [""]);
    expect(path(hierarchy, 2)).toEqual(["", "", "*"]);
    expect([...hierarchy.levels[2]!.leaves]).toEqual([3]);
  });
});

describe("hierarchies of our own", () => {
  test("postal codes go to their prefecture, dates to year and decade, categories to anything", () => {
    const prefecture = (code: string) => (code.startsWith("60") ? "京都府" : undefined);
    expect(path(postalHierarchy(["604-8571", "999-0000"], prefecture), 0)).toEqual([
      "604-8571",
      "604",
      "京都府",
      "*",
    ]);
    expect(path(postalHierarchy(["604-8571", "999-0000"], prefecture), 1)).toEqual([
      "999-0000",
      "999",
      "999",
      "*",
    ]);
    const dates = dateHierarchy(["1984-05-06", ""], (text) =>
      text === "" ? undefined : { year: 1984, month: 5 },
    );
    expect(path(dates, 0)).toEqual(["1984-05-06", "1984-05", "1984", "1980s", "*"]);
    expect(path(dates, 1)).toEqual(["", "", "", "", "*"]);
    expect(path(categoryHierarchy(["a"]), 0)).toEqual(["a", "*"]);
  });

  test("whole numbers: intervals of a round width, doubled until one holds all", () => {
    const ages = Array.from({ length: 80 }, (_, age) => String(age + 17));
    expect(path(intervalHierarchy(ages, Number), 20)).toEqual(["37", "36~37", "36~39", "32~39", "32~47", "32~63", "0~63", "0~127", "*"]); // prettier-ignore
  });

  test("any numbers nest, whatever their size and sign", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), {
          minLength: 1,
          maxLength: 40,
        }),
        (numbers) => {
          const texts = [...new Set(numbers.map(String))];
          const { levels } = intervalHierarchy(texts, Number);
          const paths = texts.map((_, value) => levels.map(({ of, labels }) => labels[of[value]!]!));
          expect(hierarchyOfPaths(paths).ok).toBe(true);
          expect(levels.at(-1)?.labels).toEqual(["*"]);
        },
      ),
      { examples: [[[-5e-324, -1e-323, 0.64, 0]], [[1e9, 1e9 + 2 ** -23, 1e9 - 2 ** -23]]] },
    );
  });
});
