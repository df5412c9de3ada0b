import { createHash } from "node:crypto";
import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, test } from "vitest";
import { isoDate } from "../base/calendar.ts";
import { shopParameters } from "./parameters.ts";
import { defaultSeed, sampleShop, type SampleFile } from "./shop.ts";

type Row = Readonly<Record<string, string>>;

const strict: Readonly<Record<SampleFile["kind"], string>> = {
  "web-shop": "utf-8",
  till: "shift_jis",
  "mail-tool": "utf-8",
  letters: "utf-8",
  "web-activity": "utf-8",
  reviews: "utf-8",
};

function fileOf(files: readonly SampleFile[], kind: SampleFile["kind"]): SampleFile {
  const file = files.find((one) => one.kind === kind);
  if (file === undefined) throw new Error(`no file of ${kind}`);
  return file;
}

function textOf(files: readonly SampleFile[], kind: SampleFile["kind"]): string {
  return new TextDecoder(strict[kind]).decode(fileOf(files, kind).bytes);
}

const digest = (files: readonly SampleFile[]) =>
  files.map((file) => createHash("sha256").update(file.bytes).digest("hex"));

describe("the sample shop", () => {
  let files: readonly SampleFile[] = [];
  let web: readonly Row[] = [];
  let mail: readonly Row[] = [];
  let till: readonly string[] = [];

  beforeAll(() => {
    files = sampleShop(defaultSeed, "ja");
    web = parse<Row>(textOf(files, "web-shop"), { columns: true, bom: true });
    mail = parse<Row>(textOf(files, "mail-tool"), { columns: true });
    till = textOf(files, "till").split("\r\n");
  });

  test("is the same for the same seed and another for another", () => {
    expect(digest(sampleShop(defaultSeed, "ja"))).toEqual(digest(files));
    expect(digest(sampleShop(defaultSeed + 1, "ja"))).not.toEqual(digest(files));
  });

  test("speaks English without changing people", () => {
    const english = sampleShop(defaultSeed, "en");
    expect(english.map((file) => file.name)).toEqual([
      "web-shop-orders.csv",
      "till-sales.csv",
      "mail-subscribers.csv",
      "mail-campaign-activity.csv",
      "web-shop-activity.csv",
      "web-shop-reviews.csv",
    ]);
    const rows = parse<Row>(textOf(english, "web-shop"), { columns: true, bom: true });
    expect(rows.map((row) => row["Email"])).toEqual(web.map((row) => row["メールアドレス"]));
  });

  test("lasts two years and grows", () => {
    const days = web.map((row) => (row["受注日"] ?? "").slice(0, 10));
    expect(days.every((day) => day >= isoDate(shopParameters.firstDay))).toBe(true);
    expect(days.every((day) => day <= isoDate(shopParameters.lastDay))).toBe(true);
    const ordersOf = (year: string) =>
      new Set(web.filter((row) => row["受注日"]?.startsWith(year)).map((row) => row["注文番号"])).size;
    expect(ordersOf("2026")).toBeGreaterThan(ordersOf("2025"));
  });

  test("has order lines that add up to their order", () => {
    const sums = new Map<string, number>();
    for (const row of web)
      sums.set(
        row["注文番号"] ?? "",
        (sums.get(row["注文番号"] ?? "") ?? 0) + Number(row["価格"]) * Number(row["個数"]),
      );
    expect(web.filter((row) => sums.get(row["注文番号"] ?? "") !== Number(row["注文合計"]))).toEqual([]);
  });

  test("has a till in CP932, with one byte that is no character", () => {
    const { bytes } = fileOf(files, "till");
    expect(() => new TextDecoder("utf-8", { fatal: true }).decode(bytes)).toThrow();
    const bad = bytes.indexOf(0xff);
    expect(bytes.lastIndexOf(0xff)).toBe(bad);
    const mended = bytes.filter((byte) => byte !== 0xff);
    expect(() => new TextDecoder("shift_jis", { fatal: true }).decode(mended)).not.toThrow();
  });

  test("has seven bad rows at the till, and no other row without date, person and amount", () => {
    const good =
      /^R2\d{4},[^,]*[\d０-９][^,]*,\d\d:\d\d:\d\d,本店,M\d{5},[ｦ-ﾟ ]+,[0-9０-９‐-－-]+,\d+,("[^"]+"|[^,"]+),[^,]+$/u;
    const bad = till.slice(1).filter((line) => !good.test(line));
    expect(bad.map((line) => line.slice(0, 6))).toEqual(
      ["R90001", "R90002", "R90003", "R90004", "R90005", "合計,,,,", "R90006"].map((start) =>
        start.slice(0, 6),
      ),
    );
  });

  test("writes dates and money at the till in the forms people use", () => {
    const text = till.join("\n");
    for (const form of [
      /令和\d年\d+月\d+日/,
      /２０２[４５６]／/,
      /▲[\d,]+/,
      /￥[\d,]+/,
      /[０-９]，[０-９]{3}/,
    ])
      expect(text).toMatch(form);
  });

  test("shares people between tools under different keys", () => {
    const webMail = new Set(web.map((row) => row["メールアドレス"]));
    const webPhones = new Set(web.map((row) => (row["電話番号"] ?? "").replaceAll("-", "")));
    const tillPhones = new Set(
      till.slice(1).map((line) => (line.split(",")[6] ?? "").normalize("NFKC").replaceAll("-", "")),
    );
    const mailAddresses = mail.map((row) => (row["メールアドレス"] ?? "").toLowerCase());
    expect([...tillPhones].filter((phone) => webPhones.has(phone)).length).toBeGreaterThan(80);
    expect(mailAddresses.filter((address) => webMail.has(address)).length).toBeGreaterThan(400);
    expect(mailAddresses.filter((address) => !webMail.has(address)).length).toBeGreaterThan(100);
  });

  test("asks for consent in three states and keeps the history", () => {
    const states = new Set(mail.map((row) => row["メール配信同意"]));
    expect(states).toEqual(new Set(["同意する", "同意しない", ""]));
    const history = new Map<string, string[]>();
    for (const row of mail) {
      const address = (row["メールアドレス"] ?? "").toLowerCase();
      history.set(address, [...(history.get(address) ?? []), row["メール配信同意"] ?? ""]);
    }
    const changed = [...history.values()].filter((said) => said.length > 1);
    expect(changed.length).toBeGreaterThan(30);
    expect(changed.every(([before, after]) => before === "同意する" && after === "同意しない")).toBe(true);
  });

  test("writes only to who stood at yes, and has everybody leave on the day the list says", () => {
    const letters = parse<Row>(textOf(files, "letters"), { columns: true });
    const stood = (address: string, moment: string) =>
      mail
        .filter(
          (row) => row["メールアドレス"]?.toLowerCase() === address && (row["同意日時"] ?? "") <= moment,
        )
        .at(-1)?.["メール配信同意"];
    const sent = letters.filter((row) => row["配信結果"] === "送信");
    expect(sent.length).toBeGreaterThan(1000);
    for (const row of sent)
      expect(stood(row["メールアドレス"] ?? "", row["配信日時"] ?? "")).toBe("同意する");
    const left = letters.filter((row) => row["配信結果"] === "配信停止");
    expect(left.length).toBeGreaterThan(5);
    for (const row of left)
      expect(stood(row["メールアドレス"] ?? "", row["配信日時"] ?? "")).toBe("同意しない");
  });

  test("tells whose a browser is only where somebody logs in, and knows nobody by another address", () => {
    const seen = parse<Row>(textOf(files, "web-activity"), { columns: true });
    const addresses = new Set(web.map((row) => row["メールアドレス"]));
    for (const row of seen) {
      expect(row["イベント"] === "ログイン").toBe(row["メールアドレス"] !== "");
      if (row["メールアドレス"] !== "") expect(addresses.has(row["メールアドレス"])).toBe(true);
    }
    const reviews = parse<Row>(textOf(files, "reviews"), { columns: true });
    expect(reviews.length).toBeGreaterThan(60);
    expect(new Set(reviews.map((row) => row["評価"]))).toEqual(new Set(["1", "2", "3", "4", "5"]));
  });

  test("has nobody who could exist", () => {
    expect(web.every((row) => /@([a-z]+\.)?example\.(jp|com)$/.test(row["メールアドレス"] ?? ""))).toBe(true);
    expect(web.every((row) => /^0[789]0-0000-\d{4}$/.test(row["電話番号"] ?? ""))).toBe(true);
  });
});
