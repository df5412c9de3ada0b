import { describe, expect, test } from "vitest";
import { storesTarget, tableKindOf } from "../../../terms/table-kind.ts";
import { previewTable } from "./preview.ts";

async function planOf(text: string) {
  const preview = await previewTable(new Blob([text]), "table.csv", {});
  if (!preview.ok) throw new Error(preview.error.code);
  return preview.value;
}

describe("what a file is a table of, told by its headings together", () => {
  test.each([
    [
      "events",
      "timestamp,event,page,visitor id,user id\n2026-10-01 10:00:00,page_view,/tea,v1,\n",
      ["occurred_at", "event_name", "page", "cookie_id", "customer_id"],
    ],
    [
      "messages",
      "Email,Date,Status,Subject,Channel\nann@example.jp,2026-10-01,delivered,News,email\n",
      ["email", "occurred_at", "message_event", "campaign", "medium"],
    ],
    [
      "messages",
      "メールアドレス,日時,アクション,件名\nann@example.jp,2026-10-01 10:00,開封,秋\n",
      ["email", "occurred_at", "message_event", "campaign"],
    ],
    [
      "reviews",
      "投稿日,評価,コメント,商品コード,会員番号\n2026-10-01,5,よい,A1,7\n",
      ["occurred_at", "review_rating", "review_text", "product_code", "customer_id"],
    ],
    [
      "spend",
      "Date,Channel,Campaign,Spend,Impressions,Clicks\n2026-10-01,Search,Autumn,12.5,100,3\n",
      ["occurred_at", "medium", "campaign", "cost", "impressions", "clicks"],
    ],
    [
      "consents",
      "会員番号,目的,同意,同意日時,同意文言,取得元,バージョン\n7,メール,同意する,2026-10-01,文,店頭,2\n",
      [
        "customer_id",
        "consent_purpose",
        "consent_state",
        "consent_time",
        "consent_wording",
        "consent_evidence",
        "consent_evidence",
      ],
    ],
    [
      "consents",
      "email,purpose,status,date\nann@example.jp,newsletter,revoked,2026-10-01\n",
      ["email", "consent_purpose", "consent_state", "consent_time"],
    ],
  ])("%s", async (kind, text, columns) => {
    const { plan } = await planOf(text);
    expect(plan.columns).toEqual(columns);
    expect(tableKindOf(plan.columns)).toBe(kind);
  });

  test.each([
    "注文番号,日付,会員番号,金額,ステータス,評価,コメント,媒体\n1,2026-10-01,7,500,配信済み,5,よい,検索\n",
    "order id,date,email,total,status,event,page,campaign\n1,2026-10-01,a@example.jp,500,sent,x,/y,z\n",
  ])("orders stay orders, whatever else they carry", async (text) => {
    const { plan } = await planOf(text);
    expect(tableKindOf(plan.columns)).toBe("orders");
    expect(plan.columns.every((target) => storesTarget("orders", target))).toBe(true);
  });

  test("a report's currency is the one its heading names; nobody is missed in it", async () => {
    const { plan, notes } = await planOf(
      "日,媒体,キャンペーン,消化金額 (USD),表示回数\n2026-10-01,検索,秋,100,5\n",
    );
    expect(plan.currency).toBe("USD");
    expect(notes.map(({ code }) => code)).not.toContain("no-customer");
  });

  test("a format whose headings nobody confirmed says so", async () => {
    const { preset, notes } = await planOf(
      "日,キャンペーン,費用,表示回数,クリック数\n2026-10-01,秋,100,5,1\n",
    );
    expect(preset).toBe("google-ads-spend");
    expect(notes.map(({ code }) => code)).toContain("preset-unconfirmed");
  });
});
