import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import Encoding from "encoding-japanese";
import { describe, expect, test } from "vitest";
import { unwatched } from "../../../base/job.ts";
import type { Encoding as Name } from "../../../terms/intake.ts";
import { guessEncoding, sampleFile } from "./encoding.ts";
import { readRecords } from "./read-records.ts";

const shared = fileURLToPath(new URL("../../../../../shared/data/csv_nasty/cjk_encodings", import.meta.url));
const text = "会員ID,お名前(姓),フリガナ,金額\n1,髙橋構造表,タカハシ,１２３\n2,佐藤,サトウ,▲500\n";

function encoded(content: string, name: Name): Uint8Array<ArrayBuffer> {
  if (name === "utf-8") return new TextEncoder().encode(content);
  if (name === "utf-16le" || name === "utf-16be") {
    const bytes = new Uint8Array(content.length * 2);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < content.length; i++)
      view.setUint16(i * 2, content.charCodeAt(i), name === "utf-16le");
    return bytes;
  }
  const to = ({ shift_jis: "SJIS", "euc-jp": "EUCJP", "iso-2022-jp": "JIS" } as const)[name];
  return new Uint8Array(Encoding.convert(Encoding.stringToCode(content), { from: "UNICODE", to }));
}

async function guessed(bytes: Uint8Array<ArrayBuffer>): Promise<Name> {
  const sample = await sampleFile(new Blob([bytes]));
  if (!sample.ok) throw new Error(sample.error.code);
  return guessEncoding(sample.value).encoding;
}

const plain = text.replace("髙", "高");
const names = ["utf-8", "shift_jis", "euc-jp", "utf-16le", "utf-16be", "iso-2022-jp"] as const;

describe("the ladder", () => {
  test.each(names)("finds %s", async (name) => {
    expect(await guessed(encoded(plain, name))).toBe(name);
  });

  test("one bad byte does not change the reading of a whole file", async () => {
    for (const name of ["utf-8", "shift_jis", "euc-jp"] as const) {
      const bytes = encoded(plain.repeat(20), name);
      const at = bytes.indexOf(0x0a, 200) - 1;
      bytes[at] = 0xff;
      expect(await guessed(bytes)).toBe(name);
    }
  });

  test.skipIf(!existsSync(shared)).each([
    ["shift_jis", "shift_jis"],
    ["euc_jp", "euc-jp"],
    ["iso2022_jp", "iso-2022-jp"],
  ] as const)(
    "CPython's sample %s reads as its UTF-8 twin (skipped where ../shared/data is absent)",
    async (file, name) => {
      const bytes = new Uint8Array(readFileSync(`${shared}/${file}.txt`));
      expect(await guessed(bytes)).toBe(name);
      expect(new TextDecoder(name).decode(bytes)).toBe(readFileSync(`${shared}/${file}-utf8.txt`, "utf8"));
    },
  );

  test.each([
    ["PDF", "%PDF-1.7\n"],
    ["PNG", "\x89PNG\r\n"],
    ["Excel (XLSX) / ZIP", "PK\x03\x04"],
  ])("a %s given as CSV is refused with its kind", async (kind, head) => {
    const bytes = Uint8Array.from(head, (c) => c.charCodeAt(0));
    expect(await sampleFile(new Blob([bytes]))).toEqual({
      ok: false,
      error: { code: "file-unsupported", details: { kind } },
    });
  });

  test("an empty file and a binary file are refused", async () => {
    expect(await sampleFile(new Blob([]))).toMatchObject({ ok: false, error: { code: "file-empty" } });
    const noise = Uint8Array.from(
      { length: 4000 },
      (_, i) => (i * 7919) & 0xff & (i % 3 === 0 ? 0x0f : 0xff),
    );
    expect(await sampleFile(new Blob([noise]))).toMatchObject({ ok: false, error: { code: "file-binary" } });
  });
});

test.each(names)("%s: a row with undecodable bytes is held back, its neighbours are read", async (name) => {
  if (name.startsWith("utf-16") || name === "iso-2022-jp") return;
  const bytes = new Uint8Array([...encoded("1,構\n2,", name), 0xff, 0xfe, ...encoded("\n3,十\n", name)]);
  const rows: string[][] = [];
  const bad: unknown[] = [];
  await readRecords(
    new Blob([bytes]),
    { encoding: name, delimiter: "," },
    2,
    { record: (cells) => rows.push(cells.texts()), bad: ({ line, reason }) => bad.push([line, reason]) },
    unwatched,
  );
  expect(rows).toEqual([
    ["1", "構"],
    ["3", "十"],
  ]);
  expect(bad).toEqual([[2, "bytes-not-decodable"]]);
});
