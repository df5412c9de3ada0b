import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { testWorkspace, type TestWorkspace } from "../../../test/support/test-workspace.ts";
import { value } from "../../../test/support/value.ts";
import { unwatched } from "../../base/job.ts";
import type { ImportOutcome, ImportPlan } from "../../terms/intake.ts";
import { takeAway } from "../keep/take-away.ts";
import { customerEntries } from "../use/customer-entries.ts";
import { intakeMethods } from "./index.ts";

const NOW = new Date("2026-11-21T03:00:00Z");

let workspace: TestWorkspace;

async function bringIn(name: string, text: string, wishes: Partial<ImportPlan> = {}): Promise<ImportOutcome> {
  const file = new Blob([text]);
  const { plan } = value(await intakeMethods.previewFile(workspace, { file, name }));
  return value(await intakeMethods.importFile(workspace, { file, name, plan: { ...plan, ...wishes } }));
}

const rows = (sql: string): readonly object[] => workspace.vault.db.rows<object>(sql);
const count = (sql: string): number => workspace.vault.db.count(sql);
const idOf = (email: string): number =>
  workspace.vault.db.count("SELECT customer_id FROM identifiers WHERE kind = 'email' AND value = ?", [email]);
const mailable = (): readonly number[] => {
  const { mask, count: people } = workspace.permitted("email_marketing");
  expect(mask.length * 32 >= people).toBe(true);
  return [people];
};

beforeEach(async () => {
  workspace = await testWorkspace(() => NOW);
});

const people =
  "会員番号,メールアドレス,電話番号,メール配信同意,同意日時\n1,ann@example.jp,090-0000-0001,同意する,2026-01-01 00:00\n2,bob@example.jp,090-0000-0002,同意する,2026-01-01 00:00\n";

