import { zipSync, strToU8 } from "fflate";
import readXlsxFile from "read-excel-file/universal";
import { describe, expect, test } from "vitest";
import { unwatched } from "../../../base/job.ts";
import { makeXlsx } from "../../../../test/support/make-xlsx.ts";
import { value } from "../../../../test/support/value.ts";
import { previewTable } from "../profile/preview.ts";
import { validUtf8 } from "../read/source.ts";
import { readTable } from "../read-table.ts";
import { cellFormat, numberText } from "./cell-format.ts";
import { openTable } from "./open-table.ts";

const now = new Date("2026-11-21T03:00:00Z");
const textOf = async (bytes: BlobPart, part?: string): Promise<string> => {
  const { text } = value(await openTable(new Blob([bytes]), part));
  return new TextDecoder().decode(await text.arrayBuffer());
};

const members: Parameters<typeof makeXlsx>[0] = {
  説明: [["この表の使い方"], ["名簿シートをご覧ください"]],
  名簿: [
    ["会員名簿"],
    [],
    ["会員番号", "氏名", "郵便番号", "登録日", "メールアドレス", "備考"],
    [
      { n: 7, style: 4 },
      {
        text: "山田 太郎",
        ruby: [
          [0, 2, "ヤマダ"],
          [3, 5, "タロウ"],
        ],
      },
      { n: 600001, style: 3 },
      { n: 46347, style: 1 },
      "taro@example.jp",
      '一行目\n二行目,"引用"',
    ],
    [],
    [
      { n: 8, style: 4 },
      { text: "高橋花子", ruby: [[0, 4, "タカハシハナコ"]] },
      1000001,
      { n: 45658.75, style: 2 },
      "hana@example.jp",
      null,
    ],
    [{ n: 9, style: 4 }, "名無し", null, null, "not an address", null],
  ],
};

describe("an Excel workbook", () => {
  test("the fitting sheet as text: dates, postal codes and zeros as they look, furigana in a column of its own", async () => {
    const opened = value(await openTable(new Blob([makeXlsx(members)])));
    expect(opened.container).toMatchObject({ kind: "xlsx", part: "名簿" });
    expect(opened.container?.parts.map(({ name }) => name)).toEqual(["説明", "名簿"]);
    expect(await textOf(makeXlsx(members))).toBe(
      [
        "会員名簿,,,,,,",
        "",
        "会員番号,氏名,郵便番号,登録日,メールアドレス,備考,氏名（フリガナ）",
        '0007,山田 太郎,060-0001,2026-11-21,taro@example.jp,"一行目\n二行目,""引用""",ヤマダ タロウ',
        "",
        "0008,高橋花子,1000001,2025-01-01 18:00:00,hana@example.jp,,タカハシハナコ",
        "0009,名無し,,,not an address,,",
        "",
      ].join("\n"),
    );
  });

  test("a sheet asked for by name; one that is not there is said", async () => {
    expect(await textOf(makeXlsx(members), "説明")).toBe("この表の使い方\n名簿シートをご覧ください\n");
    expect(await openTable(new Blob([makeXlsx(members)]), "無い")).toMatchObject({
      ok: false,
      error: { code: "part-unknown", details: { part: "無い" } },
    });
  });

  test("hidden sheets give way to visible ones", async () => {
    const rows = [["email"], ["a@example.com"]];
    const opened = value(
      await openTable(
        new Blob([
          makeXlsx(
            {
              old: [
                ["customer id", "email"],
                ["1", "b@example.com"],
              ],
              list: rows,
            },
            ["old"],
          ),
        ]),
      ),
    );
    expect(opened.container?.part).toBe("list");
  });

  test("read as people: readings kept, held rows named by their row of the sheet", async () => {
    const file = new Blob([makeXlsx(members)]);
    const preview = value(await previewTable(file, "名簿.xlsx", {}));
    expect(preview.plan.columns).toEqual([
      "customer_id",
      "full_name",
      "postal_code",
      "registered_on",
      "email",
      "ignore",
      "full_reading",
    ]);
    expect(preview.reading).toMatchObject({ part: "名簿", headerRow: 2 });
    const plan = {
      ...preview.plan,
      columns: preview.plan.columns.map((one) => (one === "customer_id" ? "ignore" : one)),
    };
    const { stage } = value(await readTable(file, plan, now, unwatched));
    expect([0, 1].map((slot) => stage.people.values(slot)?.get("full_reading"))).toEqual([
      "ヤマダ タロウ",
      "タカハシハナコ",
    ]);
    expect(stage.held).toMatchObject([{ line: 7, reason: "email-unreadable" }]);
  });

  test("the cells agree with read-excel-file's", async () => {
    const bytes = makeXlsx({
      S: [
        ["a", "b", "c"],
        [1, 2.5, "x,y"],
        [null, 0.1, "é😀"],
        [1e15, 1e-7, "<&>"],
      ],
    });
    const [sheet] = (await readXlsxFile(bytes.buffer)) as { data: (string | number | null)[][] }[];
    const theirs = (sheet?.data ?? []).map((row) => row.map((cell) => (cell === null ? "" : String(cell))));
    const ours = (await textOf(bytes))
      .trim()
      .split("\n")
      .map((line) =>
        line
          .replaceAll('"', "")
          .replace("x,y", "x、y")
          .split(",")
          .map((cell) => cell.replace("、", ",")),
      );
    expect(ours).toEqual(theirs);
  });
});

