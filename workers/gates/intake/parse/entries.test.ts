import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { messageEvents } from "../../../terms/entries.ts";
import { eventKind, maskPersonal, pagePath } from "./event.ts";
import { parseChannel, parseMessageEvent, topicsLeft } from "./message.ts";
import { parseMoment } from "./moment.ts";
import { parsePurpose } from "./purpose.ts";
import { parseRating } from "./rating.ts";

const now = Date.parse("2026-11-21T03:00:00Z") / 1000;
const at = (iso: string): number => Date.parse(iso) / 1000;

describe("moments", () => {
  test.each([
    ["2026-10-01 09:00:00", 540, "2026-10-01T00:00:00Z"],
    ["2026-10-01T09:00:00Z", 540, "2026-10-01T09:00:00Z"],
    ["2026/10/1 9:00", 540, "2026-10-01T00:00:00Z"],
    ["2026-10-01T09:00:00+09:00", 0, "2026-10-01T00:00:00Z"],
    ["20261001", 0, "2026-10-01T00:00:00Z"],
    ["1790845200", 540, "2026-10-01T09:00:00Z"],
    ["1790845200000", 540, "2026-10-01T09:00:00Z"],
    ["1790845200123456", 540, "2026-10-01T09:00:00Z"],
  ])("%s at %i minutes east is %s", (text, zone, iso) => {
    expect(parseMoment(text, "ymd", zone, now)).toBe(at(iso));
  });

  test.each([
    ["2026-02-30 09:00:00", "date-unreadable"],
    ["2026-10-01 25:00:00", "date-unreadable"],
    ["soon", "date-unreadable"],
    ["0000-01-01", "date-out-of-range"],
    ["2026-11-23 03:00:00", "date-in-future"],
  ])("%s is refused: %s", (text, why) => {
    expect(parseMoment(text, "ymd", 0, now)).toBe(why);
  });

  test("every second of the calendar reads back, in the usual form", () => {
    fc.assert(
      fc.property(fc.integer({ min: -2_000_000_000, max: now }), (second) => {
        const text = new Date(second * 1000).toISOString().replace(".000Z", "").replace("T", " ");
        expect(parseMoment(text, "ymd", 0, now)).toBe(second);
      }),
    );
  });
});

describe("what became of a message", () => {
  test.each([
    ["sent", "sent"],
    ["Received Email", "delivered"],
    ["Opened Email", "opened"],
    ["open", "opened"],
    ["click", "clicked"],
    ["Hard Bounce", "bounced"],
    ["Marked Email as Spam", "complained"],
    ["abuse", "complained"],
    ["unsub", "unsubscribed"],
    ["Unsubscribed from List", "unsubscribed"],
    ["opt-out", "unsubscribed"],
    ["配信", "sent"],
    ["配信完了", "delivered"],
    ["開封", "opened"],
    ["クリック", "clicked"],
    ["不達", "bounced"],
    ["配信停止", "unsubscribed"],
    ["ブロック", "unsubscribed"],
    ["迷惑メール報告", "complained"],
  ])("%s is %s", (text, event) => {
    expect(parseMessageEvent(text)).toBe(event);
  });

  test.each([
    "",
    "not opened",
    "未開封",
    "Subscribed to List",
    "resubscribed",
    "Placed Order",
    "x".repeat(100),
  ])("%s says nothing", (text) => {
    expect(parseMessageEvent(text)).toBeUndefined();
  });

  test("a channel's refusal concerns that way alone, and one of no known channel both e-mail and post", () => {
    const left = (word: string) =>
      topicsLeft(parseChannel(word) ?? "other").map(({ purpose, recipient, channel }) =>
        [purpose, recipient, channel ?? "every"].join(" "),
      );
    expect(left("Eメール")).toEqual(["email_marketing self email"]);
    expect(left("DM")).toEqual(["postal_marketing self every"]);
    expect(left("Direct mail")).toEqual(["postal_marketing self every"]);
    expect(left("SMS")).toEqual(["email_marketing self sms"]);
    expect(left("ＬＩＮＥ")).toEqual(["email_marketing self line", "ads_matching ly_corporation line"]);
    expect(left("push")).toEqual([]);
    expect(left("carrier pigeon")).toEqual(["email_marketing self every", "postal_marketing self every"]);
    expect(messageEvents).toContain("unsubscribed");
  });
});

describe("what a consent is about", () => {
  test.each([
    ["メールマガジン", "email_marketing"],
    ["email_marketing", "email_marketing"],
    ["郵送DM", "postal_marketing"],
    ["Direct mail", "postal_marketing"],
    ["広告連携", "ads_matching"],
    ["ads", "ads_matching"],
    ["購買分析", "profiling"],
    ["Analytics", "analytics"],
    ["SMS", "email_marketing"],
    ["電話での案内", "email_marketing"],
    ["LINE配信", "email_marketing"],
  ])("%s is %s", (text, purpose) => {
    expect(parsePurpose(text, "granted")).toMatchObject({ topics: [{ purpose }], all: false });
  });

  test("all is all but nothing in particular; loads and uploads are no ads", () => {
    expect(parsePurpose("すべて", "denied")).toMatchObject({ all: true });
    expect(parsePurpose("uploads", "granted")).toBeUndefined();
    expect(parsePurpose("", "denied")).toBeUndefined();
  });

  test("advertising by a company's name is about that company", () => {
    const towards = (text: string) => parsePurpose(text, "granted")?.topics[0]?.recipient;
    expect(
      ["広告（Meta）", "LINE広告", "Yahoo!広告", "TikTok ads", "Google広告", "広告利用"].map(towards),
    ).toEqual(["meta", "ly_corporation", "ly_corporation", "tiktok", "google_ads", "google_ads"]);
  });
});

test.each([
  ["4", 4],
  ["4.5", 4.5],
  ["４", 4],
  ["★★★★☆", 4],
  ["⭐️⭐️⭐️", 3],
  ["4/5", 4],
  ["8/10", 4],
  ["5つ星のうち4.0", 4],
  ["星4つ", 4],
  ["4 stars", 4],
  ["3 out of 5", 3],
  ["9", undefined],
  ["0", undefined],
  ["1/0", undefined],
  ["よい", undefined],
])("a rating %s is %s", (text, rating) => {
  expect(parseRating(text, ".")).toBe(rating);
});

test.each([
  ["https://shop.example/tea?mail=a@example.jp#x", "/tea"],
  ["https://shop.example", "/"],
  ["/u/taro@example.jp/orders", "/u/[email]/orders"],
  ["Cart", "Cart"],
])("of the page %s only %s is kept", (text, kept) => {
  expect(pagePath(text)).toBe(kept);
});

test("events are told apart by their names", () => {
  expect(
    ["", "page_view", "session_start", "login", "サインイン", "app_open", "アプリ起動", "add_to_cart"].map(
      eventKind,
    ),
  ).toEqual(["visit", "visit", "visit", "login", "login", "app", "app", "other"]);
});

test("masking leaves nothing that is recognised, and no other character changed", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("山", "a", " ", "。", "taro@example.jp", "090-1234-5678")),
      (parts) => {
        const { text, masked } = maskPersonal(parts.join(" "));
        expect(text).not.toContain("@");
        expect(text).not.toMatch(/090-1234/);
        expect(masked).toBe(parts.filter((part) => /[@\d]/.test(part)).length);
      },
    ),
  );
});
