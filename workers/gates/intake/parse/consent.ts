import type { ConsentState } from "../../../terms/purpose.ts";
import { parseDate } from "./date.ts";

const words: readonly (readonly [ConsentState, readonly string[]])[] = [
  [
    "granted",
    [
      "yes",
      "y",
      "true",
      "1",
      "on",
      "subscribed",
      "subscribe",
      "opted in",
      "opt-in",
      "optin",
      "accepted",
      "granted",
      "confirmed",
      "はい",
      "有",
      "あり",
      "同意",
      "同意する",
      "同意済",
      "同意あり",
      "希望する",
      "希望",
      "受け取る",
      "受信する",
      "受信",
      "配信希望",
      "可",
      "許可",
      "承諾",
      "登録済",
      "購読",
      "購読中",
      "○",
      "〇",
      "◯",
      "✓",
      "✔",
      "レ",
      "ok",
      "要",
      "必要",
      "送る",
      "配信する",
      "配信中",
      "許可する",
      "利用する",
      "利用可",
    ],
  ],
  [
    "denied",
    [
      "no",
      "n",
      "false",
      "0",
      "off",
      "unsubscribed",
      "unsubscribe",
      "opted out",
      "opt-out",
      "optout",
      "cleaned",
      "bounced",
      "hard bounce",
      "bounce",
      "suppressed",
      "complained",
      "spam complaint",
      "blocked",
      "blacklisted",
      "archived",
      "deleted",
      "revoked",
      "エラー停止",
      "配信エラー",
      "不達",
      "受信拒否",
      "配信拒否",
      "refused",
      "denied",
      "declined",
      "withdrawn",
      "いいえ",
      "無",
      "なし",
      "同意しない",
      "同意なし",
      "不同意",
      "拒否",
      "希望しない",
      "受け取らない",
      "受信しない",
      "配信停止",
      "停止",
      "不可",
      "解除",
      "退会",
      "停止中",
      "配信停止中",
      "ブロック",
      "ブロック中",
      "ブロック済み",
      "ng",
      "不要",
      "送らない",
      "配信しない",
      "配信不可",
      "送信不可",
      "許可しない",
      "拒否する",
      "利用しない",
      "利用不可",
      "×",
      "✕",
      "✗",
      "x",
    ],
  ],
  [
    "unknown",
    [
      "",
      "unknown",
      "never subscribed",
      "nonsubscribed",
      "non-subscribed",
      "transactional",
      "imported",
      "not subscribed",
      "pending",
      "unconfirmed",
      "n/a",
      "na",
      "null",
      "none",
      "-",
      "不明",
      "未確認",
      "未回答",
      "未設定",
      "仮登録",
    ],
  ],
];
const states = new Map(
  words.flatMap(([state, list]) => list.map((word) => [word.normalize("NFKC"), state] as const)),
);

/** The state a consent cell states. Blank is unknown, never yes; undefined when the word says nothing known. */
export function parseConsent(text: string): ConsentState | undefined {
  return states.get(
    text
      .normalize("NFKC")
      .trim()
      .toLowerCase()
      .replace(/[_\s]+/g, " "),
  );
}

/**
 * The state a cell of a column of refusals states ("opted out", "unsubscribed from all"): a yes or a moment is a no,
 * and a no is not a yes but unknown. Undefined when the word says nothing known.
 */
export function parseRefusal(text: string): Exclude<ConsentState, "granted"> | undefined {
  const stated = parseConsent(text);
  if (stated === "granted") return "denied";
  if (stated !== undefined)
    return /^(?:unsubscribed?|opted out|opt[- ]?out|cleaned|bounced|suppressed|blocked|ng|配信停止中?|停止中?|解除|退会|拒否(?:する)?|受信拒否|配信拒否|ブロック(?:中|済み)?|不可|不要|送らない|配信しない|配信不可|送信不可|利用しない|利用不可)$/i.test(
      text.normalize("NFKC").trim(),
    )
      ? "denied"
      : "unknown";
  return parseDate(text, "ymd").kind === "day" ||
    /\d{4}/.test(text) ||
    /suppress|bounce|unsubscri|complain/i.test(text)
    ? "denied"
    : undefined;
}
