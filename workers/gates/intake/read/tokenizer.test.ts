import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unwatched } from "../../../base/job.ts";
import { readRecords, splitText } from "./read-records.ts";
import { Tokenizer, type BadRow } from "./tokenizer.ts";

const spectrum = fileURLToPath(new URL("../../../../../shared/data/csv_nasty/csv-spectrum", import.meta.url));

/** Feeds bytes in pieces of the given size, handing unfinished records in again, as the file reader does. */
function inPieces(bytes: Uint8Array, size: number, width = 0): { rows: string[][]; bad: BadRow[] } {
  const rows: string[][] = [];
  const bad: BadRow[] = [];
  const tokenizer = new Tokenizer(",", width, {
    record: (cells) => rows.push(cells.texts()),
    bad: (row) => bad.push(row),
  });
  let carry = new Uint8Array(0);
  for (let at = 0; at < bytes.length || at === 0; at += size) {
    const piece = new Uint8Array([...carry, ...bytes.subarray(at, at + size)]);
    carry = piece.slice(tokenizer.push(piece, at + size >= bytes.length));
  }
  return { rows, bad };
}

describe.skipIf(!existsSync(spectrum))("csv-spectrum (skipped where ../shared/data is absent)", () => {
  const names = existsSync(spectrum)
    ? readdirSync(`${spectrum}/csvs`).map((name) => name.replace(".csv", ""))
    : [];
  test.each(names)("%s", (name) => {
    const json = JSON.parse(readFileSync(`${spectrum}/json/${name}.json`, "utf8")) as unknown;
    const { rows, bad } = splitText(new Uint8Array(readFileSync(`${spectrum}/csvs/${name}.csv`)), ",");
    const [headings = [], ...data] = rows;
    expect(bad).toEqual([]);
    const read = data.map((row) => Object.fromEntries(headings.map((heading, i) => [heading, row[i]])));
    // This one's JSON is a single object, with a telephone number that is not the one of its CSV.
    if (name === "location_coordinates")
      expect({ ...read[0], "Contact Phone Number": "1234567890" }).toEqual(json);
    else expect(read).toEqual(json);
  });
});

describe("well-formed files", () => {
  const cell = fc.oneof(
    fc.string({ maxLength: 12 }).map((text) => text.replaceAll("\0", "")),
    fc.constantFrom("", '"', 'a"b', "x,y", "one\ntwo", "one\r\ntwo", "山田", "構", "𠮷", " "),
  );
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const table = fc
    .tuple(fc.integer({ min: 2, max: 6 }), fc.constantFrom("\n", "\r\n"))
    .chain(([width, end]) =>
      fc
        .array(fc.array(fc.tuple(cell, fc.boolean()), { minLength: width, maxLength: width }), {
          minLength: 1,
          maxLength: 20,
        })
        .map((rows) =>
          rows
            .map((row) =>
              row.map(([text, bare]) => (bare && !/[",\r\n]/.test(text) ? text : quoted(text))).join(","),
            )
            .join(end),
        ),
    );

  test("are read as csv-parse reads them, whatever the size of the pieces", () => {
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 40 }), (text, size) => {
        const bytes = new TextEncoder().encode(text);
        const expected = parse(text, {
          relax_column_count: true,
          skip_empty_lines: true,
          record_delimiter: ["\n", "\r\n"],
        });
        expect(inPieces(bytes, size)).toEqual({ rows: expected, bad: [] });
      }),
      { numRuns: 400 },
    );
  });

  test.each([
    ["LF", "a,b\n1,2\n3,4\n"],
    ["CRLF", "a,b\r\n1,2\r\n3,4\r\n"],
    ["CR", "a,b\r1,2\r3,4\r"],
    ["mixed", "a,b\r\n1,2\r3,4\n"],
    ["blank lines", "a,b\n\n1,2\r\n\r\n3,4"],
    ["byte order mark", "\uFEFFa,b\n1,2\n3,4"],
  ])("line ends: %s", async (_, text) => {
    const rows: string[][] = [];
    const lines: number[] = [];
    await readRecords(
      new Blob([text]),
      { encoding: "utf-8", delimiter: "," },
      2,
      {
        record: (cells) => {
          rows.push(cells.texts());
          lines.push(cells.line);
        },
        bad: (row) => expect.unreachable(row.reason),
      },
      unwatched,
    );
    expect(rows).toEqual([
      ["a", "b"],
      ["1", "2"],
      ["3", "4"],
    ]);
    expect(lines[0]).toBe(1);
  });

  test("right-aligned columns set apart by blanks", () => {
    expect(
      splitText(" 00004 0001 19970101  2   29.33\r\n 00021 0002 19970113  1   11.77\r\n", "space", 5).rows,
    ).toEqual([
      ["00004", "0001", "19970101", "2", "29.33"],
      ["00021", "0002", "19970113", "1", "11.77"],
    ]);
  });
});

describe("bad rows cost no good row", () => {
  const rowsAround = (bad: string) => splitText(`1,a,x\n${bad}\n3,c,z\n4,"d ""d""",z\n`, ",", 3);
  test.each([
    ['2,"open,y', "quote-not-closed"],
    ['2,"a "quoted" b",y', "quote-in-field"],
    ["2,b", "too-few-cells"],
    ["2,b,y,more", "too-many-cells"],
    ["2,b\0,y", "nul-byte"],
    [`2,${"b".repeat(1_000_001)},y`, "cell-too-long"],
    [`2,"${"b".repeat(2_000_000)}",y`, "cell-too-long"],
  ])("%.20s", (text, reason) => {
    const { rows, bad } = rowsAround(text);
    expect(rows).toEqual([
      ["1", "a", "x"],
      ["3", "c", "z"],
      ["4", 'd "d"', "z"],
    ]);
    expect(bad.map((row) => [row.line, row.reason])).toEqual([[2, reason]]);
    expect(text.startsWith((bad[0]?.raw ?? "?").slice(0, 1000))).toBe(true);
  });

  test("bytes that are no UTF-8 flag their own row only", () => {
    const bytes = new Uint8Array([
      ...new TextEncoder().encode("1,山\n2,"),
      0xe5,
      0x0a,
      ...new TextEncoder().encode("3,川\n"),
    ]);
    const { rows, bad } = splitText(bytes, ",", 2);
    expect(rows).toEqual([
      ["1", "山"],
      ["3", "川"],
    ]);
    expect(bad).toEqual([{ line: 2, reason: "bytes-not-decodable", raw: "2,\uFFFD" }]);
  });

  test("a file that ends inside a quoted cell keeps the rows after the open quote", () => {
    const { rows, bad } = splitText('1,a\n2,"open\n3,c\n4,d', ",", 2);
    expect(rows).toEqual([
      ["1", "a"],
      ["3", "c"],
      ["4", "d"],
    ]);
    expect(bad).toEqual([{ line: 2, reason: "quote-not-closed", raw: '2,"open' }]);
  });

  test("good rows survive any damage to other rows, in pieces of any size", () => {
    const damage = fc.constantFrom('x,"open', 'x,"a"b"', "short", "a,b,c,d", "\0,y");
    const row = fc.oneof({ weight: 3, arbitrary: fc.constant("good,row") }, damage);
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 15 }),
        fc.integer({ min: 1, max: 30 }),
        (rows, size) => {
          const read = inPieces(new TextEncoder().encode(rows.join("\n")), size, 2);
          expect(read.rows).toEqual(rows.filter((text) => text === "good,row").map(() => ["good", "row"]));
          expect(read.bad.map(({ line }) => line)).toEqual(
            rows.flatMap((text, i) => (text === "good,row" ? [] : [i + 1])),
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});