describe("events", () => {
  const web =
    "日時,イベント,ページURL,会員番号,cookie\n" +
    "2026-10-01 10:00:00,page_view,https://shop.example/tea?mail=x@example.jp#top,,c-1\n" +
    "2026-10-01 10:01:00,login,/login,1,c-1\n" +
    "2026-10-01 10:02:00,page_view,/cart,,c-1\n" +
    "2026-10-02 10:00:00,page_view,/tea,,c-9\n" +
    "2026-10-02 10:00:00,page_view,/tea,,(not set)\n" +
    "2027-10-02 10:00:00,page_view,/tea,,c-9\n" +
    "not a time,page_view,/tea,,c-9\n";

  test("go to whom exactly one key names; the cookie itself is not kept, nor what an address tells", async () => {
    await bringIn("shop.csv", people, { source: "Shop" });
    const did = await bringIn("web.csv", web, { source: "Shop" });
    expect(did).toMatchObject({
      kind: "events",
      read: 7,
      stored: 4,
      entriesNew: 4,
      unclaimed: 1,
      customersNew: 0,
      byReason: { "date-in-future": 1, "date-unreadable": 1, "customer-missing": 1 },
    });
    expect(rows("SELECT customer_id AS person, kind, page FROM events ORDER BY at")).toEqual([
      { person: 1, kind: "visit", page: "/tea" },
      { person: 1, kind: "login", page: "/login" },
      { person: 1, kind: "visit", page: "/cart" },
      { person: null, kind: "visit", page: "/tea" },
    ]);
    const hashes = rows("SELECT hash, kind FROM visitors");
    expect(JSON.stringify(hashes)).not.toContain("c-1");
    expect(hashes).toHaveLength(2);
  });

  test("the same file brings in nothing twice; undone, nothing of it is left", async () => {
    await bringIn("shop.csv", people, { source: "Shop" });
    const first = await bringIn("web.csv", web, { source: "Shop" });
    const again = await bringIn("web.csv", web, { source: "Shop" });
    expect(again).toMatchObject({ stored: 0, repeated: 4, entriesNew: 0 });
    const undone = value(await intakeMethods.undoImport(workspace, { importId: again.importId }));
    expect(undone.entriesRemoved).toBe(0);
    expect(count("SELECT count(*) FROM events WHERE customer_id = 1")).toBe(3);
    value(await intakeMethods.undoImport(workspace, { importId: first.importId }));
    for (const table of ["events", "visitors", "visitor_keys"])
      expect(count(`SELECT count(*) FROM ${table}`)).toBe(0);
    expect(count("SELECT count(*) FROM customers")).toBe(2);
  });

  test("a cookie of two people is nobody's, and somebody's again when one import is undone", async () => {
    await bringIn("shop.csv", people, { source: "Shop" });
    await bringIn("web.csv", web, { source: "Shop" });
    const other = await bringIn(
      "other.csv",
      "日時,イベント,会員番号,cookie\n2026-10-03 09:00:00,login,2,c-1\n",
      {
        source: "Shop",
      },
    );
    expect(count("SELECT count(*) FROM events WHERE customer_id = 1")).toBe(1);
    expect(count("SELECT count(*) FROM events WHERE customer_id IS NULL")).toBe(3);
    value(await intakeMethods.undoImport(workspace, { importId: other.importId }));
    expect(count("SELECT count(*) FROM events WHERE customer_id = 1")).toBe(3);
  });

  test("what came before its customer becomes theirs when they come", async () => {
    const app =
      "日時,イベント,会員番号\n2026-10-01 10:00:00,アプリ起動,2\n2026-10-02 10:00:00,アプリ起動,7\n";
    const did = await bringIn("app.csv", app, { source: "Shop" });
    expect(did).toMatchObject({ stored: 2, unclaimed: 2, customersNew: 0 });
    const brought = await bringIn("shop.csv", people, { source: "Shop" });
    expect(rows("SELECT customer_id AS person, kind FROM events ORDER BY at")).toEqual([
      { person: idOf("bob@example.jp"), kind: "app" },
      { person: null, kind: "app" },
    ]);
    value(await intakeMethods.undoImport(workspace, { importId: brought.importId }));
    expect(count("SELECT count(*) FROM events WHERE customer_id IS NULL")).toBe(2);
  });

  test("of somebody erased nothing stays and nothing comes back, by number or by cookie", async () => {
    await bringIn("shop.csv", people, { source: "Shop" });
    await bringIn("web.csv", web, { source: "Shop" });
    value(
      await workspace.vault.change(["people"], () => takeAway(workspace.vault, [1], "erase", NOW, unwatched)),
    );
    expect(count("SELECT count(*) FROM events")).toBe(1);
    const again = await bringIn("web.csv", web, { source: "Shop" });
    expect(again).toMatchObject({ stored: 0, entriesNew: 0 });
    expect(count("SELECT count(*) FROM events")).toBe(1);
  });

  test("any order of the rows gives the same events to the same people", async () => {
    const lines = web.trimEnd().split("\n");
    const body = lines.slice(1, 6);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(body, { minLength: body.length }), async (mixed) => {
        workspace = await testWorkspace(() => NOW);
        await bringIn("shop.csv", people, { source: "Shop" });
        await bringIn("web.csv", `${[lines[0], ...mixed].join("\n")}\n`, { source: "Shop" });
        expect(count("SELECT count(*) FROM events WHERE customer_id = 1")).toBe(3);
        expect(count("SELECT count(*) FROM events WHERE customer_id IS NULL")).toBe(1);
      }),
      { numRuns: 5 },
    );
  });
});

