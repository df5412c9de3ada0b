import type { FieldTarget } from "../../../../terms/field.ts";
import type { Preset } from "./preset.ts";

/**
 * Reports of advertising tools, a row a day and campaign. Their headings follow what the tools show in Japanese and English; none was
 * confirmed with a real export, and columns are the user's choice there: `unconfirmed` says so before anything is stored.
 */
function adSpend(
  id: string,
  source: string,
  headings: Readonly<Record<"day" | "campaign" | "cost" | "impressions" | "clicks", readonly string[]>>,
): Preset {
  const columns: [string, FieldTarget][] = [
    ...headings.day.map((name): [string, FieldTarget] => [name, "occurred_at"]),
    ...headings.campaign.map((name): [string, FieldTarget] => [name, "campaign"]),
    ...headings.cost.map((name): [string, FieldTarget] => [name, "cost"]),
    ...headings.impressions.map((name): [string, FieldTarget] => [name, "impressions"]),
    ...headings.clicks.map((name): [string, FieldTarget] => [name, "clicks"]),
    ["Currency code", "currency"],
    ["通貨コード", "currency"],
    ["通貨", "currency"],
  ];
  return {
    id,
    source,
    unconfirmed: true,
    signature: [headings.day, headings.campaign, headings.cost, headings.impressions],
    // A table that names its media is somebody's own, of several tools.
    without: [
      "Email",
      "Customer ID",
      "メールアドレス",
      "会員ID",
      "顧客ID",
      "媒体",
      "Medium",
      "Platform",
      "Channel",
    ],
    columns: Object.fromEntries(columns),
  };
}

/** Google Ads, campaign report with the segment of days. */
export const googleAdsSpend = adSpend("google-ads-spend", "Google Ads", {
  day: ["Day", "日"],
  campaign: ["Campaign", "キャンペーン"],
  cost: ["Cost", "費用"],
  impressions: ["Impr.", "Impressions", "表示回数"],
  clicks: ["Clicks", "クリック数"],
});

const metaCurrencies = ["JPY", "USD", "EUR", "GBP"];

/** Meta ads manager, report of campaigns broken down by day. A report that is not, tells of no days and is not this. */
export const metaAdsSpend = adSpend("meta-ads-spend", "Meta", {
  day: ["Day", "日"],
  campaign: ["Campaign name", "キャンペーン名"],
  cost: [
    "Amount spent",
    "消化金額",
    ...metaCurrencies.flatMap((code) => [`Amount spent (${code})`, `消化金額 (${code})`]),
  ],
  impressions: ["Impressions", "インプレッション"],
  clicks: ["Link clicks", "Clicks (all)", "リンクのクリック", "クリック(すべて)"],
});

/** Yahoo!広告, campaign report by day. */
export const yahooAdsSpend = adSpend("yahoo-ads-spend", "Yahoo!広告", {
  day: ["日", "Daily"],
  campaign: ["キャンペーン名", "Campaign Name"],
  cost: ["コスト", "Cost"],
  impressions: ["インプレッション数", "Impressions"],
  clicks: ["クリック数", "Clicks"],
});

/** LINE広告, performance report of campaigns by day. */
export const lineAdsSpend = adSpend("line-ads-spend", "LINE広告", {
  day: ["日付", "Date"],
  campaign: ["キャンペーン名", "Campaign name"],
  cost: ["ご利用金額", "利用金額", "Cost"],
  impressions: ["インプレッション", "インプレッション数", "Impressions"],
  clicks: ["クリック", "クリック数", "Clicks"],
});

/** Google Analytics 4, an exploration of advertising cost by day and campaign: totals, nobody's rows. */
export const ga4AdsCost = adSpend("ga4-ads-cost", "Google Analytics", {
  day: ["Date", "日付"],
  campaign: [
    "Session campaign",
    "Session Google Ads campaign",
    "セッションのキャンペーン",
    "セッションの Google 広告キャンペーン",
  ],
  cost: ["Google Ads cost", "Ads cost", "Google 広告の費用"],
  impressions: ["Google Ads impressions", "Ads impressions", "Google 広告の表示回数"],
  clicks: ["Google Ads clicks", "Ads clicks", "Google 広告のクリック数"],
});
