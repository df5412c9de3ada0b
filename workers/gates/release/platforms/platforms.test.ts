import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  nodeSha256 as sha256,
  writePlatform,
  type WrittenPerson as Person,
} from "../../../../test/support/write-platform.ts";
import { consentedWays } from "../../../terms/release.ts";
import type { Platform } from "../../../terms/platform.ts";
import { csvRecords } from "../files/csv-records.ts";
import { forecastImport } from "../twin/forecast.ts";
import { formatOf } from "./index.ts";
import { rowPieces, writeRows } from "./write-rows.ts";

const taro: Person = {
  full_name: "髙﨑 太郎",
  family_name: "髙﨑",
  given_name: "太郎",
  email: " Taro.Takasaki@Example.CO.JP",
  phone: "090-1234-5678",
  postal_code: "060-0001",
  prefecture: "北海道",
  city: "札幌市中央区",
  street: "北1条西2丁目",
  line_user_id: `U${"0123456789abcdef".repeat(2)}`,
};
const plus: Person = { full_name: "John Smith", email: "john+shop@example.com", country: "Germany" };
const nobody: Person = { full_name: "名無し" };
const attacker: Person = {
  full_name: "=HYPERLINK(1) A",
  family_name: "=HYPERLINK(1)",
  email: "a@example.com",
};

const wayOf = (platform: Platform) => consentedWays.find((one) => one.platform === platform)!;
const write = (platform: Platform, people: readonly Person[], adjustments: string[] = []) =>
  writePlatform(wayOf(platform), people, (code) => adjustments.push(code));

const textOf = (bytes: Uint8Array, encoding = "utf-8"): string =>
  new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);

const mail = sha256("taro.takasaki@example.co.jp");
const johnMail = sha256("john+shop@example.com");

/** The exact text of each platform's file for Taro, John and somebody without any contact. */
const golden: Readonly<Record<Exclude<Platform, "spreadsheet" | "postal_labels">, string>> = {
  google_customer_match:
    "Email,Phone,First Name,Last Name,Country,Zip\n" +
    `${mail},${sha256("+819012345678")},${sha256("太郎")},${sha256("髙﨑")},JP,060-0001\n` +
    `${johnMail},,,,,\n`,
  meta_customer_list: `email,phone,country\n${mail},${sha256("819012345678")},${sha256("jp")}\n${johnMail},,${sha256("de")}\n`,
  line_official_user_ids: "U0123456789abcdef0123456789abcdef\n",
  line_ads_email: `${mail}\n`,
  yahoo_display_email: `${mail}\n${johnMail}\n`,
  x_list: `${mail}\n${johnMail}\n`,
  tiktok_customer_file: `Email_SHA256,Phone_SHA256\n${mail},${sha256("+819012345678")}\n${johnMail},\n`,
  mailchimp_audience:
    "Email Address,First Name,Last Name\r\n" +
    "taro.takasaki@example.co.jp,太郎,髙﨑\r\njohn+shop@example.com,John,Smith\r\n",
  klaviyo_list:
    "Email,First Name,Last Name,Email Marketing Consent\r\n" +
    "taro.takasaki@example.co.jp,太郎,髙﨑,subscribe\r\njohn+shop@example.com,John,Smith,subscribe\r\n",
  hubspot_contacts:
    "Email,First Name,Last Name,Legal basis for processing contact's data\r\n" +
    "taro.takasaki@example.co.jp,太郎,髙﨑,Freely given consent from contact\r\n" +
    "john+shop@example.com,John,Smith,Freely given consent from contact\r\n",
  salesforce_leads:
    "Last Name,First Name,Company,Email,Email Opt Out\r\n" +
    "髙﨑,太郎,[not provided],taro.takasaki@example.co.jp,0\r\n" +
    "Smith,John,[not provided],john+shop@example.com,0\r\n",
};

/** Japanese names that must survive every form that carries names: variants, half-width kana, marks that combine. */
const hardNames = ["髙﨑", "渡邊", "齋藤", "𠮷野", "ｻﾄｳ", "が\u3099", "ヴィクトリア", "凜", "①"];