describe("messages", () => {
  const sent =
    "メールアドレス,配信日時,件名,配信結果\n" +
    "ann@example.jp,2026-10-01 09:00:00,秋のお知らせ,送信\n" +
    "ann@example.jp,2026-10-01 09:30:00,秋のお知らせ,開封\n" +
    "bob@example.jp,2026-10-01 09:00:00,秋のお知らせ,送信\n" +
    "bob@example.jp,2026-10-02 08:00:00,秋のお知らせ,配信停止\n" +
    "new@example.jp,2026-10-02 08:00:00,秋のお知らせ,迷惑メール報告\n" +
    "ann@example.jp,2026-10-01 09:30:00,秋のお知らせ,ほにゃらら\n" +
    "ann@example.jp,2027-10-01 09:30:00,秋のお知らせ,開封\n";

  test("leaving and complaining are refusals, with their evidence; somebody new is remembered for it", async () => {
    await bringIn("shop.csv", people, { source: "Shop" });
    expect(mailable()).toEqual([2]);
    const did = await bringIn("mail.csv", sent.replace("ほにゃらら", "開封"));
    expect(did).toMatchObject({
      kind: "messages",
      stored: 6,
      customersNew: 1,
      consentsNew: 2,
      byReason: { "date-in-future": 1 },
    });
    expect(mailable()).toEqual([1]);
    expect(
      rows(
        "SELECT customer_id AS person, state, held_from AS held, evidence FROM consents WHERE state = 'denied' ORDER BY id",
      ),
    ).toEqual([
      {
        person: idOf("bob@example.jp"),
        state: "denied",
        held: "2026-10-01T23:00:00.000Z",
        evidence: '{"said":"配信停止","channel":"email","campaign":"秋のお知らせ"}',
      },
      {
        person: idOf("new@example.jp"),
        state: "denied",
        held: "2026-10-01T23:00:00.000Z",
        evidence: '{"said":"迷惑メール報告","channel":"email","campaign":"秋のお知らせ"}',
      },
    ]);
  });

  test("a yes that nobody dated does not outdo a refusal from before its import", async () => {
    await bringIn(
      "list.csv",
      "メールアドレス,メール配信同意\nann@example.jp,同意する\nbob@example.jp,同意する\n",
    );
    expect(mailable()).toEqual([2]);
    await bringIn("mail.csv", sent.replace("ほにゃらら", "開封"));
    expect(mailable()).toEqual([1]);
  });

  test("a word that says nothing known waits in quarantine, mended it comes in", async () => {
    await bringIn("shop.csv", people, { source: "Shop" });
    const meaning: Partial<ImportPlan> = { columns: ["email", "occurred_at", "campaign", "message_event"] };
    const did = await bringIn("mail.csv", sent, meaning);
    expect(did.byReason).toEqual({ "message-event-unreadable": 1, "date-in-future": 1 });
    const { rows: held } = value(
      await intakeMethods.listQuarantine(workspace, {
        offset: 0,
        limit: 10,
        reason: "message-event-unreadable",
      }),
    );
    const [row] = held;
    if (row === undefined) throw new Error("nothing waits");
    const mended = value(
      await intakeMethods.mendQuarantined(workspace, {
        rowId: row.id,
        raw: row.raw.replace("ほにゃらら", "クリック"),
      }),
    );
    expect(mended.stored).toBe(true);
    expect(count("SELECT count(*) FROM messages WHERE event = 'clicked'")).toBe(1);
  });

  test("a customer number nobody has is nobody, and waits", async () => {
    const did = await bringIn("line.csv", "会員番号,日時,媒体,結果\n77,2026-10-01 09:00:00,LINE,配信\n");
    expect(did).toMatchObject({ kind: "messages", stored: 0, byReason: { "customer-unknown": 1 } });
    expect(count("SELECT count(*) FROM customers")).toBe(0);
  });
});

