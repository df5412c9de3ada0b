import type { Preset } from "./preset.ts";

/**
 * Mailchimp, what each recipient of a campaign did. The headings were not confirmed with a real export. Leaving is a refusal, and no row of
 * it is a yes.
 */
export const mailchimpActivity: Preset = {
  id: "mailchimp-activity",
  source: "Mailchimp",
  unconfirmed: true,
  signature: [
    ["Email Address", "メールアドレス"],
    ["Action", "アクション"],
    ["Timestamp", "タイムスタンプ", "日時"],
    ["Campaign Title", "Campaign Id", "キャンペーン名"],
  ],
  columns: {
    "Email Address": "email",
    メールアドレス: "email",
    Action: "message_event",
    アクション: "message_event",
    Timestamp: "occurred_at",
    タイムスタンプ: "occurred_at",
    日時: "occurred_at",
    "Campaign Title": "campaign",
    "Campaign Id": "campaign",
    キャンペーン名: "campaign",
  },
  rules: [{ rule: "fact", target: "medium", value: "email" }],
  lacks: ["consent"],
};
