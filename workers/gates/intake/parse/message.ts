import type { MessageChannel, MessageEvent } from "../../../terms/entries.ts";
import { channelTopics, type ConsentTopic } from "./purpose.ts";

const events: readonly (readonly [MessageEvent, RegExp])[] = [
  [
    "unsubscribed",
    /unsubscri|unsub$|opt(?:ed)?[- ]?out|list ?unsub|\boptout\b|配信停止|配信解除|購読解除|登録解除|解除|退会|ブロック|\bblock(?:ed)?\b/u,
  ],
  ["complained", /complain|spam|abuse|迷惑メール|苦情/u],
  ["bounced", /bounce|undeliver|fail|dropped|reject|\bnco\b|不達|エラー|バウンス|配信失敗|未達/u],
  ["clicked", /click|\bclk\b|クリック|タップ/u],
  ["opened", /\bopen|\bopn\b|^read$|開封|既読/u],
  ["delivered", /deliver|received|到達|配信完了|配信成功|^配信済み?$|着信/u],
  ["sent", /sent|\bsend|送信|配信|発送/u],
];

/** What happened to a message, by the word of a tool in English or Japanese; undefined when it says nothing known. */
export function parseMessageEvent(text: string): MessageEvent | undefined {
  const word = text
    .normalize("NFKC")
    .trim()
    .toLowerCase()
    .replace(/[_\s]+/g, " ");
  // A sending that did not come about is not one.
  if (
    word === "" ||
    word.length > 60 ||
    /\bnot \b|^un(?!sub|deliver)|未(?!達)|resubscri|^subscri|再登録/u.test(word)
  )
    return undefined;
  return events.find(([, pattern]) => pattern.test(word))?.[0];
}

const channels: readonly (readonly [MessageChannel, RegExp])[] = [
  ["email", /e-?mail|^mail$|mailing|メール|メルマガ|newsletter|ニュースレター/u],
  ["line", /^line|ライン|ＬＩＮＥ/u],
  ["sms", /sms|text message|ショートメッセージ|mms/u],
  ["push", /push|プッシュ|^app|アプリ/u],
  ["post", /post|letter|direct ?mail|^dm$|郵送|はがき|ハガキ|葉書|ダイレクトメール/u],
  ["phone", /phone|call|tel|電話/u],
];

/** The channel a word names, undefined when it names none known. */
export function parseChannel(text: string): MessageChannel | undefined {
  const word = text.normalize("NFKC").trim().toLowerCase();
  return channels
    .toSorted(([a], [b]) => Number(b === "post") - Number(a === "post"))
    .find(([, pattern]) => pattern.test(word))?.[0];
}

/**
 * What somebody refuses who unsubscribes from a channel or complains about it. A channel nobody can name is both e-mail and post, and
 * every way of the first: the most restrictive reading. Push messages leave no vault.
 */
export function topicsLeft(channel: MessageChannel): readonly ConsentTopic[] {
  switch (channel) {
    case "push":
      return [];
    case "other":
      return [
        { purpose: "email_marketing", recipient: "self" },
        { purpose: "postal_marketing", recipient: "self" },
      ];
    default:
      return channelTopics(channel, "denied");
  }
}
