import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
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

describe("a table that has nothing to do with customers", () => {
  const targets = async (csv: string) => (await planOf(csv)).plan.columns;

  test.each([
    [
      "products",
      "id,title,created_at,price_range\n101,Sencha,2026-01-05,12.50\n102,Hojicha,2026-01-06,8.00\n",
    ],
    ["stock", "id,location_id,quantity_on_hand,updated_at\n1,77001,12,2026-01-05\n2,77002,15,2026-01-06\n"],
    [
      "taxes",
      "order_id,index,rate,tax_amount,synced_at\nA1,0,0.1,10.00,2026-01-05\nA2,1,0.1,12.00,2026-01-06\n",
    ],
    ["places", "id,name_of_shop,longitude,opened_at\n1,Kyoto,135.76,2020-01-05\n2,Osaka,135.50,2021-01-06\n"],
  ])("%s: nobody is made of it", async (_, csv) => {
    expect(await targets(csv)).not.toContain("customer_id");
  });

  test("a list of customers with their sums is one of people, numbered by its id", async () => {
    const csv =
      "id,first_name,last_name,email,state,orders_count,total_spent,created_at,email_marketing_consent_opt_in_level,email_marketing_consent_state\n" +
      "7,Ann,Bell,ann@example.com,enabled,3,99.90,2026-01-05,SINGLE_OPT_IN,SUBSCRIBED\n" +
      "8,Bob,Cox,bob@example.com,disabled,0,0.00,2026-01-06,SINGLE_OPT_IN,NOT_SUBSCRIBED\n";
    expect(await targets(csv)).toEqual([
      "customer_id",
      "given_name",
      "family_name",
      "email",
      "ignore",
      "ignore",
      "ignore",
      "ignore",
      "consent_evidence",
      "consent_email",
    ]);
  });

  test("headings that say nothing leave it to the contents", async () => {
    expect(await targets("a,b,c\n00001,1997-01-01,29.33\n00002,1997-01-12,63.34\n")).toEqual([
      "customer_id",
      "order_date",
      "order_total",
    ]);
  });
});

const exported = fileURLToPath(
  new URL("../../../../../shared/data/exports/fivetran_shopify/", import.meta.url),
);

test.runIf(existsSync(exported))(
  "of a hundred tables of a shop's database, customers are found where a heading names them",
  async () => {
    const found: string[] = [];
    for (const file of readdirSync(exported)) {
      const preview = await previewTable(
        new Blob([new Uint8Array(readFileSync(`${exported}${file}`))]),
        file,
        {},
      );
      if (!preview.ok) throw new Error(`${file}: ${preview.error.code}`);
      preview.value.columns.forEach(({ guess, heading }) => {
        if (guess !== "customer_id") return;
        const named =
          /customer|^user_id$/.test(heading) || (heading === "id" && /customer_data|shop_data/.test(file));
        expect([file, heading, named]).toEqual([file, heading, true]);
        found.push(file);
      });
    }
    console.log(`tables with a customer: ${String(found.length)} of ${String(readdirSync(exported).length)}`);
    expect(found).toContain("shopify_order_data.csv");
    expect(found).toContain("shopify_customer_data.csv");
  },
);