describe("each platform's exact bytes", () => {
  test.each(Object.entries(golden) as [Platform, string][])("%s", (platform, expected) => {
    const { parts } = write(platform, [taro, plus, nobody]);
    expect(parts).toHaveLength(1);
    expect(Buffer.from(parts[0]!.bytes).equals(Buffer.from(expected, "utf8"))).toBe(true);
    expect(textOf(parts[0]!.bytes)).toBe(expected);
  });

  test("a sheet for e-mail and one for letters: a mark, CRLF, dates and zeros kept, formulas quoted", () => {
    const sheetOf = (purpose: "email_marketing" | "postal_marketing") => {
      const way = consentedWays.find((one) => one.platform === "spreadsheet" && one.purpose === purpose)!;
      const street = { ...taro, postal_code: "0600001", street: "1-2-3", full_reading: "タカサキ タロウ" };
      return writePlatform(way, [street, { ...attacker, city: "x", street: "y" }, nobody]).parts;
    };
    expect(sheetOf("email_marketing").map(({ bytes }) => Buffer.from(bytes).toString("utf8"))).toEqual([
      "\ufeffemail,name,reading\r\n" +
        "Taro.Takasaki@Example.CO.JP,髙﨑 太郎,タカサキ タロウ\r\n" +
        'a@example.com,"\'=HYPERLINK(1) A",\r\n',
    ]);
    expect(sheetOf("postal_marketing").map(({ bytes }) => Buffer.from(bytes).toString("utf8"))).toEqual([
      "\ufeffname,postal_code,prefecture,city,street\r\n" +
        '髙﨑 太郎,"\'0600001",北海道,札幌市中央区,"\'1-2-3"\r\n' +
        '"\'=HYPERLINK(1) A",,,x,y\r\n',
    ]);
  });

  test("address labels keep a street as it is, and print a postal code with its hyphen", () => {
    const { parts } = write("postal_labels", [{ ...taro, postal_code: "〒０６００００１", street: "1-2-3" }]);
    expect(textOf(parts[0]!.bytes, "shift_jis").split("\r\n")[1]).toBe(
      "060-0001,北海道,札幌市中央区,1-2-3,髙﨑 太郎,様",
    );
  });

  test("address labels are Windows-31J, with the name's own characters", () => {
    const { parts, format } = write("postal_labels", [taro, nobody]);
    expect(format.file.encoding).toBe("windows-31j");
    // The NEC-selected IBM extensions that Windows-31J holds 髙 and 﨑 at (row 0xED, 0xEE).
    const hex = Buffer.from(parts[0]!.bytes).toString("hex");
    expect(hex).toContain("eee0ed9520");
    expect(textOf(parts[0]!.bytes, "shift_jis")).toBe(
      "postal_code,prefecture,city,street,name,honorific\r\n" +
        "060-0001,北海道,札幌市中央区,北1条西2丁目,髙﨑 太郎,様\r\n",
    );
  });

  test("a name the encoding cannot hold stays, and is listed with what is beyond it", () => {
    const { laid } = write("postal_labels", [{ ...taro, full_name: "𠮷野 花子", family_name: "𠮷野" }]);
    expect(laid).toEqual([{ withheld: "not-encodable", cell: "𠮷野 花子", characters: "𠮷" }]);
  });

  test.each(["mailchimp_audience", "klaviyo_list", "hubspot_contacts", "salesforce_leads"] as const)(
    "%s keeps every Japanese name, letter by letter",
    (platform) => {
      const people = hardNames.map((name, n) => ({
        family_name: name,
        given_name: name,
        email: `p${n}@example.jp`,
      }));
      const rows = [...csvRecords(textOf(write(platform, people).parts[0]!.bytes))].slice(1);
      for (const [n, name] of hardNames.entries())
        expect(rows[n]!.filter((cell) => cell === name)).toHaveLength(2);
    },
  );

  test("names are hashed in their own script, folded only as the platform asks", () => {
    const rows = [...csvRecords(textOf(write("google_customer_match", [
      { family_name: "Ｓｍｉｔｈ", given_name: "Mary　Ann", country: "US", postal_code: " 94103 ", email: "M@Example.com" },
      ...hardNames.map((name) => ({ family_name: name, given_name: name, country: "JP", postal_code: "060-0001" })),
    ]).parts[0]!.bytes))].slice(1); // prettier-ignore
    expect(rows[0]!.slice(2)).toEqual([sha256("maryann"), sha256("ｓｍｉｔｈ"), "US", "94103"]);
    for (const [n, name] of hardNames.entries())
      expect(rows[n + 1]!.slice(2, 4)).toEqual([
        sha256(name.normalize("NFC")),
        sha256(name.normalize("NFC")),
      ]);
  });

  test("a name that reads like a formula is left out of a machine's file, and counted", () => {
    const adjustments: string[] = [];
    const { parts } = write("mailchimp_audience", [attacker], adjustments);
    expect(textOf(parts[0]!.bytes)).toBe("Email Address,First Name,Last Name\r\na@example.com,,A\r\n");
    expect(adjustments).toEqual(["formula-like"]);
  });

  test("a text longer than the platform keeps is left out whole", () => {
    const adjustments: string[] = [];
    const long = { ...taro, given_name: "漢".repeat(86) };
    expect(textOf(write("mailchimp_audience", [long], adjustments).parts[0]!.bytes)).toContain(
      ".jp,,髙﨑\r\n",
    );
    expect(adjustments).toEqual(["too-long"]);
    const fits = { ...taro, given_name: "漢".repeat(85) };
    expect(textOf(write("mailchimp_audience", [fits]).parts[0]!.bytes)).toContain("漢".repeat(85));
  });
});