describe("consent log", () => {
  const log =
    "会員番号,目的,同意状況,同意日時,同意文言,取得元\n" +
    "1,メール,撤回,2026-05-01 00:00,第2版,電話\n" +
    "1,メール,同意,2026-03-01 00:00,第1版,店頭\n" +
    "2,メール,同意,2026-06-01 00:00,第2版,ウェブ\n" +
    "2,広告,同意,,第2版,ウェブ\n" +
    "2,すべて,同意,2026-06-01 00:00,第2版,ウェブ\n" +
    "2,メール,同意,2027-06-01 00:00,第2版,ウェブ\n" +
    "9,メール,拒否,2026-06-01 00:00,第2版,ウェブ\n";

  test("row by row, by its moments: a yes needs a time, a purpose and somebody known", async () => {
    await bringIn("shop.csv", people, { source: "Shop" });
    const did = await bringIn("consents.csv", log.replace("撤回", "配信停止"), { source: "Shop" });
    expect(did).toMatchObject({
      kind: "consents",
      read: 7,
      stored: 3,
      consentsNew: 3,
      customersNew: 0,
      byReason: { "date-missing": 1, "purpose-unreadable": 1, "date-in-future": 1, "customer-unknown": 1 },
    });
    expect(mailable()).toEqual([1]);
    expect(
      rows("SELECT state, held_from AS held FROM consents WHERE customer_id = 1 ORDER BY held_from"),
    ).toEqual([
      { state: "granted", held: "2025-12-31T15:00:00.000Z" },
      { state: "granted", held: "2026-02-28T15:00:00.000Z" },
      { state: "denied", held: "2026-04-30T15:00:00.000Z" },
    ]);
    const again = await bringIn("consents.csv", log.replace("撤回", "配信停止"), { source: "Shop" });
    expect(again).toMatchObject({ stored: 0, repeated: 3, consentsNew: 0 });
  });

  test("a yes may lapse; a no does not", async () => {
    await bringIn("shop.csv", people, { source: "Shop" });
    const lapse =
      "会員番号,目的,同意状態,同意日時\n1,メール,失効,2026-05-01\n2,メール,拒否,2026-05-01\n2,メール,失効,2026-06-01\n";
    await bringIn("log.csv", lapse, { source: "Shop" });
    expect(
      rows("SELECT customer_id AS person, state FROM consents WHERE held_from > '2026-04' ORDER BY id"),
    ).toEqual([
      { person: 1, state: "unknown" },
      { person: 2, state: "denied" },
    ]);
    expect(mailable()).toEqual([0]);
  });

  test("never loosens: whatever a log says before the last refusal, nobody becomes reachable", async () => {
    const word = fc.constantFrom("同意", "不明", "", "失効", "拒否", "配信停止");
    const day = fc.integer({ min: 1, max: 28 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(word, day), { minLength: 1, maxLength: 6 }), async (said) => {
        workspace = await testWorkspace(() => NOW);
        await bringIn("shop.csv", people, { source: "Shop" });
        await bringIn(
          "no.csv",
          "会員番号,目的,同意状態,同意日時\n1,メール,拒否,2026-09-29\n2,メール,拒否,2026-09-29\n",
          {
            source: "Shop",
          },
        );
        expect(mailable()).toEqual([0]);
        const lines = said.map(([state, on]) => `1,メール,${state},2026-09-${String(on).padStart(2, "0")}`);
        await bringIn("log.csv", `会員番号,目的,同意状態,同意日時\n${lines.join("\n")}\n`, {
          source: "Shop",
        });
        expect(mailable()).toEqual([0]);
      }),
      { numRuns: 8 },
    );
  });
});

test("a customer's page holds all of it, newest first, with where it came from", async () => {
  await bringIn("shop.csv", people, { source: "Shop" });
  await bringIn(
    "web.csv",
    "日時,イベント,会員番号,cookie,滞在秒数\n2026-10-01 10:00:00,login,1,c-1,30\n2026-10-02 10:00:00,page_view,1,c-1,\n",
    { source: "Shop" },
  );
  await bringIn(
    "mail.csv",
    "メールアドレス,配信日時,件名,配信結果\nann@example.jp,2026-10-01 09:00:00,秋,開封\n",
    {
      source: "Mail",
    },
  );
  await bringIn("reviews.csv", "投稿日,評価,コメント,会員番号\n2026-10-03,4,よい,1\n", { source: "Shop" });
  const entries = value(await customerEntries(workspace, { customerId: 1 }));
  expect(entries).toEqual({
    keys: [{ kind: "cookie", count: 1 }],
    events: {
      total: 2,
      byKind: [
        { kind: "login", count: 1 },
        { kind: "visit", count: 1 },
      ],
      newest: [
        { at: "2026-10-02T01:00:00.000Z", kind: "visit", name: "page_view", source: "Shop" },
        { at: "2026-10-01T01:00:00.000Z", kind: "login", name: "login", seconds: 30, source: "Shop" },
      ],
    },
    messages: {
      total: 1,
      byEvent: [{ event: "opened", count: 1 }],
      newest: [
        { at: "2026-10-01T00:00:00.000Z", event: "opened", channel: "email", campaign: "秋", source: "Mail" },
      ],
    },
    reviews: {
      total: 1,
      newest: [{ day: "2026-10-03", kind: "review", rating: 4, text: "よい", masked: 0, source: "Shop" }],
    },
  });
  expect(await customerEntries(workspace, { customerId: 99 })).toMatchObject({
    error: { code: "customer-unknown" },
  });
});

