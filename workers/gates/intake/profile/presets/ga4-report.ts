import type { Preset } from "./preset.ts";

/** Google Analytics 4, a report as CSV: comment lines, then totals by day, channel or page. Nobody's rows, so nothing for people. */
export const ga4Report: Preset = {
  id: "ga4-report",
  source: "Google Analytics",
  unconfirmed: "japanese",
  signature: [
    [
      "Date",
      "日付",
      "Day",
      "Nth day",
      "N 日目",
      "Session primary channel group (Default Channel Group)",
      "Session source / medium",
      "セッションのメインのチャネル グループ（デフォルト チャネル グループ）",
      "Page path and screen class",
      "ページパスとスクリーン クラス",
      "Event name",
      "イベント名",
    ],
    [
      "Sessions",
      "セッション",
      "Active users",
      "アクティブ ユーザー",
      "Users",
      "ユーザー",
      "Views",
      "表示回数",
      "Event count",
      "イベント数",
    ],
  ],
  without: [
    "Email",
    "Customer ID",
    "メールアドレス",
    "会員ID",
    "顧客ID",
    "User ID",
    "customer_id",
    "user_id",
  ],
  columns: {},
  lacks: ["people"],
};