describe("number formats", () => {
  test.each([
    [57, undefined, "46347", "2026-11-21"],
    [14, undefined, "1", "1900-01-01"],
    [14, undefined, "61", "1900-03-01"],
    [20, undefined, "0.5", "12:00:00"],
    [0, undefined, "0.30000000000000004", "0.3"],
    [0, undefined, "1.2300000000000001E+3", "1230"],
    [176, '[$-411]ggge"年"m"月"d"日"', "45658", "2025-01-01"],
    [176, "#,##0.00_);[Red]\\(#,##0.00\\)", "1234.5", "1234.5"],
    [176, '"¥"#,##0', "1200", "1200"],
    [176, "General", "5", "5"],
    [176, "000-0000", "10001", "001-0001"],
    [176, "[h]:mm", "1.5", "1900-01-01 12:00:00"],
  ])("%i %s: %s is %s", (id, code, raw, text) => {
    expect(numberText(raw, cellFormat(id, code), false)).toBe(text);
  });

  test("the calendar from 1904", () => {
    expect(numberText("0", cellFormat(14, undefined), true)).toBe("1904-01-01");
  });
});

describe("JSON Lines", () => {
  const lines = [
    '{"email":"a@example.com","name":"A","address":{"city":"Tokyo"},"tags":["x","y"],"__proto__":"p"}',
    "{broken",
    "",
    '{"email":"b@example.com","late":true,"n":null}',
    '["not","an","object"]',
  ].join("\n");

  test("a column for every name, wherever it first appears", async () => {
    expect(await textOf(lines)).toBe(
      "email,name,address.city,tags,__proto__,late,n\na@example.com,A,Tokyo,x; y,p,,\nb@example.com,,,,,true,\n",
    );
  });

  test("a stretch too short to lie on a word of memory is looked at like any other", () => {
    const bytes = new Uint8Array([0x41, 0x42, 0x43, 0x44]);
    expect(validUtf8(bytes.subarray(1, 3), true)).toBe(true);
    expect(validUtf8(bytes.subarray(1, 1), true)).toBe(true);
  });

  test("a line that is no object is held with its line, and costs no other", async () => {
    const file = new Blob([lines]);
    const preview = value(await previewTable(file, "people.jsonl", {}));
    const { stage } = value(await readTable(file, preview.plan, now, unwatched));
    expect(stage.read).toBe(4);
    expect(stage.people.count).toBe(2);
    expect(stage.held).toMatchObject([
      { line: 2, reason: "json-unreadable", raw: "{broken" },
      { line: 5, reason: "json-unreadable" },
    ]);
  });
});