describe("files as large as the platform takes", () => {
  test("by rows: each part is full but the last, and each has the headings", () => {
    const people = Array.from({ length: 100_001 }, (_, n) => ({
      family_name: "佐藤",
      given_name: "花子",
      email: `p${n}@example.com`,
    }));
    const { parts } = write("salesforce_leads", people);
    expect(parts.map(({ rows }) => rows)).toEqual([50_000, 50_000, 1]);
    for (const { bytes } of parts) expect(textOf(bytes.subarray(0, 20))).toBe("Last Name,First Name");
  });

  test.each<[Platform, number | undefined, number | undefined, number | undefined]>([
    ["spreadsheet", 1_048_575, undefined, undefined],
    ["google_customer_match", undefined, undefined, undefined],
    ["meta_customer_list", undefined, undefined, 100],
    ["line_official_user_ids", 1_500_000, undefined, undefined],
    ["line_ads_email", undefined, 60_000_000, undefined],
    ["yahoo_display_email", undefined, 200_000_000, undefined],
    ["tiktok_customer_file", undefined, 999_000_000, 1000],
    ["klaviyo_list", undefined, 50_000_000, undefined],
    ["salesforce_leads", 50_000, undefined, undefined],
  ])("%s has the limits its document names", (platform, maxRows, maxBytes, minRows) => {
    const { file } = formatOf(wayOf(platform))!;
    expect([file.maxRows, file.maxBytes, file.minRows]).toEqual([maxRows, maxBytes, minRows]);
  });

  test("a list at its limit of bytes goes on in a second file", () => {
    const { file } = formatOf(wayOf("line_ads_email"))!;
    const row = [mail];
    const parts = writeRows(
      file,
      ["email"],
      Array.from({ length: 930_000 }, () => row),
    );
    expect(parts.map(({ rows }) => rows)).toEqual([923_076, 6_924]);
    expect(parts[0]!.bytes.byteLength).toBe(59_999_940);
  });

  test("by bytes: no part passes the limit, and no row is lost", () => {
    const form = { ...formatOf(consentedWays[3])!.file, headings: true, maxBytes: 1000 };
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 200 }), { maxLength: 60 }), (texts) => {
        const parts = writeRows(
          form,
          ["h"],
          texts.map((text) => [text, "x"]),
        );
        const back = parts.flatMap(({ bytes }) => [...csvRecords(textOf(bytes))].slice(1));
        expect(back.map(([first]) => first)).toEqual(texts.map((text) => text.replaceAll("\r\n", "\r\n")));
        for (const { bytes, rows } of parts) expect(bytes.byteLength <= 1000 || rows === 1).toBe(true);
      }),
    );
  });
});

describe("files in pieces", () => {
  test("are the same files, whatever the length of a piece", () => {
    const form = { ...formatOf(consentedWays[0])!.file, maxRows: 9, maxBytes: 700 };
    const table = fc.array(fc.array(fc.string({ maxLength: 30 }), { minLength: 2, maxLength: 2 }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 900 }), (rows, length) => {
        const joined: Uint8Array[] = [];
        const counts: number[] = [];
        for (const piece of rowPieces(form, ["a", "b"], rows, length)) {
          joined[piece.part] = Buffer.concat([joined[piece.part] ?? new Uint8Array(0), piece.bytes]);
          if (piece.rows !== undefined) counts[piece.part] = piece.rows;
        }
        const whole = writeRows(form, ["a", "b"], rows);
        expect(counts).toEqual(whole.map((part) => part.rows));
        expect(joined.map((bytes) => textOf(bytes))).toEqual(whole.map(({ bytes }) => textOf(bytes)));
      }),
    );
  });
});