describe("reviews and inquiries", () => {
  test("keep rating, text and product; what tells of a person inside the text is masked", async () => {
    await bringIn("shop.csv", people, { source: "Shop" });
    const did = await bringIn(
      "reviews.csv",
      "投稿日,評価,レビュー本文,商品名,会員番号\n" +
        '2026-10-01,★★★★☆,"おいしいです。連絡は taro@example.jp か 090-1234-5678 へ",新茶,1\n' +
        "2026-10-02,3/5,ふつう,新茶,\n" +
        "2026-10-03,9,よい,新茶,2\n" +
        "2026-10-04,,,新茶,2\n",
      { source: "Shop" },
    );
    expect(did).toMatchObject({
      kind: "reviews",
      stored: 2,
      unclaimed: 1,
      byReason: { "rating-unreadable": 1, "review-empty": 1 },
    });
    expect(
      rows("SELECT customer_id AS person, kind, rating, text, masked, product FROM reviews ORDER BY id"),
    ).toEqual([
      {
        person: 1,
        kind: "review",
        rating: 4,
        text: "おいしいです。連絡は [email] か [phone] へ",
        masked: 2,
        product: "新茶",
      },
      { person: null, kind: "review", rating: 3, text: "ふつう", masked: 0, product: "新茶" },
    ]);
  });

  test("texts without ratings are inquiries", async () => {
    await bringIn("shop.csv", people, { source: "Shop" });
    const did = await bringIn(
      "support.csv",
      "受付日時,お問い合わせ内容,メールアドレス\n2026-10-01 10:00,届きません,bob@example.jp\n",
    );
    expect(did).toMatchObject({ kind: "reviews", stored: 1, unclaimed: 0 });
    expect(rows("SELECT kind, customer_id AS person FROM reviews")).toEqual([
      { kind: "inquiry", person: idOf("bob@example.jp") },
    ]);
  });
});

describe("campaign spend", () => {
  const report = (cost: string): string =>
    `日,キャンペーン,媒体,費用,表示回数,クリック数\n2026-10-01,新茶,検索,"${cost}",1000,20\n2026-10-01,新茶,検索,500,200,3\n2026-10-02,新茶,検索,,10,0\n2027-01-01,新茶,検索,1,1,1\n合計: アカウント,,,"1,500",1210,23\n`;
  const wishes: Partial<ImportPlan> = { source: "Ads" };

  test("is summed by day and campaign, holds nobody, and a later report replaces what it corrects until it is undone", async () => {
    const did = await bringIn("report.csv", report("1,000"), wishes);
    expect(did).toMatchObject({
      kind: "spend",
      read: 5,
      stored: 3,
      entriesNew: 2,
      byReason: { "date-in-future": 1, "total-row": 1 },
    });
    const stands =
      "SELECT day - 20362 AS day, medium, cost, clicks FROM spend WHERE replaced_by IS NULL ORDER BY day";
    const before = rows(stands);
    expect(before).toEqual([
      { day: 365, medium: "検索", cost: 1500, clicks: 23 },
      { day: 366, medium: "検索", cost: 0, clicks: 0 },
    ]);
    const second = await bringIn("report.csv", report("2,000"), wishes);
    expect(second).toMatchObject({ stored: 2, repeated: 1, entriesNew: 1 });
    const third = await bringIn("report.csv", report("3,000"), wishes);
    value(await intakeMethods.undoImport(workspace, { importId: second.importId }));
    expect(rows(stands)).toMatchObject([{ cost: 3500 }, { cost: 0 }]);
    value(await intakeMethods.undoImport(workspace, { importId: third.importId }));
    expect(rows(stands)).toEqual(before);
  });
});
