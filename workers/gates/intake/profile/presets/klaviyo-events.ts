import type { Preset } from "./preset.ts";

/**
 * Klaviyo, events of profiles. The names of its metrics are those its own reports use; the headings were not confirmed with a real export. What
 * happened to messages comes in; purchases and visits of the same log are left out, for the shop's own files hold them.
 */
export const klaviyoEvents: Preset = {
  id: "klaviyo-events",
  source: "Klaviyo",
  unconfirmed: true,
  signature: [
    ["Metric", "Event Name", "イベント名"],
    ["Profile Email", "Person Email", "プロフィールのメール"],
    ["Event Timestamp", "Timestamp", "イベント日時"],
  ],
  columns: {
    "Profile ID": "customer_id",
    "Profile Email": "email",
    "Person Email": "email",
    プロフィールのメール: "email",
    Metric: "message_event",
    "Event Name": "message_event",
    イベント名: "message_event",
    "Event Timestamp": "occurred_at",
    Timestamp: "occurred_at",
    イベント日時: "occurred_at",
    "Event ID": "entry_id",
    "Campaign Name": "campaign",
    キャンペーン名: "campaign",
  },
  rules: [
    {
      rule: "keep-only",
      heading: ["Metric", "Event Name", "イベント名"],
      values: [
        "Received Email",
        "Opened Email",
        "Clicked Email",
        "Bounced Email",
        "Dropped Email",
        "Marked Email as Spam",
        "Unsubscribed",
        "Unsubscribed from List",
        "Unsubscribed from Email Marketing",
        "Unsubscribed from SMS Marketing",
        "Received SMS",
        "Sent SMS",
        "Clicked SMS",
        "Received Push",
        "Opened Push",
      ],
    },
  ],
  lacks: ["consent"],
};