describe("the importer's twin", () => {
  test.each(Object.keys(golden) as Platform[])("%s takes what our writer writes", (platform) => {
    const { parts } = write(platform, [taro, plus, nobody]);
    const { accepted, refused, altered, findings } = forecastImport(platform, parts[0]!.bytes, false);
    expect({ accepted, refused, altered, findings }).toEqual({
      accepted: parts[0]!.rows,
      refused: 0,
      altered: 0,
      findings: [],
    });
  });

  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const nothing = sha256("");
  test.each<[string, Platform, Uint8Array, readonly [number, number, number], readonly string[]]>([
    ["UTF-16", "google_customer_match", Uint8Array.of(0xff, 0xfe, 0x45, 0), [0, 0, 0], ["encoding"]],
    ["a byte order mark", "x_list", bytes(`\ufeff${mail}\n`), [0, 1, 0], ["byte-order-mark"]],
    ["an unknown heading", "google_customer_match", bytes(`E-Mail\n${mail}\n`), [0, 1, 0], ["headings"]],
    ["a hash of nothing", "line_ads_email", bytes(`${mail}\n${nothing}\n`), [1, 1, 0], ["hash-of-nothing"]],
    ["a plain address", "x_list", bytes("taro@example.jp\n"), [0, 0, 1], ["hash-form"]],
    ["three of four address parts", "google_customer_match",
      bytes(`Email,Phone,First Name,Last Name,Country,Zip\n,,${mail},${mail},JP,\n`), [0, 1, 0], ["nothing-to-match"]],
    ["a person twice", "yahoo_display_email", bytes(`${mail}\n${mail}\n`), [1, 0, 1], ["duplicate"]],
    ["a LINE ID in place of a user id", "line_official_user_ids", bytes("taro_line\n"), [0, 1, 0], ["value-form"]],
    ["an empty last name", "salesforce_leads",
      bytes("Last Name,Company,Email\r\n,x,a@example.com\r\n"), [0, 1, 0], ["required-missing"]],
    ["no company column", "salesforce_leads",
      bytes("Last Name,Email\r\nSato,a@example.com\r\n"), [0, 1, 0], ["headings"]],
    ["86 kanji", "mailchimp_audience",
      bytes(`Email Address,First Name\r\na@example.com,${"漢".repeat(86)}\r\n`), [0, 0, 1], ["too-long"]],
    ["too few people", "meta_customer_list", bytes(`email\n${mail}\n`), [1, 0, 0], ["too-few-rows"]],
    ["50,001 rows", "salesforce_leads",
      bytes(`Last Name,Company\r\n${"Sato,x\r\n".repeat(50_001)}`), [0, 50_001, 0], ["too-many-rows"]],
  ])("%s", (_, platform, content, counts, codes) => {
    const forecast = forecastImport(platform, content);
    expect([forecast.accepted, forecast.refused, forecast.altered]).toEqual(counts);
    expect(forecast.findings.map(({ code }) => code)).toEqual(codes);
  }); // prettier-ignore
});

test("whatever people are called, no machine's file holds a hash of nothing or a cell that a spreadsheet runs", () => {
  const text = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 12 }),
    fc.constantFrom("", " ", "　", "=1+1", "＝1", "@a", "-2", "太郎", "a@example.com", "090-1234-5678"),
  );
  const person = fc.record({
    full_name: text, family_name: text, given_name: text, email: text, phone: text, postal_code: text, country: text,
  }); // prettier-ignore
  const nothing = sha256("");
  fc.assert(
    fc.property(fc.array(person, { maxLength: 4 }), (people) => {
      for (const platform of Object.keys(golden) as Platform[]) {
        const { parts, format } = write(platform, people);
        const rows = parts
          .flatMap(({ bytes }) => [...csvRecords(textOf(bytes))])
          .slice(format.file.headings ? 1 : 0);
        for (const cell of rows.flat()) {
          expect(cell).not.toBe(nothing);
          // A plain number with its sign runs nothing.
          if (!/^[+-][\d.,]+$/u.test(cell)) expect(cell).not.toMatch(/^[=+\-@＝＋－＠\t\r]/u);
        }
      }
    }),
    { numRuns: 300 },
  );
});