describe("archives", () => {
  const csv = strToU8("email,name\na@example.com,A\n");

  test("members are listed; the first readable one is read, others by name", async () => {
    const bytes = Uint8Array.from(
      zipSync({
        "a/one.csv": csv,
        "two.tsv": strToU8("email\tname\nb@example.com\tB\n"),
        "photo.png": csv,
        "none.csv": strToU8(""),
      }),
    );
    const opened = value(await openTable(new Blob([bytes])));
    expect(opened.container).toEqual({
      kind: "zip",
      part: "a/one.csv",
      parts: [
        { name: "a/one.csv", state: "readable" },
        { name: "two.tsv", state: "readable" },
        { name: "photo.png", state: "unsupported" },
        { name: "none.csv", state: "empty" },
      ],
    });
    expect(await textOf(bytes, "two.tsv")).toBe("email\tname\nb@example.com\tB\n");
  });

  test("a path out of the archive is refused, its neighbours are read", async () => {
    const bytes = Uint8Array.from(zipSync({ "../evil.csv": csv, "good.csv": csv }));
    const opened = value(await openTable(new Blob([bytes])));
    expect(opened.container?.parts).toEqual([
      { name: "../evil.csv", state: "refused" },
      { name: "good.csv", state: "readable" },
    ]);
    expect(await openTable(new Blob([bytes]), "../evil.csv")).toMatchObject({
      error: { code: "archive-path-refused" },
    });
    for (const name of ["/abs.csv", "C:\\x.csv", "a/../../b.csv"])
      expect(await openTable(new Blob([Uint8Array.from(zipSync({ [name]: csv }))]))).toMatchObject({
        error: { code: "archive-path-refused" },
      });
  });

  test("bombs are refused on what they declare, before anything is inflated", async () => {
    const zeros = new Uint8Array(4_000_000);
    const refused = async (bytes: Uint8Array): Promise<unknown> =>
      openTable(new Blob([Uint8Array.from(bytes)]));
    expect(await refused(zipSync({ "zeros.csv": zeros }))).toMatchObject({
      error: { code: "file-bomb", details: { what: "ratio" } },
    });
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`${String(index)}.csv`, csv]));
    expect(await refused(zipSync(many))).toMatchObject({
      error: { code: "file-bomb", details: { what: "entries" } },
    });
    const bomb = makeXlsx({ S: [["a"], ["0".repeat(5_000_000)]] });
    expect(await refused(bomb)).toMatchObject({ error: { code: "file-bomb", details: { what: "ratio" } } });
  });

  test("an archive that lies about its sizes is stopped at the first byte too many", async () => {
    const bytes = Uint8Array.from(zipSync({ "zeros.csv": new Uint8Array(4_000_000) }));
    const view = new DataView(bytes.buffer);
    for (let at = 0; at + 4 < bytes.length; at++)
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 1000, true);
    expect(await openTable(new Blob([bytes]))).toMatchObject({
      error: { code: "file-bomb", details: { what: "bytes" } },
    });
  });

  test("a cut or garbled archive is damaged, and nothing is thrown", async () => {
    const bytes = Uint8Array.from(zipSync({ "a.csv": strToU8("email\n".repeat(500)) }));
    expect(await openTable(new Blob([bytes.slice(0, 60)]))).toMatchObject({
      error: { code: "file-damaged" },
    });
    for (let at = 30; at < 60; at++) {
      const garbled = bytes.slice();
      garbled[at] = (garbled[at] ?? 0) ^ 0xff;
      expect(typeof (await openTable(new Blob([garbled]))).ok).toBe("boolean");
    }
  });

  test("passwords are told in words of their own: Excel's envelope and the archive's flag", async () => {
    const envelope = new Uint8Array(2048);
    envelope.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    const name = "EncryptedPackage";
    for (let index = 0; index < name.length; index++) envelope[1024 + 2 * index] = name.charCodeAt(index);
    expect(await openTable(new Blob([envelope]))).toMatchObject({ error: { code: "file-password" } });
    const bytes = Uint8Array.from(zipSync({ "a.csv": csv }));
    const view = new DataView(bytes.buffer);
    for (let at = 0; at + 4 < bytes.length; at++)
      if (view.getUint32(at, true) === 0x02014b50) view.setUint16(at + 8, 1, true);
    expect(await openTable(new Blob([bytes]))).toMatchObject({ error: { code: "file-password" } });
  });
});
